#!/usr/bin/env python3
"""Runs Josev's own station or vehicle, unchanged, on this codec.

    josev.py secc
    josev.py evcc [CONFIG.json]

Settings come from the environment and from `.env`, as always with Josev.
"""

import importlib
import sys

from iso15118.shared import exificient_exi_codec

import josev_codec

# Before the programs take the name from there.
exificient_exi_codec.ExificientEXICodec = josev_codec.Codec

if sys.argv[1:2] not in (["secc"], ["evcc"]):
    sys.exit(__doc__.strip())
importlib.import_module(f"iso15118.{sys.argv.pop(1)}.main").run()
