"""The tray application with a node that has no swarm: `python -m tests.ui.fake_application`."""

import sys

from app.ui.application import FirstView, run_tray
from tests.fakes.node import FakeNode

if __name__ == "__main__":
    sys.exit(run_tray(lambda _quit: FakeNode(), FirstView(theme="light")))
