"""A program that says what llama.cpp calls the large tensors of a model: the hashes by which a worker's cache has them.

    python -m app.engine.tensor_hashes LIBRARIES VERSION MODEL FIRST_LAYER LAYERS OUTPUT

Writes one JSON object per tensor (`path`, `offset`, `size`, `hash`), in the order of the file. llama.cpp computes the
hashes itself, at its own speed: its RPC client is given each tensor as it lies in the mapped file, and asks a worker
whether it has that hash. The worker is this program, which says yes; so no weight is sent anywhere. It is a process of
its own, because that client ends its process when something is wrong.
"""

import ctypes
import json
import mmap
import socket
import struct
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.engine.gguf import part_paths
from app.engine.gguf_header import read_header
from app.engine.large_tensors import TensorSlice, large_tensors

_I8 = 24
_WEIGHTS = 1
_BUFFER_BYTES = 1 << 40
_BASE_ADDRESS = 1 << 32
_TENSOR_BYTES = 296

# Commands of llama.cpp's RPC protocol (see link/rpc_frames.py), and what a worker answers that has everything.
_SET_TENSOR_HASH = 7
_ANSWERS: dict[int, bytes] = {
    0: struct.pack("<QQ", 1, _BUFFER_BYTES),  # ALLOC_BUFFER
    1: struct.pack("<Q", 32),  # GET_ALIGNMENT
    2: struct.pack("<Q", _BUFFER_BYTES),  # GET_MAX_SIZE
    3: struct.pack("<Q", _BASE_ADDRESS),  # BUFFER_GET_BASE
    _SET_TENSOR_HASH: b"\1",
    11: struct.pack("<QQ", _BUFFER_BYTES, _BUFFER_BYTES),  # GET_DEVICE_MEMORY
    15: struct.pack("<I", 1),  # DEVICE_COUNT
}
_HELLO = 14


class _Parameters(ctypes.Structure):
    """`ggml_init_params`."""

    _fields_ = (("mem_size", ctypes.c_size_t), ("mem_buffer", ctypes.c_void_p), ("no_alloc", ctypes.c_bool))


class _Listener:
    """A worker that has everything, and notes what it is asked for."""

    def __init__(self, version: bytes) -> None:
        self._version = version
        self.asked: list[int] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.endpoint = f"127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client, _ = self._socket.accept()
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, client.makefile("rb") as stream:
            while len(header := stream.read(9)) == 9:
                command, size = struct.unpack("<BQ", header)
                body = stream.read(size)
                if command == _SET_TENSOR_HASH:
                    self.asked.append(struct.unpack_from("<Q", body, _TENSOR_BYTES + 8)[0])
                answer = self._version + bytes(25) if command == _HELLO else _ANSWERS.get(command)
                if answer is not None:
                    client.sendall(struct.pack("<Q", len(answer)) + answer)


@dataclass(frozen=True, slots=True)
class _Ggml:
    """The functions of ggml that are used."""

    base: Any
    rpc: Any


def _load(libraries: Path) -> _Ggml:
    base = ctypes.CDLL(str(_library(libraries, "ggml-base")), mode=ctypes.RTLD_GLOBAL)
    rpc = ctypes.CDLL(str(_library(libraries, "ggml-rpc")))
    pointer, size = ctypes.c_void_p, ctypes.c_size_t
    for library, name, result, arguments in (
        (base, "ggml_init", pointer, [_Parameters]),
        (base, "ggml_new_tensor_1d", pointer, [pointer, ctypes.c_int, ctypes.c_int64]),
        (base, "ggml_tensor_overhead", size, []),
        (base, "ggml_free", None, [pointer]),
        (base, "ggml_backend_buft_alloc_buffer", pointer, [pointer, size]),
        (base, "ggml_backend_buffer_set_usage", None, [pointer, ctypes.c_int]),
        (base, "ggml_backend_buffer_get_base", pointer, [pointer]),
        (base, "ggml_backend_tensor_alloc", ctypes.c_int, [pointer, pointer, pointer]),
        (base, "ggml_backend_tensor_set", None, [pointer, pointer, size, size]),
        (rpc, "ggml_backend_rpc_buffer_type", pointer, [ctypes.c_char_p, ctypes.c_uint32]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return _Ggml(base, rpc)


def _library(folder: Path, name: str) -> Path:
    names = (f"lib{name}.so", f"lib{name}.dylib", f"{name}.dll")
    return next(path for path in (folder / name for name in names) if path.exists())


class TensorHasher:
    """Has llama.cpp hash pieces of memory.

    Args:
        libraries: The folder of its shared libraries.
        version: The RPC protocol that they speak: three bytes.
    """

    def __init__(self, libraries: Path, version: bytes) -> None:
        self._ggml = _load(libraries)
        self._listener = _Listener(version)
        base = self._ggml.base
        kind = self._ggml.rpc.ggml_backend_rpc_buffer_type(self._listener.endpoint.encode(), 0)
        self._buffer = base.ggml_backend_buft_alloc_buffer(kind, _BUFFER_BYTES)
        base.ggml_backend_buffer_set_usage(self._buffer, _WEIGHTS)
        self._address = base.ggml_backend_buffer_get_base(self._buffer)

    def hash(self, address: int, size: int) -> int:
        """The hash of so many bytes of memory, more than 10 MiB."""
        base = self._ggml.base
        context = base.ggml_init(_Parameters(base.ggml_tensor_overhead() + 1024, None, True))
        try:
            tensor = base.ggml_new_tensor_1d(context, _I8, size)
            base.ggml_backend_tensor_alloc(self._buffer, tensor, self._address)
            base.ggml_backend_tensor_set(tensor, address, 0, size)
        finally:
            base.ggml_free(context)
        return self._listener.asked.pop()


def hash_slices(hasher: TensorHasher, slices: tuple[TensorSlice, ...]) -> Iterator[tuple[TensorSlice, int]]:
    """The hash of each piece of a file."""
    for path in dict.fromkeys(piece.path for piece in slices):
        # Not written to: what is private to this process can be handed to ctypes.
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) as data:
            view = ctypes.c_char.from_buffer(data)
            try:
                for piece in slices:
                    if piece.path == path:
                        yield piece, hasher.hash(ctypes.addressof(view) + piece.offset, piece.size)
            finally:
                del view


def main(arguments: list[str]) -> None:
    """Write the hashes."""
    libraries, version, model, first_layer, layer_count, holds_output = arguments
    headers = [(path, read_header(path)) for path in part_paths(Path(model))]
    slices = large_tensors(headers, int(first_layer), int(layer_count), holds_output=holds_output == "1")
    if not slices:
        return
    hasher = TensorHasher(Path(libraries), bytes(int(number) for number in version.split(".")))
    for piece, content_hash in hash_slices(hasher, slices):
        line = {"path": str(piece.path), "offset": piece.offset, "size": piece.size, "hash": content_hash}
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
