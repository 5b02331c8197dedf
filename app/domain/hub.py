"""What a model hub on the internet has, as faces show it before anything is downloaded."""

from dataclasses import dataclass

from app.domain.fit import Fit


@dataclass(frozen=True, slots=True)
class HubRepository:
    """A repository that holds models of llama.cpp's format.

    Attributes:
        repository: `owner/name`.
        downloads: How often lately; None when the hub does not say.
        likes: How many people like it; None when the hub does not say.
    """

    repository: str
    downloads: int | None = None
    likes: int | None = None


@dataclass(frozen=True, slots=True)
class HubModel:
    """One model that can be got: one quantization of a repository, with all parts of it.

    Attributes:
        repository: `owner/name`.
        quantization: For example `Q4_K_M`; empty when the file's name says none.
        file_names: In the repository; several for a model in parts.
        size_bytes: Together.
        fit: Where it would fit, estimated from its size; None when unknown.
        is_recommended: The one to take when in doubt.
        is_here: This computer has it already.
    """

    repository: str
    quantization: str
    file_names: tuple[str, ...]
    size_bytes: int
    fit: Fit | None
    is_recommended: bool = False
    is_here: bool = False

    @property
    def source(self) -> str:
        """What the command that gets it takes: `owner/name:QUANT`."""
        return f"{self.repository}:{self.quantization}" if self.quantization else self.repository


@dataclass(frozen=True, slots=True)
class Recommendation:
    """An entry of the built-in catalogue.

    Attributes:
        title: Name for display.
        source: What the command that gets it takes.
        size_bytes: Of the file, about.
        description: What it is good for, a sentence.
        fit: Where it would fit now.
        is_best: The largest that fits comfortably: offered first.
    """

    title: str
    source: str
    size_bytes: int
    description: str
    fit: Fit
    is_best: bool = False
