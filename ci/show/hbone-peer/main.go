// A peer for HBONE tunnels that shares nothing with the project but what goes over the wire: Go's own
// TLS and HTTP/2.
//
//	peer serve DIR             serves tunnels on a free port of loopback, prints the port; its tunnels echo
//	peer dial DIR ADDR TARGET  asks ADDR for a tunnel to TARGET, sends 3 MiB, ends its direction and
//	                           prints "echoed" once the same has come back
//
// DIR holds server.crt, server.key, client.crt, client.key and root.crt in PEM.
package main

import (
	"bytes"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	switch {
	case len(os.Args) == 3 && os.Args[1] == "serve":
		serve(os.Args[2])
	case len(os.Args) == 5 && os.Args[1] == "dial":
		dial(os.Args[2], os.Args[3], os.Args[4])
	default:
		log.Fatal("usage: serve DIR | dial DIR ADDR TARGET")
	}
}

// mutualTLS trusts the root, checks the peer's URI in place of a host name, and shows a certificate.
func mutualTLS(dir, own, peer string) *tls.Config {
	certificate, err := tls.LoadX509KeyPair(filepath.Join(dir, own+".crt"), filepath.Join(dir, own+".key"))
	if err != nil {
		log.Fatal(err)
	}
	root, err := os.ReadFile(filepath.Join(dir, "root.crt"))
	if err != nil {
		log.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(root)
	return &tls.Config{
		Certificates:       []tls.Certificate{certificate},
		MinVersion:         tls.VersionTLS13,
		NextProtos:         []string{"h2"},
		ClientAuth:         tls.RequireAnyClientCert,
		InsecureSkipVerify: true, // the name is checked here, with the chain:
		VerifyConnection: func(state tls.ConnectionState) error {
			leaf := state.PeerCertificates[0]
			_, err := leaf.Verify(x509.VerifyOptions{
				Roots:     roots,
				KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
			})
			if err != nil {
				return err
			}
			if len(leaf.URIs) != 1 || leaf.URIs[0].String() != "spiffe://cluster.local/ns/shop/sa/"+peer {
				return fmt.Errorf("the peer is %v", leaf.URIs)
			}
			if own == "server" && state.ServerName != "" {
				return errors.New("the client sent a server name: " + state.ServerName)
			}
			return nil
		},
	}
}

func serve(dir string) {
	listener, err := tls.Listen("tcp", "127.0.0.1:0", mutualTLS(dir, "server", "client"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	echo := func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.ProtoMajor != 2 || r.TLS == nil {
			http.Error(w, "expected: CONNECT over HTTP/2 and TLS", http.StatusBadRequest)
			return
		}
		if r.Host == "10.0.0.1:401" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("baggage", "k8s.namespace.name=shop,service.name="+r.Header.Get("x-istio-source"))
		w.WriteHeader(http.StatusOK)
		http.NewResponseController(w).Flush()
		buffer := make([]byte, 32*1024)
		for {
			n, err := r.Body.Read(buffer)
			if n > 0 {
				if _, werr := w.Write(buffer[:n]); werr != nil {
					return
				}
				http.NewResponseController(w).Flush()
			}
			if err != nil {
				return
			}
		}
	}
	server := http.Server{Handler: http.HandlerFunc(echo), TLSConfig: mutualTLS(dir, "server", "client")}
	log.Fatal(server.Serve(listener))
}

func dial(dir, addr, target string) {
	sent := make([]byte, 3<<20)
	rand.Read(sent)
	body, writer := io.Pipe()
	go func() {
		writer.Write(sent)
		writer.Close() // END_STREAM
	}()
	request := &http.Request{
		Method: http.MethodConnect,
		URL:    &url.URL{Scheme: "https", Host: addr},
		Host:   target,
		Header: http.Header{"Baggage": {"k8s.namespace.name=shop"}},
		Body:   body,
	}
	transport := &http.Transport{TLSClientConfig: mutualTLS(dir, "client", "server"), ForceAttemptHTTP2: true}
	response, err := transport.RoundTrip(request)
	if err != nil {
		log.Fatal(err)
	}
	if response.StatusCode != http.StatusOK || response.ProtoMajor != 2 {
		log.Fatal(response.Proto, " ", response.Status)
	}
	received, err := io.ReadAll(response.Body)
	if err != nil {
		log.Fatal(err)
	}
	if !bytes.Equal(received, sent) {
		log.Fatalf("%d of %d bytes came back, or others", len(received), len(sent))
	}
	fmt.Println("echoed")
}
