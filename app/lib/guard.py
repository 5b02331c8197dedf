"""The guard: a tiny process between a program and its owner, that ends the program when the owner is gone.

Its standard input is a pipe from the owner. End of file there means that the owner is gone, however it went, and the
program is ended. When the guard itself is killed, the system ends the program (Linux: parent-death signal, Windows:
Job Object; macOS has nothing of the kind). Run as `python -I -S guard.py PROGRAM ARGUMENTS…`, or `hearth guard …`
where Hearth is frozen. It imports the standard library only and stays small: there is one for each program.

The program inherits the guard's output. The guard adds notices to it (`NOTICE`, a word, a number or text, newline),
which `app/lib/processes.py` takes out again: `started PID`, `failed TEXT`, `ended CODE` (negative: a signal).
A line on the guard's input (`stop SECONDS`) ends the program: asked first, killed after so many seconds.
"""

import contextlib
import os
import subprocess
import sys
import threading

NOTICE = b"\x1ehearth-guard "
ORPHAN_GRACE_SECONDS = 1.0


def main(arguments: list[str]) -> int:
    """Run the program to its end; returns 0, or 127 when it could not be started."""
    try:
        child = _start(arguments)
    except (OSError, ValueError) as error:
        _notify("failed", str(error).replace("\n", " "))
        return 127
    _notify("started", str(child.pid))
    watcher = threading.Thread(target=_watch_owner, args=(child,), daemon=True)
    watcher.start()
    code = child.wait()
    with contextlib.suppress(OSError):  # the owner may be gone
        _notify("ended", str(code))
    # Not sys.exit: the watcher may be blocked in a read that the interpreter would wait for.
    os._exit(0)


def _notify(word: str, text: str) -> None:
    """One write, so that it never mixes with a write of the program."""
    os.write(1, NOTICE + f"{word} {text}\n".encode())


def _watch_owner(child: "subprocess.Popen[bytes]") -> None:
    """End the program when the owner asks for it or is gone."""
    received = b""
    while not received.endswith(b"\n"):
        try:
            data = os.read(0, 100)
        except OSError:
            data = b""
        if not data:
            break
        received += data
    word, _, seconds = received.decode(errors="replace").strip().partition(" ")
    try:
        grace_seconds = float(seconds) if word == "stop" else ORPHAN_GRACE_SECONDS
    except ValueError:
        grace_seconds = ORPHAN_GRACE_SECONDS
    _end(child, grace_seconds)


def _end(child: "subprocess.Popen[bytes]", grace_seconds: float) -> None:
    # The main thread is in Popen.wait and ends this process as soon as the program is gone.
    child.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(grace_seconds)
        return
    child.kill()


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _CREATE_NO_WINDOW = 0x08000000
    _KILL_ON_JOB_CLOSE = 0x2000
    _EXTENDED_LIMIT_INFORMATION = 9

    class _BasicLimits(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
            ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _ExtendedLimits(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", _BasicLimits),
            ("IoInfo", ctypes.c_ulonglong * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    def _start(arguments: list[str]) -> "subprocess.Popen[bytes]":
        """Start the program inside a job of this guard: the guard's end, however it comes, closes the job.

        The guard puts itself into the job before, so that the program is in it from its first instruction; nested
        jobs exist since Windows 8. Not run on Windows yet.
        """
        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel32.CreateJobObjectW.restype = wintypes.HANDLE
        kernel32.GetCurrentProcess.restype = wintypes.HANDLE
        kernel32.SetInformationJobObject.argtypes = (
            wintypes.HANDLE,
            ctypes.c_int,
            ctypes.c_void_p,
            wintypes.DWORD,
        )
        kernel32.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        # The handle is never closed: the system does it when this process ends, and that ends the program.
        job = kernel32.CreateJobObjectW(None, None)
        limits = _ExtendedLimits()
        limits.BasicLimitInformation.LimitFlags = _KILL_ON_JOB_CLOSE
        if (
            not job
            or not kernel32.SetInformationJobObject(
                job, _EXTENDED_LIMIT_INFORMATION, ctypes.byref(limits), ctypes.sizeof(limits)
            )
            or not kernel32.AssignProcessToJobObject(job, kernel32.GetCurrentProcess())
        ):
            raise ctypes.WinError(ctypes.get_last_error())
        return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, creationflags=_CREATE_NO_WINDOW)

else:
    import signal

    _PR_SET_PDEATHSIG = 1

    def _start(arguments: list[str]) -> "subprocess.Popen[bytes]":
        """Start the program; on Linux the system kills it when this guard dies."""
        if sys.platform != "linux":
            return subprocess.Popen(arguments, stdin=subprocess.DEVNULL)
        import ctypes

        set_option = ctypes.CDLL(None, use_errno=True).prctl
        guard_pid = os.getpid()

        def die_with_guard() -> None:
            set_option(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() != guard_pid:  # the guard died in between
                os._exit(1)

        # preexec_fn is safe here: this process has no other thread yet.
        return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, preexec_fn=die_with_guard)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
