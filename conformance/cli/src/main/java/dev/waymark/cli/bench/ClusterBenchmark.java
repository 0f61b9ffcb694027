package dev.waymark.cli.bench;

import static dev.waymark.cli.bench.ClusterFigures.quantile;

import dev.waymark.cli.bench.ClusterFigures.Figure;
import dev.waymark.clusters.EmbeddedCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The embedded Kubernetes by itself: how soon it is ready, how fast it writes, how fast its watches
 * tell, and how much memory many objects take.
 */
public final class ClusterBenchmark {

  private static final int STARTS = 6;
  private static final int CLIENTS = 8;
  private static final int WARM_UP = 1500;
  private static final int WRITES = 1000;
  private static final int WATCHERS = 100;
  private static final int CONNECTIONS = 10;
  private static final Duration WARM_UP_INTERVAL = Duration.ofMillis(5);
  private static final int EVENTS = 400;
  private static final Duration EVENT_INTERVAL = Duration.ofMillis(20);
  private static final int HEAP_MEBIBYTES = 512;
  private static final int OBJECTS = 20_000;
  private static final int WATCHES = 1_000;

  private final PrintWriter progress;

  public ClusterBenchmark(PrintWriter progress) {
    this.progress = progress;
  }

  /**
   * Runs it, in about a minute.
   *
   * @throws IOException if something is broken: a start, a call, an event that does not arrive
   */
  public ClusterFigures run() throws IOException, InterruptedException {
    var figures = new ArrayList<Figure>();
    inProcess(figures);
    try (var bench = Workbench.open();
        var cluster = ClusterProcess.start(bench.directory(), HEAP_MEBIBYTES)) {
      figures.add(
          1, Figure.shown("start to ready, cold JVM", cluster.startTime().toMillis(), "ms"));
      overTls(cluster, figures);
      watches(cluster, figures);
      memory(cluster, figures);
    }
    return new ClusterFigures(figures);
  }

  private void inProcess(List<Figure> figures) throws IOException, InterruptedException {
    say("starting a cluster %d times in this JVM", STARTS);
    double[] starts = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      long began = System.nanoTime();
      try (var cluster = EmbeddedCluster.builder().start()) {
        starts[i] = (System.nanoTime() - began) / 1e6;
        say("start %d: %.0f ms", i + 1, starts[i]);
        if (i == STARTS - 1) {
          double[] warm = Arrays.copyOfRange(starts, STARTS / 2, STARTS);
          figures.add(Figure.of("start to ready, warm JVM", quantile(warm, 0.5), "ms", 1000));
          say("creating and updating in this process");
          try (var load = new ClusterLoad(cluster.kubeconfig(), 1)) {
            var unused = load.writes("warm-up", WARM_UP);
            figures.add(
                Figure.of(
                    "create or update in one process, 1 client, median",
                    quantile(load.writes("measured", WRITES), 0.5),
                    "ms",
                    1));
          }
        }
      }
    }
  }

  private void overTls(ClusterProcess cluster, List<Figure> figures)
      throws IOException, InterruptedException {
    say("creating and updating over TLS, %d clients", CLIENTS);
    try (var load = new ClusterLoad(cluster.kubeconfig(), CLIENTS)) {
      var unused = load.writes("warm-up", WARM_UP / CLIENTS * 4);
      double[] millis = load.writes("measured", WRITES / CLIENTS * 4);
      figures.add(
          Figure.of(
              "create or update over TLS, " + CLIENTS + " clients, median",
              quantile(millis, 0.5),
              "ms",
              3));
      figures.add(Figure.shown("the same, p99", quantile(millis, 0.99), "ms"));
    }
  }

  private void watches(ClusterProcess cluster, List<Figure> figures)
      throws IOException, InterruptedException {
    say("watching, %d watchers", WATCHERS);
    try (var load = new ClusterLoad(cluster.kubeconfig(), CONNECTIONS)) {
      try (var delivery = new WatchDelivery(load, WATCHERS, WARM_UP)) {
        var unused = delivery.run(WARM_UP_INTERVAL);
      }
      try (var delivery = new WatchDelivery(load, WATCHERS, EVENTS)) {
        Duration before = cluster.cpuTime();
        WatchDelivery.Times times = delivery.run(EVENT_INTERVAL);
        double spent = cluster.cpuTime().minus(before).toNanos() / 1e6;
        String watched =
            "write to event, %d watchers, %d writes/s, "
                .formatted(WATCHERS, Duration.ofSeconds(1).dividedBy(EVENT_INTERVAL));
        double[] deliveries = times.deliveries();
        figures.add(Figure.shown(watched + "median", quantile(deliveries, 0.5), "ms"));
        figures.add(Figure.of(watched + "p99", quantile(deliveries, 0.99), "ms", 5));
        figures.add(
            Figure.shown("these writes themselves, p99", quantile(times.writes(), 0.99), "ms"));
        figures.add(Figure.shown("the server's CPU time for one of them", spent / EVENTS, "ms"));
      }
    }
  }

  private void memory(ClusterProcess cluster, List<Figure> figures)
      throws IOException, InterruptedException {
    say("storing %d objects", OBJECTS);
    try (var load = new ClusterLoad(cluster.kubeconfig(), CLIENTS)) {
      load.create(OBJECTS, ManyObjects::number);
      say("opening %d watches", WATCHES);
      try (var delivery = new WatchDelivery(load, WATCHES, 10)) {
        var unused = delivery.run(Duration.ofMillis(100));
        figures.add(
            Figure.of(
                "heap with %d objects and %d watches".formatted(OBJECTS, WATCHES),
                cluster.heapInUse(),
                "MiB",
                HEAP_MEBIBYTES));
      }
    }
  }

  private void say(String format, Object... values) {
    progress.println(format.formatted(values));
    progress.flush();
  }
}
