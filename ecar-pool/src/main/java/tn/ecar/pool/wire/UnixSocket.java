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
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
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

  /** Whether a process that runs is to be replaced, as with so_reuseport. */
  private final boolean replaces;

  /** What the kernel calls the file that was made here; null before. */
  private Object made;

  private UnixSocket(Path file, int mode, String group, boolean replaces) {
    this.file = file;
    this.mode = mode;
    this.group = group;
    this.replaces = replaces;
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
            configuration.text(Setting.UNIX_SOCKET_GROUP),
            configuration.flag(Setting.SO_REUSEPORT)));
  }

  /** Whose process is at the other end, as the kernel says. */
  static Optional<String> peer(Channel channel) {
    UnixDomainPrincipal peer =
        channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED));
    return Optional.ofNullable(peer).map(it -> it.user().getName());
  }

  /** Whether this is the user that this process runs as. */
  static boolean isOwnProcess(String systemUser) {
    return systemUser.equals(System.getProperty("user.name"));
  }

  /**
   * Where to listen until {@link #open}: the file gets its name when it is ready, so that one that
   * another process listens on is replaced without a gap, and is not taken away with its listener.
   */
  UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(fresh());
  }

  private Path fresh() {
    return file.resolveSibling(
        "."
            + file.getFileName().toString().replaceFirst(".*[.]", "")
            + "."
            + ProcessHandle.current().pid());
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
    if (replaces) {
      return;
    }
    try (SocketChannel trial = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      trial.connect(UnixDomainSocketAddress.of(file));
    } catch (IOException nobodyListens) {
      Files.delete(file);
      return;
    }
    throw new IOException("cannot listen on " + file + ": another process does (unix_socket_dir)");
  }

  /** Gives the file to the group, lets in whom unix_socket_mode lets in, and names it. */
  void open() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(fresh(), PosixFileAttributeView.class);
    if (!group.isEmpty()) {
      GroupPrincipal principal =
          fresh().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
      view.setGroup(principal);
    }
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < FROM_HIGHEST.length; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        permissions.add(FROM_HIGHEST[bit]);
      }
    }
    view.setPermissions(permissions);
    Files.move(fresh(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    made = key();
  }

  /** Takes the file away, unless it is another process's by now. */
  void remove() {
    try {
      if (made != null && Files.exists(file) && made.equals(key())) {
        Files.delete(file);
      }
    } catch (IOException notRemoved) {
      throw new UncheckedIOException(notRemoved);
    }
  }

  private Object key() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
