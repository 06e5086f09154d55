package tn.ecar.pool.doctor;

import static tn.ecar.pool.doctor.Finding.fail;
import static tn.ecar.pool.doctor.Finding.ok;
import static tn.ecar.pool.doctor.Finding.warn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import tn.ecar.pool.config.Setting;

/** Whether the documentation at hand is that of this version: whether it knows every key. */
final class DocumentationCheck {
  private static final String DOCUMENTATION = "documentation";

  private final Patient patient;

  DocumentationCheck(Patient patient) {
    this.patient = patient;
  }

  void look(Consumer<Finding> found) {
    Path reference = patient.docs().resolve("pool.md");
    try {
      String text = Files.readString(reference);
      List<String> missing = new ArrayList<>();
      Arrays.stream(Setting.values())
          .map(Setting::key)
          .filter(key -> !text.contains("`" + key + "`"))
          .forEach(missing::add);
      found.accept(
          missing.isEmpty()
              ? ok(DOCUMENTATION, reference.getFileName() + " is of this version")
              : fail(
                  DOCUMENTATION,
                  reference + " does not know " + String.join(", ", missing),
                  "use the documentation that came with this version"));
    } catch (IOException absent) {
      found.accept(
          warn(DOCUMENTATION, reference + " is not here", "it came with the sources, in docs/"));
    }
  }
}
