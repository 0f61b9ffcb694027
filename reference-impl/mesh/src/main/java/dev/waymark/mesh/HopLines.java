package dev.waymark.mesh;

import dev.waymark.dataplane.hops.Hop;
import dev.waymark.dataplane.hops.HopLog;
import dev.waymark.model.identity.SpiffeId;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes each hop as a line of JSON: the access log of a proxy. Where ztunnel's log has a word for
 * something ({@code src.addr}, {@code dst.hbone_addr}, {@code bytes_sent}, {@code error}), it is
 * the same here.
 *
 * @param lines takes one line at a time, without its end
 */
public record HopLines(Consumer<String> lines) implements HopLog {
  @Override
  public void hop(Hop hop) {
    lines.accept(Serialization.asJson(fields(hop)).replace("\n", ""));
  }

  private static Map<String, Object> fields(Hop hop) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("time", hop.start().toString());
    fields.put("component", hop.proxy().component());
    fields.put("node", hop.proxy().node());
    fields.put("workload", hop.proxy().workload());
    fields.put("number", hop.number());
    fields.put("direction", hop.direction().name().toLowerCase(Locale.ROOT));
    fields.put("src.addr", text(hop.source().address()));
    put(fields, "src.identity", hop.source().identity());
    fields.put("dst.service_addr", text(hop.destination().address()));
    put(fields, "dst.identity", hop.destination().identity());
    leg(fields, "accepted", hop.accepted());
    Hop.Leg opened = hop.opened();
    if (opened != null) {
      leg(fields, "opened", opened);
      fields.put("dst.addr", text(opened.remote()));
      if (opened.tunnel() != null) {
        fields.put("dst.hbone_addr", opened.tunnel().authority());
      }
    }
    Hop.Request request = hop.request();
    if (request != null) {
      fields.put("method", request.method());
      fields.put("host", request.host());
      fields.put("path", request.path());
      fields.put("status", request.status());
    }
    switch (hop.decision()) {
      case Hop.Decision.Forwarding _ -> fields.put("decision", "forwarding");
      case Hop.Decision.Forwarded _ -> fields.put("decision", "forwarded");
      case Hop.Decision.Answered _ -> fields.put("decision", "answered");
      case Hop.Decision.Denied denied -> {
        fields.put("decision", "denied");
        fields.put("error", denied.reason());
      }
      case Hop.Decision.Failed failed -> {
        fields.put("decision", "failed");
        fields.put("error", failed.reason());
      }
    }
    fields.put("bytes_sent", hop.bytesSent());
    fields.put("bytes_recv", hop.bytesReceived());
    fields.put("duration", hop.duration().toMillis() + "ms");
    return fields;
  }

  private static void leg(Map<String, Object> fields, String name, Hop.Leg leg) {
    fields.put(name + ".protocol", leg.protocol());
    fields.put(name + ".local", text(leg.local()));
    fields.put(name + ".remote", text(leg.remote()));
    Hop.Tunnel tunnel = leg.tunnel();
    if (tunnel != null) {
      fields.put(name + ".authority", tunnel.authority());
      fields.put(name + ".stream", tunnel.stream());
    }
  }

  private static void put(Map<String, Object> fields, String name, @Nullable SpiffeId identity) {
    if (identity != null) {
      fields.put(name, identity.toString());
    }
  }

  private static String text(InetSocketAddress address) {
    return NetUtil.toSocketAddressString(address);
  }
}
