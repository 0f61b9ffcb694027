package dev.waymark.gammatests.ambient;

import dev.waymark.gammatests.Ambient;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Status;
import dev.waymark.kit.catalog.Features;

/** AuthorizationPolicies of workloads, as the proxy of their node enforces them. */
@ConformanceTest(
    name = "AmbientPolicies",
    says = "Policies are enforced at the proxy of the node, by who a connection comes from",
    features = {Features.AMBIENT},
    manifests = "ambient-policies.yaml")
public class AmbientPolicies {
  private static final String NAMESPACE = "l4-policies";

  @Check(requirement = "ambient.policy.principal", says = "ALLOW by principal admits who it names")
  void principal(Kit kit) {
    kit.expect(Ambient.client(kit, NAMESPACE, "admits"), Answer.from("admits", NAMESPACE));
  }

  @Check(
      requirement = "ambient.policy.principal.others",
      says = "ALLOW by principal refuses who it does not name")
  void others(Kit kit) {
    kit.given(Ambient.client(kit, NAMESPACE, "admits"), Answer.from("admits", NAMESPACE));
    kit.expect(Ambient.other(kit, NAMESPACE, "admits"), Answer.none());
  }

  @Check(
      requirement = "ambient.policy.principal.nobody",
      says = "ALLOW by principal refuses a plain connection, which proves no identity")
  void withoutIdentity(Kit kit) {
    kit.given(Ambient.client(kit, NAMESPACE, "admits"), Answer.from("admits", NAMESPACE));
    kit.expect(Ambient.outsider(kit, NAMESPACE, "admits"), Answer.none());
  }

  @Check(requirement = "ambient.policy.deny", says = "DENY by principal refuses who it names")
  void deny(Kit kit) {
    kit.expect(Ambient.other(kit, NAMESPACE, "denies"), Answer.none());
  }

  @Check(requirement = "ambient.policy.deny.others", says = "DENY by principal leaves others alone")
  void denyOthers(Kit kit) {
    kit.given(Ambient.other(kit, NAMESPACE, "denies"), Answer.none());
    kit.expect(Ambient.client(kit, NAMESPACE, "denies"), Answer.from("denies", NAMESPACE));
  }

  @Check(requirement = "ambient.policy.deny-first", says = "What one policy denies no other allows")
  void denyFirst(Kit kit) {
    kit.given(Ambient.client(kit, NAMESPACE, "both"), Answer.from("both", NAMESPACE));
    kit.expect(Ambient.other(kit, NAMESPACE, "both"), Answer.none());
  }

  @Check(
      requirement = "ambient.policy.namespace",
      says = "ALLOW by namespace admits the identities of that namespace and no other")
  void byNamespace(Kit kit) {
    kit.expect(
        Ambient.other(kit, NAMESPACE, "by-namespace"), Answer.from("by-namespace", NAMESPACE));
    kit.expect(Ambient.outsider(kit, NAMESPACE, "by-namespace"), Answer.none());
  }

  @Check(
      requirement = "ambient.policy.port",
      says = "Ports are those of the workload, and a rule for another one does not apply")
  void byPort(Kit kit) {
    kit.given(Ambient.client(kit, NAMESPACE, "by-port"), Answer.from("by-port", NAMESPACE));
    kit.expect(Ambient.other(kit, NAMESPACE, "by-port"), Answer.none());
  }

  @Check(
      requirement = "ambient.policy.l7-in-allow",
      says = "An ALLOW rule that asks for what a connection does not tell admits nobody")
  void l7Allow(Kit kit) {
    kit.given(Ambient.client(kit, NAMESPACE, "l7-allow"), Answer.from("l7-allow", NAMESPACE));
    kit.expect(Ambient.other(kit, NAMESPACE, "l7-allow"), Answer.none());
  }

  @Check(
      requirement = "ambient.policy.l7-in-deny",
      says = "Of a DENY rule that asks for more, what a connection tells is enforced")
  void l7Deny(Kit kit) {
    kit.given(Ambient.client(kit, NAMESPACE, "l7-deny"), Answer.from("l7-deny", NAMESPACE));
    kit.expect(Ambient.other(kit, NAMESPACE, "l7-deny"), Answer.none());
  }

  @Check(requirement = "ambient.policy.no-rules", says = "ALLOW without a rule admits nobody")
  void noRules(Kit kit) {
    kit.expect(Ambient.client(kit, NAMESPACE, "nobody"), Answer.none());
    kit.expect(Ambient.outsider(kit, NAMESPACE, "nobody"), Answer.none());
  }

  @Check(
      requirement = "ambient.policy.negated",
      says = "A negated principal is met by who proves none")
  void negated(Kit kit) {
    kit.given(Ambient.client(kit, NAMESPACE, "negated"), Answer.from("negated", NAMESPACE));
    kit.expect(Ambient.outsider(kit, NAMESPACE, "negated"), Answer.none());
  }

  @Check(
      requirement = "ambient.policy.status",
      says = "The proxies of the nodes accept what they can enforce: ZtunnelAccepted=True")
  void status(Kit kit) {
    kit.expect(
        kit.status("AuthorizationPolicy", NAMESPACE, "admits"),
        Status.of().conditionOfAnyGeneration("ZtunnelAccepted", "True"));
  }

  @Check(
      requirement = "ambient.policy.status.unsupported",
      says = "CUSTOM is beyond them: ZtunnelAccepted=False for UnsupportedValue")
  void statusUnsupported(Kit kit) {
    kit.expect(
        kit.status("AuthorizationPolicy", NAMESPACE, "custom"),
        Status.of().conditionOfAnyGeneration("ZtunnelAccepted", "False", "UnsupportedValue"));
  }
}
