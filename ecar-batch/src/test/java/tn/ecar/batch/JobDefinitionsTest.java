package tn.ecar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each job has its definition, and each definition its job. */
class JobDefinitionsTest {
  private static final Path DEFINITIONS = Path.of("src/main/resources/META-INF/batch-jobs");

  @Test
  void jobsAndDefinitionsAreTheSame() throws IOException {
    try (Stream<Path> files = Files.list(DEFINITIONS)) {
      List<String> names =
          files.map(file -> file.getFileName().toString().replace(".xml", "")).sorted().toList();
      assertThat(names).isEqualTo(Arrays.stream(Job.values()).map(Job::key).sorted().toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDefinitionHandsOnItsRun(Job job) throws IOException {
    String definition = Files.readString(DEFINITIONS.resolve(job.key() + ".xml"));

    assertThat(definition)
        .contains("<job id=\"" + job.key() + "\"")
        .contains("<property name=\"run\" value=\"#{jobParameters['run']}\"/>");
  }

  @ParameterizedTest
  @EnumSource
  void itsUsualScheduleCanBeRead(Job job) {
    if (!job.usualSchedule().equals(Schedule.OFF)) {
      assertThat(Schedule.of(job.usualSchedule())).hasToString(job.usualSchedule());
    }
  }
}
