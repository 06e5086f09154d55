package tn.ecar.pool.management;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader of OpenMetrics 1.0 text: what the grammar, or a rule beside it, forbids is an
 * {@link AssertionError} that names the line.
 */
final class OpenMetricsText {
  private static final String NAME = "[a-zA-Z_][a-zA-Z0-9_]*";
  private static final String LABEL = NAME + "=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern META = Pattern.compile("# (TYPE|UNIT|HELP) (" + NAME + ") (.+)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(" + NAME + ")(\\{(?:" + LABEL + "(?:," + LABEL + ")*)?\\})? (-?\\d+(?:\\.\\d+)?)");
  private static final Map<String, String> SUFFIXES =
      Map.of(
          "gauge", "", "counter", "_total", "info", "_info", "histogram", "(_bucket|_sum|_count)");

  private final Map<String, Double> samples = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> families = new HashSet<>();
  private String family = "";
  private String type = "";
  private boolean sampled;
  private double lastBucket;

  private OpenMetricsText() {}

  static OpenMetricsText read(List<String> lines) {
    OpenMetricsText text = new OpenMetricsText();
    for (String line : lines.subList(0, lines.size() - 1)) {
      text.line(line);
    }
    check(lines.get(lines.size() - 1).equals("# EOF"), "the last line is # EOF");
    return text;
  }

  private void line(String line) {
    Matcher meta = META.matcher(line);
    if (meta.matches()) {
      meta(meta.group(1), meta.group(2), meta.group(3), line);
      return;
    }
    Matcher sample = SAMPLE.matcher(line);
    check(sample.matches(), line);
    check(sample.group(1).matches(family + SUFFIXES.get(type)), "of its family: " + line);
    String labels = sample.group(2) == null ? "" : sample.group(2);
    double value = Double.parseDouble(sample.group(3));
    check(samples.put(sample.group(1) + labels, value) == null, "once: " + line);
    check(!type.equals("counter") || value >= 0, "not below zero: " + line);
    check(!type.equals("info") || value == 1, "info is 1: " + line);
    buckets(sample.group(1), labels, value, line);
    names.add(sample.group(1));
    sampled = true;
  }

  /** Buckets grow up to +Inf, which is the count. */
  private void buckets(String name, String labels, double value, String line) {
    if (!type.equals("histogram")) {
      return;
    }
    if (name.endsWith("_bucket")) {
      check(value >= lastBucket, "buckets never shrink: " + line);
      check(labels.contains("le=\""), "a bucket has its end: " + line);
      lastBucket = labels.contains("le=\"+Inf\"") ? -1 - value : value;
    } else {
      check(lastBucket < 0, "after the bucket +Inf: " + line);
      if (name.endsWith("_count")) {
        check(value == -1 - lastBucket, "the bucket +Inf is the count: " + line);
        lastBucket = 0;
      }
    }
  }

  private void meta(String kind, String name, String text, String line) {
    if (kind.equals("TYPE")) {
      check(families.add(name), "families do not interleave: " + line);
      check(SUFFIXES.containsKey(text), "a known type: " + line);
      family = name;
      type = text;
      sampled = false;
      names.add(name + SUFFIXES.get(text));
    }
    check(name.equals(family) && !sampled, "before its samples: " + line);
    check(!kind.equals("UNIT") || name.endsWith("_" + text), "the name ends in it: " + line);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("not OpenMetrics: " + what);
    }
  }

  /** Every name that a sample has or would have. */
  Set<String> names() {
    return names;
  }

  Double value(String nameAndLabels) {
    return samples.get(nameAndLabels);
  }
}
