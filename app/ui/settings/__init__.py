"""The Settings window, and how other programs are connected."""
