package tn.ecar.garage.outbox;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tn.ecar.garage.customer.Customer;

/** What messages say, in the customer's language. */
final class MessageTexts {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT);
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private MessageTexts() {}

  static String ready(Customer.Language language, String plate, String garage) {
    return switch (language) {
      case FR -> "Votre véhicule " + plate + " est prêt. Vous pouvez le récupérer. " + garage;
      case AR -> "سيارتكم " + plate + " جاهزة. يمكنكم استلامها. " + garage;
      case EN -> "Your vehicle " + plate + " is ready to be fetched. " + garage;
    };
  }

  static String service(
      Customer.Language language,
      String plate,
      String service,
      java.time.LocalDate day,
      String garage) {
    String on = DAY.format(day);
    return switch (language) {
      case FR ->
          service
              + " à prévoir pour "
              + plate
              + " vers le "
              + on
              + ". Prenez rendez-vous. "
              + garage;
      case AR -> service + " : موعد صيانة " + plate + " حوالي " + on + ". اتصلوا بنا. " + garage;
      case EN -> service + " is due for " + plate + " around " + on + ". Please call us. " + garage;
    };
  }

  /**
   * @param level 1 for a friendly word, 2 for a firm one, 3 for the last
   */
  static String overdue(
      Customer.Language language,
      int level,
      String invoice,
      java.time.LocalDate dueOn,
      String due,
      String garage) {
    String on = DAY.format(dueOn);
    return switch (language) {
      case FR ->
          switch (level) {
                case 1 -> "Rappel : la facture ";
                case 2 -> "Deuxième rappel : la facture ";
                default -> "Dernier rappel avant recouvrement : la facture ";
              }
              + (invoice + " (reste dû " + due + " TND) était à payer le " + on + ". " + garage);
      case AR ->
          switch (level) {
                case 1 -> "تذكير: الفاتورة ";
                case 2 -> "تذكير ثان: الفاتورة ";
                default -> "آخر تذكير قبل الاستخلاص: الفاتورة ";
              }
              + (invoice + " (المتبقي " + due + " د.ت) حل أجلها يوم " + on + ". " + garage);
      case EN ->
          switch (level) {
                case 1 -> "Reminder: invoice ";
                case 2 -> "Second reminder: invoice ";
                default -> "Last reminder before collection: invoice ";
              }
              + (invoice + " (" + due + " TND open) was due on " + on + ". " + garage);
    };
  }

  static String appointment(
      Customer.Language language, String plate, LocalDateTime start, String garage) {
    String day = DAY.format(start);
    String hour = HOUR.format(start);
    return switch (language) {
      case FR -> "Rappel : rendez-vous pour " + plate + " le " + day + " à " + hour + ". " + garage;
      case AR -> "تذكير: موعد " + plate + " يوم " + day + " على الساعة " + hour + ". " + garage;
      case EN -> "Reminder: " + plate + " is expected on " + day + " at " + hour + ". " + garage;
    };
  }
}
