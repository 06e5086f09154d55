package tn.ecar.pool.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documentation is made from these sentences: none may be missing. */
class MeaningsTest {
  @ParameterizedTest
  @EnumSource(ShowCommand.class)
  void every_table_and_every_column_says_what_it_means(ShowCommand command) {
    assertThat(command.meaning()).matches("[A-Z].*\\.");
    assertThat(command.columns())
        .isNotEmpty()
        .allSatisfy(column -> assertThat(column.meaning()).matches("[A-Za-z0-9].*\\."));
  }
}
