"""Replacing a name in a module of the library, loudly when it is not there."""

from types import ModuleType


def replace(module: ModuleType, name: str, value: object) -> None:
    """Put `value` in the place of `module.name`.

    Raises:
        AttributeError: The module has no such name: it is not the version that the repair was made for.
    """
    if not hasattr(module, name):
        raise AttributeError(f"{module.__name__} has no {name}: another version of the library?")
    setattr(module, name, value)
