package dev.waymark.controlplane.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether workloads take connections from clients without an identity. */
@Group(SecurityApi.GROUP)
@Version("v1")
public final class PeerAuthentication extends CustomResource<PeerAuthentication.Spec, PolicyStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  protected @Nullable Spec initSpec() {
    return null;
  }

  @Override
  protected @Nullable PolicyStatus initStatus() {
    return null;
  }

  /** What it says. */
  public Spec said() {
    return spec == null ? new Spec(null, null, Map.of()) : spec;
  }

  /** What is asked of a client. */
  public enum Mode {
    /** What the wider policy asks. */
    UNSET,
    /** No tunnel; the mesh takes one all the same, so that it means the same as the next. */
    DISABLE,
    /** Nothing. */
    PERMISSIVE,
    /** An identity. */
    STRICT
  }

  /**
   * The policy.
   *
   * @param portLevelMtls by port of the Pods
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Spec(
      @Nullable PodSelector selector,
      @Nullable MutualTls mtls,
      @JsonSetter(nulls = Nulls.AS_EMPTY) Map<Integer, MutualTls> portLevelMtls) {

    Mode mode() {
      return mtls == null ? Mode.UNSET : mtls.modeOrUnset();
    }

    boolean isForAll() {
      return selector == null || selector.matchLabels().isEmpty();
    }
  }

  /** A mode. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record MutualTls(@Nullable Mode mode) {
    Mode modeOrUnset() {
      return mode == null ? Mode.UNSET : mode;
    }
  }
}
