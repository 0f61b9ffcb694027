package dev.waymark.controlplane.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may reach what, and with which requests. */
@Group(SecurityApi.GROUP)
@Version("v1")
public final class AuthorizationPolicy
    extends CustomResource<AuthorizationPolicy.Spec, PolicyStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** On a policy whose verdicts are only written to the log, with the value {@code true}. */
  private static final String DRY_RUN = "istio.io/dry-run";

  /** What a boolean may be written as. */
  private static final Set<String> TRUE = Set.of("1", "t", "true");

  @Override
  protected @Nullable Spec initSpec() {
    return null;
  }

  @Override
  protected @Nullable PolicyStatus initStatus() {
    return null;
  }

  /** What it says; a policy without a spec allows nothing. */
  public Spec said() {
    return spec == null ? new Spec(null, null, List.of(), Action.ALLOW, null, List.of()) : spec;
  }

  /** Whether its verdicts are only written to the log. */
  public boolean isDryRun() {
    Map<String, String> annotations = getMetadata().getAnnotations();
    String said = annotations == null ? null : annotations.get(DRY_RUN);
    return said != null && TRUE.contains(said.toLowerCase(Locale.ROOT));
  }

  /** What it means that a request matches. */
  public enum Action {
    ALLOW,
    DENY,
    AUDIT,
    CUSTOM
  }

  /**
   * The policy.
   *
   * @param selector Pods whose node's proxy enforces it; without one, and without targets, all
   * @param provider whom {@link Action#CUSTOM} asks
   * @param rules alternatives; none matches nothing
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Spec(
      @Nullable PodSelector selector,
      @Nullable PolicyTarget targetRef,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<PolicyTarget> targetRefs,
      @Nullable Action action,
      @Nullable Provider provider,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<Rule> rules) {

    /** What a waypoint enforces it for. */
    public List<PolicyTarget> targets() {
      return PolicyTarget.all(targetRef, targetRefs);
    }

    /** The action, which is to allow if nothing is said. */
    public Action actionOrAllow() {
      return action == null ? Action.ALLOW : action;
    }
  }

  /** An external authorizer, by its name in the mesh's configuration. */
  public record Provider(@JsonSetter(nulls = Nulls.AS_EMPTY) String name) {}

  /** Source, operation and conditions, all of which must hold; what is not said holds. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Rule(
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<From> from,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<To> to,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<When> when) {}

  /** One alternative of a rule's sources. */
  public record From(@Nullable Source source) {}

  /** One alternative of a rule's operations. */
  public record To(@Nullable Operation operation) {}

  /** Whom a request comes from: each field by any of its values. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Source(
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> principals,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> notPrincipals,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> requestPrincipals,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> notRequestPrincipals,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> namespaces,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> notNamespaces,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> serviceAccounts,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> notServiceAccounts,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> ipBlocks,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> notIpBlocks,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> remoteIpBlocks,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> notRemoteIpBlocks,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> trustDomains,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> notTrustDomains) {}

  /** What a request asks for: each field by any of its values. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Operation(
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> hosts,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> notHosts,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> ports,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> notPorts,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> methods,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> notMethods,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> paths,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> notPaths) {}

  /** One more attribute, by its name. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record When(
      String key,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> values,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> notValues) {}
}
