package tn.ecar.pool.jdbc.xa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.RealPostgres;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.jdbc.EcarDataSource;
import tn.ecar.pool.jdbc.xa.CuttingProxy.Place;

/**
 * The line to a real PostgreSQL is cut around PREPARE TRANSACTION and COMMIT PREPARED. Whatever the
 * transaction manager was told, when it does what the specification of XA wants of it next, the row
 * is there or not as it decided, and nothing stays prepared.
 */
@Timeout(60)
class LossBetweenPhasesIT {
  private static final String POOL = "cut-lines";

  private final RealPostgres postgres = RealPostgres.shared();
  private final String word = UUID.randomUUID().toString();
  private final Xid xid = new BranchName(7, encoded(word), encoded("one"));

  @TempDir private Path directory;
  private CuttingProxy proxy;
  private Pooler pooler;
  private EcarXADataSource source;
  private XAConnection connection;

  private static String encoded(String id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  @BeforeAll
  static void createTable() throws SQLException {
    RealPostgres.shared()
        .execute(
            RealPostgres.DATABASE,
            "create table cut_entry (word text)",
            "alter table cut_entry owner to " + RealPostgres.USER);
  }

  @BeforeEach
  void start() throws Exception {
    proxy = new CuttingProxy(postgres.port());
    Path userlist = directory.resolve("userlist.txt");
    Files.writeString(
        userlist, "\"" + RealPostgres.USER + "\" \"" + RealPostgres.PASSWORD + "\"\n");
    Path ini = directory.resolve("pool.ini");
    Files.writeString(
        ini,
        """
        [databases]
        ecar_db = host=127.0.0.1 port=%d dbname=ecar_db
        [pgbouncer]
        auth_type = md5
        auth_file = %s
        pool_mode = transaction
        default_pool_size = 2
        """
            .formatted(proxy.port(), userlist));
    pooler = Pooler.start(POOL, Configuration.read(ini, Map.of()));
    EcarDataSource login =
        new EcarDataSource(POOL, RealPostgres.DATABASE, RealPostgres.USER, RealPostgres.PASSWORD);
    source = new EcarXADataSource(login::open, Clock.systemUTC());
    connection = source.getXAConnection();
  }

  @AfterEach
  void stop() {
    source.close();
    pooler.close();
    proxy.close();
  }

  private XAResource worked() throws Exception {
    XAResource resource = connection.getXAResource();
    resource.start(xid, XAResource.TMNOFLAGS);
    try (Connection handle = connection.getConnection();
        Statement statement = handle.createStatement()) {
      statement.execute("insert into cut_entry values ('" + word + "')");
    }
    resource.end(xid, XAResource.TMSUCCESS);
    return resource;
  }

  private long rows() throws SQLException {
    return postgres.count(
        RealPostgres.DATABASE, "select count(*) from cut_entry where word = '" + word + "'");
  }

  private long prepared() throws SQLException {
    return postgres.count(
        RealPostgres.DATABASE,
        "select count(*) from pg_prepared_xacts where gid = '"
            + BranchName.of(xid).identifier()
            + "'");
  }

  @Test
  void aServerLostAfterItHasPreparedLeavesTheCommitToAnother() throws Exception {
    XAResource resource = worked();
    proxy.cutAt("PREPARE TRANSACTION", Place.AFTER_THE_ANSWER);
    assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
    assertThat(proxy.hasCut()).isTrue();
    resource.commit(xid, false); // Also when it is asked of the dead one first.
    assertThat(rows()).isEqualTo(1);
    assertThat(prepared()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Place.class,
      names = {"BEFORE_THE_STATEMENT", "BEFORE_THE_ANSWER"})
  void aPrepareWithoutAnAnswerIsNoVoteAndARollbackLeavesNothing(Place place) throws Exception {
    XAResource resource = worked();
    proxy.cutAt("PREPARE TRANSACTION", place);
    XAException told = catchThrowableOfType(XAException.class, () -> resource.prepare(xid));
    assertThat(told).isNotNull();
    assertThat(proxy.hasCut()).isTrue();
    rollBackAsManagersDo(resource);
    assertThat(rows()).isZero();
    assertThat(prepared()).isZero();
  }

  /** A branch that has failed to prepare is rolled back, also when it is not known any more. */
  private void rollBackAsManagersDo(XAResource resource) throws XAException {
    try {
      resource.rollback(xid);
    } catch (XAException nothingThere) {
      assertThat(nothingThere.errorCode)
          .isIn(XAException.XAER_NOTA, XAException.XA_RBROLLBACK, XAException.XA_RBCOMMFAIL);
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void aCommitOfWhatIsPreparedIsDoneWhereverTheLineBreaks(Place place) throws Exception {
    XAResource resource = worked();
    assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
    assertThat(prepared()).isEqualTo(1);
    proxy.cutAt("COMMIT PREPARED", place);
    commitAsManagersDo(resource);
    assertThat(proxy.hasCut()).isTrue();
    assertThat(rows()).isEqualTo(1);
    assertThat(prepared()).isZero();
  }

  /** XAER_RMFAIL and XA_RETRY ask for the same once more; nothing else may be told here. */
  private void commitAsManagersDo(XAResource resource) throws XAException {
    for (int attempt = 1; attempt <= 5; attempt++) {
      try {
        resource.commit(xid, false);
        return;
      } catch (XAException failed) {
        if (attempt > 1 && failed.errorCode == XAException.XAER_NOTA) {
          return; // The commit that was not answered has been done.
        }
        assertThat(failed.errorCode).isIn(XAException.XAER_RMFAIL, XAException.XA_RETRY);
      }
    }
    throw new AssertionError("five commits were not enough");
  }

  @Test
  void aRollbackOfWhatIsPreparedIsDoneThoughTheLineBreaks() throws Exception {
    XAResource resource = worked();
    resource.prepare(xid);
    proxy.cutAt("ROLLBACK PREPARED", Place.BEFORE_THE_ANSWER);
    try {
      resource.rollback(xid);
    } catch (XAException failed) {
      assertThat(failed.errorCode).isIn(XAException.XAER_RMFAIL, XAException.XA_RETRY);
      rollBackAsManagersDo(resource);
    }
    assertThat(proxy.hasCut()).isTrue();
    assertThat(rows()).isZero();
    assertThat(prepared()).isZero();
  }
}
