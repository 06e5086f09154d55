package tn.ecar.web.document;

import com.samskivert.mustache.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import tn.ecar.web.document.Sheet.Box;
import tn.ecar.web.document.Sheet.Cell;
import tn.ecar.web.document.Sheet.Fact;
import tn.ecar.web.document.Sheet.Group;
import tn.ecar.web.document.Sheet.Note;
import tn.ecar.web.document.Sheet.Point;
import tn.ecar.web.document.Sheet.Row;
import tn.ecar.web.document.Sheet.Side;
import tn.ecar.web.document.Sheet.Sum;
import tn.ecar.web.document.Sheet.Table;

/**
 * Sets a sheet. The renderer turns text round but no columns, so an Arabic sheet's columns are
 * turned round here.
 */
final class SheetPrinter {
  private final Template page = Templates.named("document");

  /** Returns the document's bytes. */
  byte[] print(Sheet sheet) {
    return Pdf.of(sheet.number(), html(sheet));
  }

  String html(Sheet sheet) {
    boolean turned = sheet.language().isRightToLeft();
    return page.execute(
        Map.of(
            "sheet",
            turned ? turned(sheet) : sheet,
            "lang",
            sheet.language().tag(),
            "ltr",
            !turned,
            "dir",
            turned ? "rtl" : "ltr",
            "t",
            sheet.language().words()));
  }

  private static Sheet turned(Sheet s) {
    DocumentLanguage l = s.language();
    return new Sheet(
        l,
        s.title(),
        s.number(),
        facts(l, s.facts()),
        new Side(
            l.kept(s.seller().name()),
            l.kept(s.seller().address()),
            l.kept(s.seller().taxNumber()),
            l.kept(s.seller().phone())),
        turned(s.boxes().stream().map(box -> kept(l, box)).toList()),
        s.notes().stream().map(note -> new Note(note.label(), l.kept(note.text()))).toList(),
        turned(l, s.lines()),
        s.groups().stream().map(group -> kept(l, group)).toList(),
        turned(l, s.taxes()),
        s.sums().stream()
            .map(sum -> new Sum(sum.label(), l.kept(sum.amount()), sum.due()))
            .toList(),
        s.wordsLead(),
        s.words(),
        s.qr(),
        turned(s.signatures()));
  }

  private static List<Fact> facts(DocumentLanguage l, List<Fact> facts) {
    return facts.stream().map(fact -> new Fact(fact.label(), l.kept(fact.value()))).toList();
  }

  private static Box kept(DocumentLanguage l, Box box) {
    return new Box(box.label(), l.kept(box.headline()), facts(l, box.facts()));
  }

  private static Group kept(DocumentLanguage l, Group group) {
    return new Group(
        l.kept(group.name()),
        group.points().stream()
            .map(
                point ->
                    new Point(
                        l.kept(point.name()),
                        point.result(),
                        point.css(),
                        l.kept(point.note()),
                        point.pictures()))
            .toList());
  }

  private static Table turned(DocumentLanguage l, Table table) {
    return table == null
        ? null
        : new Table(
            turned(table.head()),
            table.rows().stream()
                .map(
                    row ->
                        new Row(
                            turned(
                                row.cells().stream()
                                    .map(cell -> new Cell(l.kept(cell.text()), cell.css()))
                                    .toList())))
                .toList());
  }

  private static <T> List<T> turned(List<T> list) {
    List<T> turned = new ArrayList<>(list);
    Collections.reverse(turned);
    return turned;
  }
}
