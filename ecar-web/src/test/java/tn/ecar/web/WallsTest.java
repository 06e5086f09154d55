package tn.ecar.web;

import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;

/** The walls around and inside the web module. */
@AnalyzeClasses(packages = "tn.ecar", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {
  @ArchTest
  static final ArchRule THE_POOL_IS_KNOWN_AS_JAVAX_SQL_ONLY =
      noClasses()
          .that()
          .resideInAPackage("tn.ecar.web..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tn.ecar.pool..", "org.postgresql..");

  @ArchTest
  static final ArchRule THE_WEB_CALLS_USE_CASES_AND_NO_ENTITY_MANAGER =
      noClasses()
          .that()
          .resideInAPackage("tn.ecar.web..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("jakarta.persistence.EntityManager");

  @ArchTest
  static final ArchRule REST_DOES_NOT_KNOW_THE_PAGES =
      noClasses()
          .that()
          .resideInAnyPackage(
              "tn.ecar.web.rest..", "tn.ecar.web.security..", "tn.ecar.web.document..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tn.ecar.web.pages..", "jakarta.faces..", "org.primefaces..");

  @ArchTest
  static final ArchRule NOBODY_KNOWS_THE_WEB =
      noClasses()
          .that()
          .resideOutsideOfPackage("tn.ecar.web..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("tn.ecar.web..");

  @ArchTest
  static final ArchRule EVERY_RESOURCE_METHOD_SAYS_WHO_MAY =
      methods()
          .that()
          .areMetaAnnotatedWith(HttpMethod.class)
          .should()
          .beAnnotatedWith(RolesAllowed.class)
          .orShould()
          .beAnnotatedWith(PermitAll.class)
          .orShould()
          .beDeclaredInClassesThat(annotatedWith(RolesAllowed.class));
}
