"""Measuring a device with the real library, and what happens when it cannot be measured."""

from app.engine.programs import find_programs
from app.engine.speeds import measure_speed


async def test_the_processor_is_measured() -> None:
    speed = await measure_speed(find_programs(), "CPU", 1)
    assert speed is not None
    # Far below and above what any processor does, so that a wrong unit is seen.
    assert 5e7 < speed.read_bytes_per_second < 1e12
    assert 5e8 < speed.prompt_weights_per_second < 1e14
    assert 10 < speed.step_nanoseconds < 1e6
    # A batch is computed with the same weights, read once.
    assert speed.prompt_weights_per_second > speed.read_bytes_per_second


async def test_a_device_that_is_not_there_has_no_speed() -> None:
    assert await measure_speed(find_programs(), "CUDA77", 1) is None
