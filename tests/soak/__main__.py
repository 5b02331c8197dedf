"""Long runs of a household that things happen to: `make soak`, or `python -m tests.soak NAME [OPTIONS]`."""

import argparse
import sys
from pathlib import Path

from tests.soak.fault_soak import run_faults
from tests.soak.faults import FAULTS

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "soak"


def main() -> int:
    """The command line; 1 when something went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="Faults in a household, many times.")
    parser.add_argument("--rounds", type=int, default=20, help="how often each fault, in each size of household")
    parser.add_argument("--sizes", default="3,4", help="numbers of devices")
    parser.add_argument("--only", default="", help=f"any of: {', '.join(fault.name for fault in FAULTS)}")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    only = [name for name in arguments.only.split(",") if name]
    failures = run_faults(KEPT / "faults.jsonl", rounds=arguments.rounds, sizes=sizes, only=only)
    print(f"{failures} trials did not end as they should")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
