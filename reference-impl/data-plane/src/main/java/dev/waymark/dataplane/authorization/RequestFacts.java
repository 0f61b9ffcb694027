package dev.waymark.dataplane.authorization;

import dev.waymark.dataplane.http.HeaderBlock;
import dev.waymark.dataplane.http.Names;
import dev.waymark.dataplane.http.RequestHead;
import dev.waymark.model.authorization.RequestTest.Address;
import dev.waymark.model.authorization.TextAttribute;
import dev.waymark.model.identity.SpiffeId;
import io.netty.util.AsciiString;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What policies can ask of a request.
 *
 * @param request null where nobody reads the connection's requests
 */
record RequestFacts(Peer peer, @Nullable RequestHead request) {

  /** The values of an attribute; none if the request does not have it. */
  List<String> texts(TextAttribute attribute) {
    return switch (attribute) {
      case TextAttribute.Plain plain -> plain(plain).toList();
      case TextAttribute.Header header -> header(header.name()).stream().toList();
      case TextAttribute.Claim _ -> List.of();
    };
  }

  private Stream<String> plain(TextAttribute.Plain attribute) {
    Optional<SpiffeId> identity = identity();
    return switch (attribute) {
      case PRINCIPAL -> identity.map(SpiffeId::principal).stream();
      case NAMESPACE -> identity.map(SpiffeId::namespace).stream();
      case TRUST_DOMAIN -> identity.map(each -> each.trustDomain().name()).stream();
      case SERVER_NAME -> Stream.empty(); // TLS that passes through is not looked into
      case HOST -> Stream.ofNullable(request).map(RequestFacts::host);
      case METHOD -> Stream.ofNullable(request).map(head -> head.method().toString());
      case REQUEST_PRINCIPAL, AUDIENCE, PRESENTER -> Stream.empty();
    };
  }

  /** With the port, as the client sent it. */
  private static String host(RequestHead request) {
    return AsciiString.of(request.authority()).toLowerCase().toString();
  }

  Optional<SpiffeId> identity() {
    return Optional.ofNullable(peer.identity());
  }

  String path() {
    return request == null ? "" : request.path();
  }

  private Optional<String> header(String name) {
    if (request == null) {
      return Optional.empty();
    }
    HeaderBlock headers = request.headers();
    var lower = AsciiString.of(name);
    StringJoiner values = new StringJoiner(",");
    int at = headers.indexOf(lower, 0);
    if (at < 0) {
      return Optional.empty();
    }
    for (; at >= 0; at = headers.indexOf(lower, at + 1)) {
      values.add(headers.text(headers.valueStart(at), headers.valueEnd(at)));
    }
    return Optional.of(values.toString());
  }

  Optional<InetAddress> address(Address.End end) {
    return switch (end) {
      case SOURCE -> Optional.of(peer.address());
      case DESTINATION -> Optional.of(peer.destination().getAddress());
      case ORIGIN -> Optional.of(forwardedFor().orElse(peer.address()));
    };
  }

  /** What the nearest proxy before says of the client. */
  private Optional<InetAddress> forwardedFor() {
    return header(Names.X_FORWARDED_FOR.toString())
        .map(list -> list.substring(list.lastIndexOf(',') + 1).strip())
        .flatMap(
            last -> {
              try {
                return Optional.of(InetAddress.ofLiteral(last));
              } catch (IllegalArgumentException _) {
                return Optional.empty();
              }
            });
  }
}
