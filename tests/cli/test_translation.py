"""LocalAI's command lines and variables: each row of the table, and each form of command."""

import pytest

from app.cli.localai import IGNORED, TABLE
from app.cli.translation import translate
from app.domain.errors import UserError

MEMBER = "/dns4/a/tcp/1/p2p/12D3KooWMiCCnQKw4hv7Nh9csZDP9Ue4NCFqXaqgx3sLgnZkkF1e"

VARIABLES = [
    ("LOCALAI_P2P_TOKEN", "t", "HEARTH_TOKEN", "t"),
    ("P2P_TOKEN", "t", "HEARTH_TOKEN", "t"),
    ("LOCALAI_TOKEN", "t", "HEARTH_TOKEN", "t"),
    ("LOCALAI_P2P_NETWORK_ID", "garden", "HEARTH_NETWORK_ID", "garden"),
    ("P2P_NETWORK_ID", "garden", "HEARTH_NETWORK_ID", "garden"),
    ("LOCALAI_P2P_DISABLE_DHT", "true", "HEARTH_DHT", "false"),
    ("LOCALAI_P2P_DISABLE_DHT", "false", "HEARTH_DHT", "true"),
    ("P2P_DISABLE_DHT", "1", "HEARTH_DHT", "false"),
    ("LOCALAI_P2P_ENABLE_LIMITS", "true", "HEARTH_LIMITS", "true"),
    ("LOCALAI_P2P_ENABLE_LIMITS", "false", "HEARTH_LIMITS", "false"),
    ("P2P_ENABLE_LIMITS", "true", "HEARTH_LIMITS", "true"),
    ("LOCALAI_P2P_LISTEN_MADDRS", "/ip4/0.0.0.0/tcp/1", "HEARTH_LISTEN_ADDRESSES", "/ip4/0.0.0.0/tcp/1"),
    ("P2P_LISTEN_MADDRS", "/ip4/0.0.0.0/tcp/1", "HEARTH_LISTEN_ADDRESSES", "/ip4/0.0.0.0/tcp/1"),
    ("LOCALAI_P2P_DHT_ANNOUNCE_MADDRS", "/dns4/a/tcp/1", "HEARTH_ANNOUNCE_ADDRESSES", "/dns4/a/tcp/1"),
    ("P2P_DHT_ANNOUNCE_MADDRS", "/dns4/a/tcp/1", "HEARTH_ANNOUNCE_ADDRESSES", "/dns4/a/tcp/1"),
    ("LOCALAI_P2P_BOOTSTRAP_PEERS_MADDRS", MEMBER, "HEARTH_BOOTSTRAP_ADDRESSES", MEMBER),
    ("P2P_BOOTSTRAP_PEERS_MADDRS", MEMBER, "HEARTH_BOOTSTRAP_ADDRESSES", MEMBER),
    ("LOCALAI_P2P_LOGLEVEL", "DEBUG", "HEARTH_LOG_LEVEL", "debug"),
    ("P2P_LOGLEVEL", "warn", "HEARTH_LOG_LEVEL", "warning"),
    ("LOCALAI_LOG_LEVEL", "trace", "HEARTH_LOG_LEVEL", "debug"),
    ("LOCALAI_P2P_LIB_LOGLEVEL", "fatal", "HEARTH_LIBRARY_LOG_LEVEL", "critical"),
    ("P2P_LIB_LOGLEVEL", "error", "HEARTH_LIBRARY_LOG_LEVEL", "error"),
    ("LLAMACPP_GRPC_SERVERS", "a:1,b:2", "HEARTH_WORKERS", "a:1,b:2"),
    ("LOCALAI_ADDRESS", ":8080", "HEARTH_API_PORT", "8080"),
    ("LOCALAI_THREADS", "4", "HEARTH_THREADS", "4"),
    ("LOCALAI_CONTEXT_SIZE", "2048", "HEARTH_CONTEXT_LENGTH", "2048"),
    ("LOCALAI_MODELS_PATH", "/models", "HEARTH_MODELS_DIRECTORY", "/models"),
    ("LOCALAI_TARGET_WORKER", "kitchen", "HEARTH_TARGET_NODE", "kitchen"),
    ("LOCALAI_RANDOM_WORKER", "1", "HEARTH_RANDOM", "true"),
]


@pytest.mark.parametrize(("theirs", "value", "ours", "expected"), VARIABLES)
@pytest.mark.parametrize("command", ["run", "serve", "worker", "federated", "status", ""])
def test_every_variable(theirs: str, value: str, ours: str, expected: str, command: str) -> None:
    environment = translate(command.split(), {theirs: value, "PATH": "/bin"}).environment
    assert environment == {theirs: value, "PATH": "/bin", ours: expected}


def test_every_row_of_the_table_is_tested() -> None:
    assert {name for row in TABLE for name in row.variables} == {row[0] for row in VARIABLES}
    assert {name for row in TABLE for name in row.bare} == {"TOKEN", "TARGET_WORKER", "RANDOM_WORKER"}
    options = {word.split("=")[0] for word, _, _ in OPTIONS} | {"--random-worker"}
    assert {o for row in TABLE for o in row.options} <= options


@pytest.mark.parametrize(("theirs", "value", "ours", "expected"), VARIABLES)
def test_ours_wins(theirs: str, value: str, ours: str, expected: str) -> None:
    assert translate(["serve"], {theirs: value, ours: "mine"}).environment[ours] == "mine"


@pytest.mark.parametrize(
    ("line", "is_read"),
    [
        ("worker", True),
        ("worker p2p-llama-cpp-rpc", True),
        ("federated", True),
        ("--name worker federated", True),
        ("run", False),
        ("serve", False),
        ("--name worker serve", False),
        ("status", False),
        ("", False),
    ],
)
def test_a_bare_token_is_read_by_workers_and_federated_only(line: str, is_read: bool) -> None:
    assert translate(line.split(), {"TOKEN": "t"}).environment.get("HEARTH_TOKEN") == ("t" if is_read else None)


@pytest.mark.parametrize("command", ["federated", "serve"])
def test_bare_names_of_the_choice_are_read_by_federated_only(command: str) -> None:
    environment = translate([command], {"TARGET_WORKER": "kitchen", "RANDOM_WORKER": "true"}).environment
    expected = ("kitchen", "true") if command == "federated" else (None, None)
    assert (environment.get("HEARTH_TARGET_NODE"), environment.get("HEARTH_RANDOM")) == expected


def test_a_flag_that_is_neither_yes_nor_no_is_named() -> None:
    with pytest.raises(UserError, match=r"--random-worker is .maybe.; it must be true or false"):
        translate(["federated", "--random-worker=maybe"], {})


def test_the_longest_name_of_a_token_wins() -> None:
    names = {"TOKEN": "3", "P2P_TOKEN": "2", "LOCALAI_P2P_TOKEN": "1"}
    assert translate(["worker"], names).environment["HEARTH_TOKEN"] == "1"
    assert translate(["worker"], {**names, "LOCALAI_P2P_TOKEN": ""}).environment["HEARTH_TOKEN"] == "2"


OPTIONS = [
    ("--p2p-token", "t", "--token t"),
    ("--p2ptoken", "t", "--token t"),
    ("--p2p-network-id", "garden", "--network-id garden"),
    ("--peer-2-peer-network-id", "garden", "--network-id garden"),
    ("--peer2peer-network-id", "garden", "--network-id garden"),
    ("--address", "127.0.0.1:8080", "--api-port 8080"),
    ("--context-size", "2048", "--context-length 2048"),
    ("--models-path", "/models", "--models-directory /models"),
    ("--target-worker", "kitchen", "--target-node kitchen"),
]


@pytest.mark.parametrize(("theirs", "value", "ours"), OPTIONS)
def test_every_option(theirs: str, value: str, ours: str) -> None:
    assert translate(["run", theirs, value], {}).arguments == ("serve", *ours.split())
    assert translate(["federated", f"{theirs}={value}"], {}).arguments == ("federated", *ours.split())


def test_our_option_wins() -> None:
    assert translate(["run", "--p2p-token", "theirs", "--token", "ours"], {}).arguments == ("serve", "--token", "ours")
    assert translate(["run", "--token=ours", "--p2ptoken", "theirs"], {}).arguments == ("serve", "--token=ours")


@pytest.mark.parametrize(
    ("line", "ours"),
    [
        ("", ""),
        ("run", "serve"),
        ("--data-dir /x run", "--data-dir /x serve"),
        ("run --p2p", "serve --new"),
        ("run --p2p --p2p-token t", "serve --token t --new"),
        ("run --federated", "serve"),
        ("run big.gguf --threads 2 more.gguf", "serve --model big.gguf --threads 2 --model more.gguf"),
        ("worker", "worker"),
        ("worker p2p-llama-cpp-rpc --token t", "worker --token t"),
        ("p2p-worker p2p-llama-cpp-rpc", "worker"),
        ("worker p2p-llama-cpp-rpc --llama-cpp-args=-m_2048", "worker --offer 2048M"),
        (
            "worker p2p-llama-cpp-rpc --no-runner --runner-address 10.0.0.9 --runner-port 50052",
            "worker --workers 10.0.0.9:50052",
        ),
        ("worker p2p-llama-cpp-rpc --no-runner --runner-port=1", "worker --workers 127.0.0.1:1"),
        (
            "worker llama-cpp-rpc --llama-cpp-args=-H_0.0.0.0_-p_50052_-m_4096_-t_2_-c",
            "worker --offer 4096M --threads 2 --listen 0.0.0.0:50052",
        ),
        ("worker llama-cpp-rpc -- --host 10.0.0.2 --port=7", "worker --listen 10.0.0.2:7"),
        ("worker llama-cpp-rpc", "worker --listen 127.0.0.1:50052"),
        ("federated --random-worker --target-worker abc", "federated --random --target-node abc"),
        ("--random-worker federated", "federated --random"),
        ("federated --random-worker=false", "federated"),
        ("run --random big.gguf", "serve --random --model big.gguf"),
        ("join run", "join run"),
        ("plan worker", "plan worker"),
        ("status --json", "status --json"),
    ],
)
def test_command_lines(line: str, ours: str) -> None:
    arguments = [word.replace("_", " ") if "-args=" in word else word for word in line.split()]
    assert sorted(translate(arguments, {}).arguments) == sorted(ours.split())
    assert translate(arguments, {}).arguments[:1] == tuple(ours.split()[:1])


@pytest.mark.parametrize("name", ["LOCALAI_P2P", "P2P"])
def test_a_swarm_is_made_when_the_variable_asks_for_one(name: str) -> None:
    assert translate(["run"], {name: "true"}).arguments == ("serve", "--new")
    assert translate(["run"], {name: "false"}).arguments == ("serve",)
    assert translate(["federated"], {name: "true"}).arguments == ("federated",)


def test_what_changes_nothing_is_said() -> None:
    invocation = translate(["run", "--p2p-otp-interval", "9000", "--p2p-dht-interval=360", "--threads", "2"], {})
    assert invocation.arguments == ("serve", "--threads", "2")
    assert len(invocation.notes) == 2
    assert all(name in " ".join(invocation.notes) for name in ("--p2p-otp-interval", "--p2p-dht-interval"))
    assert {name for name, (_, note) in IGNORED.items() if not note} == {"--p2p", "--federated"}


@pytest.mark.parametrize(
    ("line", "environment", "words"),
    [
        ("run llama-3.2-1b", {}, "GGUF"),
        ("run https://example.org/x.gguf", {}, "gallery"),
        ("worker vllm", {}, "vllm"),
        ("worker p2p-mlx --token t", {}, "p2p-mlx"),
        ("worker p2p-llama-cpp-rpc --no-runner", {}, "--runner-port"),
        ("worker llama-cpp-rpc --llama-cpp-args=--boom", {}, "--boom"),
        ("run", {"LOCALAI_P2P_DISABLE_DHT": "perhaps"}, "LOCALAI_P2P_DISABLE_DHT"),
        ("run", {"LOCALAI_ADDRESS": "here"}, "LOCALAI_ADDRESS"),
        ("federated --address nowhere", {}, "--address"),
        ("run", {"LLAMACPP_GRPC_SERVERS": "10.0.0.2"}, "LLAMACPP_GRPC_SERVERS"),
        ("run", {"LOCALAI_P2P_LISTEN_MADDRS": "0.0.0.0:1"}, "LOCALAI_P2P_LISTEN_MADDRS"),
        ("run", {"LOCALAI_P2P_LOGLEVEL": "loud"}, "LOCALAI_P2P_LOGLEVEL"),
        ("run --context-size big", {}, "--context-size"),
    ],
)
def test_what_hearth_cannot_do_is_named(line: str, environment: dict[str, str], words: str) -> None:
    with pytest.raises(UserError) as caught:
        translate(line.split(), environment)
    problem = caught.value.problem
    assert words in f"{problem.title} {problem.message} {problem.hint}"
