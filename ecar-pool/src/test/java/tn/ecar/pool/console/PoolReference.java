package tn.ecar.pool.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.EntryKey;
import tn.ecar.pool.config.PeerSettings;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.config.UserSettings;
import tn.ecar.pool.management.Meaning;
import tn.ecar.pool.management.PoolerMXBean;

/**
 * The tables of the operator's reference, made from what the code says. The text around them is
 * written by hand: each table stands between two marks that carry its name.
 */
final class PoolReference {
  private static final Pattern PART =
      Pattern.compile("(<!-- table: (\\S+) -->\n).*?(<!-- end of \\2 -->)", Pattern.DOTALL);
  private static final Pattern ADAPTER_PROPERTY =
      Pattern.compile(
          "<config-property>\\s*<description>(.*?)</description>\\s*"
              + "<config-property-name>(.*?)</config-property-name>",
          Pattern.DOTALL);

  private final Path sources;
  private final Path adapter;

  PoolReference(Path module) {
    this.sources = module.resolve("src/main/java");
    this.adapter = module.resolve("src/main/rar/META-INF/ra.xml");
  }

  /** The document with its tables as the code would have them. */
  String renewed(String document) {
    Map<String, Supplier<String>> tables = new LinkedHashMap<>();
    tables.put("settings", this::settings);
    tables.put("databases", () -> entries(DatabaseSettings.Key.values()));
    tables.put("users", () -> entries(UserSettings.Key.values()));
    tables.put("peers", () -> entries(PeerSettings.Key.values()));
    tables.put("show", PoolReference::show);
    tables.put("mxbean", () -> attributes(PoolerMXBean.class));
    tables.put("adapter", this::adapterProperties);
    Matcher part = PART.matcher(document);
    StringBuilder renewed = new StringBuilder();
    while (part.find()) {
      Supplier<String> table = tables.remove(part.group(2));
      if (table == null) {
        throw new IllegalStateException("docs/pool.md asks for a table named " + part.group(2));
      }
      String text = part.group(1) + table.get() + part.group(3);
      part.appendReplacement(renewed, Matcher.quoteReplacement(text));
    }
    if (!tables.isEmpty()) {
      throw new IllegalStateException("docs/pool.md has no place for " + tables.keySet());
    }
    return part.appendTail(renewed).toString();
  }

  private String settings() {
    String code = code();
    StringBuilder table = new StringBuilder();
    row(table, "key", "default", "allowed", "RELOAD", "in force", "environment", "meaning");
    row(table, "---", "---", "---", "---", "---", "---", "---");
    for (Setting setting : Setting.values()) {
      row(
          table,
          code(setting.key()),
          code(setting.defaultValue()),
          setting.type().allowed(),
          setting.reloadable() ? "yes" : "no",
          force(setting, code),
          code(setting.variable()),
          setting.meaning());
    }
    return table.toString();
  }

  /** A setting that no line of the code asks for has no effect, whatever was meant. */
  private static String force(Setting setting, String code) {
    return Pattern.compile("Setting\\." + setting.name() + "\\b").matcher(code).find()
        ? "yes"
        : "checked only";
  }

  private String code() {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(
              file ->
                  file.toString().endsWith(".java")
                      && !file.endsWith("Setting.java")
                      && !file.endsWith("SettingProperties.java"))
          .map(PoolReference::read)
          .collect(Collectors.joining("\n"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String entries(EntryKey... keys) {
    StringBuilder table = new StringBuilder();
    row(table, "key", "allowed", "meaning");
    row(table, "---", "---", "---");
    for (EntryKey key : keys) {
      row(table, code(key.key()), key.type().allowed(), key.meaning());
    }
    return table.toString();
  }

  private static String show() {
    StringBuilder text = new StringBuilder();
    for (ShowCommand command : ShowCommand.values()) {
      text.append("\n### SHOW ").append(command.name()).append("\n\n");
      text.append(command.meaning()).append("\n\n");
      row(text, "column", "type", "meaning");
      row(text, "---", "---", "---");
      for (Column column : command.columns()) {
        row(
            text,
            code(column.name()),
            column.type().name().toLowerCase(Locale.ROOT),
            column.meaning());
      }
    }
    return text.append('\n').toString();
  }

  private static String attributes(Class<?> bean) {
    StringBuilder table = new StringBuilder();
    row(table, "attribute or operation", "type", "meaning");
    row(table, "---", "---", "---");
    attributes(table, bean, "");
    return table.toString();
  }

  private static void attributes(StringBuilder table, Class<?> bean, String before) {
    List<Method> methods =
        Arrays.stream(bean.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> !method.isSynthetic())
            .sorted(Comparator.comparing(PoolReference::attribute))
            .toList();
    for (Method method : methods) {
      Meaning meaning = method.getAnnotation(Meaning.class);
      if (meaning == null) {
        throw new IllegalStateException(method + " has no @Meaning");
      }
      String name = before + attribute(method);
      row(table, code(name), type(method), meaning.value());
      if (method.getGenericReturnType() instanceof ParameterizedType list
          && list.getActualTypeArguments()[0] instanceof Class<?> line
          && line.getPackage().equals(bean.getPackage())) {
        attributes(table, line, name + ".");
      }
    }
  }

  private static String attribute(Method method) {
    String name = method.getName();
    if (method.getParameterCount() > 0 || method.getReturnType() == void.class) {
      String parameters =
          Arrays.stream(method.getParameterTypes())
              .map(Class::getSimpleName)
              .collect(Collectors.joining(", "));
      return name + "(" + parameters + ")";
    }
    return name.startsWith("is")
        ? name.substring(2)
        : name.startsWith("get") ? name.substring(3) : name + "()";
  }

  private static String type(Method method) {
    return method.getReturnType() == List.class ? "list" : method.getReturnType().getSimpleName();
  }

  private String adapterProperties() {
    StringBuilder table = new StringBuilder();
    row(table, "property", "meaning");
    row(table, "---", "---");
    Matcher property = ADAPTER_PROPERTY.matcher(withoutSettings(read(adapter)));
    while (property.find()) {
      row(table, code(property.group(2)), property.group(1).replaceAll("\\s+", " "));
    }
    return table.toString();
  }

  /** Those named after the settings are described once, with the settings. */
  private static String withoutSettings(String descriptor) {
    return descriptor.replaceAll("(?s)<!-- One for each setting.*?<!-- These were all. -->", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  private static void row(StringBuilder table, String... cells) {
    table.append('|');
    for (String cell : cells) {
      table.append(' ').append(cell.replace("|", "\\|")).append(cell.isEmpty() ? "|" : " |");
    }
    table.append('\n');
  }
}
