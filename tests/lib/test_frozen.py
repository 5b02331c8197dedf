"""What a frozen program's start adds to the environment goes no further."""

import sys

import pytest

from app.lib.frozen import is_frozen, restore_library_path


def test_from_source_nothing_is_changed() -> None:
    environment = {"LD_LIBRARY_PATH": "/mine", "LD_LIBRARY_PATH_ORIG": "/other"}
    restore_library_path(environment)
    assert not is_frozen()
    assert environment == {"LD_LIBRARY_PATH": "/mine", "LD_LIBRARY_PATH_ORIG": "/other"}


@pytest.mark.skipif(sys.platform != "linux", reason="another system has another variable")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"LD_LIBRARY_PATH": "/opt/hearth"}, {}),
        ({"LD_LIBRARY_PATH": "/opt/hearth:/mine", "LD_LIBRARY_PATH_ORIG": "/mine"}, {"LD_LIBRARY_PATH": "/mine"}),
        ({"LD_LIBRARY_PATH": "/opt/hearth", "LD_LIBRARY_PATH_ORIG": ""}, {}),
        ({}, {}),
    ],
    ids=["none before", "one before", "an empty one before", "none at all"],
)
def test_frozen_it_is_as_before(monkeypatch: pytest.MonkeyPatch, before: dict[str, str], after: dict[str, str]) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    environment = {"HOME": "/home/someone", **before}
    restore_library_path(environment)
    assert environment == {"HOME": "/home/someone", "PYINSTALLER_RESET_ENVIRONMENT": "1", **after}
