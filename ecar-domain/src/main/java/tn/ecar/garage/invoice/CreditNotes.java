package tn.ecar.garage.invoice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.Texts;
import tn.ecar.garage.audit.AuditLog;
import tn.ecar.garage.money.Crediting;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.money.TaxCalculation;
import tn.ecar.garage.money.TaxClass;
import tn.ecar.garage.money.TaxGroup;
import tn.ecar.garage.money.TaxedLine;
import tn.ecar.garage.persistence.Changes;
import tn.ecar.garage.persistence.Lists;

/** Gives invoices back, in whole or in part. */
@ApplicationScoped
@Transactional
public class CreditNotes {
  /** The series credit notes are numbered in. */
  public static final String SERIES = "AV";

  private static final String KIND = "credit note";
  private static final Map<String, String> SORTS =
      Map.of("number", "n.number", "issuedOn", "n.issuedOn", "total", "n.total");

  private static final String ROW =
      "select new tn.ecar.garage.invoice.CreditNoteRow(n.id, n.number, n.issuedOn, n.invoiceId,"
          + " n.invoiceNumber, n.buyerName, n.reason, n.total)";
  private static final String FROM = " from CreditNote n";

  private final EntityManager em;
  private final Clock clock;
  private final AuditLog audit;
  private final Invoices invoices;
  private final DocumentNumbers numbers;
  private final EInvoices eInvoices;

  @Inject
  public CreditNotes(
      EntityManager em,
      Clock clock,
      AuditLog audit,
      Invoices invoices,
      DocumentNumbers numbers,
      EInvoices eInvoices) {
    this.em = em;
    this.clock = clock;
    this.audit = audit;
    this.invoices = invoices;
    this.numbers = numbers;
    this.eInvoices = eInvoices;
  }

  /** For the container's client proxy. */
  protected CreditNotes() {
    this(null, null, null, null, null, null);
  }

  /**
   * Issues a credit note, dated today, at the rates of its invoice. The first one of an invoice
   * gives the timbre back as well, if the garage has chosen so.
   *
   * @throws RuleViolation if the reason is missing, a line is not on the invoice, or more would be
   *     given back than is left of it
   */
  public CreditNote issue(long invoiceId, CreditRequest request) {
    String reason = Texts.required("reason", request.reason(), 200);
    Receivable receivable = em.find(Receivable.class, invoiceId, LockModeType.PESSIMISTIC_WRITE);
    if (receivable == null) {
      throw new NotFound("invoice", invoiceId);
    }
    Invoice invoice = invoices.find(invoiceId);
    Seller seller = invoices.seller();
    List<Crediting.Position> positions = positions(invoice, request.lines());
    List<TaxGroup> groups =
        new Crediting(rateOf(invoice), invoice.getFodecRate()).groups(positions);
    Money timbre =
        seller.isCreditNoteTimbre() && receivable.getCredited().isZero()
            ? invoice.getTimbre()
            : Money.ZERO;
    LocalDate today = LocalDate.now(clock);
    InvoiceNumber number = numbers.next(SERIES, today);
    CreditNote note =
        new CreditNote(number, invoice, reason, groups, timbre, today, clock.instant());
    addLines(note, invoice, positions);
    if (note.getTotal().isZero()) {
      throw new RuleViolation("lines", "", "What is chosen comes to nothing: choose more.");
    }
    receivable.credit(note.getTotal());
    em.persist(note);
    // What stands beside it refers to its row.
    Changes.flush(em);
    eInvoices.begin(note, seller);
    audit.record(
        "credit-note.issued",
        "credit-note",
        note.getId(),
        invoice.getNumber(),
        number + ", " + note.getTotal() + " TND, " + reason);
    Changes.flush(em);
    return note;
  }

  private static void addLines(
      CreditNote note, Invoice invoice, List<Crediting.Position> positions) {
    List<InvoiceLine> lines = invoice.getLines();
    for (int i = 0; i < positions.size(); i++) {
      Crediting.Position position = positions.get(i);
      if (!position.now().isZero()) {
        note.add(lines.get(i), position.now(), position.credited());
      }
    }
  }

  private static java.util.function.Function<TaxClass, BigDecimal> rateOf(Invoice invoice) {
    Map<TaxClass, BigDecimal> rates = new HashMap<>();
    invoice.getLines().forEach(line -> rates.put(line.getTaxClass(), line.getTaxRate()));
    return rates::get;
  }

  private List<Crediting.Position> positions(Invoice invoice, List<CreditRequest.Line> wanted) {
    List<InvoiceLine> lines = invoice.getLines();
    List<Money> nets = nets(invoice);
    Map<Long, Quantity> before = creditedBefore(invoice.getId());
    Map<Integer, CreditRequest.Line> byPosition = byPosition(wanted, lines.size());
    List<Crediting.Position> positions = new ArrayList<>();
    boolean any = false;
    for (int i = 0; i < lines.size(); i++) {
      InvoiceLine line = lines.get(i);
      Quantity gone = before.getOrDefault(line.getId(), Quantity.ZERO);
      Quantity left = line.getQuantity().minus(gone);
      Quantity now =
          wanted.isEmpty() ? left : chosen(byPosition.get(line.getPosition()), line, left);
      any |= !now.isZero();
      positions.add(
          new Crediting.Position(
              nets.get(i), line.getTaxClass(), line.isFodec(), line.getQuantity(), gone, now));
    }
    if (!any) {
      throw new RuleViolation(
          "lines", "", "Nothing is left to give back of " + invoice.getNumber() + ".");
    }
    return positions;
  }

  /**
   * What the lines came to, so that they add up to what the invoice says of each rate: a discount
   * was spread otherwise once, and what was credited of an invoice of that time was reckoned so.
   */
  private static List<Money> nets(Invoice invoice) {
    List<TaxedLine> lines = invoice.getLines().stream().map(InvoiceLine::taxed).toList();
    List<Money> atOnce = TaxCalculation.finalNetsAtOnce(lines, invoice.getDiscountPercent());
    return invoice.getTaxes().stream().allMatch(tax -> says(tax, lines, atOnce, invoice))
        ? atOnce
        : TaxCalculation.finalNets(lines, invoice.getDiscountPercent());
  }

  private static boolean says(
      InvoiceTax tax, List<TaxedLine> lines, List<Money> nets, Invoice invoice) {
    Money net = Money.ZERO;
    Money underFodec = Money.ZERO;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).taxClass() == tax.getTaxClass()) {
        net = net.plus(nets.get(i));
        underFodec = lines.get(i).fodec() ? underFodec.plus(nets.get(i)) : underFodec;
      }
    }
    return tax.getNet().equals(net)
        && tax.getFodec().equals(underFodec.percent(invoice.getFodecRate()));
  }

  private static Map<Integer, CreditRequest.Line> byPosition(
      List<CreditRequest.Line> wanted, int lines) {
    Map<Integer, CreditRequest.Line> byPosition = new HashMap<>();
    for (CreditRequest.Line line : wanted) {
      if (line.position() == null || line.position() < 1 || line.position() > lines) {
        throw new RuleViolation(
            "position", line.position(), "The invoice has the positions 1 to " + lines + ".");
      }
      if (byPosition.put(line.position(), line) != null) {
        throw new RuleViolation(
            "position", line.position(), "A position is given back once in a credit note.");
      }
    }
    return byPosition;
  }

  private static Quantity chosen(CreditRequest.Line wanted, InvoiceLine line, Quantity left) {
    if (wanted == null) {
      return Quantity.ZERO;
    }
    Quantity quantity = wanted.quantity() == null ? left : Quantity.positive(wanted.quantity());
    if (quantity.compareTo(left) > 0 || quantity.isZero()) {
      throw new RuleViolation(
          "quantity",
          quantity,
          "Of position "
              + line.getPosition()
              + " only "
              + left
              + " "
              + line.getUnit()
              + " are left to give back.");
    }
    return quantity;
  }

  private Map<Long, Quantity> creditedBefore(long invoiceId) {
    Map<Long, Quantity> sums = new HashMap<>();
    em.createQuery(
            "select l.invoiceLineId, sum(l.quantity) from CreditNoteLine l where l.note.invoiceId ="
                + " :id group by l.invoiceLineId",
            Object[].class)
        .setParameter("id", invoiceId)
        .getResultList()
        .forEach(row -> sums.put((Long) row[0], new Quantity((BigDecimal) row[1])));
    return sums;
  }

  /**
   * Returns the credit note with lines and taxes, in two statements.
   *
   * @throws NotFound if there is none
   */
  public CreditNote find(long id) {
    CreditNote note =
        em.createQuery(
                "select n from CreditNote n join fetch n.lines l where n.id = :id order by"
                    + " l.position",
                CreditNote.class)
            .setParameter("id", id)
            .getResultStream()
            .findFirst()
            .orElseThrow(() -> new NotFound(KIND, id));
    // Read while the transaction lasts: the caller gets the whole document.
    note.getTaxes();
    return note;
  }

  /** Returns the credit notes of an invoice, oldest first; one statement. */
  public List<CreditNoteRow> of(long invoiceId) {
    return em.createQuery(
            ROW + FROM + " where n.invoiceId = :id order by n.id", CreditNoteRow.class)
        .setParameter("id", invoiceId)
        .getResultList();
  }

  /**
   * Returns credit notes whose number, invoice or buyer contains the text; all of them if it is
   * blank. Newest first. Two statements.
   */
  public Page<CreditNoteRow> search(String text, PageRequest page) {
    Lists<CreditNoteRow> list = Lists.of(em, CreditNoteRow.class, ROW, FROM);
    if (!Texts.isBlank(text)) {
      list.where(
              "lower(n.number) like :number escape '!' or lower(n.invoiceNumber) like :number"
                  + " escape '!' or lower(n.buyerName) like :text escape '!'")
          .with("number", Texts.containsNumber(text))
          .with("text", Texts.contains(text));
    }
    return list.sorted(SORTS, "n.issuedOn desc, n.number desc", "n.id").page(page);
  }
}
