"""Who fetches which chunk: each once, and at the end what a slow source is at twice."""

from app.link.chunk_work import ChunkWork


def test_each_chunk_is_given_out_once_in_order() -> None:
    work = ChunkWork(range(3))
    assert [work.take("a"), work.take("b"), work.take("a")] == [0, 1, 2]
    assert not work.is_finished
    for number in range(3):
        work.done(number)
    assert work.is_finished
    assert work.take("a") is None


def test_an_idle_source_is_given_what_others_have_been_at_for_longest() -> None:
    work = ChunkWork(range(3))
    assert [work.take("slow"), work.take("slow"), work.take("fast")] == [0, 1, 2]
    assert work.take("fast") is None  # it has one itself
    work.done(2)
    assert work.take("fast") == 0
    assert work.take("slow") is None
    assert work.take("third") == 1
    assert work.take("fourth") is None  # two are enough
    work.done(0)
    work.give_back("slow")
    assert not work.is_finished  # the third is still at it
    work.done(1)
    assert work.is_finished


def test_what_a_lost_source_was_at_comes_next() -> None:
    work = ChunkWork(range(5))
    assert [work.take("a"), work.take("a"), work.take("b")] == [0, 1, 2]
    work.give_back("a")
    work.give_back("a")
    assert [work.take("b"), work.take("b"), work.take("b"), work.take("b")] == [0, 1, 3, 4]


def test_what_was_wrong_is_fetched_again() -> None:
    work = ChunkWork([0])
    work.take("a")
    work.done(0)
    work.missing_again([0])
    assert not work.is_finished
    assert work.take("a") == 0
