"""Long runs of a household that things happen to: `make soak`, or `python -m tests.soak [NAME…] [OPTIONS]`.

Without names everything runs, one after the other, and `docs/faults.md` is written. What each gave is kept in
`build/soak/`.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.soak.attackers import run_attackers
from tests.soak.churn import run_churn
from tests.soak.false_losses import run_false_losses
from tests.soak.fault_soak import run_faults
from tests.soak.faults import FAULTS
from tests.soak.page import write_page

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "soak"


def main() -> int:
    """The command line; 1 when something went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="A household that things happen to.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="faults, churn, false-losses, attackers, page; all without one"
    )
    parser.add_argument("--rounds", type=int, default=20, help="how often each fault, in each size of household")
    parser.add_argument("--sizes", default="3,4", help="numbers of devices")
    parser.add_argument("--only", default="", help=f"any of: {', '.join(fault.name for fault in FAULTS)}")
    parser.add_argument("--minutes", type=float, help="of churn (10), of busy links (20), of garbage for each port (2)")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    only = [name for name in arguments.only.split(",") if name]
    runs: Mapping[str, Callable[[], int]] = {
        "faults": lambda: run_faults(KEPT / "faults.jsonl", rounds=arguments.rounds, sizes=sizes, only=only),
        "churn": lambda: run_churn(KEPT / "churn.json", minutes=arguments.minutes or 10),
        "false-losses": lambda: run_false_losses(KEPT / "false-losses.json", minutes=arguments.minutes or 20),
        "attackers": lambda: run_attackers(KEPT / "attackers.json", minutes=arguments.minutes or 2),
        "page": lambda: write_page(KEPT, ROOT / "docs" / "faults.md"),
    }
    wrong = 0
    for name in arguments.names or runs:
        if name not in runs:
            parser.error(f"{name} is none of {', '.join(runs)}")
        wrong += runs[name]()
    print(f"{wrong} did not end as they should")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
