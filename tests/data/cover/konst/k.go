package konst
const X = 1
