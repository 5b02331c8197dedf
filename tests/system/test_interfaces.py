"""The addresses of this machine."""

import socket

from app.system.interfaces import reachable_hosts


def test_every_address_is_this_machines_own() -> None:
    hosts = reachable_hosts()
    assert hosts
    for host in hosts:
        with socket.create_server((host, 0)):
            pass
    assert hosts == ("127.0.0.1",) or not any(host.startswith("127.") for host in hosts)
