"""What the operating system gives: paths, single instance, memory."""
