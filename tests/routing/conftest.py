"""Real hosts for the tests of routing."""

from tests.routing.hosts import chat_host, embedding_host, thinking_host

__all__ = ["chat_host", "embedding_host", "thinking_host"]
