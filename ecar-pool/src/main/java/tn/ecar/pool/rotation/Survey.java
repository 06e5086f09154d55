package tn.ecar.pool.rotation;

import java.util.List;

/**
 * What was found at the servers of a user.
 *
 * @param homes one for each host that knows the user
 * @param away the hosts that could not be asked
 */
record Survey(List<Home> homes, Away away) {

  /** Where a role can be changed. */
  List<Home> writable() {
    return homes.stream().filter(home -> !home.standby()).toList();
  }

  /** Standbys that get a change from none of those that can be changed. */
  List<Home> orphans() {
    return homes.stream()
        .filter(Home::standby)
        .filter(home -> writable().stream().noneMatch(home::mayFollow))
        .toList();
  }

  /**
   * The hosts that could not be asked, of entries behind which nothing else knows the user: nobody
   * can tell what would become of them.
   */
  Away unknown() {
    return away.without(
        place ->
            homes.stream()
                .anyMatch(home -> place.entry().addresses().contains(home.place().server())));
  }
}
