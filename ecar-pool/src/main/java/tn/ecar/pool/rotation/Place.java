package tn.ecar.pool.rotation;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tn.ecar.pool.config.DatabaseSettings;
import tn.ecar.pool.config.ServerAddress;

/** One host of an entry of [databases]. */
record Place(DatabaseSettings entry, ServerAddress server) {

  /**
   * Whether its name may stand for several servers: each connection would go to another of them, so
   * that what was changed at one would be proved at the next. What this machine calls itself is
   * one, and so is what has one address of IPv4 and one of IPv6.
   *
   * @param addresses those that the name has
   * @return what is in the way, and the way out
   */
  Optional<String> manyBehindOneName(List<InetAddress> addresses) {
    long families = addresses.stream().map(InetAddress::getClass).distinct().count();
    if (addresses.size() <= families
        || addresses.stream().allMatch(InetAddress::isLoopbackAddress)) {
      return Optional.empty();
    }
    return Optional.of(
        "host="
            + server.host()
            + " of "
            + entry.name()
            + " in [databases] has the addresses "
            + addresses.stream()
                .map(InetAddress::getHostAddress)
                .sorted()
                .collect(Collectors.joining(", "))
            + ", and a role is changed server by server: name each server by itself, as in"
            + " host=NAME1,NAME2 or by its address, and RELOAD");
  }

  /** As an operator finds it again in the ini. */
  @Override
  public String toString() {
    return entry.name() + " at " + server;
  }
}
