// Shell is a command line on the console: people set and look at what a device does, while it does
// it. On a board the console is its serial port.
package main

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
)

// A Command is one word that people can type.
type Command struct {
	help string
	run  func(args []string) error
}

var settings = map[string]int{"brightness": 40, "interval": 250}

var commands map[string]Command

func init() {
	commands = map[string]Command{
		"help": {"shows this list", help},
		"get":  {"NAME: shows a setting; all of them without a name", get},
		"set":  {"NAME VALUE: changes a setting", set},
		"sum":  {"NUMBER...: adds numbers", sum},
	}
}

func help([]string) error {
	for _, name := range slices.Sorted(maps.Keys(commands)) {
		fmt.Printf("%-5s %s\n", name, commands[name].help)
	}
	return nil
}

func get(args []string) error {
	names := args
	if len(names) == 0 {
		names = slices.Sorted(maps.Keys(settings))
	}
	for _, name := range names {
		value, ok := settings[name]
		if !ok {
			return fmt.Errorf("there is no setting %q", name)
		}
		fmt.Printf("%s = %d\n", name, value)
	}
	return nil
}

func set(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("set wants a name and a value, not %d words", len(args))
	}
	value, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	if _, ok := settings[args[0]]; !ok {
		return fmt.Errorf("there is no setting %q", args[0])
	}
	settings[args[0]] = value
	return nil
}

func sum(args []string) error {
	total := 0.0
	for _, arg := range args {
		v, err := strconv.ParseFloat(arg, 64)
		if err != nil {
			return err
		}
		total += v
	}
	fmt.Println(total)
	return nil
}

// execute runs one line.
func execute(line string) error {
	words := strings.Fields(line)
	if len(words) == 0 {
		return nil
	}
	command, ok := commands[words[0]]
	if !ok {
		return fmt.Errorf("%s: no such command; try help", words[0])
	}
	return command.run(words[1:])
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for fmt.Print("> "); lines.Scan(); fmt.Print("> ") {
		line := lines.Text()
		if line == "quit" {
			fmt.Println("bye")
			return
		}
		if err := execute(line); err != nil {
			fmt.Println("error:", err)
		}
	}
}
