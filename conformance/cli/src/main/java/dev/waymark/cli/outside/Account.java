package dev.waymark.cli.outside;

import dev.waymark.clusters.Cluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import java.time.Duration;

/**
 * The ServiceAccount by which an outside process gets access to a cluster, as a controller in a Pod
 * does; it may do everything. A token is what clients of every language understand alike.
 */
final class Account {
  private static final String NAME = "implementation";

  /** Longer than any run: nobody renews it. */
  private static final Duration LIFETIME = Duration.ofDays(1);

  private Account() {}

  /** Makes the account and returns a kubeconfig file's text for it. */
  static String kubeconfig(Cluster cluster) {
    var client = cluster.client();
    var unusedNamespace =
        client
            .resource(new NamespaceBuilder().withNewMetadata().withName(NAME).endMetadata().build())
            .create();
    var account =
        client
            .resource(
                new ServiceAccountBuilder()
                    .withNewMetadata()
                    .withName(NAME)
                    .withNamespace(NAME)
                    .endMetadata()
                    .build())
            .create();
    var unusedBinding =
        client
            .resource(
                new ClusterRoleBindingBuilder()
                    .withNewMetadata()
                    .withName(NAME)
                    .endMetadata()
                    .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                    .addNewSubject()
                    .withKind("ServiceAccount")
                    .withName(NAME)
                    .withNamespace(NAME)
                    .endSubject()
                    .build())
            .create();
    var token =
        client
            .serviceAccounts()
            .resource(account)
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(LIFETIME.toSeconds())
                    .endSpec()
                    .build());
    return text(cluster, token.getStatus().getToken());
  }

  private static String text(Cluster cluster, String token) {
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: waymark, cluster: {server: "%s", certificate-authority-data: %s}}]
    users: [{name: implementation, user: {token: %s}}]
    contexts: [{name: waymark, context: {cluster: waymark, user: implementation, namespace: %s}}]
    current-context: waymark
    """
        .formatted(cluster.config().getMasterUrl(), cluster.config().getCaCertData(), token, NAME);
  }
}
