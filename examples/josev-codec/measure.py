#!/usr/bin/env python3
"""Time of a message in Josev: its Java codec and this one, in the same process, JSON included.

    measure.py [--rounds N] [SESSION.jsonl ...]

What is measured is what Josev calls: `encode` from JSON text to EXI and `decode` back. Of the Java
codec that includes the bridge from Python to the Java process, without which Josev cannot reach it;
the time of an empty call over the bridge is told for comparison. Medians, in microseconds.
"""

import argparse
import json
import math
import statistics
import time
from collections import Counter
from pathlib import Path

from iso15118.shared.exificient_exi_codec import ExificientEXICodec

import josev_codec

SESSION = Path(__file__).resolve().parent.parent / "data" / "iso2_ac_pnc.jsonl"
# Times that each message goes through the Java codec before it is measured, which is slow until it
# has been compiled.
WARM_UP = 10
# Calls of this codec that are timed together: one takes less time than looking at the clock.
BATCH = 100


def messages(path):
    """Each message of a session once, by name, with the number of times it is sent."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["namespace"]]
    count = Counter(row["message"] for row in rows)
    for name, row in {row["message"]: row for row in rows}.items():
        # As Josev's `EXI.to_exi` writes it.
        yield name, count[name], row["namespace"], bytes.fromhex(row["exi"]), json.dumps(row["json"])


def timed(call, batch):
    start = time.perf_counter()
    for _ in range(batch):
        call()
    return (time.perf_counter() - start) / batch * 1e6


def median(call, rounds, batch=1):
    return statistics.median(timed(call, batch) for _ in range(rounds))


def calls(codec, message):
    _, _, namespace, exi, text = message
    return (lambda: codec.decode(exi, namespace)), (lambda: codec.encode(text, namespace))


def start_up(make, session):
    """Milliseconds to a codec that has met each message once."""
    start = time.perf_counter()
    codec = make()
    for message in session:
        for call in calls(codec, message):
            call()
    return codec, (time.perf_counter() - start) * 1e3


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=25, help="measurements of each call (default 25)")
    parser.add_argument("sessions", nargs="*", type=Path, default=[SESSION], metavar="SESSION.jsonl")
    arguments = parser.parse_args()
    sessions = {path.stem: list(messages(path)) for path in arguments.sessions}
    every = [message for session in sessions.values() for message in session]

    ours, ours_start = start_up(josev_codec.Codec, every)
    java, java_start = start_up(ExificientEXICodec, every)
    for _ in range(WARM_UP):
        for message in every:
            for call in calls(java, message):
                call()

    print(f"{ours.get_version()} and EXIficient {java.get_version()}, µs\n")
    print(f"{'':32} {'bytes':>6} {'decode':>8} {'Java':>8} {'encode':>8} {'Java':>8}")
    ratios = {"decode": [], "encode": []}
    for name, session in sessions.items():
        total = [0.0] * 4
        for message in session:
            decode, encode = (median(call, arguments.rounds, BATCH) for call in calls(ours, message))
            java_decode, java_encode = (median(call, arguments.rounds) for call in calls(java, message))
            ratios["decode"].append(java_decode / decode)
            ratios["encode"].append(java_encode / encode)
            times = (decode, java_decode, encode, java_encode)
            total = [so_far + message[1] * one for so_far, one in zip(total, times)]
            row(message[0], len(message[3]), times)
        row(f"all {sum(m[1] for m in session)} of {name}", "", total)
        print()
    for call, values in ratios.items():
        ratio = math.exp(statistics.mean(map(math.log, values)))
        print(f"{call}: Java takes {ratio:.0f} times as long (geometric mean of {len(values)} messages)")
    print(f"an empty call of the Java codec: {median(java.get_version, arguments.rounds):.0f} µs")
    print(f"start to all messages met once: {ours_start:.1f} ms, Java {java_start:.0f} ms")


def row(name, size, times):
    print(f"{name:32} {size:>6} " + " ".join(f"{one:8.1f}" for one in times), flush=True)


if __name__ == "__main__":
    main()
