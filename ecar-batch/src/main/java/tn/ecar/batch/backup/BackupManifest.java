package tn.ecar.batch.backup;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a backup; it lies beside it and is written last.
 *
 * @param file its name
 * @param bytes its size
 * @param sha256 of the file as it lies there
 * @param encrypted whether a key is needed
 * @param server release of the server
 * @param program release of {@code pg_dump}
 * @param takenAt the moment of its snapshot
 * @param trial how it was proved
 * @param rows of each table
 */
record BackupManifest(
    String file,
    long bytes,
    String sha256,
    boolean encrypted,
    int server,
    int program,
    Instant takenAt,
    String trial,
    Map<String, Long> rows) {
  BackupManifest {
    rows = Collections.unmodifiableMap(new TreeMap<>(rows));
  }

  /** Returns it as JSON, for people and programs. */
  String json() {
    JsonObjectBuilder tables = Json.createObjectBuilder();
    rows.forEach(tables::add);
    StringWriter text = new StringWriter();
    JsonWriterFactory pretty =
        Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
    try (var writer = pretty.createWriter(text)) {
      writer.write(
          Json.createObjectBuilder()
              .add("file", file)
              .add("bytes", bytes)
              .add("sha256", sha256)
              .add("encrypted", encrypted)
              .add("postgresql", server)
              .add("pgDump", program)
              .add("takenAt", takenAt.toString())
              .add("trial", trial)
              .add("rows", tables)
              .build());
    }
    return text + "\n";
  }
}
