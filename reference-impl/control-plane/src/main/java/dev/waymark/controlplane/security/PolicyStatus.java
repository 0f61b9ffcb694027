package dev.waymark.controlplane.security;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The status of a policy: conditions, and what others wrote beside them, which stays. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public final class PolicyStatus {
  private List<Condition> conditions = List.of();
  private final Map<String, Object> others = new HashMap<>();

  /** The conditions, each of another type. */
  public List<Condition> getConditions() {
    return conditions;
  }

  public void setConditions(List<Condition> conditions) {
    this.conditions = List.copyOf(conditions);
  }

  @JsonAnyGetter
  Map<String, Object> others() {
    return others;
  }

  @JsonAnySetter
  void other(String name, Object value) {
    others.put(name, value);
  }

  /** This status with other conditions. */
  public PolicyStatus withConditions(List<Condition> replacement) {
    var status = new PolicyStatus();
    status.setConditions(replacement);
    status.others.putAll(others);
    return status;
  }
}
