package tn.ecar.pool.doctor;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** What the doctor has found, for a person or for a program. */
public record Report(List<Finding> findings) {
  public Report {
    findings = List.copyOf(findings);
  }

  /** Writes a line per finding, or one JSON array of objects. */
  public void print(PrintStream out, boolean json) {
    if (json) {
      out.println(
          findings.stream()
              .map(Finding::json)
              .collect(Collectors.joining(",\n  ", "[\n  ", "\n]")));
    } else {
      findings.forEach(each -> out.println(each.line()));
    }
  }

  /** The exit status, that of the worst: 0 all is well, 1 something to think of, 2 a failure. */
  public int status() {
    return findings.stream().mapToInt(each -> each.level().status()).max().orElse(0);
  }
}
