"""The first steps on a computer."""
