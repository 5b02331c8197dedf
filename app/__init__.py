"""Hearth: turns the laptops of one household into one AI."""

__version__ = "0.1.0"
