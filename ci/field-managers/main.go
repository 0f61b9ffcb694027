// Writes a corpus of what Kubernetes' own field managers do: sequences of applies and updates of random objects, each
// step with the object, the managed fields and the error that it led to. One sequence a line, in JSON.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"os"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields/managedfieldstest"
	"k8s.io/client-go/applyconfigurations"
	"k8s.io/client-go/kubernetes/scheme"
)

// M is an object, A an array.
type M = map[string]interface{}
type A = []interface{}

var r *rand.Rand

func maybe(m M, k string, v interface{}) {
	if r.Intn(3) > 0 {
		m[k] = v
	}
}
func pick(vs ...string) string { return vs[r.Intn(len(vs))] }
func labels() M {
	m := M{}
	for _, k := range []string{"a", "b", "c"} {
		if r.Intn(2) == 0 {
			m[k] = pick("1", "2")
		}
	}
	return m
}
func container(name string) M {
	c := M{"name": name}
	maybe(c, "image", pick("i:1", "i:2"))
	if r.Intn(2) == 0 {
		var env A
		for _, n := range r.Perm(3)[:r.Intn(4)] {
			e := M{"name": fmt.Sprint("E", n)}
			if r.Intn(3) == 0 {
				f := M{"fieldPath": "metadata.name"}
				if r.Intn(2) == 0 {
					f["apiVersion"] = "v1"
				}
				e["valueFrom"] = M{"fieldRef": f}
			} else {
				maybe(e, "value", pick("x", "y"))
			}
			env = append(env, e)
		}
		if env != nil {
			c["env"] = env
		}
	}
	if r.Intn(2) == 0 {
		var ports A
		for _, n := range r.Perm(3)[:1+r.Intn(3)] {
			p := M{"containerPort": int64(80 + n)}
			if r.Intn(2) == 0 {
				p["protocol"] = pick("TCP", "UDP")
			}
			maybe(p, "name", pick("p", "q"))
			ports = append(ports, p)
		}
		c["ports"] = ports
	}
	if r.Intn(3) == 0 {
		c["resources"] = M{}
	} else if r.Intn(3) == 0 {
		c["resources"] = M{"limits": M{"cpu": pick("1", "2")}}
	}
	if r.Intn(3) == 0 {
		c["command"] = A{pick("a", "b"), "c"}
	}
	return c
}
func deployment() M {
	md := M{"name": "d", "namespace": "default"}
	if r.Intn(2) == 0 {
		md["labels"] = labels()
	}
	if r.Intn(3) == 0 {
		var f A
		for _, n := range r.Perm(3)[:1+r.Intn(3)] {
			f = append(f, fmt.Sprint("x.y/", n))
		}
		md["finalizers"] = f
	}
	if r.Intn(4) == 0 {
		var f A
		for _, n := range r.Perm(2)[:1+r.Intn(2)] {
			f = append(f, M{"uid": fmt.Sprint("u", n), "name": pick("n", "m"), "kind": "K", "apiVersion": "v1"})
		}
		md["ownerReferences"] = f
	}
	spec := M{}
	maybe(spec, "replicas", int64(r.Intn(3)))
	if r.Intn(2) == 0 {
		spec["selector"] = M{"matchLabels": labels()}
	}
	if r.Intn(3) == 0 {
		spec["strategy"] = M{"type": "RollingUpdate", "rollingUpdate": M{"maxSurge": int64(r.Intn(2))}}
	}
	if r.Intn(4) > 0 {
		ps := M{}
		var cs A
		for _, n := range r.Perm(3)[:r.Intn(4)] {
			cs = append(cs, container(fmt.Sprint("c", n)))
		}
		if cs != nil {
			ps["containers"] = cs
		}
		maybe(ps, "nodeSelector", labels())
		if r.Intn(3) == 0 {
			ps["tolerations"] = A{M{"key": pick("k", "l"), "operator": "Exists"}}
		}
		t := M{"spec": ps}
		if r.Intn(2) == 0 {
			t["metadata"] = M{"labels": labels()}
		}
		spec["template"] = t
	}
	return M{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": md, "spec": spec}
}
func configMap() M {
	md := M{"name": "d", "namespace": "default"}
	maybe(md, "annotations", labels())
	o := M{"apiVersion": "v1", "kind": "ConfigMap", "metadata": md}
	maybe(o, "data", labels())
	maybe(o, "immutable", r.Intn(2) == 0)
	return o
}
func service() M {
	spec := M{}
	maybe(spec, "selector", labels())
	var ports A
	for _, n := range r.Perm(3)[:r.Intn(4)] {
		p := M{"port": int64(80 + n)}
		if r.Intn(2) == 0 {
			p["protocol"] = pick("TCP", "UDP")
		}
		maybe(p, "name", pick("p", "q"))
		maybe(p, "targetPort", int64(r.Intn(3)))
		ports = append(ports, p)
	}
	if ports != nil {
		spec["ports"] = ports
	}
	maybe(spec, "type", pick("ClusterIP", "NodePort"))
	return M{"apiVersion": "v1", "kind": "Service", "metadata": M{"name": "d", "namespace": "default"}, "spec": spec}
}

// Step is one write and what it led to.
type Step struct {
	Op      string `json:"op"`
	Manager string `json:"manager"`
	Force   bool   `json:"force"`
	Object  M      `json:"object"`
	Error   string `json:"error"`
	Live    M      `json:"live"`
	Managed any    `json:"managed"`
}

var kinds = []struct {
	gvk      schema.GroupVersionKind
	generate func() M
}{
	{schema.GroupVersionKind{Group: "apps", Version: "v1", Kind: "Deployment"}, deployment},
	{schema.GroupVersionKind{Version: "v1", Kind: "ConfigMap"}, configMap},
	{schema.GroupVersionKind{Version: "v1", Kind: "Service"}, service},
}

func main() {
	sequences := flag.Int("sequences", 3000, "how many sequences to write")
	steps := flag.Int("steps", 6, "how many writes each has")
	flag.Parse()
	converter := applyconfigurations.NewTypeConverter(scheme.Scheme)
	out := json.NewEncoder(os.Stdout)
	for seed := range *sequences {
		r = rand.New(rand.NewSource(int64(seed)))
		kind := kinds[seed%len(kinds)]
		manager := managedfieldstest.NewTestFieldManager(converter, kind.gvk)
		var sequence []Step
		for range *steps {
			sequence = append(sequence, write(manager, kind.generate()))
		}
		if err := out.Encode(sequence); err != nil {
			panic(err)
		}
	}
}

func write(manager managedfieldstest.TestFieldManager, object M) Step {
	step := Step{Op: "apply", Manager: pick("a", "b", "c"), Force: r.Intn(3) == 0, Object: object}
	sent := &unstructured.Unstructured{Object: copied(object).(M)}
	var err error
	if r.Intn(3) == 0 {
		step.Op = "update"
		err = manager.Update(sent, step.Manager)
	} else {
		err = manager.Apply(sent, step.Manager, step.Force)
	}
	if err != nil {
		step.Error = err.Error()
	}
	live := manager.Live().(*unstructured.Unstructured).DeepCopy()
	live.SetManagedFields(nil)
	step.Live = live.Object
	managed := copied(manager.ManagedFields())
	if entries, ok := managed.(A); ok {
		for _, entry := range entries {
			delete(entry.(M), "time")
		}
	}
	step.Managed = managed
	return step
}

// copied returns a value as its JSON says it, with the numbers that the server's decoder gives.
func copied(value any) any {
	text, err := json.Marshal(map[string]any{"kind": "Copy", "apiVersion": "v1", "value": value})
	if err != nil {
		panic(err)
	}
	copy := &unstructured.Unstructured{}
	if err := copy.UnmarshalJSON(text); err != nil {
		panic(err)
	}
	return copy.Object["value"]
}
