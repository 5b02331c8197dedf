"""Hearth on a machine that a test puts to sleep: `python -m tests.household.sleeping_hearth serve …`.

The same program, with the system's bus at the address in `HEARTH_TEST_BUS`.
"""

import os
import sys

if __name__ == "__main__":
    from app.__main__ import main

    os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["HEARTH_TEST_BUS"]
    sys.exit(main())
