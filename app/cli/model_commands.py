"""The words behind `hearth models` as a table: how each is typed, what `--help` says of it, and the action it makes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.cli.model_actions import (
    CopyModel,
    DeleteModel,
    DiscardTransfer,
    GetModel,
    ImportOllama,
    KeepLoaded,
    ListModels,
    ListTransfers,
    ModelAction,
    Recommend,
    SearchHub,
    ShowRepository,
    StopTransfer,
)


@dataclass(frozen=True, slots=True)
class ModelsWord:
    """One thing that can be done with models.

    Attributes:
        name: The word that is typed.
        usage: What follows it.
        text: What it does, for `--help`.
        make: The action from what follows.
        least: How many operands it needs.
        most: How many it takes.
    """

    name: str
    usage: str
    text: str
    make: Callable[[str], ModelAction]
    least: int = 1
    most: int = 1


_MANY = 100

MODELS_WORDS = (
    ModelsWord("search", "TEXT", "find models on the internet", SearchHub, most=_MANY),
    ModelsWord("show", "REPO", "what a repository has, how large it is and where it would fit", ShowRepository),
    ModelsWord("get", "REPO[:QUANT]", "get a model; Ctrl+C stops it and keeps what has arrived", GetModel),
    ModelsWord("recommended", "", "models worth having, by size", lambda _: Recommend(), least=0, most=0),
    ModelsWord("copy", "NAME", "copy a model from the devices that have it to this one", CopyModel),
    ModelsWord("delete", "NAME", "delete a model's file from this device", DeleteModel),
    ModelsWord("keep", "NAME [--off]", "keep a model loaded", KeepLoaded),
    ModelsWord("transfers", "", "what is on its way to this device", lambda _: ListTransfers(), least=0, most=0),
    ModelsWord("stop", "ID", "stop a transfer; what has arrived is kept", StopTransfer),
    ModelsWord("discard", "ID", "stop a transfer and delete what has arrived", DiscardTransfer),
    ModelsWord("import-ollama", "[NAME]", "use models that Ollama has here, without a copy", ImportOllama, least=0),
)

MODELS_HELP = "Without a word: the list. Otherwise:\n\n" + "\n".join(
    f"  {f'hearth models {word.name} {word.usage}'.strip():<36}{word.text}" for word in MODELS_WORDS
)


def models_action(words: Sequence[str], *, no_wait: bool, off: bool) -> ModelAction:
    """The action of what was typed behind `hearth models`.

    Args:
        words: What to do, and with what; none for the list.
        no_wait: --no-wait was given.
        off: --off was given.

    Raises:
        ValueError: They make no sense; the text says why.
    """
    action = _action(words)
    if no_wait and not isinstance(action, GetModel | CopyModel):
        raise ValueError("--no-wait is for get and copy")
    if off and not isinstance(action, KeepLoaded):
        raise ValueError("--off is for keep")
    match action:
        case GetModel(source):
            return GetModel(source, wait=not no_wait)
        case CopyModel(name):
            return CopyModel(name, wait=not no_wait)
        case KeepLoaded(name):
            return KeepLoaded(name, keep=not off)
    return action


def _action(words: Sequence[str]) -> ModelAction:
    if not words:
        return ListModels()
    name, *operands = words
    for word in MODELS_WORDS:
        if word.name == name:
            if not word.least <= len(operands) <= word.most or (operands and not all(o.strip() for o in operands)):
                raise ValueError(f"it is typed like this: hearth models {word.name} {word.usage}".rstrip())
            return word.make(" ".join(operands))
    known = ", ".join(word.name for word in MODELS_WORDS)
    raise ValueError(f'"{name:.40}" is none of the words for models: {known}')
