package testing

// CoverBlock is a block of statements whose runs are counted.
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

var cover Cover

// coverMode is set by programs that count.
var coverMode string

// RegisterCover is the old interface of coverage.
func RegisterCover(c Cover) { cover = c }

// Coverage is the part of the statements that have run.
func Coverage() float64 {
	var n, d int64
	for name, counters := range cover.Counters {
		for i, count := range counters {
			stmts := int64(cover.Blocks[name][i].Stmts)
			if count > 0 {
				n += stmts
			}
			d += stmts
		}
	}
	if d == 0 {
		return 0
	}
	return float64(n) / float64(d)
}

func writeCover() {}
