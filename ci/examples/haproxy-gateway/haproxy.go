package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

const (
	takeoverTime = 5 * time.Second
	pause        = 5 * time.Millisecond
)

var errEnded = errors.New("haproxy has ended")

// HAProxy is a master process whose worker is replaced when the configuration changes. The new worker takes the
// listening sockets over, so that no connection is refused meanwhile.
type HAProxy struct {
	program   string
	directory string
	master    *exec.Cmd
	ended     chan struct{} // closed when the master is gone
	revision  string        // of the configuration at work
}

// NewHAProxy starts nothing yet.
func NewHAProxy(program string) (*HAProxy, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, err
	}
	directory, err := os.MkdirTemp("", "haproxy-gateway-")
	if err != nil {
		return nil, err
	}
	return &HAProxy{program: path, directory: directory, ended: make(chan struct{})}, nil
}

// Apply returns when HAProxy does what the configuration says.
func (h *HAProxy) Apply(ctx context.Context, config Config) error {
	text, certificates := config.Files(h.directory)
	revision := digest(text, certificates)
	if revision == h.revision {
		return nil
	}
	// Whoever asks this socket learns which configuration is at work.
	text += fmt.Sprintf("frontend revision\n  bind unix@%s mode 600\n  http-request return status 200 content-type text/plain string %s\n", h.socket(), revision)
	certificates["haproxy.cfg"] = text
	for name, content := range certificates {
		if err := os.WriteFile(filepath.Join(h.directory, name), []byte(content), 0o600); err != nil {
			return err
		}
	}
	file := filepath.Join(h.directory, "haproxy.cfg")
	if said, err := exec.CommandContext(ctx, h.program, "-c", "-f", file).CombinedOutput(); err != nil {
		return fmt.Errorf("haproxy refuses its configuration: %w\n%s", err, said)
	}
	if err := h.load(file); err != nil {
		return err
	}
	if err := h.await(ctx, revision); err != nil {
		return err
	}
	h.revision = revision
	return nil
}

func (h *HAProxy) load(file string) error {
	if h.master != nil {
		return h.master.Process.Signal(syscall.SIGUSR2)
	}
	master := exec.Command(h.program, "-W", "-db", "-f", file)
	master.Stdout, master.Stderr = os.Stdout, os.Stderr
	if err := master.Start(); err != nil {
		return err
	}
	h.master = master
	go func() {
		_ = master.Wait() // the log says what it ended of
		close(h.ended)
	}()
	return nil
}

// Start, as a part of the manager, ends the manager when HAProxy ends: whoever runs it starts both again.
func (h *HAProxy) Start(ctx context.Context) error {
	select {
	case <-h.ended:
		return errEnded
	case <-ctx.Done():
		return nil
	}
}

func (h *HAProxy) await(ctx context.Context, revision string) error {
	ctx, cancel := context.WithTimeout(ctx, takeoverTime)
	defer cancel()
	for {
		if h.atWork(ctx) == revision {
			return nil
		}
		select {
		case <-h.ended:
			return errEnded
		case <-ctx.Done():
			return fmt.Errorf("haproxy did not take its configuration over within %s", takeoverTime)
		case <-time.After(pause):
		}
	}
}

func (h *HAProxy) atWork(ctx context.Context) string {
	transport := &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", h.socket())
		},
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://haproxy/", nil)
	if err != nil {
		return ""
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return ""
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return ""
	}
	return string(body)
}

func (h *HAProxy) socket() string { return filepath.Join(h.directory, "revision.sock") }

// Stop ends HAProxy.
func (h *HAProxy) Stop() {
	if h.master != nil {
		_ = h.master.Process.Signal(syscall.SIGTERM) // it may have ended by itself
		<-h.ended
	}
	_ = os.RemoveAll(h.directory)
}

func digest(text string, certificates map[string]string) string {
	sum := sha256.New()
	fmt.Fprint(sum, text)
	for _, name := range slices.Sorted(maps.Keys(certificates)) {
		fmt.Fprint(sum, name, certificates[name])
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}
