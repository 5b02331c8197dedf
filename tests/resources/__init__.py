"""Tests of what Hearth ships besides code."""
