"""Hearth of a version to come, for tests: `python -m tests.household.newer_hearth serve …`.

The same program, with other version numbers: of llama.cpp's protocol, of its records and of itself. Its records have a
field more, and one of another form.
"""

import dataclasses
import json
import sys
from typing import Any

from app.domain import compatibility, record
from app.domain.version import RpcVersion
from app.engine import programs
from app.identity import node_identity
from app.node import parts

NEXT_RECORD = record.RECORD_VERSION + 1
NEXT_RPC = RpcVersion(8, 0, 0)


def install() -> None:
    """Make this process a newer one."""
    find_programs, encode_record = programs.find_programs, record.encode_record

    def find_newer_programs() -> programs.Programs:
        return dataclasses.replace(find_programs(), rpc_version=NEXT_RPC)

    def encode_newer_record(body: record.Record) -> bytes:
        fields: dict[str, Any] = json.loads(encode_record(body))
        fields |= {"version": NEXT_RECORD, "mood": "cheerful"}
        fields["devices"] = [{key: device[key] for key in device if key != "kind"} for device in fields["devices"]]
        return json.dumps(fields).encode()

    defaults = record.Record.__init__.__defaults__ or ()
    for place, name, value in (
        (parts, "find_programs", find_newer_programs),
        (node_identity, "encode_record", encode_newer_record),
        (record, "RECORD_VERSION", NEXT_RECORD),
        (compatibility, "RECORD_VERSION", NEXT_RECORD),
        (record.Record.__init__, "__defaults__", (*defaults[:-1], NEXT_RECORD)),
    ):
        setattr(place, name, value)


if __name__ == "__main__":
    from app.__main__ import main

    install()
    sys.exit(main())
