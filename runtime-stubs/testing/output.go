package testing

import "os"

// mark starts the lines that frame the output of tests, in the output that a program reads
// (-v=test2json): it tells them from lines that tests print.
const mark = "\x16"

// lastName is the test that printed last.
var lastName string

func print2(s string) { os.Stdout.WriteString(s) }

// frame prints a line about the progress of a test.
func frame(what, name, rest string) {
	lastName = name
	printMarked(name, "=== "+what+" "+rest+"\n", "")
}

// printMarked prints a line that starts with a mark where marks are wanted, and what follows it.
func printMarked(name, line, rest string) {
	if name != "" {
		lastName = name
	}
	if flags.json {
		line = mark + line
	}
	print2(line + rest)
}

// chatty prints the output of a test at once.
func chatty(name, text string) {
	if lastName != name {
		frame("NAME ", name, name)
	}
	print2(text)
}

func verbose() bool { return flags.verbose }
