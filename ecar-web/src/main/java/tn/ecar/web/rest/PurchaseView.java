package tn.ecar.web.rest;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import tn.ecar.garage.money.Money;
import tn.ecar.garage.money.Quantity;
import tn.ecar.garage.supply.GoodsReceipt;
import tn.ecar.garage.supply.GoodsReceiptLine;
import tn.ecar.garage.supply.PurchaseLine;
import tn.ecar.garage.supply.PurchaseOrder;
import tn.ecar.garage.supply.PurchaseState;

/**
 * A purchase order as the API shows it.
 *
 * @param next the states that may follow
 * @param cost what it costs before tax
 */
@Schema(name = "PurchaseOrder")
public record PurchaseView(
    Long id,
    @Schema(example = "BC-000042") String number,
    Long supplierId,
    @Schema(example = "Purflux Tunisie") String supplier,
    PurchaseState state,
    Set<PurchaseState> next,
    LocalDate expectedOn,
    String note,
    Instant openedAt,
    Instant stateSince,
    @Schema(implementation = String.class, example = "195.000") Money cost,
    List<LineView> lines) {
  static PurchaseView of(PurchaseOrder o) {
    return new PurchaseView(
        o.getId(),
        o.getNumber(),
        o.getSupplier().getId(),
        o.getSupplier().getName(),
        o.getState(),
        o.getState().next(),
        o.getExpectedOn(),
        o.getNote(),
        o.getOpenedAt(),
        o.getStateSince(),
        o.getCost(),
        o.getLines().stream().map(LineView::of).toList());
  }

  /** A line: what is ordered, what came, what is still to come. */
  @Schema(name = "PurchaseLine")
  public record LineView(
      Long id,
      int position,
      Long partId,
      @Schema(example = "FLT-0042") String partNumber,
      @Schema(example = "Filtre à huile") String partName,
      @Schema(implementation = String.class, example = "10.000") Quantity quantity,
      @Schema(implementation = String.class, example = "4.000") Quantity received,
      @Schema(implementation = String.class, example = "6.000") Quantity outstanding,
      @Schema(implementation = String.class, example = "19.500") Money unitCost) {
    static LineView of(PurchaseLine l) {
      return new LineView(
          l.getId(),
          l.getPosition(),
          l.getPartId(),
          l.getPart().getNumber(),
          l.getPart().getName(),
          l.getQuantity(),
          l.getReceived(),
          l.getOutstanding(),
          l.getUnitCost());
    }
  }

  /** Goods that came with one delivery note. */
  @Schema(name = "GoodsReceipt")
  public record ReceiptView(
      Long id,
      @Schema(example = "BL-20441") String deliveryNote,
      Instant at,
      @Schema(example = "magasin") String by,
      List<ReceivedView> lines) {
    static ReceiptView of(GoodsReceipt r) {
      return new ReceiptView(
          r.getId(),
          r.getDeliveryNote(),
          r.getAt(),
          r.getBy(),
          r.getLines().stream().map(ReceivedView::of).toList());
    }
  }

  /** How much of a line came. */
  @Schema(name = "GoodsReceiptLine")
  public record ReceivedView(
      Long lineId, @Schema(implementation = String.class, example = "4.000") Quantity quantity) {
    static ReceivedView of(GoodsReceiptLine l) {
      return new ReceivedView(l.getLineId(), l.getQuantity());
    }
  }
}
