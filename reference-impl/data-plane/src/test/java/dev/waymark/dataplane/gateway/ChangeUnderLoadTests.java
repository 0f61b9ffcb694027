package dev.waymark.dataplane.gateway;

import static dev.waymark.dataplane.TestGateway.http;
import static dev.waymark.dataplane.TestGateway.listener;
import static dev.waymark.dataplane.TestGateway.prefix;
import static dev.waymark.dataplane.TestGateway.route;
import static dev.waymark.dataplane.TestGateway.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.dataplane.Backend;
import dev.waymark.dataplane.RawClient;
import dev.waymark.dataplane.TestGateway;
import dev.waymark.model.Applied;
import dev.waymark.model.BackendId;
import dev.waymark.model.GatewayConfig;
import dev.waymark.model.HeaderEdits;
import dev.waymark.model.RuleAction;
import dev.waymark.model.Timeouts;
import dev.waymark.model.UrlRewrite;
import dev.waymark.model.WeightedBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No request fails because something changes. */
class ChangeUnderLoadTests {
  private static final int CLIENTS = 4;
  private TestGateway gateway;

  @BeforeEach
  void start() {
    gateway = TestGateway.start();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  /**
   * Clients that ask without pause until they are stopped, and keep every answer that is not a good
   * one.
   */
  private static final class Load implements AutoCloseable {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    Load(int port) {
      for (int i = 0; i < CLIENTS; i++) {
        boolean posts = i % 2 == 1;
        threads.add(Thread.ofVirtual().start(() -> run(port, posts)));
      }
    }

    private void run(int port, boolean posts) {
      try (RawClient client = new RawClient(port)) {
        while (!stopped.get()) {
          RawClient.Response response =
              posts
                  ? client
                      .send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
                      .response()
                  : client.get("/");
          if (response.status() != 200) {
            failures.add(response.statusLine());
          }
          answered.incrementAndGet();
        }
      } catch (IOException e) {
        failures.add(e.toString());
      }
    }

    void awaitAnswers(int more) throws InterruptedException {
      int goal = answered.get() + more;
      while (answered.get() < goal && failures.isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(1); // lets the load run; nothing is waited for by the clock
      }
    }

    @Override
    public void close() throws InterruptedException {
      stopped.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      assertThat(answered.get()).isGreaterThan(100);
    }
  }

  @Test
  void swapsRoutes() throws Exception {
    try (Backend a = Backend.named("a");
        Backend b = Backend.named("b")) {
      BackendId toA = gateway.backend("a", a.port());
      BackendId toB = gateway.backend("b", b.port());
      int port = gateway.serve(route("r", prefix("/", to(toA))));
      try (Load load = new Load(port)) {
        for (int i = 0; i < 100; i++) {
          HeaderEdits edits =
              i % 3 == 0
                  ? HeaderEdits.NONE
                  : new HeaderEdits(
                      List.of(new HeaderEdits.Field("X-Round", "" + i)), List.of(), List.of());
          RuleAction action =
              new RuleAction.Forward(
                  edits,
                  edits,
                  UrlRewrite.NONE,
                  Timeouts.NONE,
                  List.of(
                      new WeightedBackend(1, WeightedBackend.Service.of(i % 2 == 0 ? toB : toA))));
          gateway.apply(http(port, listener("*", route("r" + i, prefix("/", action)))));
          load.awaitAnswers(10);
        }
      }
      assertThat(a.requests()).isNotEmpty();
      assertThat(b.requests()).isNotEmpty();
    }
  }

  @Test
  void swapsEndpoints() throws Exception {
    try (Backend a = Backend.named("a");
        Backend b = Backend.named("b");
        Backend c = Backend.named("c")) {
      int[][] sets = {
        {a.port()},
        {a.port(), b.port()},
        {c.port(), b.port()},
        {b.port()},
        {a.port(), b.port(), c.port()}
      };
      BackendId id = gateway.backend("s", a.port());
      int port = gateway.serve(route("r", prefix("/", to(id))));
      try (Load load = new Load(port)) {
        for (int i = 0; i < 100; i++) {
          gateway.backend("s", sets[i % sets.length]);
          load.awaitAnswers(10);
        }
      }
    }
  }

  @Test
  void opensAndClosesOtherPorts() throws Exception {
    try (Backend a = Backend.named("a")) {
      BackendId id = gateway.backend("a", a.port());
      int port = gateway.serve(route("r", prefix("/", to(id))));
      int other = TestGateway.freePort();
      try (Load load = new Load(port)) {
        for (int i = 0; i < 20; i++) {
          gateway.apply(
              http(port, listener("*", route("r", prefix("/", to(id))))),
              http(other, listener("*", route("r", prefix("/", to(id))))));
          try (RawClient client = new RawClient(other)) {
            assertThat(client.get("/").status()).isEqualTo(200);
            gateway.apply(http(port, listener("*", route("r", prefix("/", to(id))))));
            assertThat(client.get("/").header("connection"))
                .as("the port is gone, the connection drains")
                .isEqualTo("close");
          }
          load.awaitAnswers(10);
        }
      }
    }
  }

  @Test
  void opensAPortAgainThatItHasJustClosed() throws Exception {
    int port = TestGateway.freePort();
    for (int i = 0; i < 20; i++) {
      assertThat(gateway.apply(http(port, listener("*"))).unopened()).isEmpty();
      gateway.apply();
    }
  }

  @Test
  void survivesBackendsThatCloseIdleConnections() throws Exception {
    try (Backend a = Backend.named("a")) {
      int port = gateway.serveAll(a.port());
      try (RawClient client = new RawClient(port)) {
        for (int i = 0; i < 200; i++) {
          assertThat(client.get("/" + i).status()).isEqualTo(200);
          if (i % 3 == 0) {
            a.closeConnections();
          }
        }
      }
    }
  }

  @Test
  void saysWhichPortsItCannotOpen() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int free = TestGateway.freePort();
      Applied applied =
          gateway.apply(http(taken.getLocalPort(), listener("*")), http(free, listener("*")));
      assertThat(applied.unopened()).containsOnlyKeys(taken.getLocalPort());
      assertThat(applied.unopened().get(taken.getLocalPort())).contains("in use");
      try (RawClient client = new RawClient(free)) {
        assertThat(client.get("/").status()).isEqualTo(404);
      }
      int port = taken.getLocalPort();
      taken.close();
      assertThat(gateway.apply(http(port, listener("*"))).unopened())
          .as("tried again with the next configuration")
          .isEmpty();
    }
  }

  @Test
  void finishesRequestsInFlightWhenItStops() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Backend slow =
        Backend.scripted(
            (_, _, out) -> {
              arrived.countDown();
              Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhe");
              await(goOn);
              Backend.write(out, "ll");
              return true;
            })) {
      int port = gateway.serveAll(slow.port());
      try (RawClient client = new RawClient(port)) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        arrived.await();
        var stopping = gateway.engine().stop().toCompletableFuture();
        assertThat(stopping).isNotDone();
        goOn.countDown();
        assertThat(client.response().body()).isEqualTo("hell");
        assertThat(client.read()).isEqualTo(-1);
        stopping.get(5, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void forgetsTheRoutesOfAnEmptyConfiguration() throws Exception {
    try (Backend a = Backend.named("a")) {
      int port = gateway.serveAll(a.port());
      gateway.source().publish(GatewayConfig.empty(TestGateway.KEY)).toCompletableFuture().join();
      ServerSocket reopened = null;
      while (reopened == null) {
        try {
          reopened = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException stillClosing) {
          Thread.onSpinWait();
        }
      }
      reopened.close();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
