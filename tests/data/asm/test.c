// Exercises the assembly of runtime-stubs: start-up, the memory functions at all alignments, and
// the stack switch of defer and panic. Stands in for the Go side. Ends with status 0 if all is well.

typedef unsigned char u8;
typedef unsigned u32;

void *memcpy(void *, const void *, u32);
void *memmove(void *, const void *, u32);
void *memset(void *, int, u32);
int memcmp(const void *, const void *, u32);

struct frame {
	u32 link, list, sp, pad;
};
u32 embgo_try(struct frame *, void (*)(void *), void *);
void embgo_unwind(struct frame *);
u32 embgo_irq_disable(void);
void embgo_irq_restore(u32);
u32 embgo_irq_active(void);

#ifdef __arm__
void __aeabi_memset(void *, u32, int);
void __aeabi_memclr(void *, u32);
int embgo_semihost(int, const void *);
static void put(const char *s) {
	embgo_semihost(4, s);
}
static void end(int code) {
	u32 args[2] = {0x20026, code};
	embgo_semihost(0x20, args);
}
#else
static void put(const char *s) {
	while (*s)
		*(volatile u8 *)0x10000000 = *s++;
}
static void end(int code) {
	*(volatile u32 *)0x100000 = code ? code << 16 | 0x3333 : 0x5555;
	for (;;)
		;
}
#endif

static void expect(int ok, const char *what) {
	if (!ok) {
		put("failed: ");
		put(what);
		put("\n");
		end(1);
	}
}

#define SIZE 160
static u8 a[SIZE], b[SIZE], want[SIZE];
static u32 seed = 1;
u32 initialised = 0x12345678, zero;

static u32 next(void) {
	seed = seed * 1664525 + 1013904223;
	return seed >> 8;
}

// The loops are over volatile counters, so that the compiler makes no calls of them.
static void fill(u8 *p) {
	for (volatile int i = 0; i < SIZE; i++)
		p[i] = next();
}

static void copy(u8 *to, const u8 *from, int n) {
	for (volatile int i = 0; i < n; i++)
		to[i] = from[i];
}

static void set(u8 *to, int v, int n) {
	for (volatile int i = 0; i < n; i++)
		to[i] = v;
}

static void compare(const char *what) {
	for (volatile int i = 0; i < SIZE; i++)
		expect(b[i] == want[i], what);
}

static void memory(int to, int from, int n) {
	fill(a);
	fill(b);
	copy(want, b, SIZE);
	copy(want + to, a + from, n);
	expect(memcpy(b + to, a + from, n) == b + to, "memcpy's result");
	compare("memcpy");
	// Both directions of overlap, through a copy.
	for (int shift = -3; shift <= 3; shift++) {
		copy(a, b, SIZE);
		copy(want + 40 + to, a + 40 + to + shift, n);
		expect(memmove(b + 40 + to, b + 40 + to + shift, n) == b + 40 + to, "memmove's result");
		compare("memmove");
	}
	set(want + to, from * 77, n);
	expect(memset(b + to, from * 77 + 0x300, n) == b + to, "memset's result");
	compare("memset");
#ifdef __arm__
	set(want + to, from * 55, n);
	__aeabi_memset(b + to, n, from * 55);
	compare("__aeabi_memset");
	set(want + to + 3, 0, n);
	__aeabi_memclr(b + to + 3, n);
	compare("__aeabi_memclr");
#endif
	expect(memcmp(b, want, n) == 0, "memcmp of equal bytes");
	if (n) {
		u32 at = next() % 64 * n >> 6;
		want[at] = b[at] + 1;
		int got = memcmp(b, want, n), sign = (int)b[at] - (int)want[at];
		expect(got && (got < 0) == (sign < 0), "memcmp");
	}
}

static struct frame frame;

static void returns(void *p) {
	*(u32 *)p += 1;
}

static void deeper(int n) {
	volatile int room[20];
	room[n] = n;
	if (n == 0)
		embgo_unwind(&frame);
	deeper(n - 1);
	room[0]++;
}

static void unwinds(void *p) {
	*(u32 *)p += 2;
	deeper(5);
}

static void tries(void) {
	u32 sum = 7;
	volatile u32 keep = 5;
	for (int i = 0; i < 10; i++) {
		expect(embgo_try(&frame, returns, &sum) == 0, "embgo_try");
		expect(embgo_try(&frame, unwinds, &sum) == 1, "embgo_unwind");
	}
	expect(sum == 37 && keep == 5, "what embgo_unwind leaves");
}

#ifdef __arm__
void embgo_fault(void *p, u32 number) {
#else
void embgo_fault(u32 cause, u32 pc, u32 value, void *p) {
#endif
	put("fault\n");
	end(3);
}

/* The trap entry of RISC-V calls it; nothing here switches an interrupt on. */
void embgo_interrupt(u32 cause) {
	(void)cause;
	put("interrupt\n");
	end(4);
}

void embgo_start(void) {
	expect(initialised == 0x12345678, "the copy of .data");
	expect(zero == 0, "the clearing of .bss");
	tries();
	for (int to = 0; to < 5; to++)
		for (int from = 0; from < 5; from++)
			for (int n = 0; n < 70; n++)
				memory(to, from, n);
	u32 state = embgo_irq_disable();
	embgo_irq_restore(state);
	expect(embgo_irq_disable() == state, "the state of interrupts");
	expect(!embgo_irq_active(), "embgo_irq_active");
	put("ok\n");
	end(0);
}
