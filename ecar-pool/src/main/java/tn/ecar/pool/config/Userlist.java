package tn.ecar.pool.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tn.ecar.pool.auth.Secret;

/**
 * The users and secrets of auth_file: lines of {@code "user" "secret"}, the rest of a line ignored,
 * {@code ""} for a quote within. A later line of the same user replaces the earlier one, unless
 * auth_several_secrets lets both in.
 */
public final class Userlist {
  static final Pattern LINE =
      Pattern.compile("\\s*\"((?:[^\"]|\"\")+)\"\\s+\"((?:[^\"]|\"\")*)\".*");

  private final Map<String, Secret> secrets;
  private final Map<String, List<Secret>> valid;

  private Userlist(Map<String, Secret> secrets, Map<String, List<Secret>> valid) {
    this.secrets = Collections.unmodifiableMap(secrets);
    this.valid = Collections.unmodifiableMap(valid);
  }

  /** A userlist without users. */
  public static Userlist empty() {
    return new Userlist(Map.of(), Map.of());
  }

  /**
   * The userlist that auth_file names; an empty one when it names none.
   *
   * @throws ConfigurationException when the file cannot be read
   */
  public static Userlist of(Configuration configuration) {
    String file = configuration.text(Setting.AUTH_FILE);
    if (file.isEmpty()) {
      return empty();
    }
    Userlist users = read(Path.of(file));
    return configuration.flag(Setting.AUTH_SEVERAL_SECRETS)
        ? users
        : new Userlist(users.secrets, Map.of());
  }

  /**
   * Reads a userlist.
   *
   * @throws ConfigurationException naming file and line, never the secret
   */
  public static Userlist read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (IOException unreadable) {
      throw new ConfigurationException(
          "auth_file = "
              + file
              + " cannot be read ("
              + unreadable
              + "); create it or name another one by auth_file in the ini or ECAR_POOL_AUTH_FILE",
          unreadable);
    }
  }

  static Userlist parse(String name, String text) {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    Map<String, List<Secret>> valid = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      number++;
      Matcher entry = LINE.matcher(line);
      if (entry.matches()) {
        String user = unescaped(entry.group(1));
        Secret secret = Secret.parse(unescaped(entry.group(2)));
        secrets.put(user, secret);
        valid.computeIfAbsent(user, it -> new ArrayList<>()).add(secret);
      } else if (!line.isBlank() && !line.startsWith(";") && !line.startsWith("#")) {
        throw Origin.line(name, number)
            .refuse("expected \"user\" \"secret\", both in double quotes (\"\" for one within)");
      }
    }
    return new Userlist(secrets, valid);
  }

  static String unescaped(String text) {
    return text.replace("\"\"", "\"");
  }

  /** The secret of a user, or empty when the list does not hold the user. */
  public Optional<Secret> secret(String user) {
    return Optional.ofNullable(secrets.get(user));
  }

  /** Every secret that lets a user in, the newest first; empty when the list does not hold it. */
  public List<Secret> valid(String user) {
    List<Secret> several = valid.get(user);
    if (several == null) {
      Secret one = secrets.get(user);
      return one == null ? List.of() : List.of(one);
    }
    List<Secret> newestFirst = new ArrayList<>(several);
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  /** The users and their secrets, in the order of the file. */
  public Map<String, Secret> secrets() {
    return secrets;
  }
}
