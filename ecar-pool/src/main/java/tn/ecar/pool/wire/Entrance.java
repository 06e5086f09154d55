package tn.ecar.pool.wire;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import tn.ecar.pool.BlockingServer;
import tn.ecar.pool.Client;
import tn.ecar.pool.Lease;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Setting;
import tn.ecar.pool.protocol.Buffer;
import tn.ecar.pool.protocol.ClientLogin;
import tn.ecar.pool.protocol.Refusal;

/**
 * A client's way in over the wire: it proves who it is within client_login_timeout, waits until its
 * servers are known where they are not, and is welcomed; or it has only come to cancel.
 *
 * <p>All fields belong to the thread of the client's event loop. What takes long is judged on
 * another thread, while the client is held.
 */
final class Entrance {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  private final Pooler pooler;
  private final WireClient door;
  private final Whereabouts whereabouts;
  private final ClientOutput output;
  private final ClientLogin login;

  private final LoginThreads threads;

  private Future<?> limit;
  private Client client;

  Entrance(
      Pooler pooler,
      WireClient door,
      Whereabouts whereabouts,
      ClientOutput output,
      LoginThreads threads) {
    this.pooler = pooler;
    this.door = door;
    this.whereabouts = whereabouts;
    this.output = output;
    this.login = pooler.newLogin(whereabouts::approach);
    this.threads = threads;
  }

  ClientLogin login() {
    return login;
  }

  /** Who has come in; null until it has proved itself, and for the console's visitors. */
  Client client() {
    return client;
  }

  /** From now on the client's time runs. */
  void open(EventLoop loop) {
    Duration patience = pooler.configuration().duration(Setting.CLIENT_LOGIN_TIMEOUT);
    if (!patience.isZero()) {
      limit = loop.schedule(this::expire, patience.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void expire() {
    boolean waitsForServer = client != null;
    door.sendAway(
        Refusal.of(waitsForServer ? "client_login_timeout (server down)" : "client_login_timeout"));
  }

  /** The client is in, or has gone. */
  void close() {
    if (limit != null) {
      limit.cancel(false);
    }
  }

  /**
   * Takes what the client sends.
   *
   * @return the index of the first byte that was not taken
   */
  int take(byte[] bytes, int at, int end) throws Refusal {
    boolean asks = login.asksOthers(bytes, at, end);
    if (asks || login.isCostly()) {
      judgeElsewhere(asks ? threads.asking() : threads.computing(), bytes, at, end);
      return end;
    }
    int next = login.receive(bytes, at, end, output.collected());
    loggedIn();
    return next;
  }

  /** A proof that costs much, or that others judge, must not keep other clients waiting. */
  private void judgeElsewhere(Executor elsewhere, byte[] bytes, int at, int end) {
    byte[] said = Arrays.copyOfRange(bytes, at, end);
    door.hold();
    elsewhere.execute(
        () -> {
          Buffer answers = new Buffer();
          try {
            int taken = login.receive(said, 0, said.length, answers);
            door.ownThread().execute(() -> judged(said, taken, answers, null));
          } catch (Refusal refused) {
            door.ownThread().execute(() -> judged(said, 0, answers, refused));
          } catch (RuntimeException unforeseen) {
            LOG.log(System.Logger.Level.ERROR, "a login cannot be judged", unforeseen);
            Refusal why = Refusal.of("bouncer config error");
            door.ownThread().execute(() -> judged(said, 0, answers, why));
          }
        });
  }

  private void judged(byte[] said, int taken, Buffer answers, Refusal refused) {
    if (door.isClosed()) {
      return;
    }
    output.collected().append(answers.array(), answers.start(), answers.size());
    if (refused != null) {
      door.sendAway(refused);
      return;
    }
    door.putBack(said, taken);
    door.release();
    try {
      loggedIn();
      if (!door.isHeld() && (taken > 0 || login.isProved())) {
        door.goOn();
      } else {
        door.flush();
      }
    } catch (Refusal notWelcome) {
      door.sendAway(notWelcome);
    }
  }

  private void loggedIn() throws Refusal {
    if (login.cancel().isPresent()) {
      door.hold();
      pooler.work(
          () -> {
            pooler.cancel(login.cancel().get());
            door.ownThread().execute(door::farewell);
          });
    } else if (login.isProved()) {
      door.tellOfLogin();
      if (login.database().equals(Configuration.CONSOLE)) {
        door.visit(
            pooler.openConsole(
                login, door, whereabouts.approach().ownProcess(), output.collected()));
      } else {
        enter();
      }
    }
  }

  private void enter() throws Refusal {
    client = pooler.enter(login, door);
    if (pooler.isWelcomeKnown(client)) {
      welcome();
      return;
    }
    door.hold();
    pooler.request(
        client,
        pooler.now(),
        door.ownThread(),
        client.replicates() ? new OwnServer() : new FirstLook());
  }

  private Served welcome() {
    pooler.welcome(client, login, output.collected());
    return door.serve(client);
  }

  /** Waits for the server that is opened for it alone. */
  private final class OwnServer implements Lease {
    @Override
    public void granted(BlockingServer server) {
      if (door.isClosed()) {
        pooler.giveBack(server);
        return;
      }
      pooler.give(server, client);
      welcome().takes(server);
      door.goOn();
    }

    @Override
    public void refused(Refusal why) {
      door.sendAway(why);
    }
  }

  /** Waits for a server only to learn what it tells of itself. */
  private final class FirstLook implements Lease {
    @Override
    public void granted(BlockingServer server) {
      pooler.giveBack(server);
      if (!door.isClosed()) {
        welcome();
        door.goOn();
      }
    }

    @Override
    public void refused(Refusal why) {
      door.sendAway(why);
    }
  }
}
