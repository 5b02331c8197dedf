"""Who holds a TCP port: to name the program when a port is in use."""

import psutil


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
            return f"{_name(connection.pid)} (process {connection.pid})"
    return None


def _name(pid: int) -> str:
    try:
        return psutil.Process(pid).name()
    except psutil.Error:
        return "a program"
