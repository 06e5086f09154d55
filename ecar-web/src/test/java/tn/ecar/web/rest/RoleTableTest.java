package tn.ecar.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Who may do what, as a table that a person can read: each operation of the API with its roles. An
 * operation that is not in the table, or whose roles changed, fails here until the table says so.
 */
class RoleTableTest {
  private static final String EVERYBODY = "everybody";

  @Test
  void eachOperationLetsInWhoTheTableNames() throws IOException {
    assertThat(operations()).containsExactlyEntriesOf(table());
  }

  private static Map<String, String> table() throws IOException {
    try (InputStream in = RoleTableTest.class.getResourceAsStream("roles.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\|", -1))
          .collect(
              Collectors.toMap(
                  cells -> cells[0].strip(), cells -> cells[1].strip(), (a, b) -> a, TreeMap::new));
    }
  }

  private static Map<String, String> operations() {
    Map<String, String> operations = new TreeMap<>();
    new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("tn.ecar.web.rest")
            .stream()
            .filter(type -> type.isAnnotatedWith(Path.class))
            .map(type -> type.reflect())
            .forEach(
                type -> {
                  for (Method method : type.getDeclaredMethods()) {
                    verb(method)
                        .forEach(
                            verb ->
                                operations.put(
                                    verb + " " + address(type, method), roles(type, method)));
                  }
                });
    return operations;
  }

  private static List<String> verb(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .filter(annotation -> annotation.isAnnotationPresent(HttpMethod.class))
        .map(annotation -> annotation.getAnnotation(HttpMethod.class).value())
        .toList();
  }

  private static String address(Class<?> type, Method method) {
    String address = "/" + type.getAnnotation(Path.class).value();
    if (method.isAnnotationPresent(Path.class)) {
      address += "/" + method.getAnnotation(Path.class).value();
    }
    return address.replaceAll("/+", "/").replaceAll("\\{(\\w+):[^}]*\\}", "{$1}");
  }

  private static String roles(Class<?> type, Method method) {
    if (method.isAnnotationPresent(PermitAll.class)) {
      return EVERYBODY;
    }
    RolesAllowed own = method.getAnnotation(RolesAllowed.class);
    RolesAllowed roles = own == null ? type.getAnnotation(RolesAllowed.class) : own;
    return roles == null
        ? "nobody"
        : Arrays.stream(roles.value()).sorted().collect(Collectors.joining(" "));
  }
}
