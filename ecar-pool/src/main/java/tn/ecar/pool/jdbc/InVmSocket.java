package tn.ecar.pool.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Objects;

/**
 * A socket that is none: what the driver writes goes to a client of the pool on the driver's own
 * thread, what it reads comes from there. The address it connects to does not matter.
 */
// Socket's own methods synchronize on its state, which is unused here; a close must wait for
// nobody.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class InVmSocket extends Socket {
  private static final int BUFFER_SIZE = 64 * 1024;

  private final InVmClient client;
  private volatile boolean connected;

  InVmSocket(InVmClient client) {
    this.client = client;
  }

  InVmClient client() {
    return client;
  }

  @Override
  public void connect(SocketAddress endpoint) {
    connected = true;
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) {
    connected = true;
  }

  @Override
  public boolean isConnected() {
    return connected;
  }

  @Override
  public boolean isBound() {
    return connected;
  }

  @Override
  public boolean isClosed() {
    return client.isClosed();
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    requireOpen();
    return new Input();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    requireOpen();
    return new Output();
  }

  private void requireOpen() throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
  }

  @Override
  public void setSoTimeout(int timeout) {
    client.timeout(timeout);
  }

  @Override
  public int getSoTimeout() {
    return client.timeout();
  }

  @Override
  public void setTcpNoDelay(boolean on) {
    // There is no wire here; the server connections have their own settings.
  }

  @Override
  public boolean getTcpNoDelay() {
    return true;
  }

  @Override
  public void setKeepAlive(boolean on) {
    // As above.
  }

  @Override
  public boolean getKeepAlive() {
    return true;
  }

  @Override
  public void setSendBufferSize(int size) {
    // As above.
  }

  @Override
  public int getSendBufferSize() {
    return BUFFER_SIZE;
  }

  @Override
  public void setReceiveBufferSize(int size) {
    // As above.
  }

  @Override
  public int getReceiveBufferSize() {
    return BUFFER_SIZE;
  }

  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public int getPort() {
    return 0;
  }

  @Override
  public String toString() {
    return "InVmSocket";
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      return client.read(into, offset, length);
    }

    @Override
    public int available() throws IOException {
      return client.available();
    }

    @Override
    public void close() {
      client.close();
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int oneByte) throws IOException {
      client.write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      client.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      client.flush();
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
