"""The running app without a face."""
