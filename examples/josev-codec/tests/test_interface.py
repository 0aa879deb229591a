"""The class as Josev uses it, and what its exceptions say."""

import json
import unittest
from enum import Enum

import josev_codec

ISO_2 = "urn:iso:15118:2:2013:MsgDef"
SAP = "urn:iso:15118:2:2010:AppProtocol"
XML_DSIG = "http://www.w3.org/2000/09/xmldsig#"

SAP_RES = '{"supportedAppProtocolRes":{"ResponseCode":"OK_SuccessfulNegotiation","SchemaID":1}}'
SAP_RES_EXI = bytes.fromhex("80400040")
AUTHORIZATION_REQ = '{"AuthorizationReq":{"Id":"id1","GenChallenge":"ugHhhrWf/nuBpIkjx6MM1g=="}}'
AUTHORIZATION_REQ_EXI = bytes.fromhex("8004015a590c4085d00f0c35acfff3dc0d24491e3d1866b1e8")


class Namespace(str, Enum):
    """Josev passes members of such a class."""

    SAP = SAP


class Interface(unittest.TestCase):
    codec = josev_codec.Codec()

    def test_encode_and_decode(self):
        self.assertEqual(self.codec.encode(SAP_RES, SAP), SAP_RES_EXI)
        self.assertEqual(self.codec.decode(SAP_RES_EXI, SAP), SAP_RES)

    def test_namespaces_are_members_of_an_enumeration(self):
        self.assertEqual(self.codec.encode(SAP_RES, Namespace.SAP), SAP_RES_EXI)
        self.assertEqual(self.codec.decode(SAP_RES_EXI, Namespace.SAP), SAP_RES)

    def test_the_names_of_arguments_are_those_of_the_interface(self):
        self.assertEqual(self.codec.encode(message=SAP_RES, namespace=SAP), SAP_RES_EXI)
        self.assertEqual(self.codec.decode(stream=SAP_RES_EXI, namespace=SAP), SAP_RES)

    def test_streams_are_bytes_or_bytearrays(self):
        self.assertEqual(self.codec.decode(bytearray(SAP_RES_EXI), SAP), SAP_RES)
        self.assertIs(type(self.codec.encode(SAP_RES, SAP)), bytes)

    def test_version(self):
        self.assertEqual(self.codec.get_version(), f"josev-codec {josev_codec.__version__}")

    def test_other_classes_can_be_derived(self):
        class Counting(josev_codec.Codec):
            calls = 0

            def decode(self, stream, namespace):
                self.calls += 1
                return super().decode(stream, namespace)

        codec = Counting()
        self.assertEqual(codec.decode(SAP_RES_EXI, SAP), SAP_RES)
        self.assertEqual(codec.calls, 1)

    def test_an_element_that_is_signed_is_a_fragment(self):
        self.assertEqual(self.codec.encode(AUTHORIZATION_REQ, ISO_2), AUTHORIZATION_REQ_EXI)
        self.assertEqual(
            self.codec.decode_fragment(AUTHORIZATION_REQ_EXI, ISO_2), AUTHORIZATION_REQ
        )

    def test_signatures_have_fragments_only(self):
        transform = {"Algorithm": "http://www.w3.org/TR/canonical-exi/"}
        reference = {
            "URI": "#id1",
            "Transforms": {"Transform": [transform]},
            "DigestMethod": {"Algorithm": "http://www.w3.org/2001/04/xmlenc#sha256"},
            "DigestValue": "AAAA",
        }
        algorithm = {"Algorithm": "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"}
        text = json.dumps(
            {
                "SignedInfo": {
                    "CanonicalizationMethod": transform,
                    "SignatureMethod": algorithm,
                    "Reference": [reference],
                }
            }
        )
        exi = self.codec.encode(text, XML_DSIG)
        self.assertEqual(exi[:4], bytes.fromhex("808112b4"))
        self.assertEqual(json.loads(self.codec.decode(exi, XML_DSIG)), json.loads(text))
        self.assertEqual(
            self.codec.decode(exi, XML_DSIG), self.codec.decode_fragment(exi, XML_DSIG)
        )


class Errors(unittest.TestCase):
    codec = josev_codec.Codec()

    def error(self, call, *arguments):
        with self.assertRaises(josev_codec.CodecError) as caught:
            call(*arguments)
        return caught.exception

    def test_classes(self):
        self.assertTrue(issubclass(josev_codec.DecodeError, josev_codec.CodecError))
        self.assertTrue(issubclass(josev_codec.EncodeError, josev_codec.CodecError))
        self.assertTrue(issubclass(josev_codec.CodecError, ValueError))

    def test_decoding_tells_the_bit_and_the_element(self):
        session_setup_req = bytes.fromhex("8098004011d0197b")
        error = self.error(self.codec.decode, session_setup_req, ISO_2)
        self.assertIs(type(error), josev_codec.DecodeError)
        self.assertEqual(error.kind, "truncated")
        self.assertEqual(error.bit, 54)
        self.assertEqual(error.path, "V2G_Message/Body/SessionSetupReq/EVCCID")
        self.assertEqual(
            str(error),
            "the input ends inside the document at bit 54 (byte 6), "
            "in V2G_Message/Body/SessionSetupReq/EVCCID",
        )

    def test_decoding_what_is_no_exi(self):
        error = self.error(self.codec.decode, b"<V2G_Message/>", ISO_2)
        self.assertEqual((error.kind, error.bit, error.path), ("malformed", 0, ""))

    def test_encoding_tells_the_element(self):
        def message(session_id, evccid):
            header, body = {"SessionID": session_id}, {"SessionSetupReq": {"EVCCID": evccid}}
            return json.dumps({"V2G_Message": {"Header": header, "Body": body}})

        evccid = "V2G_Message/Body/SessionSetupReq/EVCCID"
        for text, kind, path in [
            (message("00", "001122334455") + "x", "syntax", ""),
            (message("0", "001122334455"), "value", "V2G_Message/Header/SessionID"),
            (message("00", 5), "value", evccid),
            (message("00", "00112233445566"), "facet", evccid),
            ('{"V2G_Message":{"Header":{"SessionID":"00"}}}', "missing", "V2G_Message"),
            ('{"V2G_Message":{"Header":{"Id":"00"}}}', "missing", "V2G_Message/Header"),
            (message("00", "00").replace("}}}", '},"Other":{}}}'), "unexpected", ""),
        ]:
            with self.subTest(text):
                error = self.error(self.codec.encode, text, ISO_2)
                self.assertIs(type(error), josev_codec.EncodeError)
                self.assertEqual((error.kind, error.bit), (kind, None))
                self.assertTrue(error.path.startswith(path), error.path)

    def test_encoding_what_is_no_message(self):
        for text in ["", "[]", "{}", '"V2G_Message"', '{"BodyElement":{}}', '{"V2G\\u005fMessage":1}']:
            with self.subTest(text):
                self.assertEqual(self.error(self.codec.encode, text, ISO_2).kind, "element")

    def test_a_message_of_another_set(self):
        self.assertEqual(self.error(self.codec.encode, SAP_RES, ISO_2).kind, "element")

    def test_unknown_namespaces(self):
        for call, argument in [
            (self.codec.encode, SAP_RES),
            (self.codec.decode, SAP_RES_EXI),
            (self.codec.decode_fragment, SAP_RES_EXI),
        ]:
            error = self.error(call, argument, "urn:example")
            self.assertEqual(error.kind, "namespace")
            self.assertIn("urn:example", str(error))

    def test_supported_app_protocol_has_no_fragments(self):
        self.assertEqual(
            self.error(self.codec.decode_fragment, SAP_RES_EXI, SAP).kind, "namespace"
        )


if __name__ == "__main__":
    unittest.main()
