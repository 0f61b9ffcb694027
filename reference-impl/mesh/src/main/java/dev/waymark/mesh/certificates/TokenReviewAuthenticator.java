package dev.waymark.mesh.certificates;

import dev.waymark.model.identity.SpiffeId;
import dev.waymark.model.identity.TrustDomain;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the API server whose a token is. */
public final class TokenReviewAuthenticator implements TokenAuthenticator {
  private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
  private static final String ACCOUNT_PREFIX = "system:serviceaccount:";

  private final KubernetesClient client;
  private final TrustDomain trustDomain;
  private final String audience;

  /**
   * Creates an authenticator.
   *
   * @param client allowed to create TokenReviews and to get Pods; stays the caller's to close
   * @param audience for which a token must have been issued, so that nobody can pass on one that
   *     was shown to them
   */
  public TokenReviewAuthenticator(
      KubernetesClient client, TrustDomain trustDomain, String audience) {
    this.client = client;
    this.trustDomain = trustDomain;
    this.audience = audience;
  }

  @Override
  public Optional<Caller> authenticate(String token) {
    TokenReview review =
        client
            .resource(
                new TokenReviewBuilder()
                    .withNewSpec()
                    .withToken(token)
                    .withAudiences(audience)
                    .endSpec()
                    .build())
            .create();
    var status = review.getStatus();
    if (status == null
        || !Boolean.TRUE.equals(status.getAuthenticated())
        // A server that knows nothing of audiences answers without one.
        || !status.getAudiences().contains(audience)) {
      return Optional.empty();
    }
    return caller(status.getUser());
  }

  private Optional<Caller> caller(UserInfo user) {
    String name = user.getUsername();
    if (name == null || !name.startsWith(ACCOUNT_PREFIX)) {
      return Optional.empty();
    }
    String[] account = name.substring(ACCOUNT_PREFIX.length()).split(":", -1);
    if (account.length != 2) {
      return Optional.empty();
    }
    return Optional.of(
        new Caller(
            new SpiffeId(trustDomain, account[0], account[1]), node(account[0], user.getExtra())));
  }

  /** The node of the Pod that the token is bound to: read, as a token need not name it. */
  private Optional<String> node(String namespace, @Nullable Map<String, List<String>> extra) {
    List<String> names = extra == null ? List.of() : extra.getOrDefault(POD_NAME, List.of());
    if (names.size() != 1) {
      return Optional.empty();
    }
    Pod pod = client.pods().inNamespace(namespace).withName(names.getFirst()).get();
    return pod == null ? Optional.empty() : Optional.ofNullable(pod.getSpec().getNodeName());
  }
}
