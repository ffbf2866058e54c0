package unique

// The SDK's file tests how its handles find the strings inside a value.
