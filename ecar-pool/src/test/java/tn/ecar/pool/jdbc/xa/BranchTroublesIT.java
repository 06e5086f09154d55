package tn.ecar.pool.jdbc.xa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.jdbc.Await;
import tn.ecar.pool.jdbc.EcarDataSource;
import tn.ecar.pool.jdbc.Pools;
import tn.ecar.pool.jdbc.VirtualConnection;

/** What went wrong with branches once, on the real PostgreSQL, each by what happened. */
@Timeout(60)
class BranchTroublesIT {
  private static final RealPostgres POSTGRES = RealPostgres.shared();
  private static final Duration EVERY = Duration.ofMillis(100);

  private final String word = UUID.randomUUID().toString();
  private final BranchName name = named("one");

  /** The transaction of the thread, as a server would tell it. */
  private volatile Object key;

  private Pools pools;
  private EcarDataSource login;
  private Branches branches;
  private XaSession session;

  private BranchName named(String branch) {
    return new BranchName(7, encoded(word), encoded(branch));
  }

  private static String encoded(String id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  @BeforeAll
  static void createTable() throws SQLException {
    POSTGRES.execute(
        RealPostgres.DATABASE,
        "create table trouble_entry (word text)",
        "alter table trouble_entry owner to " + RealPostgres.USER);
  }

  @BeforeEach
  void start() {
    pools = Pools.with("default_pool_size = 2", "idle_transaction_timeout = 1");
    login =
        new EcarDataSource(
            pools.pooler().name(), RealPostgres.DATABASE, RealPostgres.USER, RealPostgres.PASSWORD);
    branches = new Branches(login::open, handle -> null, Clock.systemUTC());
    session = sessionOf(branches);
  }

  private XaSession sessionOf(Branches of) {
    TransactionContext context =
        new TransactionContext() {
          @Override
          public Object keyOrNull() {
            return key;
          }

          @Override
          public Optional<Duration> remaining(Object asked) {
            return Optional.empty();
          }
        };
    return new XaSession(of, context, handle -> {});
  }

  @AfterEach
  void stop() {
    session.close();
    branches.close();
    pools.close();
  }

  private void insert(Connection handle) throws SQLException {
    try (Statement statement = handle.createStatement()) {
      statement.execute("insert into trouble_entry values ('" + word + "')");
    }
  }

  private long rows() throws SQLException {
    return POSTGRES.count(
        RealPostgres.DATABASE, "select count(*) from trouble_entry where word = '" + word + "'");
  }

  private static int code(ThrowingCallable call) {
    return catchThrowableOfType(XAException.class, call).errorCode;
  }

  /** A handle that has worked in a branch of the server's transaction, and is still open. */
  private Connection worked(Object transaction) throws Exception {
    key = transaction;
    session.start(name, XAResource.TMNOFLAGS);
    Connection handle = session.handle();
    insert(handle);
    return handle;
  }

  @Test
  void aTransactionThatThePoolHadRolledBackBeforeCommitWasToldAsAHazard() throws Exception {
    worked(null).close();
    session.end(name, XAResource.TMSUCCESS);
    Await.until("the pool has rolled it back", () -> pools.figures().serversIdle() == 1);

    assertThat(code(() -> session.commit(name, true))).isEqualTo(XAException.XA_RBROLLBACK);
    assertThat(rows()).isZero();
    assertThat(branches.size()).isZero();
  }

  @Test
  void aHandleCommittedByItselfWhileItsBranchWasSuspended() throws Exception {
    Connection handle = worked("first");
    session.end(name, XAResource.TMSUSPEND);
    insert(handle);
    session.start(name, XAResource.TMRESUME);
    session.end(name, XAResource.TMSUCCESS);
    session.rollback(name);

    assertThat(rows()).isZero();
  }

  @Test
  void aHandleCommittedByItselfBetweenTheEndOfItsBranchAndTheRollback() throws Exception {
    Connection handle = worked("first");
    session.end(name, XAResource.TMSUCCESS);
    insert(handle);
    assertThatThrownBy(handle::commit).hasMessageContaining("the server manages");
    session.rollback(name);

    assertThat(rows()).isZero();
  }

  @Test
  void aHandleOfASuspendedTransactionCommittedByItselfInsideAnother() throws Exception {
    Connection handle = worked("outer");
    session.end(name, XAResource.TMSUSPEND);
    key = "inner";
    assertThatThrownBy(() -> insert(handle)).hasMessageContaining("in another transaction");
    key = "outer";
    session.start(name, XAResource.TMRESUME);
    session.end(name, XAResource.TMSUCCESS);
    session.rollback(name);

    assertThat(rows()).isZero();
  }

  @Test
  void aHandleWorksByItselfAgainWhenItsTransactionIsOver() throws Exception {
    Connection handle = worked("first");
    session.end(name, XAResource.TMSUCCESS);
    session.commit(name, true);
    key = null;
    insert(handle);
    handle.close();
    key = "second";
    insert(session.handle());

    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void whatWasLoggedInForABranchThatWasOverMeanwhileWasKeptByIt() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch letIn = new CountDownLatch(1);
    try (Branches slow =
        new Branches(
            () -> {
              arrived.countDown();
              await(letIn);
              return login.open();
            },
            handle -> null,
            Clock.systemUTC())) {
      XaSession mine = sessionOf(slow);
      mine.start(name, XAResource.TMNOFLAGS);
      Connection handle = mine.handle();
      CompletableFuture<Void> work =
          CompletableFuture.runAsync(() -> assertThatThrownBy(() -> insert(handle)).isNotNull());
      await(arrived);
      Branch branch = slow.known(name);
      CompletableFuture.runAsync(() -> branch.doom("it takes too long", XAException.XA_RBTIMEOUT))
          .get(10, TimeUnit.SECONDS);
      letIn.countDown();
      work.get(30, TimeUnit.SECONDS);
      assertThatThrownBy(() -> insert(handle)).hasMessageContaining("it takes too long");
      mine.end(name, XAResource.TMSUCCESS);
      assertThat(code(() -> mine.commit(name, true))).isEqualTo(XAException.XA_RBTIMEOUT);
    }
    Await.until("nobody stays behind", () -> pools.figures().clientsActive() == 0);
    assertThat(rows()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The clock of all time limits stood still from then on. */
  @Test
  void oneBranchThatCouldNotBeDoomedEndedAllTimeLimits() throws Exception {
    try (Branches failing =
        new Branches(() -> undoomable(login.open()), handle -> null, Clock.systemUTC())) {
      XaSession mine = sessionOf(failing);
      mine.setTransactionTimeout(60);
      mine.start(name, XAResource.TMNOFLAGS);
      insert(mine.handle());
      failing.known(name).limit(failing.until(Duration.ofSeconds(-1)));
      assertThatCode(() -> failing.sweep(EVERY)).doesNotThrowAnyException();
      mine.end(name, XAResource.TMSUCCESS);
      assertThat(code(() -> mine.commit(name, true))).isEqualTo(XAException.XA_RBTIMEOUT);
    }
    assertThat(rows()).isZero();
  }

  private static VirtualConnection undoomable(VirtualConnection virtual) {
    return (VirtualConnection)
        Proxy.newProxyInstance(
            BranchTroublesIT.class.getClassLoader(),
            new Class<?>[] {VirtualConnection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("doom")) {
                throw new IllegalStateException("the pool has no worker left");
              }
              try {
                return method.invoke(virtual, arguments);
              } catch (InvocationTargetException failed) {
                throw failed.getCause();
              }
            });
  }
}
