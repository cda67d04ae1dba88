// Records what Flux's envsubst makes of the templates in envsubst-cases.json. In a copy of this folder:
//
//	go mod init record && go get github.com/fluxcd/pkg/envsubst@v1.8.0
//	go run . < ../envsubst-cases.json > recorded.json
//
// v1.9.0 has the same code and needs a newer Go.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/fluxcd/pkg/envsubst"
)

type substitution struct {
	Template  string            `json:"template"`
	Variables map[string]string `json:"variables"`
	Text      *string           `json:"text,omitempty"`
	Error     string            `json:"error,omitempty"`
}

type recording struct {
	Cases []substitution `json:"cases"`
}

func main() {
	var in recording
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		panic(err)
	}
	fmt.Printf("{\n\t\"envsubst\": \"v1.8.0\",\n\t\"cases\": [\n")
	for i, c := range in.Cases {
		c.Text, c.Error = nil, ""
		text, err := evaluate(c)
		switch {
		case err != nil:
			c.Error = err.Error()
		case !utf8.ValidString(text):
			c.Error = "not UTF-8"
		default:
			c.Text = &text
		}
		comma := ","
		if i == len(in.Cases)-1 {
			comma = ""
		}
		fmt.Printf("\t\t%s%s\n", line(c), comma)
	}
	fmt.Printf("\t]\n}\n")
}

func evaluate(c substitution) (text string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return envsubst.Eval(c.Template, func(name string) (string, bool) {
		// Flux does the same when it loads the variables.
		return strings.ReplaceAll(c.Variables[name], "\n", ""), true
	})
}

func line(c substitution) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(c); err != nil {
		panic(err)
	}
	return strings.TrimSpace(out.String())
}
