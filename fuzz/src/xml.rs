//! XML and traces: well-formed, or an error.

use std::fmt::Debug;

use exi::grammar::{HasSchema, to_xml_with, trace_with};
use exi::{Decode, DecodeErrorKind, DecodeOptions, Facet, Family, Owned};
use roxmltree::{Document, ParsingOptions};

/// Options by the bits of a number.
fn options(number: u8) -> DecodeOptions {
    DecodeOptions::new()
        .string_table_hits(number & 1 != 0)
        .report_facets(number & 2 != 0)
        .learning_grammars(number & 4 != 0)
        .memory_limit(1 << 30)
}

pub(crate) fn check<F: Family>(number: u8, exi: &[u8])
where
    for<'a> F::Of<'a>: Decode<'a> + Debug,
    F::Of<'static>: HasSchema,
{
    let options = options(number);
    let schema = <F::Of<'static> as HasSchema>::schema();
    let decoded = Owned::<F>::decode_with(exi, options);
    let xml = to_xml_with(schema, exi, options);
    match (&decoded, &xml) {
        (Ok(_), Ok(xml)) => {
            let parsing = ParsingOptions { nodes_limit: u32::MAX, ..ParsingOptions::default() };
            if let Err(error) = Document::parse_with_options(xml, parsing) {
                panic!("{error}: {xml}");
            }
        }
        // Only a character that the options let pass has no form in XML.
        (Ok((_, report)), Err(error)) => {
            let character = DecodeErrorKind::Facet(Facet::Character);
            assert!(error.kind() == character && !report.violations.is_empty(), "{error}");
        }
        (Err(error), Ok(xml)) => panic!("{error}, but XML: {xml}"),
        (Err(_), Err(_)) => {}
    }

    let trace = trace_with(schema, exi, options);
    assert_eq!(trace.error.is_some(), decoded.is_err(), "{:?}", trace.error);
    let mut bit = 8;
    for step in &trace.steps {
        assert_eq!(step.bit, bit, "{}", trace.path(step));
        bit += step.width;
        assert!(trace.path(step).segments().count() <= 64, "{}", trace.path(step));
    }
    assert!(bit <= (8 * exi.len()).max(8), "bit {bit}");
}
