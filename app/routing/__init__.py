"""One request: choose a host, stream its answer, carry it over a link."""
