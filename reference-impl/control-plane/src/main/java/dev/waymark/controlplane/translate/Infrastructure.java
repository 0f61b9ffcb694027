package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.GatewayApi;
import dev.waymark.controlplane.Waymark;
import dev.waymark.controlplane.view.ObjectKey;
import dev.waymark.model.GatewayKey;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a Gateway needs in the cluster: a Deployment, a Service and a ServiceAccount, all of one
 * name.
 *
 * @param gatewayUid owner of all three, which go when it goes
 * @param program what its Pod runs
 * @param ports of the Service: those of all accepted listeners
 * @param labels those of {@code spec.infrastructure}, and the one that names the Gateway
 * @param annotations those of {@code spec.infrastructure}
 */
public record Infrastructure(
    GatewayKey gateway,
    String gatewayUid,
    Program program,
    SortedSet<Integer> ports,
    Map<String, String> labels,
    Map<String, String> annotations) {
  private static final int MAX_NAME = 63;
  private static final String SUFFIX = "-waymark";

  /** What serves a Gateway. */
  public enum Program {
    /** A gateway at the edge, with an address for the outside. */
    GATEWAY("gateway", Waymark.GATEWAY_IMAGE, "LoadBalancer"),
    /** A waypoint, for the mesh alone. */
    WAYPOINT("waypoint", Waymark.WAYPOINT_IMAGE, "ClusterIP");

    private final String container;
    private final String image;
    private final String serviceType;

    Program(String container, String image, String serviceType) {
      this.container = container;
      this.image = image;
      this.serviceType = serviceType;
    }

    /** The name of its container. */
    public String container() {
      return container;
    }

    /** The image of its container. */
    public String image() {
      return image;
    }

    /** {@code spec.type} of its Service. */
    public String serviceType() {
      return serviceType;
    }
  }

  static Infrastructure of(Gateway gateway, TranslatedGateway translated) {
    var ports = new TreeSet<Integer>();
    translated.listeners().stream()
        .filter(TranslatedListener::isAccepted)
        .forEach(listener -> ports.add(listener.port()));
    var labels = new TreeMap<String, String>();
    var annotations = new TreeMap<String, String>();
    var infrastructure = gateway.getSpec().getInfrastructure();
    if (infrastructure != null) {
      labels.putAll(orEmpty(infrastructure.getLabels()));
      annotations.putAll(orEmpty(infrastructure.getAnnotations()));
    }
    labels.putAll(identity(translated.key()));
    return new Infrastructure(
        translated.key(),
        gateway.getMetadata().getUid(),
        Program.GATEWAY,
        ports,
        labels,
        annotations);
  }

  /** The label by which the Service finds the Gateway's Pod. */
  public Map<String, String> identity() {
    return identity(gateway);
  }

  /** What the three objects are called. */
  public ObjectKey objectKey() {
    return switch (program) {
      case GATEWAY -> objectKey(gateway);
      case WAYPOINT -> new ObjectKey(gateway.namespace(), gateway.name());
    };
  }

  /** What the objects of a Gateway are called. */
  static ObjectKey objectKey(GatewayKey gateway) {
    return new ObjectKey(gateway.namespace(), objectName(gateway.name()));
  }

  /** The label that names a Gateway on all that is made for it. */
  public static Map<String, String> identity(GatewayKey gateway) {
    return Map.of(GatewayApi.GATEWAY_NAME_LABEL, label(gateway.name()));
  }

  /** A label's value ends at 63 characters, a Gateway's name at 253. */
  private static String label(String gatewayName) {
    return gatewayName.length() <= MAX_NAME ? gatewayName : shorten(gatewayName, MAX_NAME);
  }

  /**
   * A Service's name is a DNS label that begins with a letter; a Gateway's may have dots and begin
   * with a digit.
   */
  private static String objectName(String gatewayName) {
    String label = gatewayName.replace('.', '-');
    if (!Character.isLetter(label.charAt(0))) {
      label = "gw-" + label;
    }
    boolean unchanged = label.equals(gatewayName);
    int room = MAX_NAME - SUFFIX.length();
    return (unchanged && label.length() <= room ? label : shorten(label, gatewayName, room))
        + SUFFIX;
  }

  private static String shorten(String name, int room) {
    return shorten(name, name, room);
  }

  /** Cut, with a digest of the whole name, so that different names stay different. */
  private static String shorten(String name, String digested, int room) {
    String digest = digest(digested);
    int keep = Math.min(name.length(), room - digest.length() - 1);
    return name.substring(0, keep) + "-" + digest;
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Map<String, String> orEmpty(
      @org.jspecify.annotations.Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  /** The Service's ports, in ascending order. */
  public List<Integer> portList() {
    return List.copyOf(ports);
  }
}
