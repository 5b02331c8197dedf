"""Small tools with no knowledge of Hearth."""
