package testing

import (
	"os"
	"runtime/volatile"
	"strconv"
	"strings"
	"time"
)

// commandLine is where `embgo test` writes the flags and arguments into the linked program, which
// it finds by the text: so that other flags need no new compilation. Each ends with a zero byte,
// the last with two.
var commandLine = [1024]byte{
	'e', 'm', 'b', 'g', 'o', ' ', 't', 'e', 's', 't', ':', ' ',
	'c', 'o', 'm', 'm', 'a', 'n', 'd', ' ', 'l', 'i', 'n', 'e',
}

// arguments reads the command line. The reads are volatile because the compiler must not rely on
// what it sees above.
func arguments() []string {
	var args []string
	var word []byte
	started := false
	for i := 24; i < len(commandLine); i++ {
		c := volatile.LoadUint8(&commandLine[i])
		switch {
		case c == 1:
			started = true
		case c != 0:
			word = append(word, c)
		case started:
			args = append(args, string(word))
			word, started = nil, false
		default:
			return args
		}
	}
	return args
}

// options are the flags of `embgo test`.
type options struct {
	run, skip, bench, list string
	short, verbose, json   bool
	failFast, benchMem     bool
	benchOutputHeld        bool
	count, parallel        int
	benchTime              time.Duration
	benchCount             int // of iterations, if -benchtime is Nx
	timeout                time.Duration
	bad                    string
	tempDir                string
	coverMode, coverOf     string
	coverProfile           bool
	parsed                 bool
}

var flags = options{count: 1, parallel: 1, benchTime: time.Second}

var programStart time.Time

// The variables of the packages under test may begin as the content of files.
func init() { Init() }

// Init reads the flags.
func Init() {
	if flags.parsed {
		return
	}
	flags.parsed = true
	programStart = time.Now()
	rest := false
	for _, arg := range arguments() {
		switch {
		case rest || !strings.HasPrefix(arg, "-test."):
			rest = true
			if arg != "--" {
				os.Args = append(os.Args, arg)
			}
		default:
			name, value, _ := strings.Cut(arg[len("-test."):], "=")
			if err := flags.set(name, value); err != nil {
				flags.bad = "invalid value " + strconv.Quote(value) + " for flag -test." + name
			}
		}
	}
}

func (o *options) set(name, value string) (err error) {
	switch name {
	case "run":
		o.run = value
	case "skip":
		o.skip = value
	case "bench":
		o.bench = value
	case "list":
		o.list = value
	case "short":
		o.short = value != "false"
	case "v":
		o.verbose = value != "false"
		o.json = value == "test2json"
	case "failfast":
		o.failFast = value != "false"
	case "benchmem":
		o.benchMem = value != "false"
	case "count":
		o.count, err = strconv.Atoi(value)
	case "parallel":
		o.parallel, err = strconv.Atoi(value)
		o.parallel = max(o.parallel, 1)
	case "timeout":
		o.timeout, err = time.ParseDuration(value)
	case "files":
		o.tempDir = value
		mountHost()
	case "covermode":
		o.coverMode = value
	case "coverof":
		o.coverOf = value
	case "coverprofile":
		o.coverProfile = value != "false"
	case "benchtime":
		if n, ok := strings.CutSuffix(value, "x"); ok {
			o.benchCount, err = strconv.Atoi(n)
		} else {
			o.benchTime, err = time.ParseDuration(value)
		}
	}
	return err
}
