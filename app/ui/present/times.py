"""Times that are left, as people say them."""


def seconds_words(seconds: float | None) -> str:
    """A time that is left as people say it; empty when it is not known."""
    if seconds is None:
        return ""
    if seconds < 10:
        return "a few seconds left"
    if (rounded := round(seconds / 5) * 5) < 60:
        return f"{rounded} s left"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min left"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min left" if hours < 24 else "more than a day left"
