"""What the first steps ask of a node."""

from collections.abc import Callable

from app.domain.hub import Recommendation
from app.ui.bridge import NodeThread
from app.ui.first_run.window import FirstRunHooks, Start


def first_run_hooks(node: NodeThread, begin: Callable[[Start], None], got: Callable[[], None]) -> FirstRunHooks:
    """The commands of a node, in its own thread.

    Args:
        node: The node's thread.
        begin: Goes on with a choice.
        got: Called when a model is being got.
    """

    async def share(offered_bytes: int) -> None:
        await node.ask(lambda face: face.set_offer(offered_bytes))

    async def start_at_login(is_on: bool) -> None:
        await node.ask(lambda face: face.preferences.change("start_at_login", is_on))

    async def recommended() -> Recommendation | None:
        return best(await node.ask(lambda face: face.hub.recommended()))

    async def get(source: str) -> None:
        await node.ask(lambda face: face.hub.get(source))
        got()

    def done() -> None:
        if node.node is not None:
            node.node.first_run.done()

    return FirstRunHooks(begin, share, start_at_login, recommended, get, done)


def best(offered: tuple[Recommendation, ...]) -> Recommendation | None:
    """The one to recommend: the largest that fits comfortably."""
    return next((model for model in offered if model.is_best), None)
