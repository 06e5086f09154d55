package tn.ecar.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the navigation shows is what web.xml opens. */
class PlaceTest {
  private static final Path WEBAPP = Path.of("src/main/webapp");

  private static Map<String, Set<String>> guards() throws Exception {
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(WEBAPP.resolve("WEB-INF/web.xml").toFile())
            .getDocumentElement();
    Map<String, Set<String>> guards = new HashMap<>();
    NodeList constraints = root.getElementsByTagName("security-constraint");
    for (int i = 0; i < constraints.getLength(); i++) {
      Element constraint = (Element) constraints.item(i);
      Set<String> roles = texts(constraint, "role-name");
      texts(constraint, "url-pattern").forEach(page -> guards.put(page, roles));
    }
    return guards;
  }

  private static Set<String> texts(Element within, String name) {
    Set<String> texts = new HashSet<>();
    NodeList found = within.getElementsByTagName(name);
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent().strip());
    }
    return texts;
  }

  @Test
  void everyPlaceIsGuardedByItsRoles() throws Exception {
    Map<String, Set<String>> guards = guards();
    for (Place place : Place.values()) {
      // Today is where everybody arrives: it leads those without work in the workshop on.
      if (place != Place.TODAY) {
        for (String page : place.getPages()) {
          assertThat(guards.get("/" + page + ".xhtml")).as(page).isEqualTo(place.getRoles());
        }
      }
    }
  }

  @Test
  void everyPlaceHasAWordAndAnIcon() throws IOException {
    String icons = Files.readString(WEBAPP.resolve("resources/ecar/icons.svg"));
    Collection<String> words = ResourceBundle.getBundle(Wording.BUNDLE).keySet();
    for (Place place : Place.values()) {
      assertThat(words).contains("place." + place.getPage(), "place.group." + place.getGroup());
      assertThat(icons).contains("id=\"" + place.getPage() + "\"");
    }
  }
}
