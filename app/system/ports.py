"""Who holds a TCP port: to name the program when a port is in use."""

import psutil

from app.domain.sentence import say


def who_listens(port: int) -> str | None:
    """The program that listens on a TCP port of this machine, such as "ollama (process 1234)".

    None when nothing listens, or when it belongs to another user and the system does not tell.
    """
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:  # macOS tells only root
        return None
    for connection in connections:
        if connection.status != psutil.CONN_LISTEN or not connection.laddr or connection.laddr.port != port:
            continue
        if connection.pid is not None:
            return say("{program} (process {number})", program=_name(connection.pid), number=str(connection.pid))
    return None


def _name(pid: int) -> str:
    try:
        return psutil.Process(pid).name()
    except psutil.Error:
        return say("a program")
