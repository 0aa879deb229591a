"""Both codecs at once: Josev goes on with its Java codec, and this one has to agree.

`side_by_side:Codec` takes the place of `ExificientEXICodec`. Each call goes to both codecs and is
answered by the Java one; where the other one differs, an error is logged. With SIDE_BY_SIDE=FILE in
the environment each call is appended to that file as a line of JSON (one file for each process).
"""

import json
import logging
import os

from iso15118.shared.exificient_exi_codec import ExificientEXICodec

import josev_codec

logger = logging.getLogger(__name__)


class Codec(ExificientEXICodec):
    def __init__(self):
        super().__init__()
        self.other = josev_codec.Codec()
        self.calls = os.environ.get("SIDE_BY_SIDE")

    def encode(self, message, namespace):
        exi = super().encode(message, namespace)
        other, error = attempt(lambda: self.other.encode(message, namespace))
        self.compare("encode", namespace, message, exi, exi == other, error or other)
        return exi

    def decode(self, stream, namespace):
        text = super().decode(stream, namespace)
        other, error = attempt(lambda: self.other.decode(stream, namespace))
        same = error is None and json.loads(text) == json.loads(other)
        self.compare("decode", namespace, text, stream, same, error or other)
        return text

    def get_version(self):
        return f"{super().get_version()}, side by side with {self.other.get_version()}"

    def compare(self, call, namespace, text, exi, same, other):
        namespace = str(getattr(namespace, "value", namespace))
        line = {"call": call, "namespace": namespace, "json": text, "exi": bytes(exi).hex()}
        if not same:
            line["other"] = other.hex() if isinstance(other, bytes) else str(other)
            logger.error("the codecs differ: %s", line)
        if self.calls:
            with open(f"{self.calls}.{os.getpid()}", "a", encoding="utf-8") as file:
                print(json.dumps(line), file=file)


def attempt(call):
    try:
        return call(), None
    except josev_codec.CodecError as error:
        return None, error
