package dev.waymark.gammatests.mesh;

import dev.waymark.gammatests.Requests;
import dev.waymark.kit.Answer;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;

/**
 * What the tests of RequestHeaderModifiers ask for, wherever the filter stands: path {@code /set}
 * sets {@code X-Header-Set}, {@code /add} adds to {@code X-Header-Add}, {@code /remove} removes
 * {@code X-Header-Remove}, on the way to echo-v1.
 */
final class Modified {
  private static final Answer BACKEND = Requests.from("echo-v1");

  private Modified() {}

  static void set(Kit kit, String service) {
    kit.expect(
        Requests.get(kit, service, "/set"),
        BACKEND.seenHeader("X-Header-Set", "set-overwrites-values"));
    kit.expect(
        Requests.send(kit, service, Request.get("/set").header("X-Header-Set", "other")),
        BACKEND.seenHeader("X-Header-Set", "set-overwrites-values"));
  }

  static void add(Kit kit, String service) {
    kit.expect(
        Requests.get(kit, service, "/add"),
        BACKEND.seenHeader("X-Header-Add", "add-appends-values"));
    kit.expect(
        Requests.send(kit, service, Request.get("/add").header("X-Header-Add", "other")),
        BACKEND.seenHeader("X-Header-Add", "other,add-appends-values"));
  }

  static void remove(Kit kit, String service) {
    kit.expect(
        Requests.send(kit, service, Request.get("/remove").header("X-Header-Remove", "value")),
        BACKEND.seenWithoutHeader("X-Header-Remove"));
  }

  static void othersStay(Kit kit, String service) {
    for (String path : new String[] {"/set", "/add", "/remove"}) {
      kit.expect(
          Requests.send(
              kit, service, Request.get(path).header("X-Keep", "one").header("X-Keep", "two")),
          BACKEND.seenHeader("X-Keep", "one,two"));
    }
  }
}
