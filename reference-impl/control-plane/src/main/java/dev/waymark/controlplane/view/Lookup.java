package dev.waymark.controlplane.view;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about a view and remembers them. A result that was worked out through a lookup
 * holds for every later view that gives the same answers.
 */
public final class Lookup {
  private final ClusterView view;
  private final List<Question> questions = new ArrayList<>();

  public Lookup(ClusterView view) {
    this.view = view;
  }

  /** A Service. */
  public Optional<Service> service(ObjectKey key) {
    return Optional.ofNullable(ask(now -> now.services().get(key)));
  }

  /** A Secret. */
  public Optional<Secret> secret(ObjectKey key) {
    return Optional.ofNullable(ask(now -> now.secrets().get(key)));
  }

  /** The grants that open a namespace. */
  public List<ReferenceGrant> grantsIn(String namespace) {
    List<ReferenceGrant> answer = ask(now -> now.grants().get(namespace));
    return answer == null ? List.of() : answer;
  }

  /** Whether all that was asked would be answered by the same objects. */
  @SuppressWarnings("ReferenceEquality") // the same view needs no questions
  public boolean holdsIn(ClusterView later) {
    return later == view || questions.stream().allMatch(question -> question.holdsIn(later));
  }

  private <T> @Nullable T ask(Function<ClusterView, @Nullable T> query) {
    T answer = query.apply(view);
    questions.add(new Question(query, answer));
    return answer;
  }

  private record Question(Function<ClusterView, ?> query, @Nullable Object answer) {
    @SuppressWarnings("ReferenceEquality") // what changed in the cluster is another object
    boolean holdsIn(ClusterView view) {
      return query.apply(view) == answer;
    }
  }
}
