"""Versions that differ: who is told to update, and who is not planned with."""

import pytest

from app.domain.compatibility import UPDATE_NOTE, can_share, is_older, version_note, version_obstacle
from app.domain.record import RECORD_VERSION, Record
from app.domain.version import RpcVersion
from tests.domain.builders import record

NOW = record("now")
SAME = record("same", app_version="9.9.9")
NEWER_RPC = record("newer", rpc_version=RpcVersion(8, 0, 0))
NEWER_MINOR = record("newer", rpc_version=RpcVersion(7, 1, 0))
NEWER_PATCH = record("newer", rpc_version=RpcVersion(7, 0, 9))
NEWER_RECORD = record("newer", version=RECORD_VERSION + 1)


@pytest.mark.parametrize(
    ("other", "shares"),
    [(SAME, True), (NEWER_PATCH, True), (NEWER_RPC, False), (NEWER_MINOR, False), (NEWER_RECORD, False)],
)
def test_the_older_one_is_told_to_update(other: Record, shares: bool) -> None:
    assert can_share(NOW, other) is can_share(other, NOW) is shares
    assert is_older(NOW, other) is not shares
    assert not is_older(other, NOW)
    assert version_note(NOW, (SAME, other)) == ("" if shares else UPDATE_NOTE)
    assert version_note(other, (SAME, NOW)) == ""


@pytest.mark.parametrize(
    ("version", "words"),
    [
        (RECORD_VERSION, ""),
        (RECORD_VERSION + 1, "it runs another version of Hearth; update desk"),
        (RECORD_VERSION - 1, "it runs another version of Hearth; update kitchen"),
    ],
)
def test_one_whose_record_is_not_understood_holds_no_layers(version: int, words: str) -> None:
    assert version_obstacle(record("kitchen", version=version), "desk") == words
