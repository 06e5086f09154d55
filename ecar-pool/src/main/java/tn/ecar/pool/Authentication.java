package tn.ecar.pool;

import java.util.List;
import java.util.Optional;
import tn.ecar.pool.auth.Secret;
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
    InForce now = engine.inForce();
    return now.userlist().valid(user).isEmpty() && AuthQuery.isInUse(now.configuration());
  }

  /**
   * Who wants to come in, and what is in force for it: a reload meanwhile counts for the next.
   *
   * @param approach how it has come
   */
  private record Stranger(InForce now, String user, String database, Approach approach) {
    Proof proof(ClientLogin.Method method, Known known) {
      return known.proof(method, now.settings().scramIterations());
    }
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

  private Known known(Stranger who) throws Refusal {
    return known(who.now(), who.user(), who.database());
  }

  private Known known(InForce now, String user, String database) throws Refusal {
    List<Secret> listed = now.userlist().valid(user);
    if (!listed.isEmpty()) {
      return new Known(listed, Optional.empty());
    }
    AuthQuery.Answer answer = query.secret(now.configuration(), user, database);
    boolean nobody = answer.asked() && !answer.known();
    return new Known(
        answer.secret().stream().toList(), nobody ? Optional.of(NO_SUCH_USER) : Optional.empty());
  }

  /** Every secret that lets a user in, the newest first. */
  List<Secret> secrets(InForce now, String user, String database) throws Refusal {
    return known(now, user, database).secrets();
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
    Stranger who = new Stranger(engine.inForce(), user, database, approach);
    EngineSettings settings = who.now().settings();
    return switch (who.now().configuration().authType()) {
      case ANY -> any(who);
      case HBA ->
          by(
              settings
                  .hba()
                  .judge(
                      approach.address(),
                      approach.encrypted(),
                      database,
                      user,
                      replication == Replication.PHYSICAL),
              who);
      case TRUST -> trust(who);
      case PLAIN -> by(Verdict.of(Method.PLAIN), who);
      case MD5 -> by(Verdict.of(Method.MD5), who);
      case SCRAM_SHA_256 -> by(Verdict.of(Method.SCRAM_SHA_256), who);
      case CERT -> by(Verdict.of(Method.CERT), who);
      case LDAP -> byDirectory(settings.ldap().orElseThrow());
      case PAM -> throw Refusal.of("no authentication method is found");
    };
  }

  /** Whoever it is, servers must know whom to take it for. */
  private static Proof any(Stranger who) throws Refusal {
    boolean nobodyForced =
        who.now()
            .configuration()
            .database(who.database())
            .filter(settings -> settings.user().isEmpty())
            .isPresent();
    if (nobodyForced && !who.database().equals(Configuration.CONSOLE)) {
      throw Refusal.of("bouncer config error");
    }
    return NOTHING;
  }

  private Proof by(Verdict verdict, Stranger who) throws Refusal {
    return switch (verdict.method()) {
      case REJECT -> throw Refusal.of("login rejected");
      case NONE -> throw Refusal.of("no authentication method is found");
      case TRUST -> trust(who);
      case CERT -> {
        Optional<String> name = who.approach().certificateName();
        yield named(verdict, name, who, "certificate authentication failed");
      }
      case PEER -> named(verdict, who.approach().systemUser(), who, "unix socket login rejected");
      case PLAIN -> who.proof(ClientLogin.Method.PLAIN, known(who));
      case MD5 -> {
        Known known = known(who);
        boolean verifier =
            known.secrets().stream().anyMatch(Secret.ScramVerifier.class::isInstance);
        yield who.proof(verifier ? ClientLogin.Method.SCRAM : ClientLogin.Method.MD5, known);
      }
      case SCRAM_SHA_256 -> who.proof(ClientLogin.Method.SCRAM, known(who));
      case LDAP -> byDirectory(verdict.ldap().orElseThrow());
    };
  }

  private Proof trust(Stranger who) throws Refusal {
    Known known = known(who);
    if (known.secrets().isEmpty()) {
      throw Refusal.of(known.refusal().orElse("\"trust\" authentication failed"));
    }
    return new Proof(ClientLogin.Method.NONE, known.secrets(), 0);
  }

  /** Who is known by a name that somebody else vouches for need not prove anything more. */
  private Proof named(Verdict verdict, Optional<String> name, Stranger who, String refusal)
      throws Refusal {
    if (name.isEmpty()
        || !who.now().settings().ident().lets(verdict.map(), name.get(), who.user())) {
      throw Refusal.of(refusal);
    }
    List<Secret> secrets = known(who).secrets();
    if (secrets.isEmpty()) {
      throw Refusal.of(refusal);
    }
    return new Proof(ClientLogin.Method.NONE, secrets, 0);
  }
}
