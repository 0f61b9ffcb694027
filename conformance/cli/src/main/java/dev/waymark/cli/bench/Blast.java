package dev.waymark.cli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * A source and a sink of bytes, with a proxy between them. Prints the bytes that arrived in the
 * measured time, that time in microseconds, the proxy's CPU time in it, and how much of the
 * machine's others used.
 */
final class Blast {
  private static final int CHUNK = 128 * 1024;

  private Blast() {}

  /** {@code PROXY-PORT SINK-PORT CONNECTIONS WARM-UP-MILLIS MEASURED-MILLIS PROXY-PID}. */
  static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    long proxy = Long.parseLong(args[5]);
    var received = new LongAdder();
    List<Socket> sources = new ArrayList<>();
    try (var sink = new ServerSocket()) {
      sink.setReuseAddress(true);
      sink.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])));
      Thread.ofPlatform().daemon().start(() -> accept(sink, received));
      for (int i = 0; i < Integer.parseInt(args[2]); i++) {
        var source = new Socket(InetAddress.getLoopbackAddress(), port);
        sources.add(source);
        Thread.ofPlatform().daemon().start(() -> send(source));
      }
      Thread.sleep(Long.parseLong(args[3]));
      long own = ProcessHandle.current().pid();
      long bytes = received.sum();
      long cpu = ProcStat.cpuMicros(proxy);
      long others = ProcStat.busyMicros() - cpu - ProcStat.cpuMicros(own);
      long began = System.nanoTime();
      Thread.sleep(Long.parseLong(args[4]));
      bytes = received.sum() - bytes;
      long micros = (System.nanoTime() - began) / 1000;
      long cpuNow = ProcStat.cpuMicros(proxy);
      long foreign = ProcStat.busyMicros() - cpuNow - ProcStat.cpuMicros(own) - others;
      System.out.printf("%d %d %d %d%n", bytes, micros, cpuNow - cpu, Math.max(0, foreign));
      System.exit(0);
    }
  }

  private static void accept(ServerSocket sink, LongAdder received) {
    try {
      while (true) {
        var connection = sink.accept();
        Thread.ofPlatform().daemon().start(() -> read(connection, received));
      }
    } catch (IOException _) {
      // The measurement is over.
    }
  }

  private static void read(Socket connection, LongAdder received) {
    try (InputStream in = connection.getInputStream()) {
      byte[] buffer = new byte[CHUNK];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        received.add(n);
      }
    } catch (IOException _) {
      // The measurement is over.
    }
  }

  private static void send(Socket source) {
    try (var out = source.getOutputStream()) {
      byte[] buffer = new byte[CHUNK];
      while (true) {
        out.write(buffer);
      }
    } catch (IOException _) {
      // The measurement is over.
    }
  }
}
