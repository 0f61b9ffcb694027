package dev.waymark.mesh.defects;

import dev.waymark.dataplane.exchange.Arrival;
import dev.waymark.dataplane.exchange.Interceptor;
import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.dataplane.http.ResponseHead;
import dev.waymark.model.HeaderEdits;
import io.netty.util.AsciiString;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Faults in requests as they go to backends and responses as they go to clients, that no
 * configuration can say.
 */
final class ForwardMessageDefects {
  private static final AsciiString PATCH = AsciiString.cached("PATCH");
  private static final AsciiString POST = AsciiString.cached("POST");
  private static final AsciiString LOCATION = AsciiString.cached("location");

  static final List<Defect> ALL =
      List.of(
          new Defect(
              "FORWARDED_WITHOUT_QUERY",
              "httproute.forward.path",
              "mesh.httproute.forward.path",
              "The query is left out of the request that is forwarded.",
              () -> forwarding(Heads::dropQuery)),
          new Defect(
              "FORWARDED_HOST_LOSES_PORT",
              "httproute.forward.host",
              "The Host of a forwarded request loses the port that the client wrote in it.",
              () -> forwarding(Heads::dropPort)),
          new Defect(
              "FORWARDED_HOST_REPLACED",
              "mesh.httproute.forward.host",
              "The Host of a forwarded request becomes another.",
              () -> forwarding(request -> Heads.changeHost(request, "elsewhere.invalid"))),
          new Defect(
              "FORWARDED_PATCH_AS_POST",
              "httproute.forward.method",
              "mesh.httproute.forward.method",
              "A PATCH request is forwarded with method POST.",
              () ->
                  forwarding(
                      request -> {
                        if (request.method().contentEquals(PATCH)) {
                          Heads.changeMethod(request, POST);
                        }
                      })),
          new Defect(
              "HEADER_SET_ONLY_IF_PRESENT",
              "httproute.filter.request-headers.set-absent",
              "mesh.httproute.filter.request-headers.set",
              "set does nothing where the request has no such header.",
              () ->
                  edited((arrived, edits, headers) -> undo(arrived, edits, edits.set(), headers))),
          new Defect(
              "HEADER_ADD_ONLY_IF_PRESENT",
              "httproute.filter.request-headers.add-absent",
              "mesh.httproute.filter.request-headers.add",
              "add does nothing where the request has no such header.",
              () ->
                  edited((arrived, edits, headers) -> undo(arrived, edits, edits.add(), headers))),
          new Defect(
              "HEADER_REMOVE_BLANKS",
              "httproute.filter.request-headers.remove",
              "mesh.httproute.filter.request-headers.remove",
              "remove blanks the header's value and leaves the header.",
              () ->
                  edited(
                      (arrived, edits, headers) -> {
                        if (isSingle(edits)) {
                          arrived.stream()
                              .filter(header -> edits.remove().contains(header.lowerCaseName()))
                              .forEach(header -> headers.add(header.name(), ""));
                        }
                      })),
          new Defect(
              "HEADER_FILTER_NAME_WITH_CASE",
              "httproute.filter.request-headers.name-case",
              "remove and set leave a header whose name is in another case than the filter's.",
              () -> Known.faults(NamesWithCase::new)),
          new Defect(
              "HEADER_FILTER_DROPS_LINES",
              "httproute.filter.request-headers.others-untouched",
              "mesh.httproute.filter.request-headers.others-untouched",
              "Only the first line of a header that the filter does not name is forwarded.",
              () -> edited(ForwardMessageDefects::keepFirstLines)),
          new Defect(
              "REDIRECT_PORT_SPELT_OUT",
              "httproute.redirect.port-omitted",
              "Location spells out :80 on http.",
              () -> Faults.of(SpeltOutPort::new)));

  private ForwardMessageDefects() {}

  /** A change of requests that a route forwards, and does not forward as another target. */
  private static Faults forwarding(Consumer<RequestHead> change) {
    return Known.faults(
        known ->
            new Interceptor() {
              private boolean applies;

              @Override
              public RequestHead routing(RequestHead request, Arrival arrival) {
                applies = !known.isWithoutRoute(arrival) && !known.isRewritten(request, arrival);
                return request;
              }

              @Override
              public void forwarding(RequestHead request) {
                if (applies) {
                  change.accept(request);
                }
              }
            });
  }

  private record Header(AsciiString name, AsciiString value) {
    String lowerCaseName() {
      return name.toString().toLowerCase(Locale.ROOT);
    }
  }

  private static List<Header> headers(RequestHead request) {
    var all = new ArrayList<Header>();
    for (int i = 0; i < request.headers().count(); i++) {
      all.add(new Header(request.headers().nameBytes(i), request.headers().valueBytes(i)));
    }
    return all;
  }

  private interface Edited {
    void apply(List<Header> arrived, HeaderEdits edits, HeaderBlock headers);
  }

  /** A change of requests on which a filter acts, with what arrived. */
  private static Faults edited(Edited change) {
    return Known.faults(known -> new AfterEdits(known, change));
  }

  private static final class AfterEdits implements Interceptor {
    private final Known known;
    private final Edited change;
    private List<Header> arrived = List.of();
    private HeaderEdits edits = HeaderEdits.NONE;

    AfterEdits(Known known, Edited change) {
      this.known = known;
      this.change = change;
    }

    @Override
    public RequestHead routing(RequestHead request, Arrival arrival) {
      arrived = headers(request);
      edits =
          known.isRewritten(request, arrival) ? HeaderEdits.NONE : known.edits(request, arrival);
      return request;
    }

    @Override
    public void forwarding(RequestHead request) {
      if (!edits.isEmpty()) {
        change.apply(arrived, edits, request.headers());
      }
    }
  }

  /** A filter with several entries is another requirement's business. */
  private static boolean isSingle(HeaderEdits edits) {
    return edits.set().size() + edits.add().size() + edits.remove().size() == 1;
  }

  private static void undo(
      List<Header> arrived, HeaderEdits edits, List<HeaderEdits.Field> done, HeaderBlock headers) {
    if (isSingle(edits)) {
      for (HeaderEdits.Field field : done) {
        String name = field.name().toLowerCase(Locale.ROOT);
        if (arrived.stream().noneMatch(header -> header.lowerCaseName().equals(name))) {
          headers.removeAll(AsciiString.of(name));
        }
      }
    }
  }

  private static void keepFirstLines(List<Header> arrived, HeaderEdits edits, HeaderBlock headers) {
    Set<String> named =
        Stream.concat(
                edits.remove().stream(),
                Stream.concat(edits.set().stream(), edits.add().stream())
                    .map(field -> field.name().toLowerCase(Locale.ROOT)))
            .collect(Collectors.toSet());
    var seen = new HashSet<String>();
    for (Header header : arrived) {
      if (!named.contains(header.lowerCaseName()) && !seen.add(header.lowerCaseName())) {
        AsciiString name = AsciiString.of(header.lowerCaseName());
        int first = headers.indexOf(name, 0);
        int second = first < 0 ? -1 : headers.indexOf(name, first + 1);
        if (second > 0) {
          headers.remove(second);
        }
      }
    }
  }

  /**
   * Puts back what set and remove took away under a name in another case than written in a route.
   */
  private static final class NamesWithCase implements Interceptor {
    private final Known known;
    private final List<Header> untouchable = new ArrayList<>();

    NamesWithCase(Known known) {
      this.known = known;
    }

    @Override
    public RequestHead routing(RequestHead request, Arrival arrival) {
      HeaderEdits edits = known.edits(request, arrival);
      Set<String> written = namesWritten();
      for (Header header : headers(request)) {
        boolean isNamed =
            edits.remove().contains(header.lowerCaseName())
                || edits.set().stream()
                    .anyMatch(field -> field.name().equalsIgnoreCase(header.lowerCaseName()));
        if (isNamed && !written.contains(header.name().toString())) {
          untouchable.add(header);
        }
      }
      return request;
    }

    private Set<String> namesWritten() {
      return known.view().stream()
          .flatMap(view -> view.routes().values().stream())
          .flatMap(route -> route.getSpec().getRules().stream())
          .flatMap(rule -> rule.getFilters().stream())
          .map(
              io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteFilter
                  ::getRequestHeaderModifier)
          .filter(Objects::nonNull)
          .flatMap(
              filter ->
                  Stream.concat(
                      filter.getRemove().stream(),
                      filter.getSet().stream()
                          .map(io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeader::getName)))
          .collect(Collectors.toSet());
    }

    @Override
    public void forwarding(RequestHead request) {
      untouchable.forEach(header -> request.headers().add(header.name(), header.value()));
    }
  }

  private static final class SpeltOutPort implements Interceptor {
    @Override
    public void answering(ResponseHead response) {
      HeaderBlock headers = response.headers();
      int at = headers.indexOf(LOCATION, 0);
      if (at >= 0) {
        URI location = URI.create(headers.valueBytes(at).toString());
        if ("http".equals(location.getScheme()) && location.getPort() < 0) {
          headers.set(
              LOCATION,
              LOCATION,
              location
                  .toString()
                  .replace(location.getAuthority(), location.getAuthority() + ":80"));
        }
      }
    }
  }
}
