package tn.ecar.garage.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tn.ecar.garage.persistence.Transactions;
import tn.ecar.garage.staff.GeneratedPassword;
import tn.ecar.garage.staff.Role;
import tn.ecar.garage.staff.StaffAccount;
import tn.ecar.garage.staff.StaffAccounts;

/**
 * The people of the demo's workshop, one for each role and three technicians; their passwords are
 * made here and shown once.
 */
final class DemoStaff {
  private static final List<Member> MEMBERS =
      List.of(
          new Member("gerante", "Leila Ben Youssef", Role.MANAGER),
          new Member("accueil", "Sonia Trabelsi", Role.FRONTDESK),
          new Member("magasin", "Fethi Gharbi", Role.STOREKEEPER),
          new Member("operateur", "Anis Karoui", Role.OPERATOR),
          new Member("mecano1", "Ramzi Jebali", Role.TECHNICIAN),
          new Member("mecano2", "Bilel Sassi", Role.TECHNICIAN),
          new Member("mecano3", "Walid Ayari", Role.TECHNICIAN));

  private DemoStaff() {}

  /** Opens the accounts and tells their passwords; returns the identities of the technicians. */
  static List<Long> open(Transactions transactions, StaffAccounts staff, Consumer<String> tell) {
    List<Long> technicians = new ArrayList<>();
    for (Member member : MEMBERS) {
      String password = GeneratedPassword.next();
      StaffAccount account =
          transactions.inOne(
              () -> staff.open(member.login(), member.name(), Set.of(member.role()), password));
      tell.accept(
          "account "
              + member.login()
              + " ("
              + member.role().roleName()
              + "), password "
              + password);
      if (member.role() == Role.TECHNICIAN) {
        technicians.add(account.getId());
      }
    }
    return technicians;
  }

  private record Member(String login, String name, Role role) {}
}
