"""When a model is unloaded that nobody uses, and when one is loaded again that is to stay loaded. Pure."""

NEVER = 0
"""As a time after which an idle model is unloaded: it stays."""

FIRST_RETRY_SECONDS = 5.0
LONGEST_RETRY_SECONDS = 300.0


def is_idle_too_long(idle_seconds: float, limit_seconds: int) -> bool:
    """Whether a model that answers nobody, and that nobody waits for, has been unused for long enough to be unloaded.

    Args:
        idle_seconds: Since its last answer ended, or since it was loaded.
        limit_seconds: What the owner allows; `NEVER` for any time.
    """
    return limit_seconds != NEVER and idle_seconds >= limit_seconds


def retry_seconds(failures: int) -> float:
    """How long to wait before a model that is to stay loaded is tried again, after so many failures in a row."""
    return min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2.0 ** min(failures - 1, 20)) if failures else 0.0
