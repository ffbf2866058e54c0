package sub

func Double(x int) int {
	if x > 5 {
		return x + x
	}
	return 2 * x
}

func Other() int { return 1 }
