"""What Josev and its Java codec make of messages, against what this codec makes of them."""

import json
import unittest

import josev_codec
from support import EXAMPLES, HERE, lines, shared

NAMESPACES = {
    "sap": "urn:iso:15118:2:2010:AppProtocol",
    "din": "urn:din:70121:2012:MsgDef",
    "iso2": "urn:iso:15118:2:2013:MsgDef",
    "iso20-common": "urn:iso:std:iso:15118:-20:CommonMessages",
    "iso20-ac": "urn:iso:std:iso:15118:-20:AC",
    "iso20-dc": "urn:iso:std:iso:15118:-20:DC",
    "iso20-wpt": "urn:iso:std:iso:15118:-20:WPT",
    "iso20-acdp": "urn:iso:std:iso:15118:-20:ACDP",
    "xmldsig": "http://www.w3.org/2000/09/xmldsig#",
}


def is_fragment(text, namespace):
    """Whether Josev asks for a fragment when it encodes this."""
    root = next(iter(json.loads(text)))
    if namespace in (NAMESPACES["din"], NAMESPACES["iso2"]):
        return root != "V2G_Message"
    return not root.endswith(("Req", "Res"))


class Recorded(unittest.TestCase):
    codec = josev_codec.Codec()

    def decode(self, exi, namespace, fragment):
        decode = self.codec.decode_fragment if fragment else self.codec.decode
        return json.loads(decode(exi, namespace))

    def test_what_josev_encodes(self):
        refused = 0
        for row in lines(HERE / "data" / "josev.jsonl"):
            text, namespace = row["json"], row["namespace"]
            with self.subTest(text[:100]):
                if "refused" in row:
                    with self.assertRaises(josev_codec.EncodeError) as caught:
                        self.codec.encode(text, namespace)
                    self.assertEqual(caught.exception.kind, row["refused"])
                    refused += 1
                    continue
                exi = self.codec.encode(text, namespace)
                self.assertEqual(exi.hex(), row.get("ours", row["exi"]))
                # The bytes of the other codec have the same meaning.
                fragment = is_fragment(text, namespace)
                decoded = self.decode(bytes.fromhex(row["exi"]), namespace, fragment)
                self.assertEqual(decoded, json.loads(text))
        self.assertEqual(refused, 7)

    def check_session(self, path):
        count = 0
        for row in lines(path):
            namespace = row["namespace"]
            if namespace is None:  # SECC discovery
                continue
            with self.subTest(path.name, message=row.get("message") or row["element"]):
                exi, text = bytes.fromhex(row["exi"]), json.dumps(row["json"])
                self.assertEqual(self.codec.encode(text, namespace), exi)
                fragment = path.name.endswith(".fragments.jsonl")
                self.assertEqual(self.decode(exi, namespace, fragment), row["json"])
            count += 1
        self.assertGreater(count, 0)

    def test_recorded_sessions(self):
        for name in ["iso2_ac_eim.jsonl", "iso2_ac_pnc.jsonl"]:
            self.check_session(EXAMPLES / "data" / name)

    def test_shared_sessions_and_their_signed_fragments(self):
        for path in shared("vectors/sessions/*.jsonl"):
            self.check_session(path)

    def test_vectors_of_each_namespace(self):
        """From EXI to JSON and back; the values are checked where the codec itself is tested."""
        for name, namespace in NAMESPACES.items():
            (path,) = shared(f"vectors/exi/{name}.jsonl")
            for row in lines(path):
                # Fragments of whole messages and of types, which nobody signs.
                fragment = row["kind"] == "fragment"
                with self.subTest(row["id"]):
                    exi = bytes.fromhex(row["exi"])
                    text = json.dumps(self.decode(exi, namespace, fragment))
                    if fragment and not is_fragment(text, namespace):
                        continue
                    allowed = [row["exi"], *row.get("exi_alt", [])]
                    self.assertIn(self.codec.encode(text, namespace).hex(), allowed)


if __name__ == "__main__":
    unittest.main()
