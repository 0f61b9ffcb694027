package dev.waymark.controlplane.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a policy is attached to, in its own namespace or in none.
 *
 * @param group empty for Kubernetes' own kinds
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PolicyTarget(
    @JsonSetter(nulls = Nulls.AS_EMPTY) String group, String kind, String name) {

  /** The targets of a policy, which may say one of these or neither. */
  static List<PolicyTarget> all(@Nullable PolicyTarget one, List<PolicyTarget> several) {
    return Stream.concat(Stream.ofNullable(one), several.stream()).toList();
  }
}
