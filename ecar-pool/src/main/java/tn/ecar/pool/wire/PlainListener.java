package tn.ecar.pool.wire;

import io.netty.channel.ChannelException;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import tn.ecar.pool.Pooler;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Setting;

/**
 * Listens for TCP clients by epoll; they get a {@link PlainConnection} each. What the tcp_ settings
 * say is given to its own socket, from which the kernel copies it to each client's as soon as that
 * has connected.
 *
 * <p>All fields belong to the thread of its event loop.
 */
final class PlainListener implements EpollIoHandle, Listener {
  /** Who receives clients. */
  interface Arrival {
    /**
     * Somebody is here. On the listener's thread, which need not be the client's.
     *
     * @param spoken whether the client has said something already
     */
    void arrived(PlainConnection connection, boolean spoken);
  }

  private static final System.Logger LOG = System.getLogger("tn.ecar.pool");

  /** Room for a length, an address of IPv6 with its scope, and a port. */
  private static final int ADDRESS_BYTES = 26;

  /** The numbers of ENOMEM, ENFILE, EMFILE and ENOBUFS, of which waiting is the cure. */
  private static final Set<Integer> SHORTAGES = Set.of(-12, -23, -24, -105);

  private static final long BREATH_SECONDS = 1;
  private static final long PATIENCE_SECONDS = 5;

  private final Socket socket;
  private final IoEventLoopGroup loops;
  private final IoEventLoop own;
  private final Arrival arrival;
  private final ListenerOptions options;
  private final byte[] address = new byte[ADDRESS_BYTES];

  /** Where clients come to; null when that may be several places. */
  private final InetSocketAddress place;

  /** As many may stand in the kernel's queue. */
  private int backlog;

  private IoRegistration registration;

  private PlainListener(InetSocketAddress at, IoEventLoopGroup loops, Arrival arrival) {
    boolean anywhere = at.getAddress().isAnyLocalAddress();
    this.socket = LinuxSocket.newSocketStream(wantsIpv6(at, anywhere));
    this.loops = loops;
    this.own = loops.next();
    this.arrival = arrival;
    this.options = new ListenerOptions(socket);
    this.place = anywhere ? null : at;
  }

  /** A socket for both families costs more with each connection, and not every kernel has one. */
  private static boolean wantsIpv6(InetSocketAddress at, boolean anywhere) {
    return anywhere ? Socket.isIPv6Preferred() : !(at.getAddress() instanceof Inet4Address);
  }

  /**
   * Listens from now on.
   *
   * @throws IOException when it cannot
   */
  static PlainListener open(
      Pooler pooler, InetSocketAddress at, IoEventLoopGroup loops, Arrival arrival)
      throws IOException {
    if (at.isUnresolved()) {
      throw new IOException("no host of this name is known");
    }
    PlainListener listener;
    try {
      listener = new PlainListener(at, loops, arrival);
    } catch (ChannelException noSocket) {
      throw new IOException(noSocket.getMessage(), noSocket);
    }
    pooler.followedBy(next -> listener.onLoop(() -> listener.obey(next)));
    try {
      listener.listen(at, pooler.configuration());
      return listener;
    } catch (ChannelException refused) {
      listener.socket.close();
      throw new IOException(refused.getMessage(), refused);
    } catch (IOException | RuntimeException refused) {
      listener.socket.close();
      throw refused;
    }
  }

  private void listen(InetSocketAddress at, Configuration configuration) throws IOException {
    socket.setReuseAddress(true);
    if (configuration.flag(Setting.SO_REUSEPORT)) {
      socket.setReusePort(true);
    }
    obey(configuration);
    socket.bind(at);
    backlog = configuration.integer(Setting.LISTEN_BACKLOG);
    socket.listen(backlog);
    registration = own.register(this).syncUninterruptibly().getNow();
    registration.submit(EpollIoOps.EPOLLIN);
  }

  private void obey(Configuration configuration) {
    if (!socket.isOpen()) {
      return;
    }
    try {
      options.obey(configuration);
    } catch (IOException | ChannelException refused) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the tcp_ settings do not hold for clients on {0}: {1}",
          place == null ? "any address" : place,
          refused.getMessage());
    }
  }

  @Override
  public FileDescriptor fd() {
    return socket;
  }

  /** One client at a time: to find out that nobody else waits costs as much as a client. */
  @Override
  public void handle(IoRegistration from, IoEvent event) {
    try {
      accept();
    } catch (IOException refused) {
      if (refused instanceof NativeIoException known && SHORTAGES.contains(known.expectedErr())) {
        LOG.log(
            System.Logger.Level.WARNING, "no client can be accepted: {0}", refused.getMessage());
        takeBreath();
      } else {
        LOG.log(System.Logger.Level.DEBUG, "a client was gone before it was accepted", refused);
      }
    } catch (RuntimeException | Error unforeseen) {
      // It would stop the loop with all who are on it.
      LOG.log(System.Logger.Level.ERROR, "clients are not accepted", unforeseen);
      takeBreath();
    }
  }

  /** Whether somebody was there. */
  private boolean accept() throws IOException {
    int accepted = socket.accept(address);
    if (accepted < 0) {
      return false;
    }
    FileDescriptor client = new FileDescriptor(accepted);
    try {
      Socket socket = new Socket(accepted);
      client = socket;
      InetSocketAddress remote = NativeInetAddress.address(address, 1, address[0]);
      InetSocketAddress local = place == null ? socket.localAddress() : place;
      options.giveTo(accepted);
      arrival.arrived(
          new PlainConnection(socket, remote, local, loops.next()), options.defersAccept());
    } catch (RuntimeException | Error unforeseen) {
      LOG.log(System.Logger.Level.ERROR, "a client cannot be received", unforeseen);
      if (client.isOpen()) {
        client.close();
      }
    }
    return true;
  }

  /** What is missing now may be there soon; until then the kernel's queue keeps who comes. */
  @SuppressWarnings("FutureReturnValueIgnored") // It ends with the loop.
  private void takeBreath() {
    registration.submit(Edges.NOTHING);
    own.schedule(
        () -> {
          if (registration.isValid()) {
            registration.submit(EpollIoOps.EPOLLIN);
          }
        },
        BREATH_SECONDS,
        TimeUnit.SECONDS);
  }

  /** Who stands in the kernel's queue is let in before. */
  @Override
  public void close() {
    onLoop(this::end);
  }

  /** Returns when it is done, or when its loop has been busy for long. */
  private void onLoop(Runnable work) {
    if (own.inEventLoop()) {
      work.run();
      return;
    }
    try {
      if (!own.submit(work).awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "an event loop is busy: a listener is told later");
      }
    } catch (RejectedExecutionException ended) {
      work.run();
    }
  }

  private void end() {
    if (!socket.isOpen()) {
      return;
    }
    try {
      for (int left = backlog; left > 0 && !own.isShuttingDown() && accept(); left--) {
        // Whoever comes meanwhile stands behind them.
      }
    } catch (IOException refused) {
      LOG.log(System.Logger.Level.DEBUG, "the last in the queue cannot be accepted", refused);
    } finally {
      shut();
    }
  }

  private void shut() {
    try {
      socket.close();
    } catch (IOException notClosed) {
      LOG.log(System.Logger.Level.DEBUG, "a listener does not close", notClosed);
    }
    if (registration != null) {
      registration.cancel();
    }
  }
}
