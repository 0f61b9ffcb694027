package dev.waymark.kit.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProfilesTests {
  @Test
  void everyProfileConsistsOfKnownFeatures() {
    for (Profile profile : Profiles.all()) {
      assertThat(profile.core()).allMatch(name -> Features.find(name).isPresent());
      assertThat(profile.extended()).allMatch(name -> Features.find(name).isPresent());
    }
  }

  @Test
  void gatewayHttpHasTheStandardsCounts() {
    assertThat(Features.all()).hasSize(63);
    assertThat(Profiles.GATEWAY_HTTP.core())
        .isEqualTo(Set.of(Features.GATEWAY, Features.REFERENCE_GRANT, Features.HTTP_ROUTE));
    assertThat(Profiles.GATEWAY_HTTP.extended()).hasSize(38);
  }

  @Test
  void aTestsLevelFollowsFromItsFeatures() {
    Profile profile = Profiles.GATEWAY_HTTP;
    assertThat(profile.level(List.of(Features.GATEWAY, Features.HTTP_ROUTE)))
        .contains(Profile.Level.CORE);
    assertThat(profile.level(List.of(Features.GATEWAY, Features.HTTP_ROUTE_CORS)))
        .contains(Profile.Level.EXTENDED);
    assertThat(profile.level(List.of(Features.GATEWAY, Features.TLS_ROUTE))).isEmpty();
  }
}
