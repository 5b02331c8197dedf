"""Whether and where a model would fit, before it is loaded: types, so that a face cannot forget one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FitsWhole:
    """One device holds it.

    Attributes:
        node_name: Which.
        is_snug: It takes most of what is offered there: little is left for longer conversations or other models.
    """

    node_name: str
    is_snug: bool


@dataclass(frozen=True, slots=True)
class FitsSplit:
    """Several devices together hold it.

    Attributes:
        node_names: Which, the one with most layers first.
        is_snug: It takes most of what they offer together.
    """

    node_names: tuple[str, ...]
    is_snug: bool


@dataclass(frozen=True, slots=True)
class TooBig:
    """All devices that are there together do not hold it.

    Attributes:
        missing_bytes: How much more memory would have to be offered.
    """

    missing_bytes: int


type Fit = FitsWhole | FitsSplit | TooBig
