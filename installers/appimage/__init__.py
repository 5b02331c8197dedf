"""One file that runs on every Linux without being installed."""
