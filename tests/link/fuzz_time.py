"""How long fuzzers run: `HEARTH_FUZZ_SECONDS` for each listening port; ten without it."""

import os

SECONDS = float(os.environ.get("HEARTH_FUZZ_SECONDS", "10"))
SEED = int(os.environ.get("HEARTH_FUZZ_SEED", "0")) or None
"""A failure names its seed; this repeats it."""
