"""How often may be knocked."""

from app.admission.rate import IN_ALL, PER_ADDRESS, WINDOW_SECONDS, KnockRate


def test_one_address_is_held_back_and_others_are_not() -> None:
    rate = KnockRate()
    assert [rate.allows("a", 0.0) for _ in range(PER_ADDRESS + 1)] == [True] * PER_ADDRESS + [False]
    assert rate.allows("b", 0.0)
    assert not rate.allows("a", WINDOW_SECONDS - 1)
    assert rate.allows("a", WINDOW_SECONDS)


def test_all_together_are_held_back() -> None:
    rate = KnockRate()
    assert all(rate.allows(f"host {number}", 0.0) for number in range(IN_ALL))
    assert not rate.allows("another", 1.0)
    assert rate.allows("another", WINDOW_SECONDS)
