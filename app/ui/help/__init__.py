"""The Help menu."""
