"""What is loaded and unloaded unasked: models that are to stay loaded, and those that nobody has used for a while.

When it is time is decided by `domain/upkeep.py`; loading is `loading.py`'s.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain.errors import UserError
from app.domain.ids import ModelId
from app.domain.placement import Plan
from app.domain.sentence import Sentence, say, say_count
from app.domain.upkeep import is_idle_too_long, retry_seconds
from app.lib.tasks import TaskOwner
from app.models.store import Shelf, StoredModel
from app.node.attempts import ElsewhereError
from app.node.kept import KeptModels
from app.node.loading import Loader
from app.node.run import ModelRun

_log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0


@dataclass(slots=True)
class _Course:
    """How a model fared that is to stay loaded: failures in a row, and when (monotonic) it may be tried again."""

    failures: int = 0
    next_at: float = 0.0
    is_trying: bool = False


class Upkeep:
    """Looks after the models of this node, once a second.

    Args:
        loader: What this node is head of.
        kept: Models that are to stay loaded.
        shelf: The models on this node's disk now.
        idle_seconds: After so long without a request a model is unloaded; 0 for never.
        tell: Takes a sentence of news.
        learn: Takes the runs, to see how fast they answered.
    """

    def __init__(
        self,
        loader: Loader,
        kept: KeptModels,
        shelf: Callable[[], Shelf],
        idle_seconds: int,
        tell: Callable[[str], None],
        learn: Callable[[Iterable[ModelRun]], None],
    ) -> None:
        self._loader = loader
        self._kept = kept
        self._shelf = shelf
        self._idle_seconds = idle_seconds
        self._tell = tell
        self._learn = learn
        self._courses: dict[ModelId, _Course] = {}
        self._tasks = TaskOwner("upkeep")

    def start(self) -> None:
        """Begin to look."""
        self._tasks.spawn(self._watch(), "watch")

    async def close(self) -> None:
        """Stop looking, and loading what was to stay loaded."""
        await self._tasks.close()

    async def _watch(self) -> None:
        while True:
            self._load_kept()
            self._learn(self._loader.runs.values())
            await self._unload_gone()
            await self._unload_idle()
            await asyncio.sleep(LOOK_SECONDS)

    # -- models that stay -----------------------------------------------------------------------------------

    def _load_kept(self) -> None:
        wanted = self._kept.model_ids - self._loader.rested
        self._courses = {m: course for m, course in self._courses.items() if m in wanted or course.is_trying}
        for model_id in wanted:
            if (stored := self._shelf().models.get(model_id)) is None or self._loader.is_loading(model_id):
                continue
            course = self._courses.setdefault(model_id, _Course())
            if model_id in self._loader.runs:
                course.failures = 0
            elif not course.is_trying and _now() >= course.next_at and self._may_succeed(course, stored):
                course.is_trying = True
                self._tasks.spawn(self._load(stored, course), f"keep {stored.facts.name}")

    def _may_succeed(self, course: _Course, stored: StoredModel) -> bool:
        """The first failure is to be seen; after it, what does not fit is only tried when it does."""
        return not course.failures or isinstance(self._loader.plan(stored.facts), Plan)

    async def _load(self, stored: StoredModel, course: _Course) -> None:
        try:
            await self._loader.ensure(stored)
        except (UserError, ElsewhereError) as error:  # a failure to load is shown with the model
            course.failures += 1
            _log.info("%s is to stay loaded and could not be loaded: %r", stored.facts.name, error)
        finally:
            course.next_at = _now() + retry_seconds(course.failures)
            course.is_trying = False

    # -- models that go -------------------------------------------------------------------------------------

    async def _unload_gone(self) -> None:
        """A model whose file is not there any more, or is another, answers who it is answering, and then ends."""
        for run in tuple(self._loader.runs.values()):
            stored = self._shelf().models.get(run.facts.model_id)
            if stored is not None and stored.marks == run.stored.marks:
                continue
            is_gone = stored is None
            words = say("Unloaded: its file is gone." if is_gone else "Unloaded: its file was replaced.")
            if await self._loader.let_go(run, words, is_needed=False):
                self._tell(
                    say(
                        "{model} is unloaded: its file is gone."
                        if is_gone
                        else "{model} is unloaded: its file was replaced.",
                        model=run.facts.name,
                    )
                )

    async def _unload_idle(self) -> None:
        for run in tuple(self._loader.runs.values()):
            if not is_idle_too_long(_now() - run.last_used, self._idle_seconds):
                continue
            if await self._loader.let_go(run, _unused_words(self._idle_seconds)):
                _log.info("%s is unloaded: it was idle", run.facts.name)


def _unused_words(seconds: int) -> Sentence:
    """Why a model is unloaded that nobody has asked for this long."""
    if seconds % 3600 == 0:
        return say_count(
            seconds // 3600,
            "Unloaded: nobody asked for it for an hour.",
            "Unloaded: nobody asked for it for {count} hours.",
        )
    if seconds % 60 == 0:
        return say_count(
            seconds // 60,
            "Unloaded: nobody asked for it for a minute.",
            "Unloaded: nobody asked for it for {count} minutes.",
        )
    return say_count(
        seconds, "Unloaded: nobody asked for it for a second.", "Unloaded: nobody asked for it for {count} seconds."
    )


def _now() -> float:
    return asyncio.get_running_loop().time()
