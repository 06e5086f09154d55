package tn.ecar.pool;

import java.util.List;
import java.util.Optional;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.AuthType;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.HbaRules.Method;
import tn.ecar.pool.config.HbaRules.Verdict;
import tn.ecar.pool.config.LdapOptions;
import tn.ecar.pool.protocol.ClientLogin;
import tn.ecar.pool.protocol.ClientLogin.Proof;
import tn.ecar.pool.protocol.Refusal;
import tn.ecar.pool.protocol.Replication;

/**
 * Says what a client of the wire door must prove, by auth_type and the host-based rules, and where
 * the secrets come from: the userlist, or else auth_query.
 */
final class Authentication {
  private static final String NO_SUCH_USER = "no such user";
  private static final Proof NOTHING = new Proof(ClientLogin.Method.NONE, Optional.empty(), 0);

  private final Engine engine;
  private final AuthQuery query;

  Authentication(Engine engine, AuthQuery query) {
    this.engine = engine;
    this.query = query;
  }

  /** Whether others may have to be asked before it is known what this user must prove. */
  boolean asksOthers(String user) {
    return query.isInUse() && engine.userlist().valid(user).isEmpty();
  }

  /**
   * What is known of a user.
   *
   * @param secrets that let it in, the newest first
   * @param refusal what it is told when there is none; empty for the method's own words
   */
  private record Known(List<Secret> secrets, Optional<String> refusal) {
    Proof proof(ClientLogin.Method method, int iterations) {
      Proof proof = new Proof(method, secrets, iterations);
      return refusal.isPresent() ? proof.ofNobody(refusal.get()) : proof;
    }
  }

  private Known known(String user, String database) throws Refusal {
    List<Secret> listed = engine.userlist().valid(user);
    if (!listed.isEmpty()) {
      return new Known(listed, Optional.empty());
    }
    AuthQuery.Answer answer = query.secret(user, database);
    boolean nobody = answer.asked() && !answer.known();
    return new Known(
        answer.secret().stream().toList(), nobody ? Optional.of(NO_SUCH_USER) : Optional.empty());
  }

  /** Every secret that lets a user in, the newest first. */
  List<Secret> secrets(String user, String database) throws Refusal {
    return known(user, database).secrets();
  }

  /** Whom a directory knows by this password; it needs no secret of our own. */
  Proof byDirectory(LdapOptions options) {
    return Proof.judgedBy(new Directory(options)::prove);
  }

  /**
   * What this client must prove.
   *
   * @throws Refusal when it may not even try, or has been proved wrong by the way it came
   */
  Proof proof(String user, String database, Approach approach, Replication replication)
      throws Refusal {
    AuthType type = engine.configuration().authType();
    return switch (type) {
      case ANY -> any(database);
      case HBA ->
          by(
              engine
                  .settings()
                  .hba()
                  .judge(
                      approach.address(),
                      approach.encrypted(),
                      database,
                      user,
                      replication == Replication.PHYSICAL),
              user,
              database,
              approach);
      case TRUST -> by(Verdict.of(Method.TRUST), user, database, approach);
      case PLAIN -> by(Verdict.of(Method.PLAIN), user, database, approach);
      case MD5 -> by(Verdict.of(Method.MD5), user, database, approach);
      case SCRAM_SHA_256 -> by(Verdict.of(Method.SCRAM_SHA_256), user, database, approach);
      case CERT -> by(Verdict.of(Method.CERT), user, database, approach);
      case LDAP -> byDirectory(engine.settings().ldap().orElseThrow());
      case PAM -> throw Refusal.of("no authentication method is found");
    };
  }

  /** Whoever it is, servers must know whom to take it for. */
  private Proof any(String database) throws Refusal {
    boolean nobodyForced =
        engine
            .configuration()
            .database(database)
            .filter(settings -> settings.user().isEmpty())
            .isPresent();
    if (nobodyForced && !database.equals(Configuration.CONSOLE)) {
      throw Refusal.of("bouncer config error");
    }
    return NOTHING;
  }

  private Proof by(Verdict verdict, String user, String database, Approach approach)
      throws Refusal {
    return switch (verdict.method()) {
      case REJECT -> throw Refusal.of("login rejected");
      case TRUST -> trust(user, database);
      case CERT -> {
        Optional<String> name = approach.certificateName();
        yield named(verdict, name, user, database, "certificate authentication failed");
      }
      case PEER ->
          named(verdict, approach.systemUser(), user, database, "unix socket login rejected");
      case PLAIN -> secret(ClientLogin.Method.PLAIN, known(user, database));
      case MD5 -> {
        Known known = known(user, database);
        boolean verifier =
            known.secrets().stream().anyMatch(Secret.ScramVerifier.class::isInstance);
        yield secret(verifier ? ClientLogin.Method.SCRAM : ClientLogin.Method.MD5, known);
      }
      case SCRAM_SHA_256 -> secret(ClientLogin.Method.SCRAM, known(user, database));
      case LDAP -> byDirectory(verdict.ldap().orElseThrow());
    };
  }

  private Proof secret(ClientLogin.Method method, Known known) {
    return known.proof(method, engine.settings().scramIterations());
  }

  private Proof trust(String user, String database) throws Refusal {
    Known known = known(user, database);
    if (known.secrets().isEmpty()) {
      throw Refusal.of(known.refusal().orElse("\"trust\" authentication failed"));
    }
    return new Proof(ClientLogin.Method.NONE, known.secrets(), 0);
  }

  /** Who is known by a name that somebody else vouches for need not prove anything more. */
  private Proof named(
      Verdict verdict, Optional<String> name, String user, String database, String refusal)
      throws Refusal {
    if (name.isEmpty() || !engine.settings().ident().lets(verdict.map(), name.get(), user)) {
      throw Refusal.of(refusal);
    }
    List<Secret> secrets = secrets(user, database);
    if (secrets.isEmpty()) {
      throw Refusal.of(refusal);
    }
    return new Proof(ClientLogin.Method.NONE, secrets, 0);
  }
}
