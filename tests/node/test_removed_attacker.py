"""What a removed device gets that keeps its key, its certificate and its token, and is given the new token too."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.admission.knock import open_knock
from app.domain.errors import UserError
from app.domain.state import Joined, NotJoined, Online
from app.identity.credentials import make_credentials
from app.identity.node_identity import NodeIdentity, new_identity
from app.identity.swarm_keys import SwarmKeys, derive
from app.identity.token import parse_token
from app.identity.vault import Secrets, Vault, open_vault
from app.link.client import LinkProcess
from app.link.settings import LinkCredentials, LinkSettings
from app.node import belonging
from app.node.messages import Declined, RemovalNotice
from app.node.node import Node
from app.node.visiting import receive_message
from tests.node.conftest import MakeNode, until

type StartLink = Callable[[NodeIdentity, SwarmKeys], Awaitable[LinkProcess]]


@dataclass
class Aftermath:
    """A swarm of one after it removed a device, and what that device has kept."""

    desk: Node
    identity: NodeIdentity
    old_keys: SwarmKeys
    new_token: str

    @property
    def link_address(self) -> str:
        membership = self.desk._membership()
        assert membership is not None
        return f"127.0.0.1:{membership._links.port}"

    @property
    def door_address(self) -> str:
        return f"127.0.0.1:{self.desk._belonging.door.port}"


@pytest.fixture
async def after(make_node: MakeNode) -> Aftermath:
    desk, attic = await make_node(name="desk"), await make_node(name="attic")
    old_token = (await desk.invite()).token
    await attic.join(old_token)
    await until(desk, lambda state: any(isinstance(peer.status, Online) for peer in state.peers[1:]))
    identity = attic._belonging.identity
    await desk.household.remove(identity.peer_id)
    await until(attic, lambda state: state.swarm == NotJoined())
    new_token = await desk.token()
    assert new_token is not None
    return Aftermath(desk, identity, derive(parse_token(old_token)), new_token)


@pytest.fixture
async def start_link(tmp_path: Path) -> AsyncIterator[StartLink]:
    """Starts link processes of any identity with any keys."""
    links: list[LinkProcess] = []

    async def start(identity: NodeIdentity, keys: SwarmKeys) -> LinkProcess:
        made = make_credentials(identity, keys)
        settings = LinkSettings(
            peer_id=identity.peer_id,
            credentials=LinkCredentials(made.certificate_pem, made.private_key_pem, made.authority_pem),
            listen_host="127.0.0.1",
            listen_port=0,
            peer_api_endpoint="tcp:127.0.0.1:9",
            runtime_directory=tmp_path,
        )
        links.append(await LinkProcess.start(settings, lambda _: None, lambda _: None))
        return links[-1]

    yield start
    for link in links:
        await link.stop()


async def test_the_door_tells_it_that_it_is_out_and_nothing_else(after: Aftermath, tmp_path: Path) -> None:
    for visitor, kind in ((after.identity, RemovalNotice), (new_identity(), Declined)):
        stream = await open_knock(after.door_address, visitor.seed, "member", tmp_path)
        answer = await receive_message(stream)
        assert type(answer) is kind
        assert after.new_token not in repr(answer)
        await stream.close()


async def test_links_refuse_its_old_certificate_and_a_new_one(after: Aftermath, start_link: StartLink) -> None:
    new_keys = derive(parse_token(after.new_token))
    for keys in (after.old_keys, new_keys):
        link = await start_link(after.identity, keys)
        with pytest.raises(UserError):
            await link.probe(after.link_address)
    link = await start_link(new_identity(), new_keys)
    assert await link.probe(after.link_address) == after.desk.snapshot.peer_id


async def test_the_new_token_does_not_let_its_old_identity_in(
    after: Aftermath, make_node: MakeNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    class StolenVault(Vault):
        """Gives the identity that was removed."""

        async def read(self) -> Secrets:
            return Secrets(after.identity.seed)

    async def open_stolen(data_directory: Path, policy: object) -> Vault:
        vault = await open_vault(data_directory, "memory")
        return StolenVault(vault._store)

    monkeypatch.setattr(belonging, "open_vault", open_stolen)
    thief = await make_node(name="thief", token=after.new_token)
    state = await until(thief, lambda state: any(problem.code == "removed" for problem in state.problems))
    assert not isinstance(state.swarm, Joined)
    assert [peer.name for peer in after.desk.snapshot.peers] == ["desk"]
    assert after.desk.household.roster is not None
    assert not after.desk.household.roster.is_member(after.identity.peer_id)
