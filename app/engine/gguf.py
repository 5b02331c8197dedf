"""A model's facts from its GGUF file: what a plan is made of. Only the header is read."""

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from app.domain.errors import UserError
from app.domain.ids import ModelId
from app.domain.model import COMPANION, ModelFacts, ModelKind
from app.domain.sentence import say
from app.engine.gguf_header import GgufError, GgufHeader, GgufTruncated, TensorInfo, read_header
from app.engine.programs import known_architectures

_PART = re.compile(r"^(?P<name>.+)-(?P<part>\d{5})-of-(?P<parts>\d{5})$")
_BLOCK = re.compile(r"^blk\.(\d+)\.")
_EXPERTS = re.compile(r"^blk\.\d+\.ffn_\w+_exps\.")
_OUTPUT = re.compile(r"^(output|dense_|cls|enc\.output_norm)")
_TOKEN_EMBEDDING = "token_embd.weight"
_F16_BYTES = 2
_NO_POOLING = 0
# What lies beside models: projectors for pictures and sound, adapters, statistics for quantizing.
_COMPANIONS = frozenset(("adapter", "clip", "imatrix", "mmproj"))
# Encoders: they give embeddings, whatever else their file says.
_ENCODERS = frozenset(
    (
        *("bert", "eurobert", "gemma-embedding", "jina-bert-v2", "jina-bert-v3", "llama-embed", "modern-bert"),
        *("neo-bert", "nomic-bert", "nomic-bert-moe", "t5encoder"),
    )
)


def read_model(path: Path, architectures: Callable[[], frozenset[str]] = known_architectures) -> ModelFacts:
    """Read a model's facts. A model in several files may be named by any of them.

    Args:
        path: The file.
        architectures: What the installed llama.cpp knows; an empty set when that is not known.

    Raises:
        UserError: It cannot be read, is not GGUF, is damaged or incomplete, or is of an unknown architecture.
    """
    paths = part_paths(path)
    headers = [_read(part) for part in paths]
    facts = _facts(paths[0], headers)
    known = architectures()
    if known and facts.architecture not in known:
        raise UserError(
            say("Unknown kind of model"),
            say(
                "{name} is of the architecture {architecture}, which this build of llama.cpp does not know.",
                name=path.name,
                architecture=repr(facts.architecture),
            ),
            say("A newer Hearth may know it."),
            "unknown_architecture",
        )
    return facts


def part_paths(path: Path) -> list[Path]:
    """All files of the model that this file belongs to, in order.

    Raises:
        UserError: One is missing.
    """
    match = _PART.match(path.stem)
    if match is None:
        return [path]
    count = int(match["parts"])
    paths = [
        path.with_name(f"{match['name']}-{number:05}-of-{match['parts']}{path.suffix}")
        for number in range(1, count + 1)
    ]
    missing = [part.name for part in paths if not part.exists()]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise UserError(
            say("Part of the model is missing"),
            say(
                "{match} consists of {count} files, and {missing}{more} cannot be found beside {name}.",
                match=match["name"],
                count=count,
                missing=missing[0],
                more=more,
                name=path.name,
            ),
            say("Put all of them into one folder."),
            "model_incomplete",
        )
    return paths


def _read(path: Path) -> GgufHeader:
    try:
        return read_header(path)
    except GgufTruncated as error:
        raise UserError(
            say("Incomplete model"),
            say("{name} is incomplete. {error}", name=path.name, error=error),
            say("Download or copy it again."),
            "model_truncated",
        ) from error
    except GgufError as error:
        raise UserError(
            say("Not a usable model"),
            say("{name} cannot be used. {error}", name=path.name, error=error),
            say("Hearth runs models in the GGUF format."),
            "model_not_gguf",
        ) from error
    except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
        raise UserError(
            say("Model cannot be read"),
            say("{name} cannot be read: {error}.", name=path.name, error=error),
            code="model_unreadable",
        ) from error


def _facts(path: Path, headers: Sequence[GgufHeader]) -> ModelFacts:
    metadata = _Metadata(path, headers[0])
    if metadata.text("general.type") in _COMPANIONS or metadata.architecture in _COMPANIONS:
        raise UserError(
            say("Not a model by itself"),
            say("{name} goes with another model.", name=path.name),
            say("Name that one."),
            COMPANION,
        )
    tensors = [tensor for header in headers for tensor in header.tensors]
    embedding = next((tensor for tensor in tensors if tensor.name == _TOKEN_EMBEDDING), None)
    if embedding is None or len(embedding.shape) != 2:
        raise metadata.unusable(say("It holds no language model: it has no token embedding."))
    layer_bytes = _layer_bytes(metadata, tensors)
    output_bytes = sum(tensor.stored_bytes for tensor in tensors if _OUTPUT.match(tensor.name))
    others = sum(t.stored_bytes for t in tensors if not _BLOCK.match(t.name) and not _OUTPUT.match(t.name))
    if not any(tensor.name == "output.weight" for tensor in tensors):
        output_bytes += embedding.stored_bytes
    match = _PART.match(path.stem)
    name = match["name"] if match else path.stem
    return ModelFacts(
        model_id=_fingerprint(headers),
        name=name,
        title=metadata.text("general.name") or name,
        description=metadata.text("general.description"),
        kind=_kind(metadata),
        architecture=metadata.architecture,
        parameter_count=sum(tensor.count for tensor in tensors),
        file_bytes=sum(header.file_bytes for header in headers),
        layer_bytes=layer_bytes,
        embedding_bytes=others,
        output_bytes=output_bytes,
        kv_bytes_per_token_per_layer=_kv_bytes(metadata),
        n_embd=metadata.positive("embedding_length"),
        n_ff=_feed_forward_length(metadata),
        n_vocab=embedding.shape[1],
        trained_context_length=metadata.positive("context_length"),
        active_part=_active_part(metadata, tensors),
    )


class _Metadata:
    """The values of a header by their types; a missing or wrong one is the file's fault."""

    def __init__(self, path: Path, header: GgufHeader) -> None:
        self._path = path
        self._values = header.metadata
        self.architecture = self.text("general.architecture")
        if not self.architecture:
            raise self.unusable(say("It does not say of which architecture it is."))

    def unusable(self, reason: str) -> UserError:
        return UserError(
            say("Not a usable model"),
            say("{name} cannot be used. {reason}", name=self._path.name, reason=reason),
            say("Download it again, or from another source."),
            "model_damaged",
        )

    def text(self, key: str) -> str:
        value = self._values.get(key, "")
        return value if isinstance(value, str) else ""

    def numbers(self, name: str) -> tuple[int, ...]:
        """A figure of the architecture: one for all layers or one for each; () when there is none."""
        value = self._values.get(f"{self.architecture}.{name}", ())
        numbers = value if isinstance(value, tuple) else (value,)
        return tuple(n for n in numbers if isinstance(n, int) and n >= 0)

    def positive(self, name: str) -> int:
        numbers = self.numbers(name)
        if not numbers or numbers[0] <= 0:
            raise self.unusable(say("Its header has no usable {value}.", value=name.replace("_", " ")))
        return numbers[0]


def _feed_forward_length(metadata: _Metadata) -> int:
    """The widest feed-forward layer, or what the experts that a token uses have together."""
    dense = max(metadata.numbers("feed_forward_length"), default=0)
    experts = max(metadata.numbers("expert_feed_forward_length"), default=0)
    return max(dense, experts * max(metadata.numbers("expert_used_count"), default=0))


def _active_part(metadata: _Metadata, tensors: Sequence[TensorInfo]) -> float:
    """How much of the blocks' bytes one token passes; all, unless there are experts."""
    experts = max(metadata.numbers("expert_count"), default=0)
    used = max(metadata.numbers("expert_used_count"), default=0)
    blocks = sum(tensor.stored_bytes for tensor in tensors if _BLOCK.match(tensor.name))
    of_experts = sum(tensor.stored_bytes for tensor in tensors if _EXPERTS.match(tensor.name))
    if not 0 < used < experts or not blocks:
        return 1.0
    return 1 - of_experts / blocks * (1 - used / experts)


def _layer_bytes(metadata: _Metadata, tensors: Sequence[TensorInfo]) -> tuple[int, ...]:
    block_count = metadata.positive("block_count")
    if block_count > len(tensors):
        raise metadata.unusable(
            say(
                "It says that it has {block_count} blocks, and has {tensors} tensors.",
                block_count=block_count,
                tensors=len(tensors),
            )
        )
    sizes = [0] * block_count
    for tensor in tensors:
        if match := _BLOCK.match(tensor.name):
            block = int(match[1])
            if block >= len(sizes):
                raise metadata.unusable(
                    say(
                        "It has weights for a block {block} but says that it has {sizes}.",
                        block=block,
                        sizes=len(sizes),
                    )
                )
            sizes[block] += tensor.stored_bytes
    if 0 in sizes:
        raise metadata.unusable(say("It has no weights for block {value}.", value=sizes.index(0)))
    return tuple(sizes)


def _kv_bytes(metadata: _Metadata) -> int:
    """Key and value of one token in the largest layer; some architectures give another number of heads to each."""
    head_count = max(metadata.numbers("attention.head_count"), default=0)
    kv_heads = max(metadata.numbers("attention.head_count_kv"), default=head_count)
    width = metadata.positive("embedding_length") // head_count if head_count else 0
    key = max(metadata.numbers("attention.key_length"), default=width)
    value = max(metadata.numbers("attention.value_length"), default=width)
    return kv_heads * (key + value) * _F16_BYTES


def _kind(metadata: _Metadata) -> ModelKind:
    pooling = metadata.numbers("pooling_type")
    if metadata.architecture in _ENCODERS or (pooling and pooling[0] != _NO_POOLING):
        return ModelKind.EMBEDDING
    return ModelKind.CHAT


def _fingerprint(headers: Sequence[GgufHeader]) -> ModelId:
    digest = hashlib.sha256()
    for header in headers:
        digest.update(header.raw)
        digest.update(header.file_bytes.to_bytes(8, "little"))
    return ModelId(digest.hexdigest()[:32])
