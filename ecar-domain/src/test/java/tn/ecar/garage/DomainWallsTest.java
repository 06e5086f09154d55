package tn.ecar.garage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The domain knows no web, no batch and no pool; and money knows nothing of the garage around it.
 */
@AnalyzeClasses(packages = "tn.ecar.garage", importOptions = ImportOption.DoNotIncludeTests.class)
class DomainWallsTest {
  @ArchTest
  static final ArchRule THE_DOMAIN_KNOWS_NO_OTHER_MODULE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "tn.ecar.pool..",
              "tn.ecar.web..",
              "tn.ecar.batch..",
              "tn.ecar.launch..",
              "jakarta.servlet..",
              "jakarta.ws.rs..",
              "jakarta.faces..",
              "jakarta.batch..",
              "jakarta.json..",
              "org.postgresql..");

  @ArchTest
  static final ArchRule MONEY_STANDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("..money..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "tn.ecar.garage.order..",
              "tn.ecar.garage.invoice..",
              "tn.ecar.garage.part..",
              "tn.ecar.garage.customer..",
              "tn.ecar.garage.vehicle..",
              "tn.ecar.garage.persistence..");

  @ArchTest
  static final ArchRule FLYWAY_STAYS_IN_THE_SCHEMA =
      noClasses()
          .that()
          .resideOutsideOfPackage("..schema..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.flywaydb..");

  @ArchTest
  static final ArchRule NAMES_OF_THE_SERVER_ARE_LOOKED_UP_IN_ONE_PLACE =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("tn.ecar.garage.persistence.ServerNames")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("javax.naming..");

  @ArchTest
  static final ArchRule NOTHING_READS_THE_CLOCK_BUT_THE_CLOCK =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("tn.ecar.garage.GarageClock")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.LocalDate.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule NO_EMPTY_NAMES =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Util");

  @ArchTest
  static final ArchRule ENTITIES_NEVER_CALL_USE_CASES =
      classes()
          .that()
          .areAnnotatedWith(jakarta.persistence.Entity.class)
          .should()
          .onlyDependOnClassesThat()
          .areNotAnnotatedWith(jakarta.enterprise.context.ApplicationScoped.class);
}
