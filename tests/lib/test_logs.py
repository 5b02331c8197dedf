"""Where log messages go."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.lib.logs import LIBRARY_LOGGER, QUIET, level_number, quiet_with, set_up_logging


@pytest.fixture(autouse=True)
def _restore() -> Iterator[None]:
    root = logging.getLogger()
    handlers = list(root.handlers)
    levels = {logger: logger.level for logger in (root, *(logging.getLogger(name) for name in QUIET))}
    yield
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    for logger, level in levels.items():
        logger.setLevel(level)


def test_file_and_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = set_up_logging(tmp_path / "new" / "folder")
    log = logging.getLogger("app.test")
    log.debug("too much")
    log.info("for the file")
    log.warning("for both")
    assert path is not None
    text = path.read_text()
    assert "for the file" in text
    assert "for both" in text
    assert "too much" not in text
    shown = capsys.readouterr().err
    assert "for both" in shown
    assert "for the file" not in shown


def test_libraries_are_quiet(tmp_path: Path) -> None:
    path = set_up_logging(tmp_path)
    logging.getLogger("libp2p.transport").error("a peer went away")
    logging.getLogger("zeroconf").warning("no route")
    assert path is not None
    assert path.read_text() == ""


def test_the_network_libraries_can_be_asked_to_speak(tmp_path: Path) -> None:
    path = set_up_logging(tmp_path, level=level_number("warning"), quiet=quiet_with("warning"))
    logging.getLogger(LIBRARY_LOGGER).warning("libp2p.transport: a peer went away")
    logging.getLogger(LIBRARY_LOGGER).info("too much")
    logging.getLogger("app.test").info("too much")
    logging.getLogger("keyring").warning("still quiet")
    assert path is not None
    assert path.read_text().count("\n") == 1
    assert "a peer went away" in path.read_text()


def test_a_second_call_replaces_the_first(tmp_path: Path) -> None:
    before = len(logging.getLogger().handlers)
    set_up_logging(tmp_path / "first")
    path = set_up_logging(tmp_path / "second", level=logging.DEBUG)
    assert len(logging.getLogger().handlers) == before + 2
    logging.getLogger("app.test").debug("once")
    assert (tmp_path / "first" / "hearth.log").read_text() == ""
    assert path is not None
    assert path.read_text().count("once") == 1


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert set_up_logging(tmp_path / "file") is None
    assert set_up_logging(None) is None
