package dev.waymark.kit.run;

import dev.waymark.echo.EchoResponse;
import dev.waymark.kit.Exchange;
import dev.waymark.kit.Header;
import dev.waymark.kit.Response;
import dev.waymark.kit.verdict.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns exchanges and objects into observations: trees keyed by what people ask for. Pure. */
final class Observations {
  private static final int BODY_SHOWN = 500; // enough to recognise an error page

  private Observations() {}

  /** See {@link dev.waymark.kit.Call} for the fields. */
  static ObjectNode of(Exchange exchange) {
    ObjectNode observation = Json.object();
    Response response = exchange.response();
    if (response == null) {
      observation.put("error", exchange.failure());
    } else {
      observation.put("status", response.status());
      observation.put("protocol", response.protocol());
      answerer(response)
          .ifPresentOrElse(
              echo -> answered(observation, echo),
              () -> observation.put("body", start(response.body())));
      ObjectNode headers = observation.putObject("headers");
      for (Header header : response.headers()) {
        String name = header.name().toLowerCase(Locale.ROOT);
        headers.put(name, response.header(name).orElse(""));
      }
      response
          .header("location")
          .ifPresent(location -> observation.set("location", location(location)));
      Response.TlsSession tls = response.tls();
      if (tls != null) {
        observation.putObject("tls").put("version", tls.version()).put("alpn", tls.alpn());
      }
    }
    observation.put("address", exchange.to().getHostString() + ":" + exchange.to().getPort());
    observation.put("tookMillis", exchange.took().toMillis());
    return observation;
  }

  /** The workload behind a Pod's name {@code workload-replicaset-pod}. */
  static String workload(String pod) {
    String[] parts = pod.split("-");
    return parts.length < 3 ? pod : String.join("-", List.of(parts).subList(0, parts.length - 2));
  }

  private static Optional<EchoResponse> answerer(Response response) {
    boolean json =
        response
            .header("content-type")
            .filter(type -> type.startsWith("application/json"))
            .isPresent();
    try {
      return json ? Optional.of(EchoResponse.parse(response.body())) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // somebody else's JSON: shown as a body
    }
  }

  private static void answered(ObjectNode observation, EchoResponse echo) {
    observation.put("backend", workload(echo.pod()));
    observation.put("pod", echo.pod());
    observation.put("namespace", echo.namespace());
    ObjectNode seen = observation.putObject("seen");
    seen.put("method", echo.method())
        .put("path", echo.path())
        .put("host", echo.host())
        .put("proto", echo.proto());
    ObjectNode headers = seen.putObject("headers");
    echo.headers()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    EchoResponse.Tls tls = echo.tls();
    if (tls != null) {
      seen.set("tls", Json.tree(tls));
    }
  }

  private static JsonNode location(String value) {
    ObjectNode location = Json.object();
    try {
      URI uri = new URI(value);
      location.put("scheme", uri.getScheme());
      location.put("host", uri.getHost());
      if (uri.getPort() < 0) {
        location.put("port", "absent");
      } else {
        location.put("port", uri.getPort());
      }
      location.put("path", uri.getRawPath());
      if (uri.getRawQuery() != null) {
        location.put("query", uri.getRawQuery());
      }
    } catch (URISyntaxException e) {
      location.put("unreadable", value);
    }
    return location;
  }

  private static String start(String body) {
    return body.length() <= BODY_SHOWN ? body : body.substring(0, BODY_SHOWN) + "…";
  }

  /**
   * See {@link dev.waymark.kit.ObjectStatus} for the fields.
   *
   * @param controllers whose parent statuses are looked at
   */
  static ObjectNode of(Optional<JsonNode> found, Controllers controllers) {
    ObjectNode observation = Json.object();
    observation.put("exists", found.isPresent());
    found.ifPresent(object -> object(observation, object, controllers));
    return observation;
  }

  private static void object(ObjectNode observation, JsonNode object, Controllers controllers) {
    long generation = object.path("metadata").path("generation").asLong(0);
    observation.put("generation", generation);
    JsonNode status = object.path("status");
    observation.set("conditions", conditions(status.path("conditions"), generation));
    if (status.has("addresses")) {
      observation.set("addresses", status.path("addresses"));
      status
          .path("addresses")
          .valueStream()
          .findFirst()
          .ifPresent(first -> observation.set("address", first));
    }
    if (status.has("listeners")) {
      listeners(observation, status.path("listeners"), generation);
    }
    if (status.has("parents")) {
      parents(observation, object, generation, controllers);
    }
    for (String plain :
        List.of(
            "replicas",
            "availableReplicas",
            "updatedReplicas",
            "observedGeneration",
            "phase",
            "loadBalancer")) {
      if (status.has(plain)) {
        observation.set(plain, status.path(plain));
      }
    }
  }

  private static ObjectNode conditions(JsonNode list, long generation) {
    ObjectNode conditions = Json.object();
    for (JsonNode condition : list) {
      ObjectNode each = conditions.putObject(condition.path("type").asString(""));
      each.put("status", condition.path("status").asString(""));
      each.put("reason", condition.path("reason").asString(""));
      each.put("message", condition.path("message").asString(""));
      each.put("observedGeneration", condition.path("observedGeneration").asLong(0));
      each.put("current", condition.path("observedGeneration").asLong(0) == generation);
    }
    return conditions;
  }

  private static void listeners(ObjectNode observation, JsonNode list, long generation) {
    ArrayNode names = observation.putArray("listenerNames");
    ObjectNode listeners = observation.putObject("listeners");
    for (JsonNode listener : list) {
      String name = listener.path("name").asString("");
      names.add(name);
      ObjectNode each = listeners.putObject(name);
      each.put("attachedRoutes", listener.path("attachedRoutes").asInt(-1));
      ArrayNode kinds = each.putArray("supportedKinds");
      listener.path("supportedKinds").forEach(kind -> kinds.add(kind.path("kind").asString("")));
      each.set("conditions", conditions(listener.path("conditions"), generation));
    }
  }

  private static void parents(
      ObjectNode observation, JsonNode object, long generation, Controllers controllers) {
    ArrayNode names = observation.putArray("parentNames");
    ArrayNode accepted = observation.putArray("acceptedParents");
    ObjectNode parents = observation.putObject("parents");
    String namespace = object.path("metadata").path("namespace").asString("");
    for (JsonNode parent : object.path("status").path("parents")) {
      if (!controllers.wrote(parent)) {
        continue;
      }
      String key = key(parent.path("parentRef"), namespace);
      names.add(key);
      ObjectNode each = parents.putObject(key);
      JsonNode conditions = conditions(parent.path("conditions"), generation);
      each.set("conditions", conditions);
      each.put("complaints", complaints(conditions));
      if (conditions.path("Accepted").path("status").asString("").equals("True")) {
        accepted.add(key);
      }
    }
  }

  /** How many current conditions of a route say that not all of it is in force. */
  private static long complaints(JsonNode conditions) {
    return Stream.of(
            Map.entry("Accepted", "False"),
            Map.entry("ResolvedRefs", "False"),
            Map.entry("PartiallyInvalid", "True"))
        .filter(
            bad -> {
              JsonNode condition = conditions.path(bad.getKey());
              return condition.path("current").asBoolean(false)
                  && condition.path("status").asString("").equals(bad.getValue());
            })
        .count();
  }

  private static String key(JsonNode ref, String routeNamespace) {
    String section = ref.path("sectionName").asString("");
    String port = ref.path("port").isNumber() ? ":" + ref.path("port").asInt() : "";
    return ref.path("namespace").asString(routeNamespace)
        + "/"
        + ref.path("name").asString("")
        + (section.isEmpty() ? "" : "#" + section)
        + port;
  }
}
