"""One request to a model, parsed at the border: what is asked, of which model, in which of the three dialects.

The body itself stays bytes: it is forwarded as the client wrote it, where nothing must be added.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from app.domain.model import ModelKind


class Dialect(Enum):
    """Whose API an endpoint belongs to: they differ in how errors look inside a stream."""

    OPENAI = auto()
    RESPONSES = auto()
    ANTHROPIC = auto()


@dataclass(frozen=True, slots=True)
class Operation:
    """One endpoint of the host that requests are forwarded to.

    Attributes:
        path: The same on Hearth and on the host.
        kind: The kind of model that can do it.
        dialect: How errors look.
        count_path: Where the host counts the tokens of the same body without answering it; empty when nowhere.
    """

    path: str
    kind: ModelKind
    dialect: Dialect
    count_path: str = ""


OPERATIONS: tuple[Operation, ...] = (
    Operation("/v1/chat/completions", ModelKind.CHAT, Dialect.OPENAI, "/v1/chat/completions/input_tokens"),
    Operation("/v1/completions", ModelKind.CHAT, Dialect.OPENAI, "/tokenize"),
    Operation("/v1/responses", ModelKind.CHAT, Dialect.RESPONSES, "/v1/responses/input_tokens"),
    Operation("/v1/messages", ModelKind.CHAT, Dialect.ANTHROPIC, "/v1/messages/count_tokens"),
    Operation("/v1/embeddings", ModelKind.EMBEDDING, Dialect.OPENAI),
)
"""Everything that is forwarded."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a model.

    Attributes:
        operation: What is asked.
        body: The JSON object, as it came.
        fields: The same, parsed.
        model_name: The model asked for; None leaves the choice to the node.
        wants_stream: Whether the answer comes as events.
        local_only: Whether only a host on this node may answer: so it is for requests of peers, which would else
            travel in circles.
        client: Who asks, such that two who ask are two.
        target_node: The one device that may answer, by name or peer id; empty for any.
    """

    operation: Operation
    body: bytes
    fields: Mapping[str, Any]
    model_name: str | None
    wants_stream: bool
    local_only: bool = False
    client: str = ""
    target_node: str = ""
