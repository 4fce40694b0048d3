// Says on which server gomemcache looks for a key. Standard input and output as of picks-main.ts.
package main

import (
	"encoding/json"
	"os"

	"github.com/bradfitz/gomemcache/memcache"
)

func main() {
	var asked struct {
		Keys   []string            `json:"keys"`
		Fleets [][][2]interface{} `json:"fleets"`
	}
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		panic(err)
	}
	answers := [][]int{}
	for _, servers := range asked.Fleets {
		names, indexes := []string{}, map[string]int{}
		for index, server := range servers {
			name := server[0].(string)
			indexes[name] = index
			for weight := int(server[1].(float64)); weight > 0; weight-- {
				names = append(names, name)
			}
		}
		list := new(memcache.ServerList)
		if err := list.SetServers(names...); err != nil {
			answers = append(answers, nil)
			continue
		}
		picks := []int{}
		for _, key := range asked.Keys {
			address, err := list.PickServer(key)
			if err != nil {
				panic(err)
			}
			picks = append(picks, indexes[address.String()])
		}
		answers = append(answers, picks)
	}
	printed, _ := json.Marshal(answers)
	os.Stdout.Write(printed)
}
