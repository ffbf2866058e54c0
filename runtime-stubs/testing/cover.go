package testing

import (
	"strconv"
	_ "unsafe" // for go:linkname
)

// Statement coverage: `embgo test -cover` puts a counter into each block of statements and knows
// what the counters stand for; here they are summed up and told.

// covered is a package with its counters and with how many statements each of these stands for.
type covered struct {
	path       string
	counters   []uint32
	statements []uint16
}

var coveredPackages []covered

// registerCover is called by the generated program for each package whose statements are counted.
//
//go:linkname registerCover testing.registerCover
func registerCover(path string, counters []uint32, statements []uint16) {
	coveredPackages = append(coveredPackages, covered{path, counters, statements})
}

// CoverMode is the mode of -cover, or empty.
func CoverMode() string { return flags.coverMode }

// sum gives how many statements have run, and of how many.
func (c *covered) sum() (ran, all int) {
	for i, n := range c.statements {
		all += int(n)
		if c.counters[i] != 0 {
			ran += int(n)
		}
	}
	return ran, all
}

func sumCoverage() (ran, all int) {
	for i := range coveredPackages {
		r, a := coveredPackages[i].sum()
		ran, all = ran+r, all+a
	}
	return ran, all
}

// Coverage is the part of the statements that have run.
func Coverage() float64 {
	ran, all := sumCoverage()
	if all == 0 {
		return 0
	}
	return float64(ran) / float64(all)
}

// perLine is how many counters are told in a line.
const perLine = 16

// writeCover tells how much has run, and, where a profile is wanted, which counters have counted
// what: in lines that embgo test takes out of the output.
func writeCover() {
	if flags.coverMode == "" {
		return
	}
	ran, all := sumCoverage()
	if all == 0 {
		print2("coverage: [no statements]\n")
	} else {
		print2("coverage: " + tenths(ran, all) + "% of statements" + flags.coverOf + "\n")
	}
	if !flags.coverProfile {
		return
	}
	for i := range coveredPackages {
		coveredPackages[i].write()
	}
}

// tenths gives a part in percent with one digit behind the point.
func tenths(part, all int) string {
	return strconv.FormatFloat(100*float64(part)/float64(all), 'f', 1, 64)
}

func (c *covered) write() {
	line := []byte(mark + "cover " + c.path)
	start, n := len(line), 0
	for i, count := range c.counters {
		if count == 0 {
			continue
		}
		line = strconv.AppendInt(append(line, ' '), int64(i), 10)
		line = strconv.AppendUint(append(line, '='), uint64(count), 10)
		if n++; n%perLine == 0 {
			print2(string(append(line, '\n')))
			line = line[:start]
		}
	}
	print2(string(append(line, '\n')))
}

// CoverBlock is of the old interface of coverage.
type CoverBlock struct {
	Line0 uint32
	Col0  uint16
	Line1 uint32
	Col1  uint16
	Stmts uint16
}

// Cover is the old interface of coverage.
type Cover struct {
	Mode            string
	Counters        map[string][]uint32
	Blocks          map[string][]CoverBlock
	CoveredPackages string
}

// RegisterCover is the old interface of coverage, by which nothing is counted.
func RegisterCover(c Cover) {}
