"""The built-in demo model: its text, how it is trained, and the file itself (`demo.gguf`)."""
