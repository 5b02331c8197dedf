"""Pure values and decisions. Standard library only; no clock, log or I/O."""
