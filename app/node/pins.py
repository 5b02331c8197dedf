"""Plans that the owner wants to keep, in a file of the data folder. What is done with them is for others."""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from app.domain.ids import ModelId
from app.domain.placement import Plan
from app.domain.record import decode_plan
from app.lib.files import replace_file

_log = logging.getLogger(__name__)


class Pins:
    """Pinned plans by model.

    Args:
        path: The file; it need not exist.

    Attributes:
        plans: What is pinned; for others to read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writing = asyncio.Lock()
        self.plans: Mapping[ModelId, Plan] = _read(path)

    async def set(self, model_id: ModelId, plan: Plan | None) -> None:
        """Pin a plan, or no longer; kept over a restart.

        Raises:
            OSError: The file cannot be written; the pin lasts until the end of the program.
        """
        others = {key: value for key, value in self.plans.items() if key != model_id}
        self.plans = others if plan is None else {**others, model_id: plan}
        async with self._writing:
            await asyncio.to_thread(
                replace_file, self._path, json.dumps([asdict(plan) for plan in self.plans.values()])
            )


def _read(path: Path) -> dict[ModelId, Plan]:
    try:
        plans = [decode_plan(item) for item in json.loads(path.read_text(encoding="utf-8"))]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("the pinned plans cannot be read: %r", error)
        return {}
    return {plan.model_id: plan for plan in plans}
