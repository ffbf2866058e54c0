package main

import "time"

func main() {
	t := time.Date(2024, time.February, 29, 13, 4, 5, 678900000, time.UTC)
	println(t.String(), t.Weekday().String(), t.YearDay(), t.Unix())
	for _, l := range []string{time.RFC3339, time.RFC3339Nano, time.RFC1123Z, time.Kitchen, time.ANSIC, time.StampMicro, "2006-01-02 15:04:05.000 -0700 MST Jan _2"} {
		println(t.Format(l))
	}
	z := time.FixedZone("CEST", 2*3600)
	println(t.In(z).String(), t.In(z).Equal(t))
	p, err := time.Parse(time.RFC3339, "2021-12-31T23:59:59.5+01:00")
	println(p.UTC().String(), err == nil)
	_, err = time.Parse(time.RFC3339, "yesterday")
	println(err.Error())
	d := 90*time.Minute + 30*time.Second + 5*time.Millisecond
	println(d.String(), d.Truncate(time.Minute).String(), d.Round(time.Hour).String(), d.Hours())
	d, err = time.ParseDuration("1h15m30.918273645s")
	println(d.String(), err == nil)
	println(t.Add(d).String(), t.AddDate(1, 2, 3).String(), t.Sub(p).String(), t.After(p), t.Truncate(24*time.Hour).String())
	y, w := t.ISOWeek()
	println(y, w, time.Unix(1e9, 5).UTC().String(), time.UnixMilli(1700000000123).UTC().String())
	b, _ := t.MarshalJSON()
	println(string(b))
	l, err := time.LoadLocation("UTC")
	println(l.String(), err == nil)

	start := time.Now()
	time.Sleep(20 * time.Millisecond)
	e := time.Since(start)
	println(e >= 20*time.Millisecond, e < 2*time.Second)
	timer := time.NewTimer(10 * time.Millisecond)
	<-timer.C
	done := make(chan bool)
	time.AfterFunc(5*time.Millisecond, func() { done <- true })
	println(<-done)
	tick := time.NewTicker(3 * time.Millisecond)
	for i := 0; i < 3; i++ {
		<-tick.C
	}
	tick.Stop()
	select {
	case <-tick.C:
		println("tick")
	case <-time.After(20 * time.Millisecond):
		println("timeout")
	}
	println(timer.Stop(), timer.Reset(time.Hour), timer.Stop())
	println(time.Now().Year() > 2000)
}
