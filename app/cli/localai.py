"""LocalAI's settings as a table: which variables and options of it mean which of Hearth's, and how values convert.

Names and meanings are those of its source in 2026: core/cli/run.go, federated.go and worker/*.go, core/p2p/p2p.go.
`translation.py` rewrites command lines by it; docs/localai.md shows it to people.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

TRUE, _FALSE = ("true", "1", "yes", "on"), ("false", "0", "no", "off")
_LEVELS = {"trace": "debug", "warn": "warning", "fatal": "critical", "panic": "critical", "dpanic": "critical"}


def same(text: str) -> str:
    """The text as it is."""
    return text


def flag(text: str) -> str:
    """A switch as Hearth writes it.

    Raises:
        ValueError: It is neither yes nor no.
    """
    if text.strip().lower() not in (*TRUE, *_FALSE):
        raise ValueError("true or false")
    return "true" if text.strip().lower() in TRUE else "false"


def opposite(text: str) -> str:
    """The other of the two.

    Raises:
        ValueError: It is neither yes nor no.
    """
    return "false" if flag(text) == "true" else "true"


def level(text: str) -> str:
    """A log level of Go's libraries in Hearth's words."""
    word = text.strip().lower()
    return _LEVELS.get(word, word)


def port_of(text: str) -> str:
    """The port of `:8080` or `127.0.0.1:8080`: Hearth's API listens on this computer only.

    Raises:
        ValueError: There is none.
    """
    port = text.strip().rpartition(":")[2]
    if not (port.isascii() and port.isdecimal()):
        raise ValueError("an address such as :8080")
    return port


@dataclass(frozen=True, slots=True)
class Row:
    """One setting.

    Attributes:
        ours: The option without dashes; also names the variable (`api-port`: `HEARTH_API_PORT`).
        variables: LocalAI's variables, the first wins.
        options: LocalAI's options with their dashes.
        convert: Their value as ours; raises ValueError with what it must be.
        only: The commands of Hearth that read the variables in `bare`.
        bare: Variables with names so general that only some commands read them.
    """

    ours: str
    variables: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    convert: Callable[[str], str] = same
    only: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()


TABLE: tuple[Row, ...] = (
    Row(
        "token",
        ("LOCALAI_P2P_TOKEN", "P2P_TOKEN", "LOCALAI_TOKEN"),
        ("--p2p-token", "--p2ptoken"),
        only=("worker", "federated"),
        bare=("TOKEN",),
    ),
    Row(
        "network-id",
        ("LOCALAI_P2P_NETWORK_ID", "P2P_NETWORK_ID"),
        ("--p2p-network-id", "--peer-2-peer-network-id", "--peer2peer-network-id"),
    ),
    Row("dht", ("LOCALAI_P2P_DISABLE_DHT", "P2P_DISABLE_DHT"), convert=opposite),
    # There, "true" turns the limits off: `noLimits := os.Getenv(…) != "true"` is what enables them. Here it does what
    # the name says.
    Row("limits", ("LOCALAI_P2P_ENABLE_LIMITS", "P2P_ENABLE_LIMITS"), convert=flag),
    Row("listen-addresses", ("LOCALAI_P2P_LISTEN_MADDRS", "P2P_LISTEN_MADDRS")),
    Row("announce-addresses", ("LOCALAI_P2P_DHT_ANNOUNCE_MADDRS", "P2P_DHT_ANNOUNCE_MADDRS")),
    Row("bootstrap-addresses", ("LOCALAI_P2P_BOOTSTRAP_PEERS_MADDRS", "P2P_BOOTSTRAP_PEERS_MADDRS")),
    Row(
        "log-level",
        ("LOCALAI_P2P_LOGLEVEL", "P2P_LOGLEVEL", "LOCALAI_LOG_LEVEL"),
        convert=level,
    ),
    Row("library-log-level", ("LOCALAI_P2P_LIB_LOGLEVEL", "P2P_LIB_LOGLEVEL"), convert=level),
    Row("workers", ("LLAMACPP_GRPC_SERVERS",)),
    Row("api-port", ("LOCALAI_ADDRESS",), ("--address",), port_of),
    Row("threads", ("LOCALAI_THREADS",)),
    Row("context-length", ("LOCALAI_CONTEXT_SIZE",), ("--context-size",)),
    Row("models-directory", ("LOCALAI_MODELS_PATH",), ("--models-path",)),
    Row(
        "target-node",
        ("LOCALAI_TARGET_WORKER",),
        ("--target-worker",),
        only=("federated",),
        bare=("TARGET_WORKER",),
    ),
    Row("random", ("LOCALAI_RANDOM_WORKER",), ("--random-worker",), flag, only=("federated",), bare=("RANDOM_WORKER",)),
)
"""What has a meaning here."""

IGNORED: Mapping[str, tuple[bool, str]] = {
    "--p2p": (False, ""),
    "--federated": (False, ""),
    "--p2p-dht-interval": (True, "Hearth's token holds no intervals: --p2p-dht-interval changes nothing."),
    "--p2p-otp-interval": (True, "Hearth's token holds no intervals: --p2p-otp-interval changes nothing."),
}
"""Options of LocalAI without a counterpart: whether a value follows, and what is said; nothing when it is always so."""
