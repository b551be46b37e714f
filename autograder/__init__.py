"""What an instructor runs: release lessons from their one source, and grade what comes back."""
