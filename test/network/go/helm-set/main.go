// Records what Helm makes of the words behind --set and its kin. In a module of its own, with Helm at the version that
// the table names:
//
//	go mod init helm-set && go get helm.sh/helm/v3@v3.16.4
//	go run main.go > helm-set-cases.json
//
// Then `npx biome format --write` on the table. A case without a value is refused.
package main

import (
	"encoding/json"
	"os"

	"helm.sh/helm/v3/pkg/strvals"
)

// One word and what it sets.
type result struct {
	Option string `json:"option"`
	Text   string `json:"text"`
	Value  any    `json:"value,omitempty"`
}

var options = []string{"set", "set-string", "set-literal", "set-json"}

var texts = map[string][]string{
	"set": {
		`a=b`,
		`a=`,
		`a.b=c`,
		`a.b.c=1,a.b.d=2`,
		`a=1,b=2`,
		`a={b,c}`,
		`a={b,c},d=e`,
		`a={}`,
		`a={ b , c }`,
		`a={1,true,null}`,
		`a[0]=b`,
		`a[1]=b`,
		`a[0].b=c,a[0].d=e`,
		`a[0][1]=b`,
		`a[0]={x,y}`,
		`a\.b=c`,
		`a\.b/c\.d=e,f=g`,
		`a=b\,c`,
		`a={b\,c,d}`,
		`a=b\=c`,
		`a=b=c`,
		`a=b.c`,
		`a="b"`,
		`a='b'`,
		`a=true`,
		`a=True`,
		`a=FALSE`,
		`a=null`,
		`a=Null`,
		`a=0`,
		`a=00`,
		`a=007`,
		`a=0x10`,
		`a=10`,
		`a=-5`,
		`a=+5`,
		`a=-05`,
		`a=1.5`,
		`a=1e3`,
		`a=9223372036854775807`,
		`a=9223372036854775808`,
		`a=-9223372036854775808`,
		`a=1_000`,
		`a= b`,
		`a=b `,
		` a=b`,
		`a =b`,
		`a=b,`,
		`a`,
		`a,b=c`,
		`=b`,
		`a=b,,c=d`,
		`a.=b`,
		`.a=b`,
		`a..b=c`,
		`a={b`,
		`a={b}c=d`,
		`a={b}x,c=d`,
		`a[b]=c`,
		`a[-1]=c`,
		`a[0]b=c`,
		`a=1,a.b=2`,
		`a.b=1,a=2`,
		`a[0]=1,a.b=2`,
		`a=b\`,
		`a\=b=c`,
		`ipam.operator.clusterPoolIPv4PodCIDRList={10.42.0.0/16}`,
		`ipv4NativeRoutingCIDR=10.42.0.0/16,ipv6.enabled=true,ipv6NativeRoutingCIDR=fd00:10:42::/56`,
		`securityContext.capabilities.ciliumAgent={CHOWN,KILL,NET_ADMIN}`,
		`k8sServiceHost=192.168.1.10,k8sServicePort=6443`,
		`a={b},c={d,e}`,
		`a={{b}}`,
		`a=[b]`,
		`a[0].b.c[1]=d`,
		``,
		`a[0`,
		`a.b`,
		`a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z=1`,
		`a=\{b\,c\}`,
		`a=ü😀,b=c`,
		`a\[0\]=b`,
		`a[00]=b`,
		`a[+1]=b`,
	},
	"set-string": {
		`a=true`,
		`a=1,b=null`,
		`a={1,true}`,
		`a=0`,
		`a[0]=1`,
	},
	"set-literal": {
		`a=b,c`,
		`a.b={c,d}`,
		`a=b\,c`,
		`a=true`,
		`a[0]=b`,
		`a\.b=c`,
		`a=b=c`,
	},
	"set-json": {
		`a={"b":1}`,
		`a=[1,"2",null]`,
		`a="x"`,
		`a.b=true`,
		`a=`,
	},
}

func ask(option, text string) result {
	values := map[string]any{}
	var err error
	switch option {
	case "set":
		err = strvals.ParseInto(text, values)
	case "set-string":
		err = strvals.ParseIntoString(text, values)
	case "set-literal":
		err = strvals.ParseLiteralInto(text, values)
	case "set-json":
		err = strvals.ParseJSON(text, values)
	}
	if err != nil {
		return result{Option: option, Text: text}
	}
	return result{Option: option, Text: text, Value: &values}
}

func main() {
	cases := []result{}
	for _, option := range options {
		for _, text := range texts[option] {
			cases = append(cases, ask(option, text))
		}
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(map[string]any{"helm": "v3.16.4", "cases": cases}); err != nil {
		panic(err)
	}
}
