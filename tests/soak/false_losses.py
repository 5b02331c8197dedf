"""Links that carry all they can and processors with more to do than they can, and nobody lost: `python -m tests.soak
false-losses`.

Three devices on 1 Gbit/s cables answer all the time, while other programs fill the cables in both directions and keep
every core busy. Every loss that a node reports is a false one.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.household.household import Hearth, Household
from tests.household.test_household import ARGUMENTS, NAMES, share_bytes
from tests.models.random_model import write_random_model
from tests.soak.trial import CHAT

PORT = 9999
LOSS = re.compile(r"lost (\S+): (.*)")
_FILL = """
import socket, sys, threading
data = bytes(1 << 20)
def drain(s):
    while s.recv(1 << 20): pass
listener = socket.create_server(("0.0.0.0", PORT))
def accept():
    while True:
        threading.Thread(target=drain, args=(listener.accept()[0],), daemon=True).start()
threading.Thread(target=accept, daemon=True).start()
import time
while True:
    try:
        s = socket.create_connection((sys.argv[1], PORT), 5)
        while True: s.sendall(data)
    except OSError:
        time.sleep(0.5)
""".replace("PORT", str(PORT))
_COMPUTE = "while True: pass"


def losses(node: Hearth) -> list[str]:
    """Why a node held others for lost, so far."""
    log = node.data / "log" / "hearth.log"
    return [reason for _, reason in LOSS.findall(log.read_text())] if log.exists() else []


def run_false_losses(kept: Path, *, minutes: float) -> int:
    """Run it and keep what it gave; returns the number of false losses."""
    with tempfile.TemporaryDirectory(prefix="hearth-soak-") as folder:
        model = write_random_model(Path(folder) / "small.gguf", "30M", seed=3)
        offer = dict.fromkeys(NAMES, share_bytes(model, 3))
        with Household(
            Path(folder) / "home", NAMES, model=model, arguments=ARGUMENTS, offer=offer, rate="1gbit"
        ) as home:
            home.join_all()
            home.nodes[0].cli("load", "small")
            before = sum(len(losses(node)) for node in home.nodes)
            machines = [node.machine for node in home.nodes]
            for machine, other in zip(machines, (*machines[1:], machines[0]), strict=True):
                machine.popen([sys.executable, "-c", _FILL, other.address], stdout=subprocess.DEVNULL)
            for _ in range(os.cpu_count() or 1):
                machines[0].popen([sys.executable, "-c", _COMPUTE])
            answers = _answer_for(home, minutes * 60)
            found = [reason for node in home.nodes for reason in losses(node)][before:]
    result = {"minutes": minutes, "answers": answers, "cores": os.cpu_count(), "losses": found}
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))
    return len(found)


def _answer_for(home: Household, seconds: float) -> int:
    """Ask one device after the other for so long; how many answers came whole."""
    whole, deadline = 0, time.monotonic() + seconds
    while time.monotonic() < deadline:
        for node in home.nodes:
            with node.stream("/v1/chat/completions", **CHAT) as stream:
                stream.read_to_end()
                whole += stream.is_done
    return whole
