"""What Hearth ships besides code: icons, translations and the built-in demo model."""
