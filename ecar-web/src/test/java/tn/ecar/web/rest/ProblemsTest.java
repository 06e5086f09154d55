package tn.ecar.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.resource.spi.ResourceAllocationException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.TransactionalException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tn.ecar.garage.AlreadyIssued;
import tn.ecar.garage.NotAllowed;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;

class ProblemsTest {
  @Test
  void aBrokenRuleNamesFieldValueAndRule() {
    Problem problem =
        Problems.of(
            new RuntimeException(new RuleViolation("plate", "abc", "A plate is 123 TU 4567.")));
    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.violations())
        .containsExactly(new Problem.Violation("plate", "abc", "A plate is 123 TU 4567."));
    assertThat(Json.create().toJson(problem))
        .contains("\"type\":\"urn:ecar:problem:rule\"", "\"field\":\"plate\"", "\"value\":\"abc\"")
        .doesNotContain("null");
  }

  @Test
  void anInvoiceThatExistsIsNamed() {
    Problem problem =
        Problems.of(
            new TransactionalException("x", new AlreadyIssued("OT-000001", "FA-2026-000017")));
    assertThat(problem.status()).isEqualTo(409);
    assertThat(problem.number()).isEqualTo("FA-2026-000017");
  }

  @Test
  void whatWasChangedMeanwhileIsAConflict() {
    assertThat(
            Problems.of(new RollbackException("x").initCause(new OptimisticLockException()))
                .status())
        .isEqualTo(412);
  }

  @Test
  void whatOthersDecideIsForbidden() {
    Problem problem = Problems.of(new TransactionalException("x", new NotAllowed("The desk's.")));
    assertThat(problem.status()).isEqualTo(403);
    assertThat(problem.detail()).isEqualTo("The desk's.");
  }

  @Test
  void whatIsUnknownIsNotFound() {
    Problem problem = Problems.of(new NotFound("vehicle", 7));
    assertThat(problem.status()).isEqualTo(404);
    assertThat(problem.detail()).isEqualTo("There is no vehicle 7.");
  }

  @ParameterizedTest
  @CsvSource({
    "08006, 503, database-away",
    "08P01, 503, database-away",
    "57P01, 503, database-away",
    "57P03, 503, database-away",
    "28P01, 503, database-away",
    "53300, 503, database-busy",
    "40P01, 503, rolled-back",
    "25P02, 503, rolled-back",
    "57014, 503, rolled-back",
    "23505, 409, conflict",
    "42601, 500, unexpected"
  })
  void theSqlStateDecides(String state, int status, String kind) {
    SQLException inner = new SQLException("secret detail", state);
    Problem problem = Problems.of(new PersistenceException(new RuntimeException(inner)));
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.type()).isEqualTo("urn:ecar:problem:" + kind);
    assertThat(problem.detail()).doesNotContain("secret");
  }

  @Test
  void theReasonOfARollbackWinsOverTheRollback() {
    RollbackException rollback = new RollbackException("marked");
    rollback.addSuppressed(new SQLException("gone", "08006"));
    assertThat(Problems.of(new TransactionalException("x", rollback)).type())
        .endsWith("database-away");
    assertThat(Problems.of(new TransactionalException("x", new RollbackException("x"))).type())
        .endsWith("rolled-back");
  }

  @Test
  void aDatabaseLostDuringCommitIsSaidToBeAway() {
    Problem problem =
        Problems.of(new TransactionalException("x", new HeuristicRollbackException("x")));
    assertThat(problem.type()).endsWith("database-away");
    assertThat(problem.detail()).contains("look whether it is there");
  }

  @Test
  void theWaitingLineIsKnownByName() {
    SQLException inner = new SQLException("FATAL: query_wait_timeout", "08P01");
    assertThat(Problems.of(new RuntimeException(inner)).type()).endsWith("database-busy");
  }

  @Test
  void aResourceAdapterWithoutConnectionIsADatabaseAway() {
    SQLException sql = new SQLException("Error in allocating a connection");
    sql.initCause(new ResourceAllocationException("no"));
    assertThat(Problems.of(sql).status()).isEqualTo(503);
  }

  @Test
  void theUnexpectedShowsNothingOfItself() {
    Problem problem = Problems.of(new IllegalStateException("secret"));
    assertThat(problem.status()).isEqualTo(500);
    assertThat(Json.create().toJson(problem)).doesNotContain("secret");
  }
}
