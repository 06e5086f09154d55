package tn.ecar.garage.folder;

import java.util.List;
import tn.ecar.garage.attachment.Attachment;
import tn.ecar.garage.customer.Customer;
import tn.ecar.garage.finding.Finding;
import tn.ecar.garage.invoice.InvoiceRow;
import tn.ecar.garage.invoice.Seller;
import tn.ecar.garage.order.OrderRow;
import tn.ecar.garage.quote.Quote;
import tn.ecar.garage.upkeep.ServicePrediction;
import tn.ecar.garage.vehicle.Vehicle;

/**
 * What one customer may see of one vehicle.
 *
 * @param garage who keeps it
 * @param customer whose it is
 * @param vehicle the vehicle, which may have been sold since
 * @param visits this customer's orders of it, newest first
 * @param invoices this customer's invoices of it, newest first
 * @param services what is due next, the earliest first; empty once the vehicle was sold
 * @param findings what was seen and not done yet; empty once the vehicle was sold
 * @param quote the quote of the link; null if it is a link to the vehicle alone
 * @param photos the pictures that go with the quote
 */
public record Folder(
    Seller garage,
    Customer customer,
    Vehicle vehicle,
    List<OrderRow> visits,
    List<InvoiceRow> invoices,
    List<ServicePrediction> services,
    List<Finding> findings,
    Quote quote,
    List<Attachment> photos) {
  public Folder {
    visits = List.copyOf(visits);
    invoices = List.copyOf(invoices);
    services = List.copyOf(services);
    findings = List.copyOf(findings);
    photos = List.copyOf(photos);
  }
}
