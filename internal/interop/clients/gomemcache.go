// Stores or reads the values with gomemcache: gomemcache write|read host:port
// It knows bytes only. The values, and what is printed, are those of javascript/run-client.mjs.
package main

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/bradfitz/gomemcache/memcache"
)

type answer struct {
	Kind  string `json:"kind"`
	Value string `json:"value,omitempty"`
}

var values = map[string]string{
	"text":       "plain",
	"unicode":    "grüße 鍵",
	"empty":      "",
	"lines":      "a\r\nb\\\nc",
	"digits":     "42",
	"long":       strings.Repeat("all work and no play ", 200),
	"bytes":      "\x00\xff\x80\r\n",
	"byteDigits": "42",
}

var others = []string{"integer", "negative", "fraction", "yes", "no", "nothing", "list", "object", "large"}

func described(value []byte) answer {
	if utf8.Valid(value) {
		return answer{"text", string(value)}
	}
	return answer{"bytes", hex.EncodeToString(value)}
}

func main() {
	task, client := os.Args[1], memcache.New(os.Args[2])
	answers := map[string]answer{}
	keys := others
	for key := range values {
		keys = append(keys, key)
	}
	for _, key := range keys {
		value, isText := values[key]
		if task == "write" {
			if !isText {
				answers[key] = answer{"error", "knows bytes only"}
			} else if err := client.Set(&memcache.Item{Key: key, Value: []byte(value)}); err != nil {
				answers[key] = answer{"error", err.Error()}
			}
			continue
		}
		item, err := client.Get(key)
		if err == memcache.ErrCacheMiss {
			answers[key] = answer{Kind: "miss"}
		} else if err != nil {
			answers[key] = answer{"error", err.Error()}
		} else {
			answers[key] = described(item.Value)
		}
	}
	printed, _ := json.Marshal(answers)
	os.Stdout.Write(printed)
}
