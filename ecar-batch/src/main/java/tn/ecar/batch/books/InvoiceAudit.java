package tn.ecar.batch.books;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tn.ecar.batch.JobResult;
import tn.ecar.batch.RunningJob;
import tn.ecar.batch.outbox.StaffMail;
import tn.ecar.garage.books.BooksAudit;
import tn.ecar.garage.books.BooksReport;
import tn.ecar.garage.outbox.MailFile;
import tn.ecar.garage.outbox.Message;
import tn.ecar.garage.persistence.Transactions;

/** Checks the books, keeps the report with the run, and tells the staff what is new. */
@Named("invoiceAudit")
@Dependent
public class InvoiceAudit extends AbstractBatchlet {
  private final BooksAudit audit;
  private final StaffMail staff;
  private final Transactions transactions;
  private final RunningJob run;

  @Inject
  InvoiceAudit(BooksAudit audit, StaffMail staff, Transactions transactions, RunningJob run) {
    this.audit = audit;
    this.staff = staff;
    this.transactions = transactions;
    this.run = run;
  }

  @Override
  public String process() {
    BooksReport report =
        transactions.inOne(
            () -> {
              run.requireOurs();
              BooksReport found = audit.check();
              run.result(
                  new JobResult(
                      "books.txt",
                      "text/plain;charset=UTF-8",
                      found.text().getBytes(StandardCharsets.UTF_8)));
              if (!found.fresh().isEmpty()) {
                staff.tell(
                    "books/" + run.id(),
                    Message.Kind.ALERT,
                    found.fresh().size() + " différences nouvelles dans les livres",
                    "À expliquer ou à corriger :\n\n" + String.join("\n", some(found.fresh())),
                    List.of(MailFile.text("books.txt", "text/plain", found.text())));
              }
              return found;
            });
    report.fresh().forEach(run::warn);
    String told =
        report.series().size()
            + " series, "
            + report.differences().size()
            + " differences, "
            + report.unexplained()
            + " not explained";
    run.say(told);
    return told;
  }

  private static List<String> some(List<String> fresh) {
    return fresh.subList(0, Math.min(fresh.size(), 20));
  }
}
