"""Whether the computer runs on battery now."""

import psutil


def on_battery() -> bool:
    """Whether it has a battery and no other power; where the system does not say, it has."""
    battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    return battery is not None and battery.power_plugged is False
