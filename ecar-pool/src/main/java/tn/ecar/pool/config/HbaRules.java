package tn.ecar.pool.config;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The host-based rules of auth_hba_file, in pg_hba.conf's notation: the first line that fits a
 * client says how it must prove itself.
 */
public final class HbaRules {
  /** How a client must prove itself. */
  public enum Method {
    TRUST,
    REJECT,
    PLAIN,
    MD5,
    SCRAM_SHA_256,
    CERT,
    PEER,
    LDAP,

    /** No line fits. */
    NONE
  }

  /**
   * What a line says of those who fit it.
   *
   * @param map the map of names that counts; empty for none
   * @param ldap which directory to ask; only for LDAP
   */
  public record Verdict(Method method, String map, Optional<LdapOptions> ldap) {
    /** A method without options. */
    public static Verdict of(Method method) {
      return new Verdict(method, "", Optional.empty());
    }

    private static Verdict of(Origin origin, Method method, Map<String, String> options) {
      return method == Method.LDAP
          ? new Verdict(method, "", Optional.of(LdapOptions.parse(origin, options)))
          : new Verdict(method, options.getOrDefault("map", ""), Optional.empty());
    }
  }

  private record Rule(
      String way,
      List<String> databases,
      List<String> users,
      Optional<AddressRange> range,
      Verdict verdict) {
    boolean fits(
        Optional<InetAddress> address,
        boolean encrypted,
        String database,
        String user,
        boolean physicalReplication) {
      boolean way =
          switch (this.way) {
            case "local" -> address.isEmpty();
            case "hostssl" -> address.isPresent() && encrypted;
            case "hostnossl" -> address.isPresent() && !encrypted;
            default -> address.isPresent();
          };
      return way
          && (range.isEmpty() || address.filter(range.get()::holds).isPresent())
          && databases.stream().anyMatch(it -> isDatabase(it, database, user, physicalReplication))
          && users.stream().anyMatch(it -> it.equals("all") || Words.bare(it).equals(user));
    }

    /** Physical replication belongs to no database; the keyword alone allows it. */
    private static boolean isDatabase(
        String word, String database, String user, boolean physicalReplication) {
      if (physicalReplication) {
        return word.equals("replication");
      }
      return switch (word) {
        case "all" -> true;
        case "sameuser" -> database.equals(user);
        case "replication" -> false;
        default -> Words.bare(word).equals(database);
      };
    }
  }

  private final List<Rule> rules;

  private HbaRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * The rules that are in force; none when auth_type is not hba.
   *
   * @throws ConfigurationException naming file and line
   */
  public static HbaRules of(Configuration configuration) {
    if (configuration.authType() != AuthType.HBA) {
      return new HbaRules(List.of());
    }
    String file = configuration.text(Setting.AUTH_HBA_FILE);
    if (file.isEmpty()) {
      throw new ConfigurationException(
          "auth_type = hba takes its rules from a file: name it by auth_hba_file");
    }
    try {
      return parse(Path.of(file), Files.readString(Path.of(file)));
    } catch (IOException unreadable) {
      throw new ConfigurationException(
          "auth_hba_file = " + file + " cannot be read: " + unreadable, unreadable);
    }
  }

  static HbaRules parse(Path file, String text) {
    List<Rule> rules = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      number++;
      List<String> words = Words.of(line);
      if (!words.isEmpty()) {
        rules.add(rule(Origin.line(file.toString(), number), file, words));
      }
    }
    return new HbaRules(rules);
  }

  private static Rule rule(Origin origin, Path file, List<String> words) {
    String way = words.get(0);
    if (!List.of("local", "host", "hostssl", "hostnossl").contains(way)) {
      throw origin.refuse(way + ": a rule begins with local, host, hostssl or hostnossl");
    }
    boolean local = way.equals("local");
    if (words.size() < (local ? 4 : 5)) {
      throw origin.refuse(
          "expected " + way + " database user" + (local ? "" : " address") + " method");
    }
    Optional<AddressRange> range = Optional.empty();
    int at = 3;
    if (!local) {
      String address = Words.bare(words.get(at++));
      if (!address.equals("all")) {
        boolean masked = !address.contains("/");
        range = Optional.of(AddressRange.parse(origin, address, masked ? words.get(at++) : null));
      }
    }
    if (at >= words.size()) {
      throw origin.refuse("the method is missing");
    }
    Verdict verdict =
        Verdict.of(
            origin,
            method(origin, words.get(at), local),
            Words.options(origin, words.subList(at + 1, words.size())));
    return new Rule(
        way, names(origin, file, words.get(1)), names(origin, file, words.get(2)), range, verdict);
  }

  private static List<String> names(Origin origin, Path file, String list) {
    List<String> names = new ArrayList<>();
    for (String word : Words.members(list)) {
      if (word.startsWith("@")) {
        Path other = file.resolveSibling(Words.bare(word.substring(1)));
        try {
          Files.readString(other)
              .lines()
              .flatMap(line -> Words.of(line).stream())
              .flatMap(each -> Words.members(each).stream())
              .forEach(names::add);
        } catch (IOException unreadable) {
          throw origin.refuse(word + " cannot be read: " + unreadable);
        }
      } else if (word.startsWith("+") || word.startsWith("/")) {
        throw origin.refuse(
            word + ": groups and regular expressions are not known here; name the users or @file");
      } else {
        names.add(word);
      }
    }
    return names;
  }

  private static Method method(Origin origin, String word, boolean local) {
    Method method =
        switch (word.toLowerCase(Locale.ROOT)) {
          case "trust" -> Method.TRUST;
          case "reject" -> Method.REJECT;
          case "password", "plain" -> Method.PLAIN;
          case "md5" -> Method.MD5;
          case "scram-sha-256" -> Method.SCRAM_SHA_256;
          case "cert" -> Method.CERT;
          case "peer" -> Method.PEER;
          case "ldap" -> Method.LDAP;
          case "pam" -> throw origin.refuse("method pam: " + AuthType.NO_PAM);
          default ->
              throw origin.refuse(
                  "method "
                      + word
                      + " is not known here; allowed are trust, reject, password, md5,"
                      + " scram-sha-256, cert, peer and ldap");
        };
    if ((method == Method.PEER && !local) || (method == Method.CERT && local)) {
      throw origin.refuse(
          method == Method.PEER
              ? "peer needs the unix socket: it fits rules that begin with local"
              : "cert needs TLS, which nobody speaks on the unix socket");
    }
    return method;
  }

  /**
   * What the first line says that fits; NONE when none does.
   *
   * @param address where the client is; empty over the unix socket
   */
  public Verdict judge(
      Optional<InetAddress> address,
      boolean encrypted,
      String database,
      String user,
      boolean physicalReplication) {
    return rules.stream()
        .filter(rule -> rule.fits(address, encrypted, database, user, physicalReplication))
        .findFirst()
        .map(Rule::verdict)
        .orElse(Verdict.of(Method.NONE));
  }
}
