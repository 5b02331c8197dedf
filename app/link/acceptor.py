"""Waits at all listening sockets of the link process in one thread, and hands on what connects."""

import contextlib
import errno
import selectors
import socket
import threading
import time
from collections.abc import Callable

type OnConnection = Callable[[socket.socket], None]

_NO_DESCRIPTORS_PAUSE_SECONDS = 0.05
"""With no descriptor left the connection stays in the queue, and would be reported again at once."""


class Acceptor:
    """Accepts connections; each is given to a callback, which must not block."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._lock = threading.Lock()
        self._to_add: list[tuple[socket.socket, OnConnection]] = []
        self._to_close: list[socket.socket] = []
        self._wake_reader, self._wake_writer = socket.socketpair()
        self._wake_reader.setblocking(False)
        self._wake_writer.setblocking(False)
        self._selector.register(self._wake_reader, selectors.EVENT_READ, None)
        threading.Thread(target=self._run, name="acceptor", daemon=True).start()

    def add(self, listener: socket.socket, on_connection: OnConnection) -> None:
        """Accept at a listening socket from now on."""
        listener.setblocking(False)
        with self._lock:
            self._to_add.append((listener, on_connection))
        self._wake()

    def close(self, listener: socket.socket) -> None:
        """Accept there no more, and close it."""
        with self._lock:
            self._to_close.append(listener)
        self._wake()

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._wake_writer.send(b"w")

    def _run(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.data is None:
                    self._update()
                else:
                    self._accept(key.fileobj, key.data)

    def _update(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._wake_reader.recv(4096)
        with self._lock:
            to_add, self._to_add = self._to_add, []
            to_close, self._to_close = self._to_close, []
        for listener, on_connection in to_add:
            self._selector.register(listener, selectors.EVENT_READ, on_connection)
        for listener in to_close:
            self._selector.unregister(listener)
            listener.close()

    def _accept(self, listener: object, on_connection: OnConnection) -> None:
        if not isinstance(listener, socket.socket):
            return
        try:
            connection, _ = listener.accept()
        except OSError as error:  # closed meanwhile, or gone before it was accepted
            if error.errno in (errno.EMFILE, errno.ENFILE):
                time.sleep(_NO_DESCRIPTORS_PAUSE_SECONDS)
            return
        on_connection(connection)
