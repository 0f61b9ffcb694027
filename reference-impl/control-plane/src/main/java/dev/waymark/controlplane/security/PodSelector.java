package dev.waymark.controlplane.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Map;

/**
 * Which Pods a policy is for.
 *
 * @param matchLabels all of them; without any every Pod is selected
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PodSelector(@JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> matchLabels) {
  /** Whether a Pod with these labels is selected. */
  public boolean selects(Map<String, String> labels) {
    return labels.entrySet().containsAll(matchLabels.entrySet());
  }
}
