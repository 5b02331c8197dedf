"""Settings changed while a node runs: checked, kept, in force at once or after a restart."""

from datetime import datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest

from app.domain.asked import Asked
from app.domain.device import Battery
from app.domain.errors import UserError
from app.domain.ids import LeaseId, ModelId, PeerId
from app.domain.sharing import SHARING, Withheld
from app.node import guest, owner_wishes
from app.node.messages import LeaseGranted, LeaseRefused, LeaseRequest
from app.node.node import Node
from app.system.awake import KeepAwake
from app.system.settings import Settings
from app.system.settings_file import load_settings
from tests.node.conftest import MakeNode, until

MB = 1_000_000


async def lend(node: Node, name: str) -> LeaseGranted | LeaseRefused:
    assert node._parts is not None
    request = LeaseRequest(LeaseId(name), ModelId("m"), "tiny", "CPU", "layers 1 to 6", 100 * MB)
    return await node._parts.lender.grant(PeerId("peer"), request, unwilling=node.sharing.unwilling)


def held(node: Node) -> int:
    assert node._parts is not None
    return len(node._parts.lender.held)


def saved(tmp_path: Path) -> Settings:
    return load_settings(tmp_path / "desk" / "settings.toml")


async def test_every_setting_is_shown_with_what_it_is_for(make_node: MakeNode) -> None:
    node = await make_node()
    preferences = {item.name: item for item in await node.preferences.all()}
    assert set(preferences) == {*Settings.__dataclass_fields__, "start_at_login"}
    assert all(item.text.endswith(".") and item.form for item in preferences.values())
    assert preferences["node_name"].value == "desk"
    assert preferences["offer"].value is None
    assert preferences["sharing_hours"].value is None
    assert not any(item.waits for item in preferences.values())


async def test_a_change_is_kept_and_takes_effect(make_node: MakeNode, tmp_path: Path) -> None:
    node = await make_node()
    assert (await node.preferences.change("node_name", "attic")).value == "attic"
    await until(node, lambda s: s.node_name == "attic" and s.this_node.name == "attic")
    assert (await node.preferences.change("offer", "700M")).value == "700M"
    await until(node, lambda s: s.this_node.offered_bytes == 700 * MB)
    assert (saved(tmp_path).node_name, saved(tmp_path).offer) == ("attic", 700 * MB)
    assert (await node.preferences.change("offer", "automatic")).value is None
    assert "offer" not in (tmp_path / "desk" / "settings.toml").read_text()


async def test_what_needs_a_restart_says_so_until_it_is_changed_back(make_node: MakeNode, tmp_path: Path) -> None:
    node = await make_node()
    changed = await node.preferences.change("slots", "4")
    assert (changed.value, changed.is_live, changed.waits) == (4, False, True)
    assert saved(tmp_path).slots == 4
    assert not (await node.preferences.change("slots", 2)).waits


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("api_port", 70_000),
        ("api_port", True),
        ("api_port", None),
        ("sharing", "perhaps"),
        ("sharing", 1),
        ("theme", "plaid"),
        ("offer", "much"),
        ("sharing_hours", "20:00-20:00"),
        ("sharing_hours", "24:00-07:00"),
        ("sharing_hours", "all night"),
        ("models_folder", "somewhere/here"),
        ("models_folder", "/a\0b"),
        ("lan_address", "0.0.0.0"),
        ("lan_address", "127.0.0.1"),
        ("lan_address", "attic"),
        ("node_name", "x" * 1000),
        ("node_name", ["desk"]),
        ("on_battery", {"a": 1}),
        ("start_at_login", "perhaps"),
    ],
)
async def test_a_bad_value_is_named_and_changes_nothing(
    make_node: MakeNode, tmp_path: Path, name: str, value: object
) -> None:
    node = await make_node()
    before = await node.preferences.all()
    with pytest.raises(UserError, match=f"{name} cannot be") as caught:
        await node.preferences.change(name, value)
    assert caught.value.problem.code == "setting_wrong"
    assert await node.preferences.all() == before
    assert not (tmp_path / "desk" / "settings.toml").exists()


async def test_an_unknown_setting_and_a_file_that_cannot_be_written(make_node: MakeNode, tmp_path: Path) -> None:
    node = await make_node()
    with pytest.raises(UserError, match="no setting colour"):
        await node.preferences.change("colour", "red")
    (tmp_path / "desk" / "settings.toml").write_text("this is no TOML\n")
    with pytest.raises(UserError, match=r"settings.toml"):
        await node.preferences.change("node_name", "attic")
    assert node.snapshot.node_name == "desk"
    assert (tmp_path / "desk" / "settings.toml").read_text() == "this is no TOML\n"


async def test_sharing_ends_and_begins_with_its_switch(make_node: MakeNode) -> None:
    node = await make_node(offer=500 * MB)
    await node.invite()
    assert isinstance(await lend(node, "one"), LeaseGranted)
    await node.preferences.change("sharing", False)
    assert held(node) == 0
    assert await lend(node, "two") == LeaseRefused("it lends no memory", 0)
    await node.preferences.change("sharing", True)
    assert isinstance(await lend(node, "three"), LeaseGranted)


async def test_on_battery_what_is_lent_is_handed_over(
    make_node: MakeNode, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guest, "WATCH_SECONDS", 0.02)
    battery = [Battery(60, is_plugged=True)]
    monkeypatch.setattr(owner_wishes, "read_battery", lambda: battery[0])
    node = await make_node(tiny_model, offer=500 * MB, on_battery="nothing")
    await node.invite()
    assert isinstance(await lend(node, "one"), LeaseGranted)
    (await node.answers.target(Asked("tiny", local_only=True))).release()

    battery[0] = Battery(55, is_plugged=False)
    await until(node, lambda s: s.sharing == Withheld("it is on battery") and not s.this_node.sharing)
    await until(node, lambda _: held(node) == 0)
    with pytest.raises(UserError, match="on battery"):
        await node.answers.target(Asked("tiny", local_only=True))
    (await node.answers.target(Asked("tiny"))).release()  # its own owner is answered

    await node.preferences.change("on_battery", "answer")
    assert isinstance(await lend(node, "two"), LeaseRefused)
    (await node.answers.target(Asked("tiny", local_only=True))).release()

    battery[0] = Battery(55, is_plugged=True)
    await until(node, lambda s: s.sharing == SHARING and s.this_node.sharing)
    assert isinstance(await lend(node, "three"), LeaseGranted)
    await until(node, lambda s: s.this_node.battery == battery[0])


async def test_use_and_hours_withhold_memory(make_node: MakeNode, monkeypatch: pytest.MonkeyPatch) -> None:
    idle: list[float | None] = [0.0]
    monkeypatch.setattr(owner_wishes, "idle_seconds", lambda: idle[0])
    node = await make_node(offer=500 * MB)
    await node.preferences.change("idle_only", True)
    assert node.sharing.unwilling == "somebody is using it"
    idle[0] = 1000.0
    await node.sharing.wishes_changed()
    assert node.sharing.unwilling == ""

    class Noon(datetime):
        """The clock of this computer."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls(2026, 5, 1, 12, 0)

    monkeypatch.setattr(owner_wishes, "datetime", Noon)
    await node.preferences.change("sharing_hours", "20:00-07:00")
    assert node.sharing.unwilling == "it lends memory from 20:00 to 07:00 only"
    await node.preferences.change("sharing_hours", "always")
    assert node.sharing.unwilling == ""


class NotedAwake(KeepAwake):
    """Notes what it is asked instead of asking the system."""

    def hold(self) -> None:
        self.is_held = True

    def release(self) -> None:
        self.is_held = False


async def test_it_stays_awake_while_it_answers_and_a_while_after(make_node: MakeNode, tiny_model: Path) -> None:
    node = await make_node(tiny_model)
    awake = NotedAwake()
    looks = owner_wishes.OwnerWishes(lambda: node._settings.current, lambda: node._parts, awake)
    await looks.stay_awake(2.0)
    assert not awake.is_held
    target = await node.answers.target(Asked("tiny"))
    await looks.stay_awake(2.0)
    assert awake.is_held
    target.release()
    for _ in range(owner_wishes.CALM_LOOKS - 1):
        await looks.stay_awake(2.0)
    assert awake.is_held
    await looks.stay_awake(2.0)
    assert not awake.is_held

    busy = await node.answers.target(Asked("tiny"))
    await looks.stay_awake(2.0)
    await node.preferences.change("keep_awake", False)
    await looks.stay_awake(2.0)
    assert not awake.is_held
    busy.release()


async def test_start_at_login_is_what_the_system_says(
    make_node: MakeNode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    node = await make_node()
    assert (await node.preferences.change("start_at_login", True)).value is True
    (entry,) = (tmp_path / "config" / "autostart").iterdir()
    entry.unlink()
    assert (await node.preferences.all())[-1].value is False
