package unique

// The SDK's file tests the map that its handles are in.
