package tn.ecar.pool;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Properties;
import javax.naming.AuthenticationException;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.PartialResultException;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.LdapContext;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.naming.ldap.StartTlsRequest;
import javax.naming.ldap.StartTlsResponse;
import javax.net.ssl.SSLContext;
import tn.ecar.pool.config.LdapOptions;
import tn.ecar.pool.config.LdapOptions.Search;
import tn.ecar.pool.protocol.Refusal;

/**
 * Asks an LDAP directory whether a password is a user's: by binding as that user, whom it may have
 * to find first. Opens a connection for each question and closes it; waits for the answers.
 */
final class Directory {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");
  private static final String FAILED = "LDAP authentication failed";
  private static final String PATIENCE_MILLIS = "10000";

  private final LdapOptions options;

  Directory(LdapOptions options) {
    this.options = options;
  }

  /** What the connection is closed by, whether it came to a conversation or not. */
  private record Bound(LdapContext context, Optional<StartTlsResponse> tls)
      implements AutoCloseable {
    @Override
    public void close() throws NamingException, IOException {
      if (tls.isPresent()) {
        tls.get().close();
      }
      context.close();
    }
  }

  /**
   * Returns when the directory takes the password.
   *
   * @throws Refusal when it does not, does not know the user, or cannot be asked; the log says why
   */
  void prove(String user, String password) throws Refusal {
    try {
      String name = options.search().isPresent() ? find(user) : name(user);
      bind(name, password).close();
    } catch (AuthenticationException refused) {
      LOG.log(System.Logger.Level.INFO, "ldap refuses {0}: {1}", user, refused.getExplanation());
      throw Refusal.of(FAILED);
    } catch (NamingException | IOException | NoSuchAlgorithmException broken) {
      LOG.log(
          System.Logger.Level.WARNING,
          "ldap cannot be asked for {0}: {1}",
          user,
          broken.toString());
      throw Refusal.of(FAILED);
    }
  }

  /** Within a distinguished name the user's letters must not begin another part of it. */
  private String name(String user) {
    String within = options.prefix().endsWith("=") ? Rdn.escapeValue(user) : user;
    return options.prefix() + within + options.suffix();
  }

  // Nothing is deserialized: the search returns names alone, neither attributes nor objects.
  @SuppressWarnings("BanJNDI")
  private String find(String user) throws NamingException, IOException, NoSuchAlgorithmException {
    Search search = options.search().orElseThrow();
    SearchControls controls = new SearchControls();
    controls.setReturningAttributes(new String[0]);
    controls.setSearchScope(
        switch (search.scope()) {
          case BASE -> SearchControls.OBJECT_SCOPE;
          case ONE -> SearchControls.ONELEVEL_SCOPE;
          case SUB -> SearchControls.SUBTREE_SCOPE;
        });
    try (Bound bound = bind(search.bindDn(), search.bindPassword())) {
      return only(
          bound.context().search(new LdapName(search.base()), search.filterFor(user), controls));
    }
  }

  private static String only(NamingEnumeration<SearchResult> found) throws NamingException {
    String name = null;
    try {
      while (found.hasMore()) {
        if (name != null) {
          throw new AuthenticationException("more than one entry fits");
        }
        name = found.next().getNameInNamespace();
      }
    } catch (PartialResultException elsewhere) {
      LOG.log(System.Logger.Level.DEBUG, "ldap knows of other directories, which are not asked");
    } finally {
      found.close();
    }
    if (name == null) {
      throw new AuthenticationException("no entry fits");
    }
    return name;
  }

  /** Opens a connection as somebody; as nobody when the name is empty. */
  private Bound bind(String name, String password)
      throws NamingException, IOException, NoSuchAlgorithmException {
    Properties settings = new Properties();
    settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
    settings.put(Context.PROVIDER_URL, String.join(" ", options.urls()));
    settings.put(Context.REFERRAL, "ignore");
    settings.put("com.sun.jndi.ldap.connect.timeout", PATIENCE_MILLIS);
    settings.put("com.sun.jndi.ldap.read.timeout", PATIENCE_MILLIS);
    if (!options.startTls()) {
      identify(settings, name, password);
      return new Bound(new InitialLdapContext(settings, null), Optional.empty());
    }
    return bindEncrypted(settings, name, password);
  }

  private static Bound bindEncrypted(Properties settings, String name, String password)
      throws NamingException, IOException, NoSuchAlgorithmException {
    settings.put(Context.SECURITY_AUTHENTICATION, "none");
    LdapContext context = new InitialLdapContext(settings, null);
    try {
      StartTlsResponse tls = (StartTlsResponse) context.extendedOperation(new StartTlsRequest());
      tls.negotiate(SSLContext.getDefault().getSocketFactory());
      Properties identity = new Properties();
      identify(identity, name, password);
      for (String key : identity.stringPropertyNames()) {
        context.addToEnvironment(key, identity.getProperty(key));
      }
      context.reconnect(null);
      return new Bound(context, Optional.of(tls));
    } catch (NamingException | IOException | NoSuchAlgorithmException failed) {
      context.close();
      throw failed;
    }
  }

  private static void identify(Properties settings, String name, String password) {
    settings.put(Context.SECURITY_AUTHENTICATION, name.isEmpty() ? "none" : "simple");
    if (!name.isEmpty()) {
      settings.put(Context.SECURITY_PRINCIPAL, name);
      settings.put(Context.SECURITY_CREDENTIALS, password);
    }
  }
}
