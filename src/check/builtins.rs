//! Calls of predeclared functions (spec: Built-in functions).
