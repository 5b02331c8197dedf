"""An installed Hearth on a machine of a household: the same questions as to one from source."""

import os
import subprocess

from tests.household.household import LOAD_SECONDS, Hearth
from tests.household.namespaces import Machine
from tests.installers.clean_root import CleanRoot


class InstalledHearth(Hearth):
    """A node in a clean root, as its ordinary user; its data is in that user's folder.

    Args:
        name: What the node is called.
        machine: The network namespace it runs in.
        root: Where it is installed.
    """

    def __init__(self, name: str, machine: Machine, root: CleanRoot) -> None:
        super().__init__(name, machine, root.make_user_folder(name), ())
        self._root = root

    def cli(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run the installed `hearth ARGUMENTS` on this machine against this node."""
        command = self._root.user_command("hearth", *self._options(), *arguments)
        answer = self.machine.run(command, timeout_seconds=LOAD_SECONDS, check=False)
        if check and answer.returncode:
            raise AssertionError(f"hearth {' '.join(arguments)}: {answer.stderr or answer.stdout}")
        return answer

    def _start_command(self) -> list[str]:
        return self._root.user_command("hearth", self.command)

    def _options(self) -> list[str]:
        return ["--data-dir", os.fspath("/" / self.data.relative_to(self._root.path))]
