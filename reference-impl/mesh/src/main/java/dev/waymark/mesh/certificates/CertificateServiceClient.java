package dev.waymark.mesh.certificates;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.waymark.controlplane.identity.CertificateAuthority;
import dev.waymark.dataplane.identity.CertificateClient;
import dev.waymark.mesh.certificates.proto.IstioCertificateRequest;
import dev.waymark.mesh.certificates.proto.IstioCertificateResponse;
import dev.waymark.mesh.certificates.proto.IstioCertificateServiceGrpc;
import dev.waymark.mesh.certificates.proto.IstioCertificateServiceGrpc.IstioCertificateServiceStub;
import dev.waymark.model.identity.SpiffeId;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A proxy's end: asks for certificates, for whomever it speaks for. */
public final class CertificateServiceClient implements CertificateClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final IstioCertificateServiceStub service;

  /**
   * Creates a client.
   *
   * @param channel to the authority, with {@link BearerToken} as credentials; stays the caller's to
   *     shut down
   */
  public CertificateServiceClient(Channel channel) {
    this.service = IstioCertificateServiceGrpc.newStub(channel);
  }

  @Override
  public CompletionStage<Issued> issue(SpiffeId identity, byte[] request) {
    var answer = new CompletableFuture<Issued>();
    service
        .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .createCertificate(
            IstioCertificateRequest.newBuilder()
                .setCsr(Pem.encodeRequest(request))
                .setValidityDuration(CertificateAuthority.CERTIFICATE_LIFETIME.toSeconds())
                .setMetadata(
                    Struct.newBuilder()
                        .putFields(
                            CertificateService.IMPERSONATED,
                            Value.newBuilder().setStringValue(identity.toString()).build()))
                .build(),
            new StreamObserver<>() {
              @Override
              public void onNext(IstioCertificateResponse response) {
                try {
                  answer.complete(issued(response));
                } catch (CertificateException e) {
                  answer.completeExceptionally(e);
                }
              }

              @Override
              public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
              }

              @Override
              public void onCompleted() {
                answer.completeExceptionally(
                    new IllegalStateException("an answer without content"));
              }
            });
    return answer;
  }

  /** The API has one list for both: what signed itself is a root. */
  private static Issued issued(IstioCertificateResponse response) throws CertificateException {
    List<X509Certificate> chain = new ArrayList<>();
    List<X509Certificate> roots = new ArrayList<>();
    for (String text : response.getCertChainList()) {
      X509Certificate certificate = Pem.decode(text);
      (isSelfSigned(certificate) ? roots : chain).add(certificate);
    }
    return new Issued(chain, roots);
  }

  private static boolean isSelfSigned(X509Certificate certificate) {
    if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(certificate.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
