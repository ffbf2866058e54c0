package runtime

// The built-in functions min and max of floats: NaN if an operand is NaN, and -0 is less than 0.

func fmin64(x, y float64) float64 {
	switch {
	case x != x:
		return x
	case y != y || y < x:
		return y
	case x == 0 && y == 0 && 1/y < 0:
		return y
	}
	return x
}

func fmax64(x, y float64) float64 {
	switch {
	case x != x:
		return x
	case y != y || y > x:
		return y
	case x == 0 && y == 0 && 1/x < 0:
		return y
	}
	return x
}

func fmin32(x, y float32) float32 {
	switch {
	case x != x:
		return x
	case y != y || y < x:
		return y
	case x == 0 && y == 0 && 1/y < 0:
		return y
	}
	return x
}

func fmax32(x, y float32) float32 {
	switch {
	case x != x:
		return x
	case y != y || y > x:
		return y
	case x == 0 && y == 0 && 1/x < 0:
		return y
	}
	return x
}
