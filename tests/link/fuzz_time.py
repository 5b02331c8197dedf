"""How long fuzzers run: `FUZZ_SECONDS` for each listening port; ten without it."""

import os

SECONDS = float(os.environ.get("FUZZ_SECONDS", "10"))
SEED = int(os.environ.get("FUZZ_SEED", "0")) or None
"""A failure names its seed; this repeats it."""
