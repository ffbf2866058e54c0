package runtime

// Coroutines, for iter.Pull: two goroutines of which one runs while the other waits.

type coro struct {
	g *g // the one that waits
	f func(*coro)
}

// newcoro gives a coroutine that will call f when it is switched to.
//
//go:linkname newcoro iter.newcoro
func newcoro(f func(*coro)) *coro {
	startScheduling()
	c := &coro{f: f}
	// Nothing may be allocated between newG and prepare: the collector scans the stack.
	run := c.run
	gp := newG(0)
	started++
	running++
	gp.id = started
	gp.fn = run
	gp.reason = "coroutine"
	prepare(gp)
	c.g = gp
	return c
}

func (c *coro) run() {
	// Also if f calls Goexit.
	defer c.end()
	c.f(c)
}

func (c *coro) end() {
	leave(c.g)
}

// coroswitch goes on with the one that waits, until that one does the same.
//
//go:linkname coroswitch iter.coroswitch
func coroswitch(c *coro) {
	gp := current
	next := c.g
	c.g = gp
	gp.reason = "coroutine"
	switchTo(gp, next)
}
