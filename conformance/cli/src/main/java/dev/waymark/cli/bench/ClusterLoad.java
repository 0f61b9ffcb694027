package dev.waymark.cli.bench;

import dev.waymark.clusters.ClientSettings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;

/** Clients of an API server that measure how long it takes. Each has a connection of its own. */
final class ClusterLoad implements AutoCloseable {

  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private final URI server;
  private final List<HttpClient> clients = new ArrayList<>();

  /**
   * Makes clients for the administrator of a cluster.
   *
   * @throws IOException if the kubeconfig's keys can't be read
   */
  ClusterLoad(String kubeconfig, int count) throws IOException {
    Config config = ClientSettings.apply(Config.fromKubeconfig(kubeconfig));
    server = URI.create(config.getMasterUrl());
    try {
      for (int i = 0; i < count; i++) {
        clients.add(HttpClient.newBuilder().sslContext(SSLUtils.sslContext(config)).build());
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("the kubeconfig's keys can't be used: " + e.getMessage(), e);
    }
  }

  /**
   * Has every client, all at the same time, create an object and update it, again and again.
   *
   * @return how long each call took, in milliseconds
   */
  double[] writes(String name, int perClient) throws IOException, InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<double[]>> results = new ArrayList<>();
      for (HttpClient client : clients) {
        String own = name + "-" + results.size();
        results.add(threads.submit(() -> writes(client, own, perClient)));
      }
      DoubleStream all = DoubleStream.empty();
      for (Future<double[]> result : results) {
        all = DoubleStream.concat(all, DoubleStream.of(result.get()));
      }
      return all.toArray();
    } catch (ExecutionException e) {
      throw new IOException("a write failed: " + e.getMessage(), e);
    }
  }

  private double[] writes(HttpClient client, String name, int count)
      throws IOException, InterruptedException {
    double[] millis = new double[2 * count];
    for (int i = 0; i < count; i++) {
      String each = name + "-" + i;
      millis[2 * i] = timed(client, "POST", MAPS, map(each, "1"), 201);
      millis[2 * i + 1] = timed(client, "PUT", MAPS + "/" + each, map(each, "2"), 200);
    }
    return millis;
  }

  private double timed(HttpClient client, String method, String path, String body, int expected)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    send(client, method, path, body, expected);
    return (System.nanoTime() - began) / 1e6;
  }

  /** Creates objects, each client its share. */
  void create(int count, IntFunction<Creation> creations) throws IOException, InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < clients.size(); i++) {
        int first = i;
        results.add(
            threads.submit(
                () -> {
                  for (int each = first; each < count; each += clients.size()) {
                    Creation creation = creations.apply(each);
                    send(clients.get(first), "POST", creation.path(), creation.body(), 201);
                  }
                  return first;
                }));
      }
      for (Future<Integer> result : results) {
        var unused = result.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a write failed: " + e.getMessage(), e);
    }
  }

  /** An object to create. */
  record Creation(String path, String body) {}

  /** Creates an object, or updates it, over the first connection. */
  void send(String method, String path, String body, int expected)
      throws IOException, InterruptedException {
    send(clients.getFirst(), method, path, body, expected);
  }

  private void send(HttpClient client, String method, String path, String body, int expected)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != expected) {
      throw new IOException(
          method + " " + path + " is answered with " + answer.statusCode() + ": " + answer.body());
    }
  }

  /** Opens a watch on a connection that it shares with every {@code clients}th other. */
  void watch(int number, String path, BodySubscriber<Void> watcher)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).GET().build();
    HttpResponse<Void> answer = clients.get(number % clients.size()).send(request, _ -> watcher);
    if (answer.statusCode() != 200) {
      throw new IOException("the watch of " + path + " is answered with " + answer.statusCode());
    }
  }

  static String map(String name, String value) {
    return """
    {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s","labels":{"app":"bench"}},
     "data":{"key":"%s","text":"%s"}}
    """
        .formatted(name, value, "x".repeat(200));
  }

  @Override
  public void close() {
    clients.forEach(HttpClient::shutdownNow);
  }
}
