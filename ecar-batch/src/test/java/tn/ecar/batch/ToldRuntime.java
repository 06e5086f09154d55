package tn.ecar.batch;

import jakarta.batch.operations.JobOperator;
import jakarta.batch.operations.NoSuchJobExecutionException;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A batch runtime that says of its executions what it is told to. */
final class ToldRuntime {
  /** The executions at which a thread is at work. */
  final List<Long> threads = new ArrayList<>();

  /** Those that were taken up again. */
  final List<Long> restarted = new ArrayList<>();

  private final Map<Long, JobExecution> repository = new HashMap<>();

  /** The repository holds an execution that was started for a run. */
  void holding(long execution, String job, long run) {
    Properties told = new Properties();
    told.setProperty(JobsAtWork.RUN, Long.toString(run));
    repository.put(execution, execution(job, told));
  }

  /** It as the specification calls it. */
  JobOperator operator() {
    return stub(
        JobOperator.class,
        (name, arguments) ->
            switch (name) {
              case "start" -> begun((String) arguments[0], (Properties) arguments[1]);
              case "restart" -> {
                long old = (Long) arguments[0];
                restarted.add(old);
                yield begun(repository.get(old).getJobName(), (Properties) arguments[1]);
              }
              case "getRunningExecutions" -> List.copyOf(threads);
              case "getJobExecution" -> known((Long) arguments[0]);
              default -> throw new UnsupportedOperationException(name);
            });
  }

  private long begun(String job, Properties told) {
    long id = repository.size() + 1L;
    repository.put(id, execution(job, told));
    return id;
  }

  private JobExecution known(long id) {
    JobExecution execution = repository.get(id);
    if (execution == null) {
      throw new NoSuchJobExecutionException("none " + id);
    }
    return execution;
  }

  private static JobExecution execution(String job, Properties told) {
    return stub(
        JobExecution.class,
        (name, arguments) ->
            switch (name) {
              case "getBatchStatus" -> BatchStatus.STARTED;
              case "getJobName" -> job;
              case "getJobParameters" -> told;
              default -> throw new UnsupportedOperationException(name);
            });
  }

  private static <T> T stub(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            ToldRuntime.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.to(method.getName(), arguments)));
  }

  /** What a method answers. */
  private interface Answers {
    Object to(String method, Object[] arguments);
  }
}
