package tn.ecar.web.document;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tn.ecar.garage.attachment.Attachment;
import tn.ecar.garage.attachment.Attachments;
import tn.ecar.garage.attachment.FileType;
import tn.ecar.garage.customer.Customers;
import tn.ecar.garage.folder.Folders;
import tn.ecar.garage.inspection.Inspection;
import tn.ecar.garage.inspection.Inspections;
import tn.ecar.garage.invoice.CreditNote;
import tn.ecar.garage.invoice.CreditNotes;
import tn.ecar.garage.invoice.EInvoice;
import tn.ecar.garage.invoice.EInvoices;
import tn.ecar.garage.invoice.Invoice;
import tn.ecar.garage.invoice.Invoices;
import tn.ecar.garage.money.TaxRates;
import tn.ecar.garage.order.WorkOrder;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.payment.Payment;
import tn.ecar.garage.payment.Payments;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.quote.Quotes;
import tn.ecar.web.document.Sheet.Qr;

/**
 * Prints what the garage hands out, in the language that is asked for or the customer's own. A
 * document is made when somebody asks for it and from what is kept, so the same invoice is printed
 * alike for ever.
 */
@ApplicationScoped
public class Documents {
  private final SheetPrinter printer = new SheetPrinter();
  private final Clock clock;
  private final Invoices invoices;
  private final CreditNotes creditNotes;
  private final EInvoices eInvoices;
  private final Payments payments;
  private final Quotes quotes;
  private final WorkOrders orders;
  private final Inspections inspections;
  private final Attachments attachments;
  private final Customers customers;
  private final TaxRates rates;
  private final Folders folders;

  @Inject
  public Documents(
      Clock clock,
      Invoices invoices,
      CreditNotes creditNotes,
      EInvoices eInvoices,
      Payments payments,
      Quotes quotes,
      WorkOrders orders,
      Inspections inspections,
      Attachments attachments,
      Customers customers,
      TaxRates rates,
      Folders folders) {
    this.clock = clock;
    this.invoices = invoices;
    this.creditNotes = creditNotes;
    this.eInvoices = eInvoices;
    this.payments = payments;
    this.quotes = quotes;
    this.orders = orders;
    this.inspections = inspections;
    this.attachments = attachments;
    this.customers = customers;
    this.rates = rates;
    this.folders = folders;
  }

  /** For the container's client proxy. */
  protected Documents() {
    this(null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /**
   * Prints an invoice. Its QR code is the seal of the national platform once that has accepted it,
   * and a link to the customer's own page before.
   *
   * @param lang {@code fr}, {@code ar}, {@code en}; null for the customer's own
   * @param base address of the garage's pages, with a slash at its end
   */
  public PrintedDocument invoice(long id, String lang, URI base) {
    Invoice invoice = invoices.find(id);
    return invoice(invoice, folders.link(invoice.getCustomerId(), vehicleOf(invoice)), lang, base);
  }

  /**
   * Prints an invoice for whoever has come with the customer's link of everything. The link on it
   * ends when theirs does.
   *
   * @param until last day of their link
   */
  public PrintedDocument invoice(Invoice invoice, LocalDate until, String lang, URI base) {
    return invoice(
        invoice, folders.link(invoice.getCustomerId(), vehicleOf(invoice), until), lang, base);
  }

  /**
   * Prints an invoice that was read already.
   *
   * @param link token of the link on it; for whoever has come with one that very link, or it would
   *     renew itself for ever
   */
  public PrintedDocument invoice(Invoice invoice, String link, String lang, URI base) {
    DocumentLanguage language = languageOf(invoice, lang);
    Qr qr = seal(eInvoices.ofInvoice(invoice.getId()), language);
    return printed(
        money(language)
            .invoice(
                invoice,
                invoices.balance(invoice.getId()).getDueOn(),
                qr == null ? pageOf(link, language, base) : qr));
  }

  /** Prints a credit note, with the seal of the national platform once that has accepted it. */
  public PrintedDocument creditNote(long id, String lang) {
    CreditNote note = creditNotes.find(id);
    Invoice of = invoices.find(note.getInvoiceId());
    DocumentLanguage language = languageOf(of, lang);
    Qr qr = seal(eInvoices.ofCreditNote(id), language);
    return printed(money(language).creditNote(note, of, qr));
  }

  /** Prints the receipt of a payment, a reversal or a refund. */
  public PrintedDocument receipt(long paymentId, String lang) {
    Payment payment = payments.find(paymentId);
    Invoice of = invoices.find(payment.getInvoiceId());
    return printed(money(languageOf(of, lang)).receipt(payment, of, invoices.balance(of.getId())));
  }

  /**
   * Prints a quote; its QR code opens the customer's page.
   *
   * @param base address of the garage's pages, with a slash at its end
   */
  public PrintedDocument quote(long id, String lang, URI base) {
    Quote quote = quotes.find(id);
    DocumentLanguage language = DocumentLanguage.of(lang, quote.getCustomer().getLanguage());
    String link = folders.link(quote.getCustomer().getId(), quote.getVehicle().getId());
    return printed(
        workshop(language).quote(quote, quotes.totals(quote), pageOf(link, language, base)));
  }

  /** Prints a work order. */
  public PrintedDocument order(long id, String lang) {
    WorkOrder order = orders.find(id);
    DocumentLanguage language = DocumentLanguage.of(lang, order.getCustomer().getLanguage());
    return printed(workshop(language).order(order, order.totals(rates.on(today()))));
  }

  /** Prints an inspection with its photos. */
  public PrintedDocument inspection(long id, String lang) {
    Inspection inspection = inspections.find(id);
    WorkOrder order = orders.find(inspection.getOrder().getId());
    Map<Long, List<Attachment>> photos =
        attachments.of(order.getId()).stream()
            .filter(photo -> photo.getInspectionPointId() != null)
            .filter(photo -> printable(photo.getType()))
            .collect(Collectors.groupingBy(Attachment::getInspectionPointId));
    DocumentLanguage language = DocumentLanguage.of(lang, order.getCustomer().getLanguage());
    return printed(
        workshop(language)
            .inspection(
                inspection,
                order,
                point -> photos.getOrDefault(point, List.of()).stream().map(this::data).toList()));
  }

  /** The renderer knows no WebP; those pictures are looked at on the page. */
  private static boolean printable(FileType type) {
    return type == FileType.JPEG || type == FileType.PNG;
  }

  private String data(Attachment photo) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int position = 0;
    for (byte[] chunk = attachments.chunk(photo.getId(), position);
        chunk.length > 0;
        chunk = attachments.chunk(photo.getId(), ++position)) {
      all.writeBytes(chunk);
    }
    return "data:"
        + photo.getType().mediaType()
        + ";base64,"
        + Base64.getEncoder().encodeToString(all.toByteArray());
  }

  private DocumentLanguage languageOf(Invoice invoice, String lang) {
    return DocumentLanguage.of(lang, customers.find(invoice.getCustomerId()).getLanguage());
  }

  private static Qr seal(EInvoice sent, DocumentLanguage language) {
    return sent == null || sent.getQr() == null
        ? null
        : new Qr(QrCode.of(sent.getQr()), language.word("seal") + " " + sent.getReference());
  }

  private long vehicleOf(Invoice invoice) {
    return orders.find(invoice.getOrderId()).getVehicle().getId();
  }

  private static Qr pageOf(String token, DocumentLanguage language, URI base) {
    return new Qr(
        QrCode.of(base.resolve("my.xhtml?link=" + token + "&lang=" + language.tag()).toString()),
        language.word("scan"));
  }

  private MoneySheets money(DocumentLanguage language) {
    return new MoneySheets(language, clock.getZone());
  }

  private WorkshopSheets workshop(DocumentLanguage language) {
    return new WorkshopSheets(language, invoices.seller(), rates.on(today()), clock.getZone());
  }

  private LocalDate today() {
    return LocalDate.now(clock);
  }

  private PrintedDocument printed(Sheet sheet) {
    return new PrintedDocument(sheet.number() + ".pdf", printer.print(sheet));
  }
}
