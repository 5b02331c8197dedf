"""Settings: what is read from where, what is refused in which words, and that nobody's file is spoilt."""

import logging
import os
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import UserError
from app.domain.willing import Hours
from app.system.computer import computer_name
from app.system.settings import (
    Settings,
    describe_settings,
    from_environment,
    from_options,
)
from app.system.settings_file import load_settings, save_settings

FULL = """\
# My own words.
version = 1
node_name = "kitchen"   # the one by the window

api_port = 5000
offer = "3G"
models_directories = [
    "/data/models",  # big disk
]
context_length = 8192
slots = 1
threads = 3
secrets = "file"
listen_port = 4329
sharing = false
share_models = false
theme = "dark"
peers = ["attic.local:4329"]
listen_addresses = ["/ip4/0.0.0.0/tcp/4001"]
announce_addresses = ["/dns4/home.example/tcp/4001"]
bootstrap_addresses = ["/dns4/home.example/tcp/4001/p2p/12D3KooWMiCCnQKw4hv7Nh9csZDP9Ue4NCFqXaqgx3sLgnZkkF1e"]
dht = true
relay = false
limits = true
network_id = "garden"
log_level = "debug"
library_log_level = "error"
weight_cache = "5G"
idle_unload = "2h"
workers = ["192.168.1.20:50052"]
download_limit = "2M"
read_hugging_face = false
read_lm_studio = false
on_battery = "answer"
idle_only = true
sharing_hours = "20:00-7:30"
keep_awake = false
models_folder = "/big/models"
lan_access = "https"
lan_address = "192.168.1.20"
notifications = false
language = "de"
target_node = "attic"
random = true
only_here = true
queue_limit = 7
colour_of_the_future = "plaid"
"""

BOOTSTRAP = "/dns4/home.example/tcp/4001/p2p/12D3KooWMiCCnQKw4hv7Nh9csZDP9Ue4NCFqXaqgx3sLgnZkkF1e"

EVERYTHING = Settings(
    node_name="kitchen",
    api_port=5000,
    offer=3_000_000_000,
    models_directories=("/data/models",),
    context_length=8192,
    slots=1,
    threads=3,
    secrets="file",
    listen_port=4329,
    sharing=False,
    share_models=False,
    theme="dark",
    peers=("attic.local:4329",),
    listen_addresses=("/ip4/0.0.0.0/tcp/4001",),
    announce_addresses=("/dns4/home.example/tcp/4001",),
    bootstrap_addresses=(BOOTSTRAP,),
    dht=True,
    relay=False,
    limits=True,
    network_id="garden",
    log_level="debug",
    library_log_level="error",
    weight_cache=5_000_000_000,
    idle_unload=7200,
    workers=("192.168.1.20:50052",),
    target_node="attic",
    random=True,
    only_here=True,
    queue_limit=7,
    download_limit=2_000_000,
    read_hugging_face=False,
    read_lm_studio=False,
    on_battery="answer",
    idle_only=True,
    sharing_hours=Hours(20 * 60, 7 * 60 + 30),
    keep_awake=False,
    models_folder="/big/models",
    lan_access="https",
    lan_address="192.168.1.20",
    notifications=False,
    language="de",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def problem_code(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        load_settings(path)
    return caught.value.problem.code


def test_without_a_file_there_are_defaults(path: Path) -> None:
    assert load_settings(path) == Settings()
    assert Settings().api_port == 4327
    assert Settings().node_name == computer_name() != ""
    assert not path.exists()


def test_every_setting_is_read(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.write_text(FULL)
    with caplog.at_level(logging.WARNING):
        assert load_settings(path) == EVERYTHING
    assert "colour_of_the_future" in caplog.text
    assert all(getattr(EVERYTHING, item.name) != getattr(Settings(), item.name) for item in fields(Settings))


def test_a_slip_in_a_name_is_logged_with_what_was_meant(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.write_text("api_prot = 1\n")
    with caplog.at_level(logging.WARNING):
        assert load_settings(path) == Settings()
    assert "is it api_port?" in caplog.text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("api_port = 70000", "api_port is 70000; it must be a whole number from 0 to 65535."),
        ('api_port = "lots"', 'api_port is "lots"; it must be a whole number'),
        ("api_port = true", "api_port is true; it must be a whole number"),
        ("api_port = 43.27", "it must be a whole number"),
        ('offer = "much"', "it must be a size such as 3G"),
        ('offer = "3"', "it must be a size such as 3G"),
        ("offer = 3", "it must be a size such as 3G"),
        ("offer = [1]", "it must be a size such as 3G"),
        ("models_directories = '/data'", "it must be a list of folders"),
        ("models_directories = ['models']", "it must be a list of folders"),
        ("models_directories = [5]", "it must be a list of folders"),
        ("context_length = 5", "from 256 to 1048576"),
        ("slots = 0", "from 1 to 16"),
        ("threads = 'many'", 'or "automatic"'),
        ("secrets = 'cloud'", 'one of "keyring", "file", "memory"'),
        ("sharing = 'yes'", "true or false"),
        ("theme = 'Dark'", 'one of "system", "light", "dark"'),
        ("node_name = ''", "1 to 60 characters"),
        ('node_name = "a\\u0007"', "on one line"),
        ('node_name = "a\\nb"', "on one line"),
        (f"node_name = '{'x' * 61}'", "1 to 60 characters"),
        ("peers = ['attic']", "it must be host:port"),
        ("peers = 'attic:1'", "it must be host:port"),
        ("workers = ['1.2.3:50052']", "it must be host:port"),
        ("download_limit = 'automatic'", "it must be a size such as 3G"),
        ("listen_addresses = ['0.0.0.0:4001']", "it must be a libp2p address such as /ip4/"),
        ("bootstrap_addresses = ['/ip4/1.2.3.4/tcp/1']", "/p2p/12D3KooW"),
        ("network_id = 5", "it must be a text"),
        ("log_level = 'loud'", 'one of "debug", "info"'),
        ("version = 'one'", "version is"),
        ("version = 0", "version is 0"),
        ("[api_port]\nx = 1", "it must be a whole number"),
    ],
)
def test_a_wrong_value_is_named_with_its_line_and_what_is_allowed(line: str, words: str, path: Path) -> None:
    path.write_text(f"# first line\n\n{line}\n")
    before = path.read_bytes()
    with pytest.raises(UserError) as caught:
        load_settings(path)
    problem = caught.value.problem
    assert problem.code == "setting_wrong"
    assert words in problem.message
    assert str(path) in problem.message
    assert line.startswith("[") or ", line 3: " in problem.message
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"version = 2\napi_port = 'in words'\n", "settings_too_new"),
        (b"api_port = \n", "settings_not_toml"),
        (b"api_port = 1\napi_port = 2\n", "settings_not_toml"),
        (b"<html>", "settings_not_toml"),
        (b"\xff\xfe", "settings_not_readable"),
    ],
)
def test_a_file_that_is_not_understood_is_never_overwritten(content: bytes, code: str, path: Path) -> None:
    path.write_bytes(content)
    assert problem_code(path) == code
    with pytest.raises(UserError) as caught:
        save_settings(path, EVERYTHING)
    assert caught.value.problem.code == code
    assert path.read_bytes() == content


def test_the_line_of_a_syntax_error_is_named(path: Path) -> None:
    path.write_text("version = 1\n\napi_port = = 2\n")
    with pytest.raises(UserError, match="line 3"):
        load_settings(path)


def test_saving_keeps_comments_order_and_what_is_not_known(path: Path) -> None:
    path.write_text(FULL)
    save_settings(path, replace(EVERYTHING, api_port=6000, node_name="hall"))
    expected = FULL.replace("5000", "6000").replace('"kitchen"', '"hall"')
    assert path.read_text() == expected


def test_saving_nothing_new_changes_no_byte(path: Path) -> None:
    path.write_text(FULL)
    save_settings(path, EVERYTHING)
    assert path.read_text() == FULL


def test_every_setting_is_saved_and_read_again(path: Path) -> None:
    save_settings(path, EVERYTHING)
    assert load_settings(path) == EVERYTHING
    save_settings(path, Settings())
    assert load_settings(path) == Settings()
    assert "offer" not in path.read_text()


def test_defaults_are_not_written(path: Path) -> None:
    save_settings(path, replace(Settings(), slots=3))
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    assert lines == ["version = 1", "slots = 3"]


def test_what_holds_for_one_run_does_not_get_into_the_file(path: Path) -> None:
    path.write_text("slots = 3\n")
    merged = from_options({"api_port": "9000"}, from_environment({"HEARTH_OFFER": "1G"}, load_settings(path)))
    save_settings(path, replace(merged, node_name="hall"), only=("node_name",))
    assert load_settings(path) == replace(Settings(), slots=3, node_name="hall")


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "dotfiles.toml", tmp_path / "settings.toml"
    target.write_text("slots = 3\n")
    link.symlink_to(target)
    save_settings(link, replace(load_settings(link), slots=4))
    assert link.is_symlink()
    assert "slots = 4" in target.read_text()
    assert sorted(os.listdir(tmp_path)) == ["dotfiles.toml", "settings.toml"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError) as caught:
        save_settings(tmp_path / "file" / "settings.toml", EVERYTHING)
    assert caught.value.problem.code in ("settings_not_saved", "settings_not_readable")


@pytest.mark.parametrize(
    ("variable", "text", "name", "value"),
    [
        ("HEARTH_NAME", " hall ", "node_name", "hall"),
        ("HEARTH_API_PORT", "0", "api_port", 0),
        ("HEARTH_OFFER", "3.5 GiB", "offer", 3_758_096_384),
        ("HEARTH_MODELS_DIRECTORY", f"/a{os.pathsep}/b/", "models_directories", ("/a", "/b")),
        ("HEARTH_CONTEXT_LENGTH", "512", "context_length", 512),
        ("HEARTH_SLOTS", "4", "slots", 4),
        ("HEARTH_THREADS", "2", "threads", 2),
        ("HEARTH_SECRETS", "memory", "secrets", "memory"),
        ("HEARTH_LISTEN_PORT", "4329", "listen_port", 4329),
        ("HEARTH_SHARING", "off", "sharing", False),
        ("HEARTH_THEME", "light", "theme", "light"),
        ("HEARTH_PEERS", "attic:4329, [fd00::1]:4330", "peers", ("attic:4329", "[fd00::1]:4330")),
        ("HEARTH_LISTEN_ADDRESSES", "/ip4/0.0.0.0/tcp/0", "listen_addresses", ("/ip4/0.0.0.0/tcp/0",)),
        ("HEARTH_ANNOUNCE_ADDRESSES", "/dns4/a.b/tcp/1", "announce_addresses", ("/dns4/a.b/tcp/1",)),
        ("HEARTH_BOOTSTRAP_ADDRESSES", BOOTSTRAP, "bootstrap_addresses", (BOOTSTRAP,)),
        ("HEARTH_DHT", "yes", "dht", True),
        ("HEARTH_RELAY", "no", "relay", False),
        ("HEARTH_LIMITS", "1", "limits", True),
        ("HEARTH_NETWORK_ID", " garden ", "network_id", "garden"),
        ("HEARTH_LOG_LEVEL", "warning", "log_level", "warning"),
        ("HEARTH_LIBRARY_LOG_LEVEL", "debug", "library_log_level", "debug"),
        ("HEARTH_WEIGHT_CACHE", "0", "weight_cache", 0),
        ("HEARTH_IDLE_UNLOAD", "90s", "idle_unload", 90),
        ("HEARTH_IDLE_UNLOAD", "never", "idle_unload", 0),
        ("HEARTH_IDLE_UNLOAD", "0", "idle_unload", 0),
        ("HEARTH_DOWNLOAD_LIMIT", "0", "download_limit", 0),
        ("HEARTH_DOWNLOAD_LIMIT", "500K", "download_limit", 500_000),
        ("HEARTH_ON_BATTERY", "nothing", "on_battery", "nothing"),
        ("HEARTH_IDLE_ONLY", "yes", "idle_only", True),
        ("HEARTH_SHARING_HOURS", "9:00-17:00", "sharing_hours", Hours(540, 1020)),
        ("HEARTH_SHARING_HOURS", "always", "sharing_hours", None),
        ("HEARTH_KEEP_AWAKE", "no", "keep_awake", False),
        ("HEARTH_MODELS_FOLDER", "/big", "models_folder", "/big"),
        ("HEARTH_LAN_ACCESS", "http", "lan_access", "http"),
        ("HEARTH_LAN_ADDRESS", "10.0.0.7", "lan_address", "10.0.0.7"),
        ("HEARTH_NOTIFICATIONS", "off", "notifications", False),
        ("HEARTH_LANGUAGE", "en", "language", "en"),
        ("HEARTH_TARGET_NODE", " kitchen ", "target_node", "kitchen"),
        ("HEARTH_RANDOM", "yes", "random", True),
        ("HEARTH_ONLY_HERE", "true", "only_here", True),
        ("HEARTH_QUEUE_LIMIT", "0", "queue_limit", 0),
        ("HEARTH_WORKERS", "10.0.0.1:50052,10.0.0.2:50052", "workers", ("10.0.0.1:50052", "10.0.0.2:50052")),
    ],
)
def test_every_setting_has_a_variable_and_an_option(variable: str, text: str, name: str, value: Any) -> None:
    expected = replace(Settings(), **{name: value})
    assert from_environment({variable: text, "HEARTH_TOKEN": "x", "PATH": "/bin"}) == expected
    assert from_options({name: text}, Settings()) == expected
    assert {item.variable for item in describe_settings() if item.name == name} == {variable}


def test_later_sources_win(path: Path) -> None:
    path.write_text("slots = 3\ncontext_length = 1024\nthreads = 5\napi_port = 1\n")
    environment = {"HEARTH_SLOTS": "4", "HEARTH_CONTEXT_LENGTH": "2048", "HEARTH_THREADS": "automatic"}
    merged = from_options({"slots": "5"}, from_environment(environment, load_settings(path)))
    assert merged == replace(Settings(), slots=5, context_length=2048, threads=None, api_port=1)


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert from_environment({"HEARTH_API_PORT": ""}) == Settings()


@pytest.mark.parametrize("text", ["lots", "-1", "65536", "4327.0", "\u0664"])
def test_a_wrong_variable_or_option_is_named(text: str) -> None:
    with pytest.raises(UserError, match=r"HEARTH_API_PORT is .* a whole number from 0 to 65535") as caught:
        from_environment({"HEARTH_API_PORT": text})
    assert caught.value.problem.code == "setting_wrong"
    with pytest.raises(UserError, match=r"--api-port is .* a whole number from 0 to 65535"):
        from_options({"api_port": text}, Settings())


def test_every_setting_is_explained() -> None:
    described = describe_settings()
    assert [item.name for item in described] == [item.name for item in fields(Settings)]
    for item in described:
        assert item.text.endswith(".")
        assert item.option.startswith("--")
    assert len({item.option for item in described}) == len(described)


@pytest.mark.parametrize("text", ["30", "-1m", "31d", "0m", "1.5h", "soon", "1h30m", "9" * 5000 + "s", "\u0663m", ""])
def test_a_wrong_time_is_named(path: Path, text: str) -> None:
    path.write_text(f'idle_unload = "{text}"\n', encoding="utf-8")
    with pytest.raises(UserError, match=r'a time such as "30m"'):
        load_settings(path)


@pytest.mark.parametrize(("seconds", "text"), [(0, "never"), (90, "90s"), (5400, "90m"), (86_400, "1d")])
def test_a_time_is_written_as_it_is_read(path: Path, seconds: int, text: str) -> None:
    save_settings(path, replace(Settings(), idle_unload=seconds))
    assert f'idle_unload = "{text}"' in path.read_text()
    assert load_settings(path).idle_unload == seconds
