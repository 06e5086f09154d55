package tn.ecar.garage.persistence;

import static java.util.Map.entry;

import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import tn.ecar.garage.ChangedMeanwhile;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.RuleViolation;

/**
 * Sends what a use case changed to the database while the use case can still speak: the constraint
 * that refuses is turned into the sentence that belongs to it. Left to the commit, the same refusal
 * would reach the caller as a failed transaction without a reason.
 */
public final class Changes {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String EXCLUSION_VIOLATION = "23P01";
  private static final String CHECK_VIOLATION = "23514";
  private static final Pattern CONSTRAINT = Pattern.compile("constraint \"([a-z0-9_]+)\"");
  private static final Pattern KEY = Pattern.compile("\\)=\\((.*)\\)");

  /** What the named constraints of the schema mean to a person. */
  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          entry(
              "vehicle_plate_active",
              "An active vehicle has this plate already: find it, or retire it first."),
          entry("part_number_unique", "A part has this number already."),
          entry("part_barcode_unique", "A part has this barcode already."),
          entry("staff_login_unique", "An account has this login already."),
          entry("invoice_order_unique", "The order has been invoiced already."),
          entry(
              "appointment_bay_free",
              "The bay is taken at this time: choose another bay or another time."),
          entry(
              "appointment_technician_free",
              "The technician is booked at this time: choose another one or another time."),
          entry(
              "time_entry_no_overlap",
              "A technician works at one place at a time: stop the other clock first."),
          entry(
              "work_order_invoiced",
              "The order has been invoiced and changes no more: issue a credit note."),
          entry("inspection_template_name", "A template in use has this name already."),
          entry("api_key_name", "A key in use has this name already."),
          entry("quote_order_once", "The quote has become a work order already."),
          entry("bay_name_key", "A bay has this name already."),
          entry("working_time_no_overlap", "Working hours of one day do not overlap."),
          entry("absence_once", "An absence is noted for this time already."),
          entry("service_interval_once", "There is such an interval for these vehicles already."),
          entry("message_once", "The customer is told this already."),
          entry("supplier_name_active", "A supplier has this name already."),
          entry("goods_receipt_once", "This delivery note was taken in already."),
          entry("purchase_line_received", "More would come than was ordered."),
          entry("part_on_hand_not_negative", "There is not so much on the shelf."),
          entry("payment_reversed_once", "This payment has been reversed already."),
          entry("receivable_settled", "More would be paid than the invoice comes to."),
          entry("tax_rate_one_a_day", "A rate of this kind holds on that day already."));

  private Changes() {}

  /**
   * Writes what is pending.
   *
   * @throws Conflict if a unique or exclusion constraint stands against it, or a row was changed
   *     meanwhile
   * @throws RuleViolation if a check constraint refuses a value
   */
  public static void flush(EntityManager em) {
    try {
      em.flush();
    } catch (OptimisticLockException e) {
      throw new ChangedMeanwhile("row", "");
    } catch (PersistenceException e) {
      throw translate(e);
    }
  }

  /**
   * Refuses a change that was decided on an older state.
   *
   * @param read the version the caller had read; null if it does not care
   * @throws Conflict if the versions differ
   */
  public static void requireVersion(String kind, String name, Integer read, int now) {
    if (read != null && read != now) {
      throw new ChangedMeanwhile(kind, name);
    }
  }

  /**
   * Returns a version of what keeps none of its own, such as a week's hours: it is another one as
   * soon as something else stands there.
   */
  public static int versionOf(List<String> content) {
    CRC32 sum = new CRC32();
    sum.update(String.join("\n", content).getBytes(StandardCharsets.UTF_8));
    return (int) sum.getValue();
  }

  private static RuntimeException translate(PersistenceException failure) {
    SQLException refusal = lastSqlException(failure);
    if (refusal == null) {
      return failure;
    }
    String message = String.valueOf(refusal.getMessage());
    String constraint = first(CONSTRAINT, message);
    String meaning =
        MEANINGS.getOrDefault(constraint, "The database refuses it by " + constraint + ".");
    return switch (String.valueOf(refusal.getSQLState())) {
      case UNIQUE_VIOLATION, EXCLUSION_VIOLATION -> new Conflict(meaning, first(KEY, message));
      case CHECK_VIOLATION -> new RuleViolation(constraint, "", meaning);
      default -> failure;
    };
  }

  /**
   * The constraint's own error stands last in a batch's chain; the first only says which entry
   * failed.
   */
  private static SQLException lastSqlException(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        SQLException last = sql;
        while (last.getNextException() != null) {
          last = last.getNextException();
        }
        return last;
      }
    }
    return null;
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
