package tn.ecar.pool.jca;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tn.ecar.pool.config.Setting;

/**
 * Holds the adapter's properties, in the class and in ra.xml, to the one list of settings. With
 * {@code -Decar.docs.write=true} it writes them instead.
 */
class SettingPropertiesTest {
  private static final Path CLASS =
      Path.of("src/main/java/tn/ecar/pool/jca/SettingProperties.java");
  private static final Path DESCRIPTOR = Path.of("src/main/rar/META-INF/ra.xml");
  private static final String CLASS_MARK = "  // ---- one for each setting";
  private static final String FIRST = "    <!-- One for each setting of the ini. -->\n";
  private static final String LAST = "    <!-- These were all. -->\n";

  static List<Setting> settings() {
    return Arrays.stream(Setting.values()).filter(one -> one != Setting.CONFFILE).toList();
  }

  private static String setter(Setting setting) {
    String property = setting.property();
    return "set" + Character.toUpperCase(property.charAt(0)) + property.substring(1);
  }

  private static String renewedClass(String written) {
    return written.substring(0, written.indexOf(CLASS_MARK))
        + CLASS_MARK
        + "\n\n"
        + settings().stream()
            .map(
                one ->
                    """
                      public void %s(String value) {
                        put(Setting.%s, value);
                      }
                    """
                        .formatted(setter(one), one.name()))
            .collect(Collectors.joining("\n"))
        + "}\n";
  }

  private static String renewedDescriptor(String written) {
    return written.substring(0, written.indexOf(FIRST))
        + FIRST
        + settings().stream()
            .map(
                one ->
                    """
                        <config-property>
                          <description>%s</description>
                          <config-property-name>%s</config-property-name>
                          <config-property-type>java.lang.String</config-property-type>
                        </config-property>
                    """
                        .formatted(
                            one.meaning().replace("&", "&amp;").replace("<", "&lt;"),
                            one.property()))
            .collect(Collectors.joining())
        + written.substring(written.indexOf(LAST));
  }

  @Test
  void theClassHasThemAll() throws IOException {
    String written = Files.readString(CLASS);
    if (Boolean.getBoolean("ecar.docs.write")) {
      Files.writeString(CLASS, renewedClass(written));
      return;
    }
    assertThat(written).isEqualTo(renewedClass(written));
  }

  @Test
  void theDescriptorHasThemAll() throws IOException {
    String written = Files.readString(DESCRIPTOR);
    if (Boolean.getBoolean("ecar.docs.write")) {
      Files.writeString(DESCRIPTOR, renewedDescriptor(written));
      return;
    }
    assertThat(written).isEqualTo(renewedDescriptor(written));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void eachSetsItsOwn(Setting setting) throws Exception {
    EcarResourceAdapter adapter = new EcarResourceAdapter();
    EcarResourceAdapter.class.getMethod(setter(setting), String.class).invoke(adapter, " 7 ");
    assertThat(adapter.settings()).isEqualTo(Map.of(setting, "7"));
    assertThat(adapter).isNotEqualTo(new EcarResourceAdapter());
    EcarResourceAdapter.class.getMethod(setter(setting), String.class).invoke(adapter, " ");
    assertThat(adapter.settings()).isEmpty();
  }
}
