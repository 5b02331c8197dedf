"""A program of its own: measures how fast one device computes what models are made of, with llama.cpp's library.

Weights of 8 bits are multiplied with one vector, as for each word of an answer, and with a batch of them, as for a
prompt; and a long chain of tiny steps tells what a step costs that computes nothing. It only uses the standard
library, and is a process of its own so that its memory is given back and a fault of a driver ends nothing else.
Arguments: the folder of the libraries, the device, the number of threads. Prints one JSON object.
"""

import ctypes
import json
import sys
import time
from collections.abc import Callable
from ctypes import Structure, c_bool, c_char_p, c_int, c_int64, c_size_t, c_uint8, c_void_p
from pathlib import Path
from typing import Any, cast

_F32, _Q8_0 = 0, 8
_WIDTH = 2048
_ROWS = 8192
_MATRICES = 6
"""Together some 107 MB of weights, which is more than the caches of most processors."""
_BATCH = 64
_BATCH_ROWS = 1024
_BYTES_PER_WEIGHT = 34 / 32
_TINY = 32
_TINY_STEPS = 512
_LEAST_SECONDS = 0.25
_LEAST_ROUNDS = 3
_FILLER = 0x11


class _InitParams(Structure):
    _fields_ = (("mem_size", c_size_t), ("mem_buffer", c_void_p), ("no_alloc", c_bool))


class Ggml:
    """The few functions that are needed.

    Args:
        folder: Where the libraries are.
    """

    def __init__(self, folder: Path) -> None:
        base = self._open(folder, "ggml-base")
        registry = self._open(folder, "ggml")
        pointer = c_void_p
        self.load_all = self._function(registry, "ggml_backend_load_all", None)
        self.init_by_name = self._function(registry, "ggml_backend_init_by_name", pointer, c_char_p, c_char_p)
        self.init = self._function(base, "ggml_init", pointer, _InitParams)
        self.new_tensor = self._function(base, "ggml_new_tensor_2d", pointer, pointer, c_int, c_int64, c_int64)
        self.multiply = self._function(base, "ggml_mul_mat", pointer, pointer, pointer, pointer)
        self.new_graph = self._function(base, "ggml_new_graph_custom", pointer, pointer, c_size_t, c_bool)
        self.expand = self._function(base, "ggml_build_forward_expand", None, pointer, pointer)
        self.allocate = self._function(base, "ggml_backend_alloc_ctx_tensors", pointer, pointer, pointer)
        self.fill = self._function(base, "ggml_backend_tensor_memset", None, pointer, c_uint8, c_size_t, c_size_t)
        self.size = self._function(base, "ggml_nbytes", c_size_t, pointer)
        self.compute = self._function(base, "ggml_backend_graph_compute", c_int, pointer, pointer)
        self.device_of = self._function(base, "ggml_backend_get_device", pointer, pointer)
        self.registry_of = self._function(base, "ggml_backend_dev_backend_reg", pointer, pointer)
        self.address = self._function(base, "ggml_backend_reg_get_proc_address", pointer, pointer, c_char_p)
        self.load_all()

    @staticmethod
    def _open(folder: Path, name: str) -> ctypes.CDLL:
        found = [*folder.glob(f"lib{name}.so"), *folder.glob(f"lib{name}.dylib"), *folder.glob(f"{name}.dll")]
        return ctypes.CDLL(str(found[0]), mode=ctypes.RTLD_GLOBAL)

    @staticmethod
    def _function(library: ctypes.CDLL, name: str, result: object, *arguments: object) -> Callable[..., Any]:
        function: Any = getattr(library, name)
        function.restype, function.argtypes = result, list(arguments)
        return cast(Callable[..., Any], function)

    def backend(self, device_id: str, threads: int) -> c_void_p:
        """What computes on a device.

        Raises:
            LookupError: There is no such device.
        """
        backend = self.init_by_name(device_id.encode(), None)
        if not backend:
            raise LookupError(device_id)
        registry = self.registry_of(self.device_of(backend))
        if address := self.address(registry, b"ggml_backend_set_n_threads"):
            ctypes.CFUNCTYPE(None, c_void_p, c_int)(address)(backend, threads)
        return c_void_p(backend)


type _Step = tuple[int, int, int]
"""A matrix of so many columns and rows, multiplied with so many vectors."""


def _seconds(ggml: Ggml, backend: c_void_p, work: list[list[_Step]]) -> float:
    """Time for one of some equal pieces of work, which take turns so that none finds its weights in a cache."""
    context = ggml.init(_InitParams(16 * 1024 * 1024, None, True))
    graphs = []
    tensors = []
    for steps in work:
        graph = ggml.new_graph(context, 2 * len(steps) + 16, False)
        graphs.append(graph)
        for columns, rows, vectors in steps:
            weight = ggml.new_tensor(context, _Q8_0, columns, rows)
            vector = ggml.new_tensor(context, _F32, columns, vectors)
            tensors += [weight, vector]
            ggml.expand(graph, ggml.multiply(context, weight, vector))
    if not ggml.allocate(context, backend):
        raise MemoryError
    for tensor in tensors:
        ggml.fill(tensor, _FILLER, 0, ggml.size(tensor))
    times: list[float] = []
    while len(times) < _LEAST_ROUNDS * len(graphs) or sum(times) < _LEAST_SECONDS:
        for graph in graphs:
            began = time.perf_counter()
            ggml.compute(backend, graph)
            times.append(time.perf_counter() - began)
    # Whatever else runs only makes it slower: the quickest tenth is nearest to what the device can do.
    return sorted(times)[len(times) // 10]


def measure(folder: Path, device_id: str, threads: int) -> dict[str, float]:
    """Measure one device.

    Raises:
        LookupError: There is no such device.
        MemoryError: It has no memory for it now.
        OSError: The library cannot be loaded.
    """
    ggml = Ggml(folder)
    backend = ggml.backend(device_id, threads)
    one_seconds = _seconds(ggml, backend, [[(_WIDTH, _ROWS, 1)]] * _MATRICES)
    batch_seconds = _seconds(ggml, backend, [[(_WIDTH, _BATCH_ROWS, _BATCH)]])
    step_seconds = _seconds(ggml, backend, [[(_TINY, _TINY, 1)] * _TINY_STEPS])
    return {
        "read_bytes_per_second": _WIDTH * _ROWS * _BYTES_PER_WEIGHT / one_seconds,
        "prompt_weights_per_second": _WIDTH * _BATCH_ROWS * _BATCH / batch_seconds,
        "step_seconds": step_seconds / _TINY_STEPS,
    }


def main(arguments: list[str]) -> int:
    """Measure what the arguments name; returns the exit code."""
    folder, device_id, threads = arguments
    print(json.dumps(measure(Path(folder), device_id, int(threads))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
