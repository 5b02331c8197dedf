"""Where in the files on this disk the tensors are that llama.cpp asks a worker for by their hash.

What was found is kept for each file by its size and time of change, so that each tensor is hashed once.
"""

import hashlib
import json
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import app
from app.engine.gguf import part_paths
from app.engine.gguf_header import read_header
from app.engine.large_tensors import TensorSlice, large_tensors
from app.engine.programs import Programs
from app.lib.file_hashes import FileState
from app.lib.files import replace_file
from app.lib.processes import ChildProcess

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IndexedTensor:
    """A tensor by its hash.

    Attributes:
        content_hash: As llama.cpp computes it.
        piece: Where it is.
        state: Of the file it is in, when it was hashed.
    """

    content_hash: int
    piece: TensorSlice
    state: FileState


@dataclass(frozen=True, slots=True)
class LayerRange:
    """Layers of a model.

    Attributes:
        first_layer: Number of the first.
        layer_count: How many.
        holds_output: Whether the output layer belongs to them.
    """

    first_layer: int
    layer_count: int
    holds_output: bool


class TensorIndex:
    """Finds tensors by their hash.

    Args:
        directory: Where hashes are kept; made when it is needed.
        programs: llama.cpp, which computes them.
    """

    def __init__(self, directory: Path, programs: Programs) -> None:
        self._directory = directory
        self._programs = programs

    def known(self, model: Path, layers: LayerRange) -> tuple[tuple[IndexedTensor, ...], bool]:
        """What is known already of a model's large tensors in these layers, and whether that is all. Blocks shortly.

        Raises:
            UserError, OSError, GgufError: The files cannot be read.
        """
        headers = [(path, read_header(path)) for path in part_paths(model)]
        wanted = large_tensors(headers, layers.first_layer, layers.layer_count, holds_output=layers.holds_output)
        kept = {path: self._read(path) for path, _ in headers}
        found = tuple(
            IndexedTensor(kept[piece.path][piece], piece, FileState.of(piece.path))
            for piece in wanted
            if piece in kept[piece.path]
        )
        return found, len(found) == len(wanted)

    async def find(self, model: Path, layers: LayerRange, on_found: Callable[[IndexedTensor], None]) -> None:
        """Hash a model's large tensors in these layers, in the order in which they are sent; keep what was found.

        Raises:
            OSError: The program that does it cannot be started, or the files cannot be looked at.
            UserError: A file is missing.
        """
        states = {path: FileState.of(path) for path in part_paths(model)}
        found: list[IndexedTensor] = []

        def read(line: str) -> None:
            with suppress(ValueError, KeyError, TypeError):
                body = json.loads(line)
                piece = TensorSlice(Path(body["path"]), int(body["offset"]), int(body["size"]))
                found.append(IndexedTensor(int(body["hash"]), piece, states[piece.path]))
                on_found(found[-1])

        child = await ChildProcess.start(
            self._command(model, layers),
            name="tensor hashes",
            environment={**self._programs.environment, "PYTHONPATH": str(Path(app.__file__).parent.parent)},
            on_line=read,
        )
        try:
            end = await child.wait()
            if end.exit_code:
                _log.warning("tensors of %s are not known by their hashes: %s", model.name, end)
        finally:
            await child.stop(grace_seconds=0.5)
            self._keep(found)

    def _command(self, model: Path, layers: LayerRange) -> Sequence[str]:
        program = [sys.executable, "-m", "app.engine.tensor_hashes"]
        if getattr(sys, "frozen", False):
            program = [sys.executable, "tensor-hashes"]
        numbers = (layers.first_layer, layers.layer_count, int(layers.holds_output))
        version = self._programs.rpc_version
        return [*program, str(self._programs.library_path), str(version), str(model), *map(str, numbers)]

    # -- kept -----------------------------------------------------------------------------------------------

    def _place(self, path: Path) -> Path:
        return self._directory / f"{hashlib.sha256(str(path).encode()).hexdigest()[:24]}.json"

    def _read(self, path: Path) -> dict[TensorSlice, int]:
        """Of one file as it is now; nothing where it is another one, or nothing is known."""
        try:
            body: Any = json.loads(self._place(path).read_text())
            state = FileState.of(path)
            if (body["size"], body["modified_ns"]) != (state.size, state.modified_ns):
                return {}
            return {TensorSlice(path, int(o), int(s)): int(h) for o, s, h in body["tensors"]}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _keep(self, found: Sequence[IndexedTensor]) -> None:
        for path in dict.fromkeys(tensor.piece.path for tensor in found):
            mine = [tensor for tensor in found if tensor.piece.path == path]
            hashes = self._read(path) | {tensor.piece: tensor.content_hash for tensor in mine}
            state = mine[0].state
            tensors = [[piece.offset, piece.size, content_hash] for piece, content_hash in hashes.items()]
            try:
                self._directory.mkdir(parents=True, exist_ok=True)
                body = {"size": state.size, "modified_ns": state.modified_ns, "tensors": tensors}
                replace_file(self._place(path), json.dumps(body))
            except OSError as error:  # they are found again next time
                _log.warning("hashes of tensors are not kept: %s", error)
