"""The computer's battery."""

import psutil

from app.domain.device import Battery

_STEP_PERCENT = 5
"""What is told of it changes seldom: peers are told of each change."""


def read_battery() -> Battery | None:
    """The battery now; None where there is none. Where the system does not say, the computer has other power."""
    found = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    if found is None:
        return None
    percent = _STEP_PERCENT * round(min(max(found.percent, 0), 100) / _STEP_PERCENT)
    return Battery(percent, found.power_plugged is not False)
