// Records what Go's net and net/netip make of prefixes and addresses. From the root of the repository:
//
//	go run ./test/network/go/prefixes/main.go > test/network/go-prefixes.json
//	npx biome format --write test/network/go-prefixes.json
//
// Made with the Go version that the table names. The drawn texts depend on the seed below and on nothing else.
package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// One text and every answer; one that is left out is a refusal.
type answers struct {
	Text string `json:"text"`
	// The network of net.ParseCIDR.
	CIDR *string `json:"cidr,omitempty"`
	// True when net.ParseCIDR drops bits beyond the prefix length.
	HostBits bool `json:"hostBits,omitempty"`
	// netip.ParsePrefix, masked.
	Prefix *string `json:"prefix,omitempty"`
	// net.ParseIP.
	IP *string `json:"ip,omitempty"`
}

func ask(text string) answers {
	result := answers{Text: text}
	if ip, network, err := net.ParseCIDR(text); err == nil {
		printed := network.String()
		result.CIDR = &printed
		result.HostBits = !ip.Equal(network.IP)
	}
	if prefix, err := netip.ParsePrefix(text); err == nil {
		printed := prefix.Masked().String()
		result.Prefix = &printed
	}
	if ip := net.ParseIP(text); ip != nil {
		printed := ip.String()
		result.IP = &printed
	}
	return result
}

var written = []string{
	// Plain prefixes.
	"0.0.0.0/0", "10.42.0.0/16", "10.0.0.0/8", "192.168.144.0/20", "172.16.0.0/12", "10.96.0.1/32", "255.255.255.255/32",
	"100.64.0.0/10", "::/0", "::/128", "fd00:10:42::/56", "fd00:10:96::/112", "fd00:10:96::/108", "2001:db8::/32",
	"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "fe80::/10", "::1/128", "8000::/1", "128.0.0.0/1",
	// Bits beyond the length.
	"10.42.0.1/16", "10.42.1.0/16", "10.0.0.1/0", "255.255.255.255/31", "fc00:f1:d759:3053:a573::/64", "fd00::1/64",
	"::1/0", "::1/127", "ffff::/15", "fd00:10:42:0:8000::/64", "192.168.1.1/24",
	// Lengths.
	"10.0.0.0/", "10.0.0.0/33", "10.0.0.0/032", "10.0.0.0/08", "10.0.0.0/00", "10.0.0.0/0", "10.0.0.0/000000008", "10.0.0.0/-1",
	"10.0.0.0/-0", "10.0.0.0/+8", "10.0.0.0/abc", "10.0.0.0/8a", "10.0.0.0/0x8", "10.0.0.0/8.0", "10.0.0.0/1e1",
	"10.0.0.0/255.0.0.0", "10.0.0.0/8/8", "10.0.0.0//8", "10.0.0.0/ 8", "10.0.0.0 /8", "10.0.0.0/99999999999999999999",
	"10.0.0.0/4294967304", "10.0.0.0/16777224", "10.0.0.0/٨", "10.0.0.0/८", "10.0.0.0/８", "10.0.0.0/⁸", "10.0.0.0/128", "fd00::/",
	"fd00::/129", "fd00::/128", "fd00::/064", "fd00::/64", "fd00::/1280", "fd00::/-64", "fd00::/+64", "fd00::/6_4", "fd00::/64 ",
	"fd00::/64\n", "fd00::/64\x00", "fd00::/ffff::", "fd00::/64/64", "fd00:://64",
	// No length.
	"10.0.0.0", "0.0.0.0", "255.255.255.255", "fd00::", "::", "::1", "2001:db8::1", "1:2:3:4:5:6:7:8",
	// Nothing much.
	"", " ", "\t", "\n", "/", "//", "/8", "/64", ".", ":", "...", "...../8", ":/0", "-", "+", "null", "~", "true", "None", "0", "0/0", "10", "10/8",
	"1", "/0", "*", "any", "default", "localhost", "localhost/8", "example.com/24", "node-1.example.com", "a/b/c", "10.0.0.0-10.0.0.255",
	"10.0.0.0,fd00::", "10.0.0.0/8,fd00::/64", "${POD_CIDR}", "{{ .Values.cidr }}", "<no value>",
	// Spaces.
	" 10.0.0.0/8", "10.0.0.0/8 ", " 10.0.0.0/8 ", "\t10.0.0.0/8", "10.0.0.0/8\r", "10.0.0.0/8\r\n", "\u00a010.0.0.0/8", "\ufeff10.0.0.0/8",
	"\u200b10.0.0.0/8", "10.0.0.0/8\u2028", "10. 0.0.0/8", " fd00::/64", "fd00:: /64", " 10.0.0.0", "10.0.0.0 ", " fd00::1",
	" 10.0.0.1/8", " 10.0.0.0/33", "10.0.0.0/8 # pods", "10.0.0.0/8;",
	// IPv4 in other shapes.
	"10.0.0/8", "10.0/8", "10.0.0.0.0/8", "10..0.0/8", ".10.0.0.0/8", "10.0.0.0./8", "10.0.0./8", "256.0.0.0/8", "10.0.0.256/32", "999.0.0.0/8",
	"1000.0.0.0/8", "010.0.0.0/8", "10.00.0.0/8", "10.0.0.00/8", "192.168.144.000/20", "192.168.144.08/32", "0x0a.0.0.0/8", "0xa000000/8",
	"167772160/8", "012.0.0.0/8", "-10.0.0.0/8", "+10.0.0.0/8", "10.-0.0.0/8", "10.0.0.a/8", "a.b.c.d/8", "10,0,0,0/8", "10.0.0.0\\8",
	"10.0.0.1:6789", "10.0.0.1:6789/8", "１０.0.0.0/8", "١٠.0.0.0/8", "10。0。0。0/8", "10.0.0.0∕8", "10.0.0.0／8", "10.0.0.0\x00/8",
	"00.0.0.0/0", "0.0.0.0/00", "1.2.3.4/32", "1.2.3.4/31", "01.2.3.4", "1.2.3", "1.2.3.4.5", "1.2.3.4.", "1.2.3.256",
	// IPv6 in other shapes.
	"FD00:10:42::/56", "Fd00::/64", "fd00:0010:0042::/56", "fd00:010:042::/56", "fd00:0:0:0:0:0:0:0/64", "fd00:0000:0000:0000::/64",
	"0:0:0:0:0:0:0:0/0", "0::/0", "::0/0", "0::0/0", "fd00::0/64", "fd00:0:0::/64", "1:0:0:2:0:0:0:3/128", "1:0:0:2:3:0:0:4/128",
	"1:0:2:3:4:5:6:7/128", "1:2:3:4:5:6:7::/112", "::2:3:4:5:6:7:8/128", "1::3:4:5:6:7:8/128", "1:2:3:4:5:6:7::8", "::1:2:3:4:5:6:7:8",
	"1:2:3:4:5:6:7:8::", "1::2::3", "1::2::3/64", ":::", ":::/0", "1:::2/64", "::::/0", ":1::/64", "1:/64", "1::2:/64", ":1:2:3:4:5:6:7/64",
	"1:2:3:4:5:6:7:/64", "1:2:3:4:5", "1:2:3:4:5/64", "1:2:3:4:5:6:7/64", "1:2:3:4:5:6:7:8:9/64", "7i3e::/64", "7i3e", "fd00:7i3e::/64",
	"fd00:g::/64", "fd00:10000::/64", "fd00:00001::/64", "fd00:fffff::/64", "fd00:-1::/64", "fd00:+1::/64", "fd00:0x1::/64", "fd00:1_0::/64",
	"fd00: 1::/64", "fd00;1::/64", "fd00.1::/64", "fd00:１::/64", "fd00:١::/64", "ｆd00::/64", "fd00：：/64", "fd00:10:42:/56", "fd00:10:42/56",
	"fd00", "fd00/8", "fd00:", ":fd00", "dead:beef:cafe", "b00:b5::/32", "00:1a:2b:3c:4d:5e", "12:34/5", "a::b::c/7",
	// Zones.
	"fe80::1%eth0", "fe80::1%eth0/64", "fe80::%1/64", "fe80::1/64%eth0", "fe80::1%", "fe80::1%/64", "%eth0", "%eth0/64", "10.0.0.1%eth0",
	"10.0.0.1%eth0/8", "fe80::1%a/b/64", "fe80::1%25eth0/64", "fe80::1%%/64", "::ffff:10.0.0.1%eth0", "::ffff:10.0.0.1%eth0/104",
	"fe80:%eth0/64", "zzz%eth0/64", "fe80::1%ẞ/64",
	// Brackets.
	"[fd00::]/64", "[fd00::/64]", "[fd00::1]", "[fd00::1]:6789", "[10.0.0.0]/8", "[10.0.0.0/8]", "[]", "[]/0", "[fd00::/64", "fd00::]/64", "[[fd00::]]/64",
	"[fe80::1%eth0]/64", "[host]/64", "[fd00::]", "[fd00::]/129", "[fd00::1]/64",
	// Embedded IPv4.
	"::ffff:10.0.0.0/104", "::ffff:10.0.0.0/120", "::ffff:10.0.0.1/104", "::ffff:1.2.3.4/120", "::ffff:1.2.3.4/128", "::ffff:1.2.3.4",
	"::FFFF:1.2.3.4/128", "::ffff:0:0/96", "::ffff:0.0.0.0/96", "::ffff:0:0/95", "::fffe:0:0/95", "::fffe:0:0/96", "::ffff:10.0.0.0/24",
	"::ffff:10.0.0.0/8", "::ffff:10.0.0.0/0", "::ffff:a00:0/104", "::ffff:a00:0", "0:0:0:0:0:ffff:10.0.0.0/104", "0:0:0:0:0:ffff:a00:1",
	"::10.0.0.0/104", "::10.0.0.1", "::10.0.0.0/0", "::1:ffff:10.0.0.0/104", "64:ff9b::10.0.0.0/104", "64:ff9b::/96", "64:ff9b::192.0.2.33",
	"1:2:3:4:5:6:1.2.3.4/128", "1:2:3:4:5:6:7:1.2.3.4/128", "1:2:3:4:5:1.2.3.4/128", "1::1.2.3.4/128", "1:2:3:4:5::1.2.3.4/128",
	"::1.2.3.4:5/128", "1.2.3.4::/128", "::1.2.3/128", "::1.2.3.4.5/128", "::01.2.3.4/128", "::ffff:010.0.0.0/104", "::ffff:256.0.0.0/104",
	"::ffff:10.0.0/104", "::ffff:10.0.0.0/129", "::ffff:10.0.0.0/0104", "::ffff:10.0.0.0", "::ffff:255.255.255.255/128", "::1.2.3.4::/64",
	"1:2:3:4:5:6::1.2.3.4/128", "::80/80", "::/80", "::ffff:0:0/97", "::ffff:8000:0/97", "::fffe:ffff:ffff/128", "::1:0:0:0/128",
	// Long.
	strings.Repeat("1", 300), strings.Repeat("1", 300) + "/8", "10.0.0.0/" + strings.Repeat("0", 300) + "8",
	"10.0.0.0/" + strings.Repeat("9", 300), strings.Repeat("0:", 100) + "/64", "::" + strings.Repeat("0", 100) + "/64",
	strings.Repeat(":", 100), strings.Repeat("/", 100), strings.Repeat("[", 100), "fe80::1%" + strings.Repeat("a", 100) + "/64",
	strings.Repeat(" ", 100) + "10.0.0.0/8",
	"0000:0000:0000:0000:0000:0000:0000:0000/000", "0000:0000:0000:0000:0000:0000:255.255.255.255/128",
	"ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255/128", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255/128",
}

const alphabet = "0123456789abcdefABCDEFgi.:/%[] -+"

// A random prefix with few non-zero groups, so that "::" has something to choose from.
func draw(random *rand.Rand) string {
	if random.IntN(3) == 0 {
		return fmt.Sprintf("%d.%d.%d.%d/%d", random.IntN(256), random.IntN(256), random.IntN(2)*random.IntN(256), random.IntN(2)*random.IntN(256), random.IntN(33))
	}
	groups := make([]string, 8)
	for i := range groups {
		groups[i] = strconv.FormatUint(uint64(random.IntN(2)*random.IntN(65536)>>(4*random.IntN(4))), 16)
	}
	text := strings.Join(groups, ":")
	switch random.IntN(3) {
	case 0:
		text = netip.MustParseAddr(text).String()
	case 1:
		text = strings.ToUpper(strings.Join(groups[:6], ":")) + fmt.Sprintf(":%d.%d.%d.%d", random.IntN(256), random.IntN(256), random.IntN(256), random.IntN(256))
	}
	return text + "/" + strconv.Itoa(random.IntN(129))
}

// Replaces, drops or adds up to two characters.
func spoil(random *rand.Rand, text string) string {
	for range 1 + random.IntN(2) {
		at := random.IntN(len(text))
		char := string(alphabet[random.IntN(len(alphabet))])
		switch random.IntN(3) {
		case 0:
			text = text[:at] + char + text[at+1:]
		case 1:
			text = text[:at] + text[at+1:]
		case 2:
			text = text[:at] + char + text[at:]
		}
	}
	return text
}

func main() {
	drawn := 60
	if len(os.Args) > 1 {
		drawn, _ = strconv.Atoi(os.Args[1])
	}
	random := rand.New(rand.NewPCG(42, 56))
	texts := append([]string{}, written...)
	for range drawn {
		text := draw(random)
		texts = append(texts, text, spoil(random, text))
	}
	seen := map[string]bool{}
	table := struct {
		Go    string    `json:"go"`
		Cases []answers `json:"cases"`
	}{Go: runtime.Version()}
	for _, text := range texts {
		if seen[text] {
			continue
		}
		seen[text] = true
		table.Cases = append(table.Cases, ask(text))
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(table); err != nil {
		panic(err)
	}
}
