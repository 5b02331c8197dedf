"""Models for households, made once."""

from pathlib import Path

import pytest

from tests.models.random_model import write_random_model


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random model of 12 layers and 30 million weights."""
    return write_random_model(tmp_path_factory.mktemp("models") / "small.gguf", "30M", seed=3)
