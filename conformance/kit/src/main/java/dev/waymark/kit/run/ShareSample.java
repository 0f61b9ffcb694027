package dev.waymark.kit.run;

import dev.waymark.kit.Call;
import dev.waymark.kit.Subject;
import dev.waymark.kit.verdict.Json;
import dev.waymark.kit.verdict.Shares;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Many calls, of which one look counts who answered. */
final class ShareSample implements Subject {
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
    call.sample(
        shares.requests(),
        answer -> answers.computeIfAbsent(who(answer), name -> new LongAdder()).increment());
    return count(answers);
  }

  private static String who(JsonNode answer) {
    return answer.path("status").asInt(0) == 200
        ? answer.path("backend").asString("")
        : Shares.NO_BACKEND;
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
