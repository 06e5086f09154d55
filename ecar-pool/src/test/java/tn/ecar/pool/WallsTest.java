package tn.ecar.pool;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.Executor;

/** The walls inside the pool: who may know whom. */
@AnalyzeClasses(packages = "tn.ecar.pool", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {
  private static final String HEART = "tn.ecar.pool";
  private static final String PROTOCOL = "tn.ecar.pool.protocol..";
  private static final String AUTH = "tn.ecar.pool.auth..";
  private static final String CONFIG = "tn.ecar.pool.config..";
  private static final String CONSOLE = "tn.ecar.pool.console..";
  private static final String JDBC = "tn.ecar.pool.jdbc..";
  private static final String JCA = "tn.ecar.pool.jca..";
  private static final String WIRE = "tn.ecar.pool.wire..";
  private static final String MANAGEMENT = "tn.ecar.pool.management..";

  /** Streams over memory are allowed nowhere here either: bytes come and go in buffers. */
  @ArchTest
  static final ArchRule the_protocol_core_does_no_io =
      noClasses()
          .that()
          .resideInAnyPackage(PROTOCOL, AUTH)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net..", "java.nio.channels..", "java.nio.file..", "javax.net..", "java.sql..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\..*(Stream|Reader|Writer|File|IOException)");

  @ArchTest
  static final ArchRule the_protocol_core_knows_no_thread =
      noClasses()
          .that()
          .resideInAnyPackage(PROTOCOL, AUTH)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.concurrent.locks..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Executor.class);

  @ArchTest
  static final ArchRule the_core_knows_no_framework =
      noClasses()
          .that()
          .resideInAnyPackage(HEART, PROTOCOL, AUTH, CONFIG, CONSOLE, MANAGEMENT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta..", "io.netty..", "org.postgresql..", "fish.payara..", "org.slf4j..");

  @ArchTest
  static final ArchRule only_auth_knows_the_scram_library =
      noClasses()
          .that()
          .resideOutsideOfPackage(AUTH)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.ongres..");

  @ArchTest
  static final ArchRule secrets_know_nobody =
      noClasses()
          .that()
          .resideInAPackage(AUTH)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HEART, PROTOCOL, CONFIG, CONSOLE, JDBC, JCA, WIRE, MANAGEMENT);

  @ArchTest
  static final ArchRule configuration_knows_secrets_alone =
      noClasses()
          .that()
          .resideInAPackage(CONFIG)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HEART, PROTOCOL, CONSOLE, JDBC, JCA, WIRE, MANAGEMENT);

  @ArchTest
  static final ArchRule the_protocol_core_knows_secrets_alone =
      noClasses()
          .that()
          .resideInAPackage(PROTOCOL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HEART, CONSOLE, JDBC, JCA, WIRE, MANAGEMENT);

  @ArchTest
  static final ArchRule the_engine_knows_no_door =
      noClasses()
          .that()
          .resideInAnyPackage(HEART, CONSOLE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(JDBC, JCA, WIRE);

  @ArchTest
  static final ArchRule jakarta_stays_in_the_adapter =
      noClasses()
          .that()
          .resideOutsideOfPackage(JCA)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta..");

  /** The adapter is thin classes over jdbc; it may hand on the configuration and open the doors. */
  @ArchTest
  static final ArchRule the_adapter_stands_on_jdbc =
      noClasses()
          .that()
          .resideInAPackage(JCA)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PROTOCOL, AUTH, CONSOLE);

  @ArchTest
  static final ArchRule nobody_knows_the_adapter =
      noClasses()
          .that()
          .resideOutsideOfPackage(JCA)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(JCA);

  @ArchTest
  static final ArchRule the_small_packages_are_free_of_cycles =
      slices()
          .matching("tn.ecar.pool.(auth|config|protocol|jdbc|jca|wire)..")
          .should()
          .beFreeOfCycles();

  @ArchTest
  static final ArchRule names_say_what_things_are =
      classes()
          .should()
          .haveSimpleNameNotEndingWith("Impl")
          .andShould()
          .haveSimpleNameNotEndingWith("Manager")
          .andShould()
          .haveSimpleNameNotEndingWith("Helper")
          .andShould()
          .haveSimpleNameNotEndingWith("Util")
          .andShould()
          .haveSimpleNameNotEndingWith("Utils");
}
