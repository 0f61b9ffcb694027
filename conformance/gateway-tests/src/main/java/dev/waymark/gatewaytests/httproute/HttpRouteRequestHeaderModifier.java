package dev.waymark.gatewaytests.httproute;

import dev.waymark.kit.Answer;
import dev.waymark.kit.Call;
import dev.waymark.kit.Check;
import dev.waymark.kit.ConformanceTest;
import dev.waymark.kit.Kit;
import dev.waymark.kit.Request;
import dev.waymark.kit.catalog.Features;
import org.junit.jupiter.api.BeforeAll;

/**
 * What a RequestHeaderModifier does to the headers that the backend sees.
 *
 * <p>Finer than the official test: setting, adding and removing are told apart, with the header
 * there and without. Stricter: headers that the filter does not name arrive with all their lines.
 */
@ConformanceTest(
    name = "HTTPRouteRequestHeaderModifier",
    says = "A RequestHeaderModifier sets, adds and removes request headers",
    features = {Features.GATEWAY, Features.HTTP_ROUTE},
    manifests = "httproute-request-header-modifier.yaml")
public class HttpRouteRequestHeaderModifier {
  private static final Answer BACKEND = Answer.from("infra-backend-v1");

  @BeforeAll
  static void routeIsInForce(Kit kit) {
    kit.given(at(kit, get("/set")), BACKEND);
  }

  @Check(
      requirement = "httproute.filter.request-headers.set-absent",
      says = "set creates a header that the request doesn't have")
  void setCreates(Kit kit) {
    kit.expect(at(kit, get("/set")), BACKEND.seenHeader("X-Header-Set", "set-overwrites-values"));
  }

  @Check(
      requirement = "httproute.filter.request-headers.set-present",
      says = "set replaces the value that the request has")
  void setReplaces(Kit kit) {
    kit.expect(
        at(kit, get("/set").header("X-Header-Set", "some-other-value")),
        BACKEND.seenHeader("X-Header-Set", "set-overwrites-values"));
  }

  @Check(
      requirement = "httproute.filter.request-headers.add-absent",
      says = "add creates a header that the request doesn't have")
  void addCreates(Kit kit) {
    kit.expect(at(kit, get("/add")), BACKEND.seenHeader("X-Header-Add", "add-appends-values"));
  }

  @Check(
      requirement = "httproute.filter.request-headers.add-present",
      says = "add appends to the value that the request has")
  void addAppends(Kit kit) {
    kit.expect(
        at(kit, get("/add").header("X-Header-Add", "some-other-value")),
        BACKEND.seenHeader("X-Header-Add", "some-other-value,add-appends-values"));
  }

  @Check(
      requirement = "httproute.filter.request-headers.remove",
      says = "remove takes the header away")
  void removeRemoves(Kit kit) {
    kit.expect(
        at(kit, get("/remove").header("X-Header-Remove", "val")),
        BACKEND.seenWithoutHeader("X-Header-Remove"));
  }

  @Check(
      requirement = "httproute.filter.request-headers.several",
      says = "All entries of a filter are carried out")
  void severalEntries(Kit kit) {
    singleEntriesWork(kit);
    kit.expect(
        at(
            kit,
            get("/multiple")
                .header("X-Header-Set-2", "set-val-2")
                .header("X-Header-Add-2", "add-val-2")
                .header("X-Header-Remove-2", "remove-val-2")),
        BACKEND
            .seenHeader("X-Header-Set-1", "header-set-1")
            .seenHeader("X-Header-Set-2", "header-set-2")
            .seenHeader("X-Header-Add-1", "header-add-1")
            .seenHeader("X-Header-Add-2", "add-val-2,header-add-2")
            .seenHeader("X-Header-Add-3", "header-add-3")
            .seenWithoutHeader("X-Header-Remove-2"));
  }

  @Check(
      requirement = "httproute.filter.request-headers.name-case",
      says = "Headers in another case than the filter's are set, added to and removed")
  void namesInAnotherCase(Kit kit) {
    singleEntriesWork(kit);
    kit.expect(
        at(
            kit,
            get("/case-insensitivity")
                .header("x-header-set", "original-val-set")
                .header("x-header-add", "original-val-add")
                .header("X-HEADER-REMOVE", "original-val-remove")),
        BACKEND
            .seenHeader("X-Header-Set", "header-set")
            .seenHeader("X-Header-Add", "original-val-add,header-add")
            .seenWithoutHeader("X-Header-Remove"));
  }

  @Check(
      requirement = "httproute.filter.request-headers.others-untouched",
      says = "Headers that the filter does not name arrive with all their lines")
  void othersStay(Kit kit) {
    for (String path : new String[] {"/set", "/add", "/remove"}) {
      kit.expect(
          at(kit, get(path).header("X-Keep", "one").header("X-Keep", "two")),
          BACKEND.seenHeader("X-Keep", "one,two"));
    }
  }

  /** What a filter's entries have to do one by one before several of them can be judged. */
  private static void singleEntriesWork(Kit kit) {
    kit.given(at(kit, get("/set")), BACKEND.seenHeader("X-Header-Set", "set-overwrites-values"));
    kit.given(
        at(kit, get("/set").header("X-Header-Set", "some-other-value")),
        BACKEND.seenHeader("X-Header-Set", "set-overwrites-values"));
    kit.given(at(kit, get("/add")), BACKEND.seenHeader("X-Header-Add", "add-appends-values"));
    kit.given(
        at(kit, get("/add").header("X-Header-Add", "some-other-value")),
        BACKEND.seenHeader("X-Header-Add", "some-other-value,add-appends-values"));
    kit.given(
        at(kit, get("/remove").header("X-Header-Remove", "val")),
        BACKEND.seenWithoutHeader("X-Header-Remove"));
  }

  private static Request get(String path) {
    return Request.get(path).host("modifier.example.com");
  }

  private static Call at(Kit kit, Request request) {
    return kit.gateway("same-namespace").sending(request);
  }
}
