// A value to JSON and back.
package main

import "encoding/json"

type Reading struct {
	Name  string         `json:"name"`
	Value float64        `json:"value"`
	Tags  []string       `json:"tags"`
	Meta  map[string]int `json:"meta"`
}

func main() {
	in := Reading{"temp", 21.5, []string{"a", "b"}, map[string]int{"x": 1, "y": 2}}
	b, err := json.Marshal(in)
	if err != nil {
		println(err.Error())
		return
	}
	println(string(b))
	var out Reading
	if err := json.Unmarshal(b, &out); err != nil {
		println(err.Error())
		return
	}
	println(out.Name, len(out.Tags), out.Meta["y"])
}
