package tn.ecar.pool.wire;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import tn.ecar.pool.protocol.Buffer;

/**
 * The TCP connection of a client that speaks in clear: its socket is read into the loop's own array
 * and written from there. No channel is made for it, no buffer and no handler passed for a message.
 *
 * <p>All fields belong to the thread of its event loop.
 */
final class PlainConnection implements ClientConnection, EpollIoHandle {
  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  /** More than this waits for nobody: whoever sends is held up until half of it has gone. */
  private static final int MUCH = 64 * 1024;

  private final Socket socket;
  private final InetSocketAddress remote;
  private final InetSocketAddress local;
  private final IoEventLoop loop;

  /** What the socket has not taken. */
  private final Buffer waiting = new Buffer();

  private Reader reader;
  private byte[] scratch;
  private NumberedStaging staging;
  private IoRegistration registration;
  private EpollIoOps interest = Edges.NOTHING;
  private boolean reading = true;
  private boolean full;
  private boolean closing;
  private Future<?> limit;
  private boolean released;

  PlainConnection(
      Socket socket, InetSocketAddress remote, InetSocketAddress local, IoEventLoop loop) {
    this.socket = socket;
    this.remote = remote;
    this.local = local;
    this.loop = loop;
  }

  /**
   * From now on the reader is told.
   *
   * @param spoken whether the client has said something already
   */
  void open(Reader own, boolean spoken) {
    reader = own;
    if (!isOpen()) {
      reader.ended(); // The door has closed meanwhile.
      return;
    }
    Scratch ofLoop = Scratch.ofThread();
    scratch = ofLoop.array();
    staging = new NumberedStaging(socket, ofLoop);
    // A loop that is about to end still takes what it will never look at.
    registration = loop.isShuttingDown() ? null : loop.register(this).getNow();
    if (registration == null) {
      closeNow();
      return;
    }
    await();
    if (spoken) {
      receive();
    }
  }

  /** Another reader is told from now on. */
  void readBy(Reader next) {
    reader = next;
  }

  /** Lets go of the socket, for another that takes it over and closes it. */
  int release() {
    registration.cancel();
    released = true;
    return socket.intValue();
  }

  /** Nobody has taken the socket over. */
  void takeBack() {
    released = false;
    closeNow();
  }

  // ---- what the loop tells

  @Override
  public FileDescriptor fd() {
    return socket;
  }

  /** What goes wrong with one client is that client's: others are told of theirs only once. */
  @Override
  public void handle(IoRegistration from, IoEvent event) {
    try {
      heed(((EpollIoEvent) event).ops().value());
    } catch (RuntimeException | Error unforeseen) {
      fail(unforeseen);
    }
  }

  private void heed(int told) {
    if (Edges.writes(told)) {
      sendWaiting();
    }
    // A connection that breaks is told of even when nothing is awaited.
    if ((Edges.reads(told) || Edges.ends(told)) && isOpen()) {
      receive();
      if (Edges.ends(told)) {
        awaitAgain();
      }
    }
  }

  private void fail(Throwable unforeseen) {
    try {
      reader.failed(unforeseen);
    } catch (RuntimeException | Error again) {
      LOG.log(System.Logger.Level.ERROR, "a client cannot be let go in good order", again);
      shut();
    }
  }

  private void receive() {
    try {
      int count = staging.read(null, scratch, 0, scratch.length);
      if (count < 0) {
        closeNow();
      } else if (count > 0 && !closing) {
        reader.received(scratch, count);
        reader.receivedAll();
        if (count == scratch.length) {
          awaitAgain();
        }
      }
    } catch (IOException broken) {
      reader.failed(broken);
      closeNow();
    }
  }

  /** What is awaited: bytes of the client where they are wanted, and room where some wait. */
  private void await() {
    boolean reads = reading && !closing;
    EpollIoOps ops = Edges.NOTHING;
    if (!waiting.isEmpty()) {
      ops = reads ? Edges.READ_AND_WRITE : Edges.WRITE;
    } else if (reads) {
      ops = Edges.READ;
    }
    if (!ops.equals(interest) && registration != null && registration.isValid()) {
      interest = ops;
      registration.submit(ops);
    }
  }

  /** More may be here than was taken. */
  private void awaitAgain() {
    if (isOpen() && registration != null && registration.isValid()) {
      registration.submit(interest);
    }
  }

  // ---- what is sent

  @Override
  public IoEventLoop loop() {
    return loop;
  }

  /** A connection that breaks here is told of by the loop soon. */
  @Override
  public void send(byte[] bytes, int offset, int length) {
    if (!isOpen()) {
      return;
    }
    int sent = 0;
    if (waiting.isEmpty()) {
      try {
        sent = staging.write(null, bytes, offset, length);
      } catch (IOException broken) {
        LOG.log(System.Logger.Level.DEBUG, "a client does not take what it is sent", broken);
        return;
      }
    }
    if (sent < length) {
      waiting.append(bytes, offset + sent, length - sent);
      full |= waiting.size() > MUCH;
      await();
    }
  }

  private void sendWaiting() {
    try {
      waiting.skip(staging.write(null, waiting.array(), waiting.start(), waiting.size()));
    } catch (IOException broken) {
      reader.failed(broken);
      closeNow();
      return;
    }
    if (waiting.isEmpty() && closing) {
      closeNow();
      return;
    }
    await();
    if (full && waiting.size() <= MUCH / 2) {
      full = false;
      if (!closing) {
        reader.takesAgain();
      }
    }
  }

  /** Nothing to do: all that the socket takes has gone. */
  @Override
  public void push() {}

  @Override
  public boolean takesMore() {
    return !full;
  }

  @Override
  public void setReading(boolean wanted) {
    if (reading != wanted) {
      reading = wanted;
      await();
    }
  }

  // ---- its end

  private boolean isOpen() {
    return !released && socket.isOpen();
  }

  @Override
  public void close() {
    closing = true;
    if (waiting.isEmpty() || loop.isShuttingDown()) {
      closeNow();
    } else {
      await();
    }
    if (isOpen() && limit == null) {
      limit = loop.schedule(this::closeNow, LAST_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  public void closeNow() {
    if (isOpen()) {
      shut();
      if (reader != null) {
        reader.ended();
      }
    }
  }

  private void shut() {
    try {
      socket.close();
    } catch (IOException notClosed) {
      LOG.log(System.Logger.Level.DEBUG, "a client's connection does not close", notClosed);
    }
    if (registration != null) {
      registration.cancel();
    }
    if (limit != null) {
      limit.cancel(false);
    }
    waiting.clear();
  }

  // ---- where it is

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public Optional<String> systemUser() {
    return Optional.empty();
  }

  @Override
  public Optional<SSLSession> tls() {
    return Optional.empty();
  }
}
