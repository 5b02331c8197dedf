"""Naming the program that holds a port."""

import os
import socket

from app.system.ports import who_listens


def test_the_program_is_named_while_it_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        who = who_listens(port)
        assert who is not None
        assert who.endswith(f"(process {os.getpid()})")
    assert who_listens(port) is None


def test_a_connection_from_a_port_is_no_listener() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname()) as client,
    ):
        assert who_listens(client.getsockname()[1]) is None


def test_ipv6_is_seen_too() -> None:
    if not socket.has_ipv6:
        return
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as listener:
        assert who_listens(listener.getsockname()[1]) is not None
