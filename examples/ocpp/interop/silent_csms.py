#!/usr/bin/env python3
"""Runs csms.py of the OCPP interop peers with `--fault starttx-silent`, so that a retry can succeed.

    silent_csms.py PATH/TO/csms.py [OPTIONS]

By itself the scenario cannot end well, whatever the station does: the library handles one message after
the other, so while the handler of the first StartTransaction sleeps, nothing is read any more; and the
recorder takes the retry for a second open CALL. Here each message has a task of its own, and the recorder
is told that the first StartTransaction will never be answered: the station lets it time out (OCPP-J 4.1.1).
"""
import asyncio
import json
import runpy
import sys
from pathlib import Path

from ocpp.charge_point import ChargePoint

script = Path(sys.argv[1])
sys.path.insert(0, str(script.parent))
import wire  # noqa: E402


async def start(self):
    tasks = set()
    while True:
        message = await self._connection.recv()
        task = asyncio.create_task(self.route_message(message))
        tasks.add(task)
        task.add_done_callback(tasks.discard)


recorded = wire.Wire.recv


async def recv(self):
    raw = await recorded(self)
    frame = json.loads(raw)
    if frame[0] == 2 and frame[2] == "StartTransaction" and self.rx_calls["StartTransaction"] == 1:
        del self._theirs[frame[1]]
    return raw


ChargePoint.start = start
wire.Wire.recv = recv
sys.argv = [str(script), "--fault", "starttx-silent", *sys.argv[2:]]
runpy.run_path(str(script), run_name="__main__")
