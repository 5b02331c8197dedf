"""Lists the model architectures that a libllama knows, one a line, in a process of its own: a library stays for ever.

Run as `python -I -S architectures.py LIBRARY`, or `hearth architectures LIBRARY` where Hearth is frozen.
"""

import ctypes
import sys

_MOST = 1000


def main(arguments: list[str]) -> int:
    """Print them; returns the exit code."""
    name = ctypes.CDLL(arguments[0])._Z13llm_arch_name8llm_arch
    name.restype = ctypes.c_char_p
    for number in range(_MOST):
        text = name(number).decode()
        if text in ("unknown", "(unknown)"):
            break
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
