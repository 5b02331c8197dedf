"""The local API with real hosts behind it."""

import tempfile
from collections.abc import AsyncGenerator, Generator

import openai
import pytest

from app.api.server import ApiServer
from tests.api.serving_node import ServingNode
from tests.routing.hosts import RealHost, chat_host, embedding_host

__all__ = ["chat_host", "embedding_host"]


@pytest.fixture
def node(chat_host: RealHost, embedding_host: RealHost) -> ServingNode:
    """A node with a chat model and a model for embeddings."""
    return ServingNode({"tiny": chat_host, "tiny-embed": embedding_host})


@pytest.fixture
async def server(node: ServingNode) -> AsyncGenerator[ApiServer]:
    """The local API on a free port."""
    server = ApiServer(node, 0, who_listens=lambda port: None, quit_app=lambda: node.asked.append(("quit", None)))
    await server.start()
    yield server
    await server.stop()
    assert node.open_requests == 0, "a target was not released"


@pytest.fixture
async def client(server: ApiServer) -> AsyncGenerator[openai.AsyncOpenAI]:
    """The OpenAI client that people use."""
    async with openai.AsyncOpenAI(base_url=server.url, api_key="anything", max_retries=0) as client:
        yield client


@pytest.fixture
def short_folder() -> Generator[str]:
    """A folder whose path leaves room for the name of a Unix socket."""
    with tempfile.TemporaryDirectory(prefix="hearth-") as folder:
        yield folder
