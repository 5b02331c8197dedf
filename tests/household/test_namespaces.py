"""The household's network is real: machines reach each other, and only each other, and nothing is left of it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.household.namespaces import Lan, Machine
from tests.household.town import Home, Town

SERVE = """
import socket, sys
s = socket.create_server((sys.argv[1], 5000))
print("ready", flush=True)
while True:
    s.accept()[0].close()
"""
CONNECT = "import socket, sys; socket.create_connection((sys.argv[1], 5000), 1)"
MULTICAST_LISTEN = """
import socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("", 5353))
s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton("224.0.0.251") + socket.inet_aton("0.0.0.0"))
print("ready", flush=True)
print(s.recv(100).decode(), flush=True)
"""
MULTICAST_SEND = """
import socket
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"hello", ("224.0.0.251", 5353))
"""


@pytest.fixture
def lan() -> Iterator[Lan]:
    with Lan(2) as lan:
        yield lan


def serve(machine: Machine, host: str) -> None:
    process = machine.popen([sys.executable, "-c", SERVE, host])
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def can_connect(machine: Machine, host: str) -> bool:
    return machine.run([sys.executable, "-c", CONNECT, host], check=False).returncode == 0


def test_machines_reach_each_other_over_the_bridge(lan: Lan) -> None:
    first, second = lan.machines
    serve(first, first.address)
    assert can_connect(second, first.address)


def test_each_machine_has_a_loopback_of_its_own(lan: Lan) -> None:
    first, second = lan.machines
    serve(first, "127.0.0.1")
    assert can_connect(first, "127.0.0.1")
    assert not can_connect(second, "127.0.0.1")


def test_multicast_reaches_the_other_machine(lan: Lan) -> None:
    first, second = lan.machines
    listener = first.popen([sys.executable, "-c", MULTICAST_LISTEN])
    assert listener.stdout is not None
    assert listener.stdout.readline() == "ready\n"
    second.run([sys.executable, "-c", MULTICAST_SEND])
    assert listener.stdout.readline() == "hello\n"


def test_a_pulled_cable_and_a_network_that_is_off_cut_the_machine_off(lan: Lan) -> None:
    first, second = lan.machines
    serve(first, first.address)
    second.unplug()
    assert not can_connect(second, first.address)
    second.plug_in()
    assert can_connect(second, first.address)
    second.network_off()
    assert "10.77" not in second.run(["ip", "-brief", "address"]).stdout
    assert not can_connect(second, first.address)
    second.network_on()
    assert can_connect(second, first.address)


def test_a_rate_is_set_on_both_ends_of_each_cable() -> None:
    with Lan(1, rate="100mbit") as lan:
        (machine,) = lan.machines
        assert "rate 100Mbit" in machine.run(["tc", "qdisc", "show", "dev", "eth0"]).stdout


def test_leaving_the_household_ends_every_process_in_it() -> None:
    with Lan(1) as lan:
        (machine,) = lan.machines
        process = machine.popen(["sh", "-c", "sleep 100 & echo started; exec sleep 100"])
        assert process.stdout is not None
        process.stdout.readline()
        started = machine.process_ids()
        assert len(started) == 2
    assert process.returncode == -signal.SIGKILL
    deadline = time.monotonic() + 5
    while not all(is_gone(pid) for pid in started):  # a killed process needs a moment to go
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_nothing_is_left_when_the_tests_are_killed() -> None:
    script = (
        "import os; from tests.household.namespaces import Lan\n"
        "lan = Lan(1); machine = lan.machines[0]\n"
        "process = machine.popen(['sh', '-c', 'echo started; exec sleep 100'])\n"
        "process.stdout.readline()\n"
        "print(*machine.process_ids(), lan.hub.keeper_id, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    pids = [int(word) for word in killed.stdout.split()]
    assert len(pids) >= 2
    deadline = time.monotonic() + 10
    while not all(is_gone(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_networks_of_a_town_are_joined_by_a_router_without_multicast() -> None:
    with Town(Home(1), Home(1)) as town:
        (first,), (second,) = (lan.machines for lan in town.lans)
        serve(first, first.address)
        assert can_connect(second, first.address)
        listener = first.popen([sys.executable, "-c", MULTICAST_LISTEN])
        assert listener.stdout is not None
        assert listener.stdout.readline() == "ready\n"
        second.run([sys.executable, "-c", MULTICAST_SEND])
        first.run([sys.executable, "-c", MULTICAST_SEND.replace("hello", "mine")])
        assert listener.stdout.readline() == "mine\n"


def test_a_network_behind_nat_is_reached_only_at_its_open_ports() -> None:
    with Town(Home(1), Home(1, nat=True), Home(1, nat=True, open_ports=(5000,))) as town:
        (public,), (hidden,), (opened,) = (lan.machines for lan in town.lans)
        for machine in (public, hidden, opened):
            serve(machine, "0.0.0.0")
        assert can_connect(hidden, public.address)
        assert not can_connect(public, hidden.address)
        assert not can_connect(opened, hidden.address)
        assert can_connect(public, "10.77.2.254")
        assert can_connect(hidden, "10.77.2.254")


def test_a_firewall_drops_what_it_is_told_to(lan: Lan) -> None:
    first, second = lan.machines
    serve(first, first.address)
    first.firewall("incoming tcp dport 5000 drop")
    assert not can_connect(second, first.address)
    first.firewall()
    assert can_connect(second, first.address)
