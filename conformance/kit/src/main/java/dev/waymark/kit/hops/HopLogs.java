package dev.waymark.kit.hops;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads hops from the logs of proxies' Pods. Safe for use by many threads. */
public final class HopLogs {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final KubernetesClient client;
  private final List<Proxies> proxies;

  /**
   * Where proxies are.
   *
   * @param namespace theirs; {@code *} for all
   * @param selector of labels, as {@code kubectl -l} takes it
   */
  public record Proxies(String namespace, String selector) {
    /**
     * Reads {@code NAMESPACE/SELECTOR}.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static Proxies parse(String text) {
      int slash = text.indexOf('/');
      if (slash < 1 || slash == text.length() - 1) {
        throw new IllegalArgumentException(
            "'" + text + "' (expected: NAMESPACE/SELECTOR, for example istio-system/app=ztunnel)");
      }
      return new Proxies(text.substring(0, slash), text.substring(slash + 1));
    }
  }

  /** Logs of these proxies. */
  public HopLogs(KubernetesClient client, List<Proxies> proxies) {
    this.client = client;
    this.proxies = List.copyOf(proxies);
  }

  /**
   * The paths that began in a Pod, once no proxy has more to tell of them.
   *
   * @param pod {@code NAMESPACE/NAME}
   * @param since what began before is left out
   * @param atMost how long to wait for proxies that are late
   * @param begin which first hops are meant
   * @return what there is then; maybe nothing, maybe paths that are cut off
   * @throws InterruptedException when the run was cancelled meanwhile
   */
  public List<HopPath> from(String pod, Instant since, Duration atMost, Predicate<Hop> begin)
      throws InterruptedException {
    Instant end = Instant.now().plus(atMost);
    List<HopPath> before = List.of();
    while (true) {
      List<HopPath> paths =
          HopPath.from(pod, since, read()).stream()
              .filter(path -> begin.test(path.hops().getFirst()))
              .toList();
      boolean settled =
          !paths.isEmpty() && paths.equals(before) && paths.stream().noneMatch(HopPath::isCutOff);
      if (settled || Instant.now().isAfter(end)) {
        return paths;
      }
      before = paths;
      Thread.sleep(PAUSE);
    }
  }

  /** All that was ever told: a request may go on by a connection that others have opened. */
  private List<Hop> read() {
    List<Hop> hops = new ArrayList<>();
    for (Proxies some : proxies) {
      for (Pod pod : pods(some)) {
        log(pod).lines().flatMap(line -> HopLine.parse(line).stream()).forEach(hops::add);
      }
    }
    return hops;
  }

  private List<Pod> pods(Proxies some) {
    return (some.namespace().equals("*")
            ? client.pods().inAnyNamespace().withLabelSelector(some.selector())
            : client.pods().inNamespace(some.namespace()).withLabelSelector(some.selector()))
        .list()
        .getItems();
  }

  /** A Pod may go, or not have begun, between two calls. */
  private String log(Pod pod) {
    try {
      return client.pods().resource(pod).getLog();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
          || e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST) {
        return "";
      }
      throw e;
    }
  }
}
