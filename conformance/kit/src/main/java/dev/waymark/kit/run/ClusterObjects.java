package dev.waymark.kit.run;

import dev.waymark.kit.result.EnvironmentFailure;
import dev.waymark.kit.verdict.Json;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The objects of a real API server, through the fabric8 client. */
final class ClusterObjects implements Objects {
  private static final int ATTEMPTS = 4;
  private static final Duration ANSWER = Duration.ofSeconds(60); // as an API server limits its own

  private final KubernetesClient client;
  private final Map<String, ResourceDefinitionContext> kinds = new ConcurrentHashMap<>();

  ClusterObjects(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public String version() {
    return ask(
        "ask for the cluster's version",
        () -> String.valueOf(client.getKubernetesVersion().getGitVersion()));
  }

  @Override
  public void apply(JsonNode manifest) {
    Ref ref = Ref.of(manifest);
    GenericKubernetesResource object =
        client
            .getKubernetesSerialization()
            .unmarshal(manifest.toString(), GenericKubernetesResource.class);
    ask("apply " + ref, () -> kind(ref, object).createOr(NonDeletingOperation::update));
  }

  @Override
  public void patch(Ref ref, JsonNode patch) {
    ask(
        "patch " + ref,
        () -> named(ref).patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString()));
  }

  @Override
  public void delete(Ref ref) {
    ask("delete " + ref, () -> named(ref).delete());
  }

  @Override
  public Optional<JsonNode> get(Ref ref) {
    return Optional.ofNullable(ask("get " + ref, () -> named(ref).get())).map(this::tree);
  }

  @Override
  public Watched watch(Ref ref) {
    return new Informed(ref);
  }

  @Override
  public int logLines(String namespace, String app, String text) {
    return ask(
        "read the logs of Pods " + namespace + "/app=" + app,
        () ->
            client.pods().inNamespace(namespace).withLabel("app", app).list().getItems().stream()
                .mapToInt(
                    pod ->
                        (int)
                            log(namespace, pod).lines().filter(line -> line.contains(text)).count())
                .sum());
  }

  private String log(String namespace, Pod pod) {
    return client.pods().inNamespace(namespace).withName(pod.getMetadata().getName()).getLog();
  }

  private Resource<GenericKubernetesResource> named(Ref ref) {
    var all = client.genericKubernetesResources(context(ref));
    return ref.namespace().isEmpty()
        ? all.withName(ref.name())
        : all.inNamespace(ref.namespace()).withName(ref.name());
  }

  private Resource<GenericKubernetesResource> kind(Ref ref, GenericKubernetesResource object) {
    var all = client.genericKubernetesResources(context(ref));
    return ref.namespace().isEmpty()
        ? all.resource(object)
        : all.inNamespace(ref.namespace()).resource(object);
  }

  private ResourceDefinitionContext context(Ref ref) {
    return kinds.computeIfAbsent(
        ref.apiVersion() + " " + ref.kind(),
        any -> {
          int slash = ref.apiVersion().indexOf('/');
          APIResource found = discovered(ref);
          return new ResourceDefinitionContext.Builder()
              .withGroup(slash < 0 ? "" : ref.apiVersion().substring(0, slash))
              .withVersion(ref.apiVersion().substring(slash + 1))
              .withKind(ref.kind())
              .withPlural(found.getName())
              .withNamespaced(found.getNamespaced())
              .build();
        });
  }

  private APIResource discovered(Ref ref) {
    APIResourceList list = client.getApiResources(ref.apiVersion());
    return Optional.ofNullable(list).stream()
        .flatMap(each -> each.getResources().stream())
        .filter(each -> each.getKind().equals(ref.kind()) && !each.getName().contains("/"))
        .findFirst()
        .orElseThrow(
            () ->
                new EnvironmentFailure(
                    "The cluster doesn't know the kind %s of %s."
                        .formatted(ref.kind(), ref.apiVersion()),
                    "Install the CRDs of the Gateway API that the run is for."));
  }

  private JsonNode tree(GenericKubernetesResource object) {
    return Json.read(client.getKubernetesSerialization().asJson(object));
  }

  /**
   * Makes a request and translates what the client throws into whose fault it is. All requests here
   * come to the same if they are made twice, so one that broke with its connection is made again: a
   * run of minutes shouldn't end for one of its thousand requests.
   */
  private <T extends @Nullable Object> T ask(String what, Supplier<T> request) {
    for (int attempt = 1; ; attempt++) {
      try {
        return answer(what, request);
      } catch (KubernetesClientException e) {
        if (attempt == ATTEMPTS || !ClusterFailures.isTransient(e)) {
          throw ClusterFailures.translate("Couldn't " + what, client.getMasterUrl(), e);
        }
        pause(Duration.ofMillis(100L << attempt));
      }
    }
  }

  /** Waits for an answer with an end: the client itself waits for ever, and a run must not. */
  private static <T extends @Nullable Object> T answer(String what, Supplier<T> request) {
    FutureTask<T> asked = new FutureTask<>(request::get);
    Thread asking = Thread.startVirtualThread(asked);
    try {
      return asked.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException("Couldn't " + what, e.getCause());
    } catch (TimeoutException e) {
      asking.interrupt();
      throw new EnvironmentFailure(
          "Couldn't %s: the API server didn't answer within %d s."
              .formatted(what, ANSWER.toSeconds()),
          "See whether the API server is alive: kubectl get --raw /readyz",
          e);
    } catch (InterruptedException e) {
      asking.interrupt();
      throw new Session.Cancelled(e);
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new Session.Cancelled(e);
    }
  }

  /**
   * A watched object. An informer lists first, then watches, and begins anew when its watch breaks.
   */
  private final class Informed implements Watched {
    private final Semaphore changes = new Semaphore(0);
    private final Ref ref;
    private SharedIndexInformer<GenericKubernetesResource> informer;

    Informed(Ref ref) {
      this.ref = ref;
      this.informer = open();
    }

    private SharedIndexInformer<GenericKubernetesResource> open() {
      return ask("watch " + ref, () -> named(ref).inform(new Releasing(changes)));
    }

    @Override
    public Optional<JsonNode> now() {
      changes.drainPermits();
      if (informer.stopped().toCompletableFuture().isDone()) {
        informer = open(); // it gave up, as it does when it can't even list
      }
      return informer.getStore().list().stream().findFirst().map(ClusterObjects.this::tree);
    }

    @Override
    public void awaitChange(Duration atMost) throws InterruptedException {
      boolean unused = changes.tryAcquire(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
      informer.stop();
    }
  }

  /** Releases a permit for each event. */
  private record Releasing(Semaphore changes)
      implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource added) {
      changes.release();
    }

    @Override
    public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource updated) {
      changes.release();
    }

    @Override
    public void onDelete(GenericKubernetesResource deleted, boolean unknown) {
      changes.release();
    }
  }
}
