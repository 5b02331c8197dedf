"""Transfers as faces show them."""

from dataclasses import replace

import pytest

from app.domain.transfer import Finished, Moving, Transfer, TransferKind
from app.node import transfer_board
from app.node.transfer_board import TransferBoard

COPY = Transfer("a", TransferKind.COPY, "big", ("kitchen",), 1, 10, Moving(None))


def test_the_newest_first_and_only_what_is_new_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    board = TransferBoard(lambda: told.append(1))
    later = replace(COPY, transfer_id="b")
    for transfer in (COPY, later, COPY, later):
        board.show(transfer)
    assert board.transfers == (later, COPY)
    assert len(told) == 2
    board.remove("b")
    board.remove("b")
    assert len(told) == 3
    assert board.find("b") is None


def test_a_finished_one_goes_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    board = TransferBoard(lambda: None)
    board.show(replace(COPY, status=Finished()))
    assert len(board.transfers) == 1
    monkeypatch.setattr(transfer_board, "FINISHED_SECONDS", -1.0)
    assert not board.transfers
