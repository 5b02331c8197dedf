"""What Hearth uses of Pygments, which has no types of its own."""
