package dev.waymark.kit.run;

import dev.waymark.kit.Call;
import dev.waymark.kit.Subject;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Shares;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Many calls, of which one look counts who answered. */
final class ShareSample implements Subject {
  private static final int AT_A_TIME = 8;

  private final Call call;
  private final Shares shares;

  ShareSample(Call call, Shares shares) {
    this.call = call;
    this.shares = shares;
  }

  @Override
  public String says() {
    return "%d times %s".formatted(shares.requests(), call.says());
  }

  @Override
  public JsonNode observe() throws InterruptedException {
    Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    AtomicInteger left = new AtomicInteger(shares.requests());
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures =
          IntStream.range(0, AT_A_TIME)
              .<Future<?>>mapToObj(
                  any ->
                      senders.submit(
                          () -> {
                            while (left.getAndDecrement() > 0) {
                              JsonNode answer = call.observe();
                              String who =
                                  answer.path("status").asInt(0) == 200
                                      ? answer.path("backend").asString("")
                                      : Shares.NO_BACKEND;
                              answers.computeIfAbsent(who, name -> new LongAdder()).increment();
                            }
                            return null;
                          }))
              .toList();
      try {
        for (Future<?> future : futures) {
          future.get();
        }
      } catch (InterruptedException e) {
        senders.shutdownNow();
        throw e;
      } catch (ExecutionException e) {
        throw new IllegalStateException("couldn't send the sample", e.getCause());
      }
    }
    return count(answers);
  }

  private JsonNode count(Map<String, LongAdder> answers) {
    ObjectNode observation = Json.object();
    long strangers = 0;
    ObjectNode backends = Json.object();
    shares.counts().keySet().stream().sorted().forEach(name -> backends.put(name, 0));
    for (Map.Entry<String, LongAdder> each : new TreeMap<>(answers).entrySet()) {
      if (shares.counts().containsKey(each.getKey())) {
        backends.put(each.getKey(), each.getValue().sum());
      } else if (!each.getKey().equals(Shares.NO_BACKEND)) {
        strangers += each.getValue().sum();
      }
    }
    LongAdder none = answers.get(Shares.NO_BACKEND);
    long unanswered = none == null ? 0 : none.sum();
    observation.put("requests", shares.requests());
    observation.put("answered", shares.requests() - unanswered);
    observation.put("strangers", strangers);
    observation.set("backends", backends);
    return observation;
  }

  @Override
  public void awaitChange(Duration atMost) {}

  @Override
  public int looksInARow() {
    return 1;
  }

  @Override
  public String shellLine() {
    return call.shellLine();
  }
}
