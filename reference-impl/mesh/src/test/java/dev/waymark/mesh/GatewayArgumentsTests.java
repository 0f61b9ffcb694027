package dev.waymark.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.model.GatewayKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayArgumentsTests {
  @Test
  void readsTheGateway() {
    assertThat(GatewayArguments.gateway(List.of("--gateway=infra/gw")))
        .isEqualTo(new GatewayKey("infra", "gw"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--gateway=", "--gateway=gw", "--gateway=/gw", "--gateway=infra/"})
  void saysWhatItNeeds(String argument) {
    assertThatThrownBy(() -> GatewayArguments.gateway(List.of(argument)))
        .hasMessageContaining("--gateway=")
        .hasMessageContaining("NAMESPACE/NAME");
  }
}
