package tn.ecar.pool.wire;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioChannelOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import tn.ecar.pool.config.Configuration;
import tn.ecar.pool.config.Setting;

/** The file that programs on the same machine connect to: {@code .s.PGSQL.<port>}. */
final class UnixSocket {
  private static final PosixFilePermission[] FROM_HIGHEST = {
    PosixFilePermission.OWNER_READ,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_EXECUTE
  };

  private final Path file;
  private final int mode;
  private final String group;

  private UnixSocket(Path file, int mode, String group) {
    this.file = file;
    this.mode = mode;
    this.group = group;
  }

  /** The one that the configuration asks for; empty when unix_socket_dir is. */
  static Optional<UnixSocket> of(Configuration configuration) throws IOException {
    String directory = configuration.text(Setting.UNIX_SOCKET_DIR);
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    if (directory.startsWith("@")) {
      throw new IOException(
          "unix_socket_dir = " + directory + ": Java opens no abstract sockets; name a directory");
    }
    return Optional.of(
        new UnixSocket(
            Path.of(directory, ".s.PGSQL." + configuration.integer(Setting.LISTEN_PORT)),
            Integer.parseInt(configuration.text(Setting.UNIX_SOCKET_MODE), 8),
            configuration.text(Setting.UNIX_SOCKET_GROUP)));
  }

  /** Whose process is at the other end, as the kernel says. */
  static Optional<String> peer(Channel channel) {
    UnixDomainPrincipal peer =
        channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED));
    return Optional.ofNullable(peer).map(it -> it.user().getName());
  }

  /** Whether this process's own user is at the other end. */
  static boolean isOwnProcess(Channel channel) {
    return peer(channel).filter(System.getProperty("user.name")::equals).isPresent();
  }

  UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(file);
  }

  /**
   * Takes away what a process has left behind that is no more.
   *
   * @throws IOException when somebody listens there
   */
  void makeRoom() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (SocketChannel trial = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      trial.connect(address());
    } catch (IOException nobodyListens) {
      Files.delete(file);
      return;
    }
    throw new IOException("cannot listen on " + file + ": another process does (unix_socket_dir)");
  }

  /** Gives the file to the group and lets in whom unix_socket_mode lets in. */
  void applyMode() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (!group.isEmpty()) {
      GroupPrincipal principal =
          file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
      view.setGroup(principal);
    }
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < FROM_HIGHEST.length; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        permissions.add(FROM_HIGHEST[bit]);
      }
    }
    view.setPermissions(permissions);
  }

  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException notRemoved) {
      throw new UncheckedIOException(notRemoved);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
