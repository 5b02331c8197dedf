"""The door outside the private network: a small TLS listener that lets known members and invited devices in."""
