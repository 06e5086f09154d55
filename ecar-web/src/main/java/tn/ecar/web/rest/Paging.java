package tn.ecar.web.rest;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;

/**
 * Which part of a list a request wants. Text, so that a wrong number is answered by a rule and not
 * by "not found".
 */
public class Paging {
  @QueryParam("first")
  @DefaultValue("0")
  private String first;

  @QueryParam("size")
  @DefaultValue("50")
  private String size;

  @QueryParam("sort")
  private String sort;

  @QueryParam("desc")
  @DefaultValue("false")
  private boolean descending;

  @QueryParam("cursor")
  private String cursor;

  /**
   * Returns the request for the garage.
   *
   * @throws RuleViolation if a number is none or out of its range
   */
  PageRequest request() {
    return new PageRequest(number("first", first), number("size", size), sort, descending, cursor);
  }

  private static int number(String field, String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new RuleViolation(field, text, "This is a whole number.");
    }
  }
}
