package dev.waymark.mesh.workloadapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.waymark.mesh.workloadapi.proto.TunnelProtocol;
import org.junit.jupiter.api.Test;

class MessagesTests {
  @Test
  void whatIsWrittenIsWhatIsRead() {
    var workload = Examples.workload("echo-1", "127.1.0.2");
    assertThat(WorkloadMessages.decode(WorkloadMessages.encode(workload))).isEqualTo(workload);
    var service = Examples.service();
    assertThat(ServiceMessages.decode(ServiceMessages.encode(service))).isEqualTo(service);
    var policy = Examples.policy();
    assertThat(AuthorizationMessages.decode(AuthorizationMessages.encode(policy)))
        .isEqualTo(policy);
  }

  @Test
  void whatIsEmptyOnTheWireHasTheDefaultsOfTheApi() {
    var read =
        WorkloadMessages.decode(
            dev.waymark.mesh.workloadapi.proto.Workload.newBuilder()
                .setUid("a//Pod/ns/p")
                .setNamespace("ns")
                .build());
    assertThat(read.identity()).hasToString("spiffe://cluster.local/ns/ns/sa/default");
    assertThat(read.owner().cluster()).isEqualTo("Kubernetes");
    assertThat(read.capacity()).isEqualTo(1);
    assertThat(read.healthy()).isTrue();
  }

  @Test
  void aWorkloadThatIsNotUnderstoodIsRefusedByField() {
    var good = WorkloadMessages.encode(Examples.workload("echo-1", "127.1.0.2"));
    assertThatThrownBy(() -> WorkloadMessages.decode(good.toBuilder().setUid("").build()))
        .hasMessageStartingWith("uid:");
    assertThatThrownBy(
            () ->
                WorkloadMessages.decode(
                    good.toBuilder().addAddresses(ByteString.copyFrom(new byte[5])).build()))
        .hasMessage("addresses: 5 bytes (expected: 4 or 16)");
    assertThatThrownBy(
            () ->
                WorkloadMessages.decode(
                    good.toBuilder().setTunnelProtocol(TunnelProtocol.LEGACY_ISTIO_MTLS).build()))
        .hasMessageStartingWith("tunnel_protocol:");
    assertThatThrownBy(
            () ->
                WorkloadMessages.decode(
                    good.toBuilder()
                        .putServices("echo", good.getServicesMap().values().iterator().next())
                        .build()))
        .hasMessageStartingWith("services:");
  }

  @Test
  void aPolicyThatIsNotUnderstoodIsRefusedAsAWhole() {
    var good = AuthorizationMessages.encode(Examples.policy());
    var unknownAction = good.toBuilder().setActionValue(7).build();
    assertThatThrownBy(() -> AuthorizationMessages.decode(unknownAction))
        .isInstanceOf(IllegalArgumentException.class);
    var longPrefix = good.toBuilder();
    longPrefix
        .getRulesBuilder(0)
        .getClausesBuilder(0)
        .getMatchesBuilder(0)
        .getSourceIpsBuilder(0)
        .setLength(99);
    assertThatThrownBy(() -> AuthorizationMessages.decode(longPrefix.build()))
        .hasMessage("prefix length: 99 (expected: 0 to 32)");
  }
}
