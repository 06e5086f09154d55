package tn.ecar.pool.console;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tn.ecar.pool.protocol.Buffer;

/** Writes the console's answers as messages. */
final class Replies {
  private static final short[] TEXT = {};

  private Replies() {}

  /** A whole answer as the simple protocol has it, without ReadyForQuery. */
  static void simple(Buffer out, Answer answer) {
    if (answer instanceof Answer.Rows rows) {
      description(out, rows.table().columns(), TEXT);
    }
    execution(out, answer, TEXT);
  }

  /** What follows an Execute that wants all rows. */
  static void execution(Buffer out, Answer answer, short[] formats) {
    if (answer instanceof Answer.Rows rows) {
      for (List<String> row : rows.table().rows()) {
        row(out, rows.table().columns(), row, formats);
      }
      complete(out, "SHOW");
    } else if (answer instanceof Answer.Noticed noticed) {
      report(out, 'N', "NOTICE", "00000", noticed.notice(), noticed.detail());
      complete(out, noticed.tag());
    } else if (answer instanceof Answer.Done done) {
      complete(out, done.tag());
    } else {
      empty(out, 'I');
    }
  }

  static void description(Buffer out, List<Column> columns, short[] formats) {
    int mark = out.begin('T');
    out.appendShort(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      out.appendText(column.name())
          .appendInt(0)
          .appendShort(0)
          .appendInt(column.type().oid())
          .appendShort(column.type().length())
          .appendInt(-1)
          .appendShort(format(formats, i));
    }
    out.finish(mark);
  }

  static void row(Buffer out, List<Column> columns, List<String> row, short[] formats) {
    int mark = out.begin('D');
    out.appendShort(row.size());
    for (int i = 0; i < row.size(); i++) {
      String value = row.get(i);
      if (value == null) {
        out.appendInt(-1);
      } else {
        byte[] bytes =
            format(formats, i) == 1
                ? columns.get(i).type().binary(value)
                : value.getBytes(StandardCharsets.UTF_8);
        out.appendInt(bytes.length).append(bytes);
      }
    }
    out.finish(mark);
  }

  /** No format means text for all columns, one format is meant for all. */
  private static int format(short[] formats, int column) {
    return switch (formats.length) {
      case 0 -> 0;
      case 1 -> formats[0];
      default -> column < formats.length ? formats[column] : 0;
    };
  }

  static void complete(Buffer out, String tag) {
    int mark = out.begin('C');
    out.appendText(tag);
    out.finish(mark);
  }

  static void error(Buffer out, ConsoleException refusal) {
    report(out, 'E', "ERROR", refusal.sqlState(), refusal.getMessage(), refusal.detail());
  }

  private static void report(
      Buffer out, char type, String severity, String state, String text, String detail) {
    int mark = out.begin(type);
    out.append('S').appendText(severity);
    out.append('V').appendText(severity);
    out.append('C').appendText(state);
    out.append('M').appendText(text);
    if (!detail.isEmpty()) {
      out.append('D').appendText(detail);
    }
    out.append(0);
    out.finish(mark);
  }

  static void empty(Buffer out, char type) {
    out.finish(out.begin(type));
  }

  static void ready(Buffer out, char status) {
    int mark = out.begin('Z');
    out.append(status);
    out.finish(mark);
  }
}
