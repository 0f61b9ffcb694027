package dev.waymark.controlplane.security;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which tokens requests may carry. */
@Group(SecurityApi.GROUP)
@Version("v1")
public final class RequestAuthentication
    extends CustomResource<RequestAuthentication.Spec, PolicyStatus> implements Namespaced {
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
    return spec == null ? new Spec(null, null, List.of(), List.of()) : spec;
  }

  /**
   * The policy.
   *
   * @param selector Pods with a proxy of their own for requests; waypoints take no notice of it
   * @param jwtRules the issuers whose tokens are taken
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Spec(
      @Nullable PodSelector selector,
      @Nullable PolicyTarget targetRef,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<PolicyTarget> targetRefs,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<JwtRule> jwtRules) {

    /** What a waypoint enforces it for. */
    public List<PolicyTarget> targets() {
      return PolicyTarget.all(targetRef, targetRefs);
    }
  }

  /**
   * How tokens of one issuer are found and judged.
   *
   * @param jwks the issuer's keys, a JSON Web Key Set
   * @param jwksUri where the issuer's keys are
   * @param timeout to fetch them, a duration like {@code 5s}
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record JwtRule(
      @JsonSetter(nulls = Nulls.AS_EMPTY) String issuer,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> audiences,
      @Nullable String jwks,
      @JsonAlias("jwks_uri") @Nullable String jwksUri,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<FromHeader> fromHeaders,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> fromParams,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> fromCookies,
      boolean forwardOriginalToken,
      @Nullable String outputPayloadToHeader,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<ClaimToHeader> outputClaimToHeaders,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> spaceDelimitedClaims,
      @Nullable String timeout) {}

  /** A header that a token may be in, behind a prefix. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record FromHeader(String name, @JsonSetter(nulls = Nulls.AS_EMPTY) String prefix) {}

  /** A claim that the backend is told in a header. */
  public record ClaimToHeader(String header, String claim) {}
}
