package tn.ecar.garage.outbox;

import java.time.LocalDate;
import tn.ecar.garage.money.Money;

/**
 * An invoice that is not paid after its reminders.
 *
 * @param number the invoice's number
 * @param buyer who owes it
 * @param phone where to call; may be null
 * @param dueOn the day it was due
 * @param due what is still owed
 */
public record OverdueRow(String number, String buyer, String phone, LocalDate dueOn, Money due) {}
