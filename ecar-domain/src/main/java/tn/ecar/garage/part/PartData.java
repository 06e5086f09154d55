package tn.ecar.garage.part;

import java.math.BigDecimal;
import tn.ecar.garage.money.TaxClass;

/**
 * What the storekeeper knows of a part. {@link Part} checks it.
 *
 * @param number required and unique
 * @param barcode unique; may be null
 * @param name required
 * @param unit null for {@code pce}
 * @param reorderPoint quantity at which it is ordered anew; null for 0
 * @param price one unit before tax, in dinars with at most 3 decimals
 * @param taxClass null for the standard rate
 * @param fodec true if FODEC is due
 * @param supplier may be null
 */
public record PartData(
    String number,
    String barcode,
    String name,
    String unit,
    BigDecimal reorderPoint,
    BigDecimal price,
    TaxClass taxClass,
    boolean fodec,
    String supplier) {}
