package tn.ecar.garage.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tn.ecar.garage.RuleViolation;

/**
 * A file of lines with a header, as spreadsheets write it: comma, semicolon or tab between the
 * cells, UTF-8 with or without byte order mark, or Windows-1256 as older Arabic and French
 * spreadsheets have it. Read whole before anything is done with it.
 *
 * @param columns the header's columns under their own names
 * @param rows the lines below it
 */
record CsvTable(Set<String> columns, List<CsvRow> rows) {
  /** More lines are not taken in at once. */
  static final int MOST_LINES = 20_000;

  private static final String FIELD = "file";
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Charset ARABIC = Charset.forName("windows-1256");

  /** What French spreadsheets call the columns. */
  private static final Map<String, String> FRENCH =
      Map.ofEntries(
          Map.entry("nom", "name"),
          Map.entry("type", "kind"),
          Map.entry("telephone", "phone"),
          Map.entry("téléphone", "phone"),
          Map.entry("adresse", "address"),
          Map.entry("ville", "town"),
          Map.entry("langue", "language"),
          Map.entry("immatriculation", "plate"),
          Map.entry("marque", "make"),
          Map.entry("modele", "model"),
          Map.entry("modèle", "model"),
          Map.entry("annee", "year"),
          Map.entry("année", "year"),
          Map.entry("carburant", "fuel"),
          Map.entry("kilometrage", "odometerkm"),
          Map.entry("kilométrage", "odometerkm"),
          Map.entry("reference", "number"),
          Map.entry("référence", "number"),
          Map.entry("designation", "name"),
          Map.entry("désignation", "name"),
          Map.entry("prix", "price"),
          Map.entry("unite", "unit"),
          Map.entry("unité", "unit"),
          Map.entry("fournisseur", "supplier"));

  /**
   * Reads a file.
   *
   * @param told the encoding that came with it; null to find it out
   * @param known the columns that are understood
   * @param required those of them that must be there
   * @throws RuleViolation if it has no header, a column that is not known or lacks a required one,
   *     or too many lines
   */
  static CsvTable read(byte[] file, Charset told, Set<String> known, Set<String> required) {
    String text = decoded(file, told);
    int first = text.startsWith("sep=") ? text.indexOf('\n') + 1 : 0;
    String body = text.substring(first);
    char separator = separator(body.lines().findFirst().orElse(""));
    List<CsvRecord> records = records(body, separator);
    if (records.isEmpty()) {
      throw new RuleViolation(FIELD, "", "The first line names the columns: " + known + ".");
    }
    if (records.size() > MOST_LINES + 1) {
      throw new RuleViolation(
          FIELD, records.size() - 1, "A file has at most " + MOST_LINES + " lines: split it.");
    }
    List<String> header = header(records.get(0), known, required);
    int skipped = first == 0 ? 0 : 1;
    List<CsvRow> rows = new ArrayList<>();
    for (CsvRecord line : records.subList(1, records.size())) {
      rows.add(new CsvRow(line.getStartingLineNumber() + skipped, header, line.getFields()));
    }
    return new CsvTable(new LinkedHashSet<>(header), rows);
  }

  private static List<CsvRecord> records(String body, char separator) {
    List<CsvRecord> records = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().fieldSeparator(separator).skipEmptyLines(true).ofCsvRecord(body)) {
      reader.forEach(records::add);
    } catch (CsvParseException e) {
      throw new RuleViolation(FIELD, e.getMessage(), "The file cannot be read as lines of cells.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records;
  }

  /** Text in Windows-1256 is hardly ever valid UTF-8, so what is valid is taken for it. */
  private static String decoded(byte[] file, Charset told) {
    String text;
    if (told != null) {
      text = new String(file, told);
    } else {
      try {
        text =
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(file))
                .toString();
      } catch (CharacterCodingException e) {
        text = new String(file, ARABIC);
      }
    }
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private static char separator(String header) {
    char found = ',';
    long most = 0;
    for (char candidate : new char[] {',', ';', '\t'}) {
      long count = header.chars().filter(c -> c == candidate).count();
      if (count > most) {
        most = count;
        found = candidate;
      }
    }
    return found;
  }

  private static List<String> header(CsvRecord line, Set<String> known, Set<String> required) {
    List<String> header = new ArrayList<>();
    for (String cell : line.getFields()) {
      String name = cell.strip().toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
      String own = FRENCH.getOrDefault(name, name);
      String column =
          known.stream()
              .filter(candidate -> candidate.toLowerCase(Locale.ROOT).equals(own))
              .findFirst()
              .orElseThrow(
                  () -> new RuleViolation(FIELD, cell, "The columns of this file are " + known));
      if (header.contains(column)) {
        throw new RuleViolation(FIELD, cell, "Each column is there once.");
      }
      header.add(column);
    }
    for (String column : required) {
      if (!header.contains(column)) {
        throw new RuleViolation(FIELD, column, "This column is missing.");
      }
    }
    return header;
  }
}
