package tn.ecar.web.pages;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.order.LineKind;
import tn.ecar.garage.order.OrderDuties;
import tn.ecar.garage.order.WorkOrders;
import tn.ecar.garage.part.PartRow;
import tn.ecar.garage.part.Parts;

/**
 * The lines of the order that a page shows: labour, parts from the shelf and work that is bought
 * outside are added and taken off, and the whole gets its discount.
 */
@Named
@ViewScoped
public class OrderLines implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int OFFERED = 10;

  private final transient WorkOrders orders;
  private final transient OrderDuties duties;
  private final transient OwnWork ownWork;
  private final transient Parts parts;
  private final transient OrderPage page;

  private final LineFields labour = new LineFields(LineKind.LABOUR);
  private final LineFields goods = new LineFields(LineKind.PART);
  private final LineFields outside = new LineFields(LineKind.OUTSIDE);
  private transient List<PartRow> found = List.of();
  private transient PartRow part;
  private String partText;
  private BigDecimal discountPercent;
  private boolean discountRead;

  @Inject
  public OrderLines(
      WorkOrders orders, OrderDuties duties, OwnWork ownWork, Parts parts, OrderPage page) {
    this.orders = orders;
    this.duties = duties;
    this.ownWork = ownWork;
    this.parts = parts;
    this.page = page;
  }

  /** For the container's client proxy. */
  protected OrderLines() {
    this(null, null, null, null, null);
  }

  /** Adds the line of labour. */
  public String addLabour() throws IOException {
    return add("labour", labour);
  }

  /** Adds the line of the part that was chosen. */
  public String addPart() throws IOException {
    goods.setPartId(part == null ? null : part.id());
    return add("goods", goods);
  }

  /** Adds the line of work that is bought outside. */
  public String addOutside() throws IOException {
    return add("outside", outside);
  }

  private String add(String form, LineFields line) throws IOException {
    return page.change(
        form, () -> duties.addLine(ownWork.duty(), page.getId(), line.data()), () -> {});
  }

  public String remove(long lineId) throws IOException {
    return page.change(
        "lines", () -> duties.removeLine(ownWork.duty(), page.getId(), lineId), () -> {});
  }

  /** Gives the whole order its discount; an empty input takes it back. */
  public String discount() throws IOException {
    BigDecimal percent = discountPercent == null ? BigDecimal.ZERO : discountPercent;
    return page.change(
        "discount",
        () -> orders.discount(page.getId(), page.getOrder().getVersion(), percent),
        () -> discountRead = false);
  }

  /** Looks for parts by what was typed. */
  public void lookForPart() {
    found =
        partText == null ? List.of() : parts.search(partText, PageRequest.of(0, OFFERED)).items();
  }

  /** Takes one of the parts that were found. */
  public void choose(PartRow row) {
    part = row;
    partText = row.number() + " · " + row.name();
    found = List.of();
  }

  public LineFields getLabour() {
    return labour;
  }

  public LineFields getGoods() {
    return goods;
  }

  public LineFields getOutside() {
    return outside;
  }

  public List<PartRow> getFound() {
    return found;
  }

  /** Returns the part that was chosen, or null. */
  public PartRow getPart() {
    return part;
  }

  public String getPartText() {
    return partText;
  }

  public void setPartText(String partText) {
    this.partText = partText;
  }

  /** Returns the discount on the whole order in percent; null for none. */
  public BigDecimal getDiscountPercent() {
    if (!discountRead) {
      BigDecimal now = page.getOrder().getDiscountPercent();
      discountPercent = now.signum() == 0 ? null : now.stripTrailingZeros();
      discountRead = true;
    }
    return discountPercent;
  }

  public void setDiscountPercent(BigDecimal discountPercent) {
    this.discountPercent = discountPercent;
    discountRead = true;
  }
}
