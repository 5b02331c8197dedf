"""Whose connection it is that arrives at a tunnel."""

import os
import socket
import subprocess
import sys

import pytest

from app.link.local_sockets import connect_endpoint, is_own_user, listen_loopback


def test_a_connection_of_the_same_user_is_recognised_over_both_families() -> None:
    with listen_loopback() as listener:
        port = listener.getsockname()[1]
        mapped = socket.socket(socket.AF_INET6)
        mapped.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        with connect_endpoint(f"tcp:127.0.0.1:{port}"), mapped:
            mapped.connect(("::ffff:127.0.0.1", port))
            for _ in range(2):
                connection, _ = listener.accept()
                with connection:
                    assert is_own_user(connection)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_connection_of_another_user_is_not_ours() -> None:
    program = (
        "import os, socket, sys; os.setuid(65534); s = socket.socket();"
        "s.connect(('127.0.0.1', int(sys.argv[1]))); sys.stdin.read()"
    )
    with listen_loopback() as listener:
        command = [sys.executable, "-S", "-c", program, str(listener.getsockname()[1])]
        listener.settimeout(10)
        with subprocess.Popen(command, stdin=subprocess.PIPE):
            connection, _ = listener.accept()
            with connection:
                assert not is_own_user(connection)


@pytest.mark.parametrize("endpoint", ["", "unix", "tcp:127.0.0.1", "http://127.0.0.1:80/", "tcp:127.0.0.1:x"])
def test_what_is_no_endpoint(endpoint: str) -> None:
    with pytest.raises(ValueError, match="not an endpoint"):
        connect_endpoint(endpoint)
