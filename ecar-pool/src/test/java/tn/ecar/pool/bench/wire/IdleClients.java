package tn.ecar.pool.bench.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Clients that have logged in and say nothing more. */
final class IdleClients implements AutoCloseable {
  private static final byte[] START = start();

  private final List<Socket> sockets = new ArrayList<>();
  private final Station station;

  IdleClients(Station station) {
    this.station = station;
  }

  /**
   * What a process needs for its idle clients.
   *
   * @param megabytes resident
   */
  record Memory(String name, int clients, double megabytes) {}

  /** Of every station between clients and PostgreSQL that shares its servers. */
  static List<Memory> measure(List<Station> stations) throws IOException {
    List<Memory> all = new ArrayList<>();
    for (Station station : stations) {
      try (IdleClients clients = new IdleClients(station)) {
        for (int count : new int[] {0, 1_000, 10_000}) {
          clients.growTo(count);
          all.add(new Memory(station.name(), count, station.residentMegabytes()));
        }
      }
    }
    return all;
  }

  private static byte[] start() {
    byte[] text = "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[text.length + 8];
    all[3] = (byte) all.length;
    all[5] = 3;
    System.arraycopy(text, 0, all, 8, text.length);
    return all;
  }

  void growTo(int count) throws IOException {
    while (sockets.size() < count) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), station.port());
      sockets.add(socket);
      OutputStream out = socket.getOutputStream();
      out.write(START);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int type;
      do {
        type = in.readUnsignedByte();
        byte[] body = in.readNBytes(in.readInt() - 4);
        if (type == 'E') {
          throw new IOException(
              station.name()
                  + " refuses client "
                  + sockets.size()
                  + ": "
                  + new String(body, StandardCharsets.UTF_8));
        }
      } while (type != 'Z');
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
