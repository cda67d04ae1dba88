// Records how the serialiser of Flux writes strings and what plain text means to its parser, for the texts in
// plain-scalar-cases.json. In a copy of this folder:
//
//	go mod init record && go get sigs.k8s.io/yaml@v1.6.0 go.yaml.in/yaml/v2@v2.4.4
//	go run . < ../plain-scalar-cases.json > recorded.json
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	goyaml "go.yaml.in/yaml/v2"
	"sigs.k8s.io/yaml"
)

// A text, the style in which it is written as a value, and what it is when read after `v: ` and after `- `.
type scalar struct {
	Text  string   `json:"text"`
	Style string   `json:"style"`
	Value *meaning `json:"value"`
	// Only where it differs from Value.
	Item *meaning `json:"item,omitempty"`
}

type meaning struct {
	Kind  string          `json:"kind"`
	Value json.RawMessage `json:"value,omitempty"`
	Error string          `json:"error,omitempty"`
}

func main() {
	var in struct {
		Cases []scalar `json:"cases"`
	}
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		panic(err)
	}
	fmt.Printf("{\n\t\"sigs.k8s.io/yaml\": \"v1.6.0\",\n\t\"cases\": [\n")
	for i, c := range in.Cases {
		c.Style = style(c.Text)
		value, item := read("v: ", c.Text), read("- ", c.Text)
		c.Value, c.Item = &value, nil
		if line(value) != line(item) {
			c.Item = &item
		}
		comma := ","
		if i == len(in.Cases)-1 {
			comma = ""
		}
		fmt.Printf("\t\t%s%s\n", line(c), comma)
	}
	fmt.Printf("\t]\n}\n")
}

func style(text string) string {
	out, err := yaml.Marshal(map[string]string{"v": text})
	if err != nil {
		return "error"
	}
	switch written := strings.TrimPrefix(string(out), "v:"); {
	case strings.HasPrefix(written, " |"):
		return "literal"
	case strings.HasPrefix(written, " '"):
		return "single"
	case strings.HasPrefix(written, " \""):
		return "double"
	default:
		return "plain"
	}
}

func read(before, text string) meaning {
	var decoded interface{}
	document := before + text + "\n"
	converted, err := yaml.YAMLToJSON([]byte(document))
	if err == nil {
		err = goyaml.Unmarshal([]byte(document), &decoded)
	}
	if err != nil {
		return meaning{Kind: "error", Error: strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	switch m := decoded.(type) {
	case map[interface{}]interface{}:
		if len(m) > 1 {
			return meaning{Kind: "error", Error: "more than one key"}
		}
		decoded = m["v"]
	case []interface{}:
		if len(m) > 1 {
			return meaning{Kind: "error", Error: "more than one item"}
		}
		decoded = m[0]
	}
	raw := json.RawMessage(bytes.TrimSuffix(bytes.TrimPrefix(bytes.TrimPrefix(converted, []byte(`{"v":`)), []byte(`[`)), []byte(`]`)))
	if before == "v: " {
		raw = json.RawMessage(bytes.TrimSuffix(bytes.TrimPrefix(converted, []byte(`{"v":`)), []byte(`}`)))
	}
	switch decoded.(type) {
	case nil:
		return meaning{Kind: "null"}
	case bool:
		return meaning{Kind: "bool", Value: raw}
	case int, int64, uint64:
		return meaning{Kind: "int", Value: raw}
	case float64:
		return meaning{Kind: "float", Value: raw}
	case string:
		return meaning{Kind: "string", Value: raw}
	default:
		return meaning{Kind: "collection", Value: raw}
	}
}

func line(value any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err)
	}
	return strings.TrimSpace(out.String())
}
