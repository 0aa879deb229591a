"""Where the test data is."""

import json
import os
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent.parent
SHARED = EXAMPLES.parent.parent / "shared"


def lines(path):
    """The JSON objects of a file, one a line."""
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def shared(pattern):
    """Files of the test data that is not part of the repository.

    Passes over the test if they are not there, or fails if V2G_SHARED says that they have to be.
    """
    files = sorted(SHARED.glob(pattern))
    if not files:
        if os.environ.get("V2G_SHARED"):
            raise FileNotFoundError(f"{SHARED}/{pattern}")
        raise unittest.SkipTest(f"there is no {SHARED}/{pattern}")
    return files
