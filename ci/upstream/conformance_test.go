// Package upstream is the Gateway API's own conformance suite, at the version that go.mod pins, as a
// test binary. What it runs and against what comes from its flags and KUBECONFIG; see ./run.
package upstream

import (
	"testing"

	"sigs.k8s.io/gateway-api/conformance"
)

func TestConformance(t *testing.T) {
	conformance.RunConformance(t)
}
