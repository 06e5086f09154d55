package tn.ecar.pool.wire;

import io.netty.channel.epoll.EpollIoOps;

/**
 * What is awaited of a socket by epoll when it is told once, and not again and again as long as it
 * lasts: the kernel then looks at each ready socket once and not twice. Whoever has not taken all
 * that was there awaits it anew.
 */
final class Edges {
  /**
   * Of what nothing is awaited of, its break alone is told. (Netty 4.2.18 forgets whom it awaits
   * nothing of at all, and cannot come back to it.)
   */
  static final EpollIoOps NOTHING = EpollIoOps.EPOLLET;

  /** Bytes, and the end behind them, which a read that finds some does not tell. */
  static final EpollIoOps READ = NOTHING.with(EpollIoOps.EPOLLIN).with(EpollIoOps.EPOLLRDHUP);

  static final EpollIoOps WRITE = NOTHING.with(EpollIoOps.EPOLLOUT);
  static final EpollIoOps READ_AND_WRITE = READ.with(EpollIoOps.EPOLLOUT);

  private static final int IN_AND_OUT = EpollIoOps.EPOLLIN.value() | EpollIoOps.EPOLLOUT.value();

  private Edges() {}

  static boolean reads(int told) {
    return (told & EpollIoOps.EPOLLIN.value()) != 0;
  }

  static boolean writes(int told) {
    return (told & EpollIoOps.EPOLLOUT.value()) != 0;
  }

  /** Whether an end or a break is told, whatever was awaited. */
  static boolean ends(int told) {
    return (told & ~IN_AND_OUT) != 0;
  }
}
