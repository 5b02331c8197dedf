"""uv and pip: their settings, and which uv is good enough."""

from pathlib import Path

import pytest

from installers.source.console import SetupError, run_logged
from installers.source.installer import find_uv, uv_environment


@pytest.mark.parametrize(
    ("environment", "added"),
    [
        ({"HOME": "/home/ada"}, {}),
        ({"PIP_INDEX_URL": "file:///mirror"}, {"UV_DEFAULT_INDEX": "file:///mirror"}),
        ({"PIP_INDEX_URL": "file:///mirror", "UV_DEFAULT_INDEX": "file:///other"}, {}),
        ({"PIP_FIND_LINKS": "/wheels /more"}, {"UV_FIND_LINKS": "/wheels,/more"}),
        ({"PIP_EXTRA_INDEX_URL": "file:///a file:///b"}, {"UV_INDEX": "file:///a file:///b"}),
        ({"PIP_CERT": "/etc/ca.crt"}, {"SSL_CERT_FILE": "/etc/ca.crt"}),
        ({"PIP_INDEX_URL": ""}, {}),
        ({"UV_SYSTEM_CERTS": "false"}, {}),
    ],
)
def test_uv_is_told_what_pip_is_told(environment: dict[str, str], added: dict[str, str]) -> None:
    assert uv_environment(environment) == {"UV_SYSTEM_CERTS": "true", **environment, **added}


@pytest.mark.parametrize(
    ("script", "good"),
    [
        ("echo 'uv 0.13.9 (x86_64-unknown-linux-gnu)'", True),
        ("echo 'uv 1.0.0'", True),
        ("echo 'uv 0.4.30'", False),
        ("echo 'pyenv: uv: command not found' >&2; exit 127", False),
    ],
)
def test_a_uv_on_the_path_is_used_when_it_runs_and_is_new_enough(tmp_path: Path, script: str, good: bool) -> None:
    program = tmp_path / "uv"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    assert find_uv(str(tmp_path)) == (str(program) if good else None)


def test_no_uv(tmp_path: Path) -> None:
    assert find_uv(str(tmp_path)) is None


def test_a_command_that_fails_shows_the_end_of_its_log(tmp_path: Path) -> None:
    log = tmp_path / "build" / "setup.log"
    with pytest.raises(SetupError) as caught:
        run_logged(["sh", "-c", "seq 100; echo no route >&2; exit 3"], log, "It failed.", "Check the network.")
    assert caught.value.problem == "It failed."
    shown = caught.value.hint.splitlines()
    assert shown[0] == "Check the network."
    assert shown[-1].strip() == "no route"
    assert len(shown) < 20
    assert log.read_text().startswith("1\n2\n")


def test_a_command_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"It failed\. .*No such file"):
        run_logged(["/nowhere/uv"], tmp_path / "log", "It failed.")
