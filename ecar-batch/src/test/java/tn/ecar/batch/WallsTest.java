package tn.ecar.batch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The module's walls: it knows the JDK, the garage, and the pool only as {@code javax.sql}. */
@AnalyzeClasses(packages = "tn.ecar.batch", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {
  @ArchTest
  static final ArchRule KNOWS_THE_GARAGE_ONLY =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "tn.ecar.batch..",
              "tn.ecar.garage..",
              "java..",
              "javax.sql..",
              "javax.naming..",
              "javax.net..",
              "javax.crypto..",
              "com.cronutils..",
              "jakarta..");

  @ArchTest
  static final ArchRule KNOWS_NO_WEB =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.ws..", "jakarta.faces..");

  /** The servlet API only tells when the application comes up and goes down. */
  @ArchTest
  static final ArchRule SERVLETS_ARE_ITS_CLOCK_ONLY =
      noClasses()
          .that()
          .doNotHaveSimpleName("JobsWithApplication")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.servlet..");

  @ArchTest
  static final ArchRule JOBS_DO_NOT_KNOW_EACH_OTHER =
      slices().matching("tn.ecar.batch.(*)..").should().beFreeOfCycles();
}
