package sync_test

// The SDK's file tests the queues of its Pool, and reads runtime.MemStats.PauseNs.
