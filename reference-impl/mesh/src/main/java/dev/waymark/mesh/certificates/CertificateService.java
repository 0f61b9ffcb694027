package dev.waymark.mesh.certificates;

import dev.waymark.controlplane.identity.CertificateAuthority;
import dev.waymark.controlplane.identity.RequestRefusedException;
import dev.waymark.mesh.certificates.proto.IstioCertificateRequest;
import dev.waymark.mesh.certificates.proto.IstioCertificateResponse;
import dev.waymark.mesh.certificates.proto.IstioCertificateServiceGrpc;
import dev.waymark.model.identity.SpiffeId;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The control plane's end: issues certificates to callers that {@link BearerTokens} let in. Safe
 * for use by any thread.
 */
public final class CertificateService
    extends IstioCertificateServiceGrpc.IstioCertificateServiceImplBase {
  /** In the request's metadata: for whom a node's proxy asks. */
  static final String IMPERSONATED = "ImpersonatedIdentity";

  private final CertificateAuthority authority;
  private final BiPredicate<Caller, SpiffeId> mayHave;

  /**
   * Creates a service.
   *
   * @param mayHave whether a caller may have a certificate for an identity
   */
  public CertificateService(CertificateAuthority authority, BiPredicate<Caller, SpiffeId> mayHave) {
    this.authority = authority;
    this.mayHave = mayHave;
  }

  @Override
  public void createCertificate(
      IstioCertificateRequest request, StreamObserver<IstioCertificateResponse> response) {
    try {
      response.onNext(issue(request, BearerTokens.caller()));
      response.onCompleted();
    } catch (StatusException e) {
      response.onError(e);
    }
  }

  private IstioCertificateResponse issue(IstioCertificateRequest request, Caller caller)
      throws StatusException {
    SpiffeId identity = wanted(request, caller);
    if (!mayHave.test(caller, identity)) {
      throw Status.PERMISSION_DENIED
          .withDescription(caller.identity() + " may not have a certificate for " + identity)
          .asException();
    }
    byte[] der =
        Pem.decodeRequest(request.getCsr())
            .orElseThrow(
                () ->
                    Status.INVALID_ARGUMENT
                        .withDescription("csr: no PEM of a CERTIFICATE REQUEST")
                        .asException());
    try {
      List<X509Certificate> chain = new ArrayList<>();
      chain.addAll(
          authority.issue(der, identity, Duration.ofSeconds(request.getValidityDuration())));
      chain.addAll(authority.bundle());
      return IstioCertificateResponse.newBuilder()
          .addAllCertChain(chain.stream().map(Pem::encode).toList())
          .build();
    } catch (RequestRefusedException e) {
      throw Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asException();
    }
  }

  private static SpiffeId wanted(IstioCertificateRequest request, Caller caller)
      throws StatusException {
    var field = request.getMetadata().getFieldsMap().get(IMPERSONATED);
    if (field == null) {
      return caller.identity();
    }
    Optional<SpiffeId> identity = SpiffeId.parse(field.getStringValue());
    return identity.orElseThrow(
        () ->
            Status.INVALID_ARGUMENT
                .withDescription(
                    "metadata."
                        + IMPERSONATED
                        + ": '"
                        + field.getStringValue()
                        + "' (expected: spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT)")
                .asException());
  }
}
