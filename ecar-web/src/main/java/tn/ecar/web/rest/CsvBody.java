package tn.ecar.web.rest;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.function.Function;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.csv.CsvExport;
import tn.ecar.garage.csv.ImportMode;
import tn.ecar.garage.csv.ImportReport;

/** Files of lines over HTTP: read up to a limit on their way in, written piece by piece out. */
final class CsvBody {
  static final String TYPE = "text/csv";
  static final String MODES =
      "ALL_OR_NOTHING (also when left out): one wrong line keeps the whole file out; GOOD_LINES:"
          + " the good lines are taken in, the wrong ones are reported";
  static final String FILE =
      "A header line names the columns. Comma, semicolon or tab; UTF-8 with or without byte order"
          + " mark, or Windows-1256; a charset of the Content-Type counts. At most 20,000 lines. A"
          + " line with an id changes what has it, one without makes something new. The answer"
          + " names each wrong line with its column and rule; a file is never half in.";

  private static final int MOST = 10 * 1024 * 1024;

  private CsvBody() {}

  /**
   * Returns the file's bytes.
   *
   * @throws ClientErrorException 413 if it is too long
   */
  static byte[] read(InputStream body) throws IOException {
    byte[] file = body.readNBytes(MOST + 1);
    if (file.length > MOST) {
      throw new ClientErrorException(
          "A file has at most " + MOST + " bytes: split it.",
          Response.Status.REQUEST_ENTITY_TOO_LARGE);
    }
    return file;
  }

  /**
   * Returns the encoding that the request tells.
   *
   * @return null if it tells none
   */
  static Charset charset(HttpHeaders headers) {
    MediaType type = headers.getMediaType();
    String name = type == null ? null : type.getParameters().get(MediaType.CHARSET_PARAMETER);
    try {
      return name == null ? null : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new RuleViolation("charset", name, "Send the file as utf-8 or windows-1256.");
    }
  }

  /** Returns the mode, all or nothing if none is asked for. */
  static ImportMode mode(String text) {
    if (text == null || text.isBlank()) {
      return ImportMode.ALL_OR_NOTHING;
    }
    for (ImportMode mode : ImportMode.values()) {
      if (mode.name().equalsIgnoreCase(text.strip())) {
        return mode;
      }
    }
    throw new RuleViolation("mode", text, MODES + ".");
  }

  /** Returns the report with its rules in the language that is liked best. */
  static ImportReport told(ImportReport report, HttpHeaders headers) {
    Locale language = ProblemWords.language(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    return new ImportReport(
        report.mode(),
        report.lines(),
        report.received(),
        report.changed(),
        report.refused().stream().map(wrong -> told(wrong, language)).toList());
  }

  private static ImportReport.Refusal told(ImportReport.Refusal wrong, Locale language) {
    Problem.Violation violation =
        ProblemWords.rule(language, wrong.field(), wrong.value(), wrong.rule());
    return new ImportReport.Refusal(
        wrong.line(), violation.field(), violation.value(), violation.rule());
  }

  /** Writes a file piece by piece. */
  static Response file(String name, Function<Long, CsvExport.Piece> pieces) {
    StreamingOutput body =
        out -> {
          CsvExport.Piece piece = pieces.apply(null);
          out.write(piece.text().getBytes(StandardCharsets.UTF_8));
          while (piece.last() != null) {
            piece = pieces.apply(piece.last());
            out.write(piece.text().getBytes(StandardCharsets.UTF_8));
          }
        };
    return Response.ok(body, TYPE + ";charset=UTF-8")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"")
        .build();
  }
}
