import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Kills {@code waymark cluster --data} again and again while clients write, and compares what it
 * has after each restart with what it had acknowledged, and with what watches had been told.
 *
 * <p>Usage: {@code java -cp waymark.jar KillRounds.java WAYMARK DIRECTORY ROUNDS}. The kubeconfig
 * of the first life is used throughout, as is a ServiceAccount's token.
 */
class KillRounds {

  private static final int WRITERS = 8;
  private static final int OBJECTS_PER_WRITER = 25;
  private static final int LONGEST_VALUE = 8_000;
  private static final Duration START_DEADLINE = Duration.ofSeconds(60);
  private static final String NAMESPACE = "default";

  /** What a client knows of its object. */
  sealed interface State {
    record Absent() implements State {}

    record Present(long revision, String value) implements State {}
  }

  /** What was acknowledged last, and what has been asked for since then, null if nothing. */
  record Belief(State acknowledged, State attempted) {}

  private final Path waymark;
  private final Path directory;
  private final Random random = new Random();
  private final Map<String, Belief> beliefs = new ConcurrentHashMap<>();
  private final Map<String, Long> seen = new ConcurrentHashMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger undecided = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final List<String> problems = new ArrayList<>();
  private String kubeconfig = "";
  private String token = "";

  KillRounds(Path waymark, Path directory) {
    this.waymark = waymark;
    this.directory = directory;
  }

  public static void main(String[] args) throws Exception {
    var show = new KillRounds(Path.of(args[0]), Path.of(args[1]));
    int rounds = Integer.parseInt(args[2]);
    for (int round = 1; round <= rounds; round++) {
      show.killedLife(round);
    }
    show.lifeOnAFullDisk();
    show.lastLife();
    show.problems.forEach(each -> System.out.println("NOT SHOWN: " + each));
    System.exit(show.problems.isEmpty() ? 0 : 1);
  }

  private void killedLife(int round) throws Exception {
    var started = Instant.now();
    var process = start("");
    long ready = Duration.between(started, Instant.now()).toMillis();
    int before = acknowledged.get();
    try (var client = client()) {
      checkWhatWasKept(client);
      checkToken();
      var watch = client.configMaps().inNamespace(NAMESPACE).watch(new Recorder());
      try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int w = 0; w < WRITERS; w++) {
          int writer = w;
          writers.execute(() -> write(client, writer));
        }
        Thread.sleep(random.nextInt(100, 1500));
        process.destroyForcibly().waitFor();
      }
      watch.close();
    }
    System.out.printf(
        "round %2d: ready after %d ms, %d writes acknowledged, killed%n",
        round, ready, acknowledged.get() - before);
  }

  /** The limit on the size of a file stands for the end of the disk. */
  private void lifeOnAFullDisk() throws Exception {
    long blocks = Files.size(directory.resolve("data/objects.log")) / 1024 + 1024;
    var process = start("ulimit -f " + blocks + "; ");
    try (var client = client()) {
      checkWhatWasKept(client);
      int before = acknowledged.get();
      while (refused.get() == 0 && problems.isEmpty()) {
        write(client, 0, new Random());
      }
      checkWhatWasKept(client);
      System.out.printf(
          "full disk: %d writes acknowledged, then refused with 500; everything is still served%n",
          acknowledged.get() - before);
    }
    process.destroyForcibly().waitFor();
  }

  private void lastLife() throws Exception {
    var process = start("");
    try (var client = client()) {
      checkWhatWasKept(client);
      write(client, 0, new Random());
      checkToken();
    }
    process.destroy();
    process.waitFor();
    System.out.printf(
        "%d writes acknowledged, %d under way when the process died, %d objects now: %s%n",
        acknowledged.get(),
        undecided.get(),
        beliefs.size(),
        problems.isEmpty() ? "nothing acknowledged is lost" : problems.size() + " problems");
  }

  /** Starts the cluster; if another one has taken its network meanwhile, when that is gone. */
  private Process start(String before) throws Exception {
    var deadline = Instant.now().plus(START_DEADLINE);
    while (true) {
      var process = tryStart(before);
      if (process.isAlive()) {
        return process;
      }
      var output = Files.readString(directory.resolve("output.txt"));
      if (!output.contains("is taken by another cluster") || Instant.now().isAfter(deadline)) {
        throw new IllegalStateException("the cluster does not start: " + output);
      }
      System.out.println("another cluster has the network: waiting for it");
      Thread.sleep(1000);
    }
  }

  private Process tryStart(String before) throws Exception {
    var file = directory.resolve("kubeconfig");
    var output = directory.resolve("output.txt").toFile();
    var command = before + "exec " + waymark + " cluster --data data --write-kubeconfig " + file;
    var process =
        new ProcessBuilder("bash", "-c", command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    var deadline = Instant.now().plus(START_DEADLINE);
    while (Files.readAllLines(output.toPath()).stream().noneMatch(l -> l.startsWith("export "))) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        process.destroyForcibly().waitFor();
        return process;
      }
      Thread.sleep(10);
    }
    var lines = Files.readAllLines(output.toPath());
    if (!lines.get(0).startsWith("ready") || lines.size() > 2) {
      problems.add("the start is not clean: " + lines);
    }
    if (kubeconfig.isEmpty()) {
      kubeconfig = Files.readString(file);
    }
    return process;
  }

  private KubernetesClient client() {
    return client(Config.fromKubeconfig(kubeconfig));
  }

  private static KubernetesClient client(Config config) {
    var once =
        new ConfigBuilder(config)
            .withClientKeyAlgo("EC")
            .withOnlyHttpWatches(true)
            .withHttp2Disable(true) // a connection would carry few requests beside the watch
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(once).build();
  }

  private void checkToken() {
    if (token.isEmpty()) {
      try (var admin = client()) {
        var request = new TokenRequestBuilder().withNewSpec().endSpec().build();
        var account = admin.serviceAccounts().inNamespace(NAMESPACE).withName("default");
        account.waitUntilCondition(java.util.Objects::nonNull, 30, TimeUnit.SECONDS);
        token = account.tokenRequest(request).getStatus().getToken();
      }
    }
    var admin = Config.fromKubeconfig(kubeconfig);
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(admin.getMasterUrl())
            .withCaCertData(admin.getCaCertData())
            .withOauthToken(token)
            .build();
    try (var client = client(config)) {
      var review =
          client.raw(
              "/apis/authentication.k8s.io/v1/selfsubjectreviews",
              "POST",
              "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}");
      if (!review.contains("system:serviceaccount:default:default")) {
        problems.add("the token of the first life is not known any more: " + review);
      }
    }
  }

  /** Compares, and takes what is stored as the new belief. */
  private void checkWhatWasKept(KubernetesClient client) {
    var list = client.configMaps().inNamespace(NAMESPACE).list();
    var stored =
        list.getItems().stream()
            .filter(each -> each.getMetadata().getName().startsWith("w"))
            .collect(Collectors.toMap(each -> each.getMetadata().getName(), KillRounds::present));
    long revision = Long.parseLong(list.getMetadata().getResourceVersion());
    seen.forEach(
        (name, event) -> {
          if (event > revision) {
            problems.add(name + ": a watch was told of revision " + event + ", now " + revision);
          }
        });
    stored.keySet().stream()
        .filter(name -> !beliefs.containsKey(name))
        .forEach(name -> problems.add(name + ": nobody asked for it"));
    beliefs.replaceAll((name, belief) -> check(name, belief, stored.get(name)));
  }

  private Belief check(String name, Belief belief, State.Present found) {
    State now = found == null ? new State.Absent() : found;
    boolean kept = now.equals(belief.acknowledged());
    boolean done = belief.attempted() != null && isDone(belief.attempted(), now);
    if (!kept && !done) {
      problems.add(name + ": acknowledged " + belief.acknowledged() + ", stored " + now);
    }
    long known = belief.acknowledged() instanceof State.Present(long at, String _) ? at : 0;
    if (kept
        && !done
        && belief.attempted() != null
        && seen.getOrDefault(name, 0L) > known
        && belief.acknowledged() instanceof State.Present) {
      problems.add(name + ": a watch was told of a write that is gone");
    }
    if (belief.attempted() != null) {
      undecided.incrementAndGet();
    }
    return new Belief(now, null);
  }

  private static boolean isDone(State attempted, State now) {
    return switch (attempted) {
      case State.Absent absent -> absent.equals(now);
      case State.Present(long _, String value) ->
          now instanceof State.Present(long _, String stored) && stored.equals(value);
    };
  }

  private static State.Present present(ConfigMap map) {
    return new State.Present(
        Long.parseLong(map.getMetadata().getResourceVersion()), map.getData().get("value"));
  }

  private void write(KubernetesClient client, int writer) {
    var choice = new Random();
    while (write(client, writer, choice)) {
      // until the cluster is gone
    }
  }

  /** Makes one write and returns whether it was answered. */
  private boolean write(KubernetesClient client, int writer, Random choice) {
    var name = "w" + writer + "-" + choice.nextInt(OBJECTS_PER_WRITER);
    var before = beliefs.getOrDefault(name, new Belief(new State.Absent(), null)).acknowledged();
    var value = Long.toHexString(choice.nextLong()).repeat(1 + choice.nextInt(LONGEST_VALUE / 16));
    boolean deletes = before instanceof State.Present && choice.nextInt(5) == 0;
    State attempt = deletes ? new State.Absent() : new State.Present(0, value);
    beliefs.put(name, new Belief(before, attempt));
    try {
      beliefs.put(name, new Belief(carryOut(client, name, before, attempt), null));
      acknowledged.incrementAndGet();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 500 && e.getMessage().contains("the write could not be stored")) {
        beliefs.put(name, new Belief(before, null));
        refused.incrementAndGet();
      } else if (e.getCode() > 0) {
        problems.add(name + ": " + e.getMessage());
      }
      return false;
    }
  }

  private static State carryOut(KubernetesClient client, String name, State before, State attempt) {
    var map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(name)
            .endMetadata();
    if (!(attempt instanceof State.Present(long _, String value))) {
      client.resource(map.build()).delete();
      return attempt;
    }
    map.addToData("value", value);
    return present(
        before instanceof State.Present(long revision, String _)
            ? client
                .resource(
                    map.editMetadata()
                        .withResourceVersion(Long.toString(revision))
                        .endMetadata()
                        .build())
                .update()
            : client.resource(map.build()).create());
  }

  /** Notes the latest revision that a watch was told of, by object. */
  private final class Recorder implements Watcher<ConfigMap> {
    @Override
    public void eventReceived(Action action, ConfigMap map) {
      seen.merge(
          map.getMetadata().getName(),
          Long.parseLong(map.getMetadata().getResourceVersion()),
          Math::max);
    }

    @Override
    public void onClose(WatcherException cause) {}
  }
}
