"""The package for Fedora, openSUSE and their relatives."""
