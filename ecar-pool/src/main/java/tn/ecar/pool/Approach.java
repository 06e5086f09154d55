package tn.ecar.pool;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * The way a client has come, as far as it matters to who may come in.
 *
 * @param address where it is; empty over the unix socket
 * @param encrypted whether it speaks TLS
 * @param certificateName the common name of the certificate that an authority has vouched for
 * @param systemUser who runs it, as the kernel says; over the unix socket alone
 * @param ownProcess whether that is the user this process runs as
 */
public record Approach(
    Optional<InetAddress> address,
    boolean encrypted,
    Optional<String> certificateName,
    Optional<String> systemUser,
    boolean ownProcess) {
  public Approach {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(certificateName, "certificateName");
    Objects.requireNonNull(systemUser, "systemUser");
  }
}
