"""An attacker's table: what each of them gets of a household of two, and whether the household goes on.

    python -m tests.soak attackers [--minutes M]    # M of garbage for each port

The attacker is on the same network. Nothing here is simulated: real nodes, real ports, real certificates.
"""

import base64
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from app.identity.node_identity import NodeIdentity, new_identity
from app.identity.swarm_keys import SwarmKeys, derive
from app.identity.token import new_token, parse_token
from app.lib.peer_certificate import PROOF_OID, make_leaf
from app.link.header import ChannelKind, Header, encode_header
from tests.household.household import Hearth, Household, online_peers
from tests.household.test_household import ARGUMENTS

NAMES = ("kitchen", "study", "tablet", "stranger")
CROWD = 1000
BEAT = encode_header(Header(ChannelKind.BEAT, session="s", listen_port=1)) + b"\n"
_PORTS = """
import json, psutil
found = []
for c in psutil.net_connections("tcp"):
    if c.status == "LISTEN" and c.laddr.ip not in ("127.0.0.1", "::1") and c.pid:
        found.append((c.laddr.port, " ".join(psutil.Process(c.pid).cmdline())))
print(json.dumps(found))
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        who: The attacker.
        where: The port, in words.
        got: What it got.
        held: Whether the household went on as before.
    """

    who: str
    where: str
    got: str
    held: bool


class Attack:
    """The household, the attacker's machine, and what comes of each attempt.

    Args:
        home: `kitchen` and `study` are a swarm, `tablet` was in it and is removed, `stranger` is in none.
        garbage_seconds: For each port.
    """

    def __init__(self, home: Household, garbage_seconds: float) -> None:
        self.kitchen, self.study = home["kitchen"], home["study"]
        self.tablet, self.stranger = home["tablet"], home["stranger"]
        self.rows: list[Row] = []
        self._garbage_seconds = garbage_seconds
        self._pids: list[int] = []

    def run(self, home: Household) -> list[Row]:
        """Everything, one after the other."""
        old_token = home_token(home)
        removed = identity_of(self.tablet)
        self.kitchen.http("POST", "/api/remove", {"device": "tablet"})
        for node in (self.kitchen, self.study):
            node.wait(lambda s: len(s["peers"]) == 2 and online_peers(s) == 1, "without the tablet", 30)
        token = str(self.kitchen.http("GET", "/api/token").json()["token"])
        self.kitchen.wait(lambda s: s["swarm"]["type"] == "Joined", "in the next epoch", 30)
        self.tablet.stop()
        self._pids = long_lived(self.kitchen)
        for where, port in ports(self.kitchen).items():
            self._knock(where, port, token, old_token, removed)
            self._note("1,000 silent connections", where, *self._crowd(port))
            self._note(f"garbage for {self._garbage_seconds:.0f} s", where, *self._garbage(port))
        self._note("a member that forges and replays records", "libp2p", *self._lies(token))
        self._note("local API from the network", "API", *self._api())
        return self.rows

    def _knock(self, where: str, port: int, token: str, old_token: str, removed: NodeIdentity) -> None:
        self._note("no token, silent", where, *self._try(kind="silence", port=port))
        match where:
            case "libp2p":  # what keeps others out is the key of the private network: to them it is noise
                return
            case "door":
                self._note("no token, no certificate", where, *self._say(port, None, frame({"kind": "member"})))
                for who, identity in (("no token", new_identity()), ("a removed member", removed)):
                    seed = base64.b64encode(identity.seed).decode()
                    self._note(f"{who}, knocks as a member", where, *self._try(kind="knock", port=port, seed=seed))
            case "link":
                keys, old_keys = derive(parse_token(token)), derive(parse_token(old_token))
                chains = {
                    "no token, no certificate": None,
                    "no token, a certificate of its own": leaf(new_identity(), derive(new_token())),
                    "another swarm's token": leaf(removed, derive(new_token())),
                    "an old token": leaf(new_identity(), old_keys),
                    "a removed member's key and certificate": leaf(removed, old_keys),
                    "a removed member's key, with a stolen new token": leaf(removed, keys),
                    "a member's certificate with another's peer id": with_proof_of(identity_of(self.study), keys),
                }
                for who, pem in chains.items():
                    self._note(who, where, *self._say(port, pem, BEAT))

    def _say(self, port: int, pem: str | None, words: bytes) -> tuple[str, bool]:
        return self._try(kind="tls", port=port, pem=pem, say=base64.b64encode(words).decode())

    def _try(self, **wanted: Any) -> tuple[str, bool]:
        result = self._ask("tests.soak.stranger", {"host": self.kitchen.machine.address, **wanted})
        return f"{result['bytes']} bytes, then: {result['end']}", self._is_well()

    def _garbage(self, port: int) -> tuple[str, bool]:
        wanted = {"kind": "garbage", "host": self.kitchen.machine.address, "port": port}
        result = self._ask("tests.soak.stranger", {**wanted, "seconds": self._garbage_seconds})
        return f"{result['bytes']} bytes over {result['connections']} connections", self._is_well()

    def _crowd(self, port: int) -> tuple[str, bool]:
        wanted = {"kind": "crowd", "host": self.kitchen.machine.address, "port": port, "count": CROWD, "seconds": 15}
        process = self.stranger.machine.popen(
            [sys.executable, "-m", "tests.soak.stranger"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(wanted))
        process.stdin.close()
        held = json.loads(process.stdout.readline())["held"]
        self.study.stop()  # a member must get through meanwhile, from the beginning
        self.study.start()
        try:
            self.study.wait(lambda s: online_peers(s) == 1, "let through", 60)
            through = "a member got through meanwhile"
        except AssertionError:
            through = "no member got through meanwhile"
        end = json.loads(process.stdout.readline())["end"]
        return f"{held} were taken, {end}; {through}", self._is_well() and not through.startswith("no")

    def _lies(self, token: str) -> tuple[str, bool]:
        record = old_record(self.study)
        result = self._ask("tests.soak.insider", {"token": token, "record": record})
        names = {peer["name"] for peer in self.kitchen.state()["peers"]}
        believed = "forged" in names or "study" not in names
        words = f"{result['lies']} told to {result['met']} members, {'believed' if believed else 'none believed'}"
        return words, self._is_well() and not believed

    def _api(self) -> tuple[str, bool]:
        port = json.loads((self.kitchen.data / "instance.json").read_text())["api_url"].rsplit(":", 1)[1]
        address = f"http://{self.kitchen.machine.address}:{port}/api/swarm"
        script = f"import urllib.request as u\ntry: print(u.urlopen({address!r}, timeout=3).status)\n"
        script += "except OSError as e: print(e)"
        said = self.stranger.machine.run([sys.executable, "-c", script]).stdout.strip()
        return said, self._is_well() and "refused" in said

    def _ask(self, module: str, wanted: dict[str, Any]) -> dict[str, Any]:
        done = subprocess.run(
            self.stranger.machine.command([sys.executable, "-m", module]),
            input=json.dumps(wanted),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{module}: {done.stderr[-400:]}")
        result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return result

    def _is_well(self) -> bool:
        """The same processes run, both members see each other, and a question is answered."""
        if long_lived(self.kitchen) != self._pids:
            return False
        try:
            for node in (self.kitchen, self.study):
                node.wait(lambda s: online_peers(s) == 1, "together", 30)
            return self.study.chat("How do I join?", "demo", max_tokens=8).status == 200
        except (AssertionError, ConnectionError):
            return False

    def _note(self, who: str, where: str, got: str, held: bool) -> None:
        self.rows.append(Row(who, where, got, held))
        print(f"{'ok ' if held else 'BAD'} {where:10} {who:50} {got}", flush=True)


def frame(message: dict[str, Any]) -> bytes:
    """A frame of the door: four bytes of length, and JSON."""
    data = json.dumps(message).encode()
    return len(data).to_bytes(4, "big") + data


def leaf(identity: NodeIdentity, keys: SwarmKeys) -> str:
    """A certificate and its key, as one text."""
    certificate, key = make_leaf(identity.private_key, keys.authority_key, keys.authority_certificate_pem)
    return (certificate + key).decode()


def with_proof_of(other: NodeIdentity, keys: SwarmKeys) -> str:
    """A certificate by the swarm's authority for a key of our own, with the proof copied from another's."""
    mine, key_pem = make_leaf(new_identity().private_key, keys.authority_key, keys.authority_certificate_pem)
    theirs, _ = make_leaf(other.private_key, keys.authority_key, keys.authority_certificate_pem)
    own = x509.load_pem_x509_certificate(mine)
    proof = x509.load_pem_x509_certificate(theirs).extensions.get_extension_for_oid(PROOF_OID).value
    builder = (
        x509.CertificateBuilder()
        .subject_name(own.subject)
        .issuer_name(own.issuer)
        .public_key(own.public_key())
        .serial_number(own.serial_number)
        .not_valid_before(own.not_valid_before_utc)
        .not_valid_after(own.not_valid_after_utc)
    )
    for extension in own.extensions:
        value = proof if extension.oid == PROOF_OID else extension.value
        builder = builder.add_extension(value, critical=extension.critical)
    forged = builder.sign(keys.authority_key, None)
    return (forged.public_bytes(serialization.Encoding.PEM) + key_pem).decode()


def home_token(home: Household) -> str:
    """The swarm's token."""
    return str(home["kitchen"].http("GET", "/api/token").json()["token"])


def identity_of(node: Hearth) -> NodeIdentity:
    """A node's identity, as whoever stole the machine has it."""
    kept = json.loads((node.data / "secrets.json").read_text())
    return NodeIdentity(base64.b64decode(kept["identity"]))


def old_record(node: Hearth) -> dict[str, str]:
    """A signed record of a node from its ledger on disk, as it travelled."""
    for file in node.data.rglob("ledger*.json"):
        for entry in json.loads(file.read_text())["records"]:
            wire: dict[str, str] = entry.get("record", entry)
            return wire
    raise AssertionError(f"{node.name} keeps no ledger")


def ports(node: Hearth) -> dict[str, int]:
    """What a node has open to the network, by name."""
    found = json.loads(node.machine.run([sys.executable, "-c", _PORTS]).stdout)
    named: dict[str, int] = {}
    for port, command in found:
        if "app.link.process" in command:
            named["link"] = port
        else:
            named["door" if speaks_tls(node, port) else "libp2p"] = port
    return named


def speaks_tls(node: Hearth, port: int) -> bool:
    """Whether TLS is answered at a port."""
    script = (
        "import socket, ssl\n"
        "c = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT); c.check_hostname = False; c.verify_mode = ssl.CERT_NONE\n"
        f"s = socket.create_connection(({node.machine.address!r}, {port}), 2); s.settimeout(2)\n"
        "try: c.wrap_socket(s); print('tls')\n"
        "except ssl.SSLError as e: print('tls' if 'ALERT' in str(e.reason) else 'no')\n"
        "except OSError: print('no')"
    )
    return node.machine.run([sys.executable, "-c", script]).stdout.strip() == "tls"


def long_lived(node: Hearth) -> list[int]:
    """The node's own process and its link."""
    return sorted(
        pid for pid in node.children() if any(word in command_of(pid) for word in (" serve ", "app.link.process"))
    )


def command_of(pid: int) -> str:
    """A process's command line; empty when it has gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


@contextmanager
def attacked_household(directory: Path) -> Iterator[Household]:
    """Three members, and a machine that is none of them."""
    with Household(directory, NAMES, arguments=ARGUMENTS) as home:
        token = str(home["kitchen"].http("POST", "/api/invite").json()["token"])
        for name in NAMES[1:3]:
            home[name].cli("join", token)
        for name in NAMES[:3]:
            home[name].wait_for_peers(2)
        yield home


def run_attackers(kept: Path, *, minutes: float) -> int:
    """Try everything and keep the table; returns how often the household did not hold."""
    with tempfile.TemporaryDirectory(prefix="hearth-soak-") as folder, attacked_household(Path(folder)) as home:
        rows = Attack(home, minutes * 60).run(home)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps({"minutes": minutes, "rows": [asdict(row) for row in rows]}, indent=2) + "\n")
    return sum(not row.held for row in rows)
