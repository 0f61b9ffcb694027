package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Kit;

/** What the tests of a redirect's status ask for. */
final class RedirectStatus {
  private RedirectStatus() {}

  /** A redirect to the host that the filter names has this status. */
  static void expect(Kit kit, String service, String path, int status) {
    Call call = Requests.get(kit, service, path);
    kit.given(call, Answer.status(301, 302, 303, 307, 308).toHost("target.example.org"));
    kit.expect(call, Answer.redirect(status));
  }
}
