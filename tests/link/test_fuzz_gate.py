"""The gate's fuzzers, each for a part of the time; see `fuzz_time.py`."""

import random

from tests.link.fuzz_gate import fuzz_gate, fuzz_lying_worker
from tests.link.fuzz_time import SECONDS, SEED


def test_no_client_gets_more_than_its_lease() -> None:
    assert fuzz_gate(SECONDS / 5, SEED or random.randrange(1, 1 << 32)) > 100


def test_no_worker_confuses_the_gate() -> None:
    assert fuzz_lying_worker(SECONDS / 10, SEED or random.randrange(1, 1 << 32)) > 100
