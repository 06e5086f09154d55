package tn.ecar.web.document;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tn.ecar.garage.invoice.Party;
import tn.ecar.garage.invoice.Seller;

/**
 * One printed document, as text that is ready to be set: head, parties, notes, lines, totals, foot.
 * All kinds of document are filled into the same templates; what a kind does not have is empty.
 *
 * @param language what it is written in
 * @param title kind of document
 * @param number number as printed
 * @param facts beside the number: date, order, invoice
 * @param seller the garage
 * @param boxes customer and vehicle
 * @param notes what is told in sentences
 * @param lines what is offered, done or billed; null for none
 * @param groups points of an inspection by section
 * @param taxes bases and taxes by rate; null for none
 * @param sums the amounts down to what is due
 * @param wordsLead what stands before the amount in words; empty for none
 * @param words the amount in words; empty for none
 * @param qr what can be scanned; null for nothing
 * @param signatures who signs
 */
record Sheet(
    DocumentLanguage language,
    String title,
    String number,
    List<Fact> facts,
    Side seller,
    List<Box> boxes,
    List<Note> notes,
    Table lines,
    List<Group> groups,
    Table taxes,
    List<Sum> sums,
    String wordsLead,
    String words,
    Qr qr,
    List<String> signatures) {

  /** The garage or a customer; all but the name may be empty. */
  record Side(String name, String address, String taxNumber, String phone) {
    static Side of(Party p) {
      return of(p.getName(), p.getAddress(), p.getTown(), p.getTaxNumber(), p.getPhone());
    }

    static Side of(Seller s) {
      String number = s.getMatriculeFiscal();
      return of(s.getName(), s.getAddress(), s.getTown(), number, s.getPhone());
    }

    static Side of(String name, String address, String town, String taxNumber, String phone) {
      String where =
          Stream.of(address, town)
              .filter(Objects::nonNull)
              .filter(part -> !part.isBlank())
              .collect(Collectors.joining(", "));
      return new Side(name, where, orDash(taxNumber), orDash(phone));
    }
  }

  /** A label with its value. */
  record Fact(String label, String value) {}

  /** A framed block: its label, its headline, lines below. */
  record Box(String label, String headline, List<Fact> facts) {}

  /** A label with a paragraph. */
  record Note(String label, String text) {}

  /** A table whose cells stand in logical order. */
  record Table(List<Cell> head, List<Row> rows) {}

  /** One row. */
  record Row(List<Cell> cells) {}

  /**
   * One cell.
   *
   * @param css {@code text} or {@code num}
   */
  record Cell(String text, String css) {
    static Cell text(String text) {
      return new Cell(text, "text");
    }

    static Cell num(String text) {
      return new Cell(text, "num");
    }
  }

  /** A section of an inspection. */
  record Group(String name, List<Point> points) {}

  /**
   * A point of an inspection.
   *
   * @param css {@code good}, {@code watch}, {@code urgent} or {@code open}
   * @param pictures data addresses of photos
   */
  record Point(String name, String result, String css, String note, List<String> pictures) {}

  /** An amount among the totals. */
  record Sum(String label, String amount, boolean due) {}

  /** A QR code: data address of its picture, and what it is for. */
  record Qr(String picture, String caption) {}

  static String orDash(String text) {
    return text == null || text.isBlank() ? "–" : text;
  }
}
