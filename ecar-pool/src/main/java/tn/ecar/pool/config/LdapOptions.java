package tn.ecar.pool.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a directory is and under which name it knows a user, in pg_hba.conf's words: either
 * ldapprefix and ldapsuffix make the name, or the user is searched for below ldapbasedn.
 *
 * @param urls of the servers, asked one after the other
 * @param startTls whether the connection is encrypted before anything is said
 * @param search how users are found; empty when prefix and suffix make the name
 */
public record LdapOptions(
    List<String> urls, boolean startTls, String prefix, String suffix, Optional<Search> search) {

  /** How deep below the base users are searched for. */
  public enum Scope {
    BASE,
    ONE,
    SUB
  }

  /**
   * How a user is found.
   *
   * @param bindDn as whom to search; empty for nobody in particular
   * @param filter in which {@code $username} stands for the user
   */
  public record Search(
      String base, String bindDn, String bindPassword, Scope scope, String filter) {
    /** The filter that fits this user alone, whatever letters the name holds. */
    public String filterFor(String user) {
      StringBuilder literal = new StringBuilder();
      user.chars()
          .forEach(
              letter ->
                  literal.append(
                      "\\*()\0".indexOf(letter) >= 0
                          ? String.format("\\%02x", letter)
                          : String.valueOf((char) letter)));
      return filter.replace("$username", literal);
    }

    @Override
    public String toString() {
      return "Search[" + base + "]";
    }
  }

  private static final List<String> NAMES =
      List.of(
          "ldapurl",
          "ldapserver",
          "ldapport",
          "ldapscheme",
          "ldaptls",
          "ldapprefix",
          "ldapsuffix",
          "ldapbasedn",
          "ldapbinddn",
          "ldapbindpasswd",
          "ldapsearchattribute",
          "ldapsearchfilter");

  private static final Pattern URL =
      Pattern.compile("(ldaps?)://([^/?]*)(?:/([^?]*)(?:\\?([^?]*)(?:\\?([^?]*)(?:\\?(.*))?)?)?)?");

  public LdapOptions {
    urls = List.copyOf(urls);
  }

  /**
   * The options of auth_ldap_options when auth_type is ldap; empty for every other.
   *
   * @throws ConfigurationException naming what is missing or wrong
   */
  public static Optional<LdapOptions> of(Configuration configuration) {
    if (configuration.authType() != AuthType.LDAP) {
      return Optional.empty();
    }
    Origin origin = new Origin(Setting.AUTH_LDAP_OPTIONS.key());
    List<String> words = Words.of(configuration.text(Setting.AUTH_LDAP_OPTIONS));
    return Optional.of(parse(origin, Words.options(origin, words)));
  }

  static LdapOptions parse(Origin origin, Map<String, String> written) {
    Map<String, String> options = new TreeMap<>(written);
    for (String name : options.keySet()) {
      if (!NAMES.contains(name)) {
        throw origin.refuse(name + " is no option of ldap; there are " + String.join(", ", NAMES));
      }
    }
    String url = options.remove("ldapurl");
    if (url != null) {
      takeUrl(origin, url, options);
    }
    if (text(options, "ldapserver").isEmpty()) {
      throw origin.refuse("ldap must know its server: add ldapserver=HOST or ldapurl=");
    }
    return new LdapOptions(
        urls(origin, options),
        flag(origin, options, "ldaptls"),
        text(options, "ldapprefix"),
        text(options, "ldapsuffix"),
        search(origin, options));
  }

  private static void takeUrl(Origin origin, String url, Map<String, String> options) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw origin.refuse(
          "ldapurl = "
              + url
              + ": expected ldap[s]://host[:port]/base[?attribute[?scope[?filter]]]");
    }
    String[] names = {
      "ldapscheme", "ldapserver", "ldapbasedn", "ldapsearchattribute", "scope", "ldapsearchfilter"
    };
    for (int i = 0; i < names.length; i++) {
      String part = parts.group(i + 1);
      if (part == null || part.isEmpty()) {
        continue;
      }
      String plain = decoded(origin, names[i], part);
      if (options.putIfAbsent(names[i], plain) != null) {
        throw origin.refuse(names[i] + " stands in ldapurl already; leave one of the two away");
      }
    }
    if (parts.group(names.length) != null) {
      // A filter says more than the attribute that has to stand before it.
      options.remove("ldapsearchattribute");
    }
  }

  private static String decoded(Origin origin, String name, String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noUrl) {
      throw origin.refuse(
          name
              + " in ldapurl = "
              + part
              + ": a % begins the two hexadecimal digits of a byte; write %25 for the sign itself"
              + " (the user is $username, not %u)");
    }
  }

  private static List<String> urls(Origin origin, Map<String, String> options) {
    String scheme = options.getOrDefault("ldapscheme", "ldap");
    if (!scheme.equals("ldap") && !scheme.equals("ldaps")) {
      throw origin.refuse("ldapscheme = " + scheme + ": allowed are ldap and ldaps");
    }
    String port =
        options.containsKey("ldapport")
            ? ":" + origin.value("ldapport", ValueType.PORT, options.get("ldapport"))
            : "";
    return Arrays.stream(text(options, "ldapserver").split("\\s+"))
        .map(host -> scheme + "://" + host + port)
        .collect(Collectors.toList());
  }

  private static Optional<Search> search(Origin origin, Map<String, String> options) {
    String base = text(options, "ldapbasedn");
    boolean named = options.containsKey("ldapprefix") || options.containsKey("ldapsuffix");
    if (base.isEmpty() == !named) {
      throw origin.refuse(
          "ldap takes either ldapprefix and ldapsuffix, or ldapbasedn to search in; give one way");
    }
    if (named) {
      return Optional.empty();
    }
    if (options.containsKey("ldapsearchattribute") && options.containsKey("ldapsearchfilter")) {
      throw origin.refuse("ldap takes ldapsearchattribute or ldapsearchfilter; leave one away");
    }
    String attribute = options.getOrDefault("ldapsearchattribute", "uid");
    String filter = options.getOrDefault("ldapsearchfilter", "(" + attribute + "=$username)");
    return Optional.of(
        new Search(
            base,
            text(options, "ldapbinddn"),
            text(options, "ldapbindpasswd"),
            scope(origin, text(options, "scope")),
            filter.startsWith("(") ? filter : "(" + filter + ")"));
  }

  private static Scope scope(Origin origin, String word) {
    return switch (word) {
      case "base" -> Scope.BASE;
      case "one" -> Scope.ONE;
      case "sub", "" -> Scope.SUB;
      default -> throw origin.refuse("scope " + word + ": allowed are base, one and sub");
    };
  }

  private static boolean flag(Origin origin, Map<String, String> options, String name) {
    return origin.value(name, ValueType.between(0, 1), options.getOrDefault(name, "0")).equals("1");
  }

  private static String text(Map<String, String> options, String name) {
    return options.getOrDefault(name, "");
  }
}
