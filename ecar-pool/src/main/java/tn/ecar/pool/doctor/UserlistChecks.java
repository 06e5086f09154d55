package tn.ecar.pool.doctor;

import static tn.ecar.pool.doctor.Finding.fail;
import static tn.ecar.pool.doctor.Finding.ok;
import static tn.ecar.pool.doctor.Finding.warn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tn.ecar.pool.auth.Secret;
import tn.ecar.pool.config.AuthType;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.ConfigurationException;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.config.Userlist;

/** The userlist: there, readable by its owner alone, and every entry well-formed. */
final class UserlistChecks {
  private static final String USERLIST = "userlist";
  private static final String PERMISSIONS = "userlist's permissions";

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /** Which can prove somebody whom no userlist knows. */
  static final Set<AuthType> WITHOUT_USERLIST =
      EnumSet.of(AuthType.ANY, AuthType.LDAP, AuthType.HBA);

  private static final int MD5_DIGITS = 32;

  private final Configuration configuration;

  UserlistChecks(Configuration configuration) {
    this.configuration = configuration;
  }

  void look(Consumer<Finding> found) {
    String name = configuration.text(Setting.AUTH_FILE);
    if (name.isEmpty()) {
      found.accept(without());
      return;
    }
    Path file = Path.of(name);
    try {
      Userlist users = Userlist.read(file);
      found.accept(
          users.secrets().isEmpty()
              ? fail(USERLIST, file + " holds nobody", "./ecar secret USER >> " + file)
              : ok(USERLIST, file + ": " + users.secrets().size() + " users"));
      users.secrets().forEach((user, secret) -> form(user, secret).ifPresent(found));
      found.accept(permissions(file));
    } catch (ConfigurationException broken) {
      found.accept(
          Files.exists(file) && !Files.isReadable(file)
              ? fail(
                  USERLIST,
                  "auth_file = " + file + " cannot be read: it belongs to another user",
                  "run the doctor as the pool's own user, who must be able to read it")
              : fail(
                  USERLIST,
                  broken.getMessage(),
                  "write it as ./ecar secret prints it, readable for the pool's own user"));
    }
  }

  private Finding without() {
    return WITHOUT_USERLIST.contains(configuration.authType())
            || !configuration.text(Setting.AUTH_USER).isEmpty()
        ? ok(USERLIST, "none is needed")
        : fail(
            USERLIST,
            "auth_file is not set, so nobody can log in",
            "./ecar secret USER >> userlist.txt, and auth_file = userlist.txt in the ini");
  }

  /** What was meant as a hash and is none is taken for a clear password, and proves nothing. */
  private static Optional<Finding> form(String user, Secret secret) {
    if (!(secret instanceof Secret.Clear clear)) {
      return Optional.empty();
    }
    String text = clear.password();
    if (text.isEmpty()) {
      return Optional.of(
          warn(
              USERLIST, user + " has an empty secret", "it lets nobody in: ./ecar secret " + user));
    }
    // A password may begin with md5; one of about the hash's length that does is a hash gone wrong.
    boolean meantAsHash =
        (text.startsWith("md5") && text.length() > MD5_DIGITS - 12)
            || text.startsWith("SCRAM-SHA-256");
    return meantAsHash
        ? Optional.of(
            fail(
                USERLIST,
                "the secret of "
                    + user
                    + " begins like a hash and is none ("
                    + text.length()
                    + " characters; md5 has 35, of the digits 0-9 and a-f)",
                "write it anew: ./ecar secret " + user))
        : Optional.empty();
  }

  private static Finding permissions(Path file) {
    try {
      Set<PosixFilePermission> present = Files.getPosixFilePermissions(file);
      Set<PosixFilePermission> tooMany = EnumSet.copyOf(OTHERS);
      tooMany.retainAll(present);
      return tooMany.isEmpty()
          ? ok(
              PERMISSIONS,
              PosixFilePermissions.toString(present) + ", owner " + Files.getOwner(file).getName())
          : warn(
              PERMISSIONS,
              file + " is " + PosixFilePermissions.toString(present),
              "who reads it can log in: chmod 600 " + file);
    } catch (IOException unreadable) {
      return fail(PERMISSIONS, file + ": " + unreadable, "give it to the pool's user");
    }
  }
}
