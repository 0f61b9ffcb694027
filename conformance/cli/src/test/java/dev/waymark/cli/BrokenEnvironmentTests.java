package dev.waymark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import com.sun.net.httpserver.HttpServer;
import dev.waymark.cli.reference.ReferenceCluster;
import dev.waymark.clusters.EmbeddedCluster;
import dev.waymark.kit.report.Reports;
import dev.waymark.mesh.Mesh;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine or a cluster that does not let a run happen: exit code 3, what is wrong and what to do
 * about it, and reports that list what did not run.
 */
@Timeout(120)
class BrokenEnvironmentTests {
  private static final String TEST = "HTTPRouteSimpleSameNamespace";

  private static EmbeddedCluster cluster;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    cluster = ReferenceCluster.startWith(Mesh.sound(), ReferenceCluster.Shape.DEFAULT);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private Path out() {
    return directory.resolve("out");
  }

  private CommandRun run(Path kubeconfig, String... more) {
    var args =
        new ArrayList<>(
            List.of("run", "--kubeconfig", kubeconfig.toString(), "--out", out().toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private Path kubeconfig() throws IOException {
    return Files.writeString(directory.resolve("kubeconfig"), cluster.kubeconfig());
  }

  private Path kubeconfig(String server, String token) throws IOException {
    return Files.writeString(
        directory.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: there, cluster: {server: "%s"%s}}]
        users: [{name: me, user: {token: "%s"}}]
        contexts: [{name: dev, context: {cluster: there, user: me}}]
        current-context: dev
        """
            .formatted(
                server,
                server.startsWith("https") ? ", insecure-skip-tls-verify: true" : "",
                token));
  }

  /** What holds of every run that the environment does not let begin. */
  private void assertNeverBegan(CommandRun run, String cause, String remedy) {
    assertThat(run.err()).contains("waymark: ", cause, remedy);
    assertThat(run.all()).doesNotContain("\tat ", "Exception");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.lastLine()).matches("\\d+ tests, (\\d+) checks: \\1 not run \\(seed .*\\)");
    assertThat(out().resolve(Reports.SUMMARY))
        .content()
        .contains("The run could not be carried out", cause, remedy, "| " + TEST + " | NOT_RUN |");
    assertThat(out().resolve(Reports.CONFORMANCE)).content().contains(cause, "profiles: []");
    assertThat(out().resolve(Reports.JUNIT)).content().contains("<skipped");
    assertThat(out().resolve(Reports.HTML)).content().contains(cause);
    assertThat(out().resolve(Reports.EVIDENCE)).isNotEmptyFile();
  }

  @Test
  void aKubeconfigThatIsNotThere() {
    var file = directory.resolve("none");

    assertNeverBegan(
        run(file),
        "The kubeconfig " + file + " can't be used: there is no such file.",
        "Name a kubeconfig file with --kubeconfig");
  }

  @Test
  void aKubeconfigThatIsNone() throws IOException {
    var file = Files.writeString(directory.resolve("kubeconfig"), "<html>: [not} YAML");

    assertNeverBegan(
        run(file),
        "The kubeconfig " + file + " can't be used: it isn't a kubeconfig.",
        "Name a kubeconfig file with --kubeconfig");
  }

  @Test
  void aContextThatTheKubeconfigLacks() throws IOException {
    assertNeverBegan(
        run(kubeconfig("https://127.0.0.1:1", ""), "--context", "prod"),
        "it has no context prod; its contexts: [dev]",
        "one of its contexts with --context");
  }

  @Test
  void aClusterThatCannotBeReached() throws IOException {
    assertNeverBegan(
        run(kubeconfig("https://127.0.0.1:1", "")),
        "the cluster at https://127.0.0.1:1/ can't be reached: the connection is refused.",
        "Check that the cluster runs and that the kubeconfig's server address is right");
  }

  @Test
  void aClusterThatDoesNotKnowTheUser() throws IOException {
    assertNeverBegan(
        run(kubeconfig(cluster.config().getMasterUrl(), "wrong")),
        "doesn't accept these credentials (401)",
        "Check the user and its token or certificate");
  }

  /** The embedded cluster lets every user that it knows do everything; this one nobody anything. */
  @Test
  void aClusterThatForbids() throws IOException {
    var forbidding =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    forbidding.createContext(
        "/",
        exchange -> {
          var body =
              """
              {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden", "code": 403,
              "message": "user me cannot get that"}
              """
                  .getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(403, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    forbidding.start();
    try {
      assertNeverBegan(
          run(kubeconfig("http://127.0.0.1:" + forbidding.getAddress().getPort(), "mine")),
          "the cluster forbids it (403): user me cannot get that",
          "Run with a user that may");
    } finally {
      forbidding.stop(0);
    }
  }

  @Test
  void crdsThatAreMissing() throws IOException {
    try (var empty = ReferenceCluster.startAlone(ReferenceCluster.Shape.DEFAULT)) {
      empty
          .client()
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName("httproutes.gateway.networking.k8s.io")
          .delete();

      assertNeverBegan(
          run(Files.writeString(directory.resolve("kubeconfig"), empty.kubeconfig())),
          "The cluster lacks the CRDs httproutes.gateway.networking.k8s.io.",
          "Install the standard CRDs of Gateway API v1.6");
    }
  }

  @Test
  void crdsOfAnotherVersionUnlessTheUserAllowsThem() throws IOException {
    var annotation = "gateway.networking.k8s.io/bundle-version";
    var version = annotateHttpRoutes(annotation, "v1.1.0");
    try {
      assertNeverBegan(
          run(kubeconfig()),
          "CRDs are of version v1.1.0 and " + version + "; the suites are for v1.6",
          "--allow-crds-mismatch");

      var allowed = run(kubeconfig(), "--allow-crds-mismatch", "--test", TEST);

      assertThat(allowed.exitCode()).as(allowed.all()).isZero();
    } finally {
      annotateHttpRoutes(annotation, version);
    }
  }

  /** Returns the value that was. */
  private static String annotateHttpRoutes(String annotation, String value) {
    var definition =
        cluster
            .client()
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName("httproutes.gateway.networking.k8s.io");
    var before = definition.get().getMetadata().getAnnotations().get(annotation);
    var unused =
        definition.edit(
            found -> {
              found.getMetadata().getAnnotations().put(annotation, value);
              return found;
            });
    return before;
  }

  @Test
  void aClassThatIsNotThere() throws IOException {
    assertNeverBegan(
        run(kubeconfig(), "--gateway-class", "absent"),
        "The cluster has no GatewayClass absent.",
        "Install the implementation, or name its class");
  }

  @Test
  void aClassThatNobodyAccepts() throws IOException {
    var orphan =
        cluster
            .client()
            .resource(
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: GatewayClass
                metadata: {name: orphan}
                spec: {controllerName: example.org/nobody}
                """);
    var unused = orphan.create();
    try {
      assertNeverBegan(
          run(kubeconfig(), "--gateway-class", "orphan", "--provisioning-deadline", "1"),
          "GatewayClass orphan was not accepted within 1 s.",
          "See that the controller example.org/nobody runs");
      assertNeverBegan(
          run(
              kubeconfig(),
              "--gateway-class=orphan",
              "--provisioning-deadline=1",
              "--level=core",
              "--claim=Gateway,HTTPRoute,ReferenceGrant"),
          "GatewayClass orphan was not accepted within 1 s.",
          "See that the controller example.org/nobody runs");
    } finally {
      orphan.delete();
    }
  }

  @Test
  void theStackTraceIsForThoseWhoAsk() {
    var run = run(directory.resolve("none"), "--debug");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("\tat dev.waymark.");
    assertThat(run.out()).doesNotContain("\tat ");
  }

  @Test
  void resultsAsDataSayWhyThereAreNone() {
    var run = run(directory.resolve("none"), "--json");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("\"environment\"", "\"remedy\"", "NOT_RUN");
  }

  @Test
  void reportsThatHaveNowhereToGo() throws IOException {
    Files.writeString(out(), "a file");

    var run = CommandRun.of("run", "--test", TEST, "--out", out().toString());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .contains("Couldn't write " + out(), "there is a file of this name", "--out")
        .doesNotContain("\tat ", "Starting");
  }

  /** Below /proc not even root makes a directory. */
  @Test
  void reportsThatMayNotGoThere() {
    assumeThat(Path.of("/proc/self")).exists();

    var run = CommandRun.of("run", "--test", TEST, "--out", "/proc/waymark-out");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .contains("Couldn't write /proc/waymark-out", "--out")
        .doesNotContain("\tat ", "Starting");
  }

  /**
   * Linux's /dev/full is a disk that is always full: a report that is a link to it can't be
   * written. The verdicts are printed all the same.
   */
  @Test
  void aDiskThatFillsUpTakesReportsButNoVerdicts() throws IOException {
    var full = Path.of("/dev/full");
    assumeThat(full).isWritable();
    Files.createDirectories(out());
    Files.createSymbolicLink(out().resolve(Reports.HTML), full);

    var run = run(kubeconfig(), "--test", TEST);

    assertThat(run.exitCode()).as(run.all()).isEqualTo(3);
    assertThat(run.err())
        .contains("The disk is full: couldn't write " + out().resolve(Reports.HTML))
        .contains("Free some space, or name a directory on another disk with --out");
    assertThat(run.all()).doesNotContain("\tat ");
    assertThat(run.lastLine()).contains("1 tests, ", " passed (seed ");
    assertThat(out().resolve(Reports.SUMMARY)).content().contains("PASS");
  }

  /** What holds a port on all addresses of the machine holds it on those of the cluster. */
  @Test
  void aPortThatIsTakenIsDoneWithout() throws IOException {
    try (var taken = new ServerSocket()) {
      assumeThatCode(() -> taken.bind(new InetSocketAddress(80)))
          .as("port 80 of every address can be taken here")
          .doesNotThrowAnyException();

      var run = CommandRun.of("run", "--test", TEST, "--out", out().toString());

      assertThat(run.exitCode()).as(run.all()).isZero();
      assertThat(run.err()).contains("mapped to ports of 127.0.0.1: port 80 can't be bound");
    }
  }
}
