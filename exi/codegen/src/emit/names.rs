//! From the standard's names to Rust's: `EVSEPresentVoltage` becomes `evse_present_voltage`.
//!
//! The names of the V2G schemas run abbreviations together (`EVSEID`, `SAScheduleTupleID`), so a
//! run of capitals is cut with a list of known abbreviations; what is not in it stays one word.

/// Abbreviations that a run of capitals may be made of. The longest match wins.
const ABBREVIATIONS: &[&str] = &[
    "AC", "ACD", "ACDP", "APS", "BPT", "CA", "CPS", "CRL", "CSR", "DC", "DER", "DH", "DSA", "EIM",
    "EV", "EVCC", "EVSE", "HMAC", "ID", "IDs", "IMD", "LF", "OCSP", "OEM", "PGP", "PKI", "PnC",
    "RCD", "RESS", "RFC", "RSA", "SA", "SECC", "SHA", "SKI", "SOC", "SPKI", "SoC", "TLS", "URI",
    "V2G", "VAS", "WPT", "X509", "XML",
];

/// Names that no rule cuts right.
const EXCEPTIONS: &[(&str, &[&str])] =
    &[("DHpublickey", &["DH", "publickey"]), ("eMAID", &["emaid"]), ("EMAID", &["emaid"])];

/// Cuts a name into words; each keeps its spelling.
pub(super) fn words(name: &str) -> Vec<String> {
    if let Some((_, words)) = EXCEPTIONS.iter().find(|(exception, _)| *exception == name) {
        return words.iter().map(|word| (*word).to_owned()).collect();
    }
    let mut words = Vec::new();
    for part in name.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut rest = part;
        while !rest.is_empty() {
            let len = first_word(rest);
            let (word, behind) = rest.split_at(len);
            words.push(word.to_owned());
            rest = behind;
        }
    }
    words
}

/// Length of the first word of a non-empty alphanumeric text.
fn first_word(text: &str) -> usize {
    let known = ABBREVIATIONS.iter().filter(|a| text.starts_with(*a) && ends_word(text, a.len()));
    if let Some(longest) = known.map(|a| a.len()).max() {
        return longest;
    }
    let bytes = text.as_bytes();
    let capitals = bytes.iter().take_while(|b| b.is_ascii_uppercase()).count();
    match capitals {
        // `Value`, `start`, `2ndWord`: up to the next capital.
        0 | 1 => word_end(bytes, 1),
        // `TMeter`, `EAmount`: all capitals but the one that begins the next word.
        _ if capitals < bytes.len() && bytes[capitals].is_ascii_lowercase() => {
            // Unless an abbreviation begins earlier in the run: `NumEPriceLevels` has none.
            abbreviation_inside(text, capitals - 1)
        }
        _ => abbreviation_inside(text, capitals),
    }
}

/// Where an abbreviation begins inside a run of `capitals` capitals, or the end of the run.
fn abbreviation_inside(text: &str, capitals: usize) -> usize {
    (1..capitals)
        .find(|&at| {
            ABBREVIATIONS
                .iter()
                .any(|a| text[at..].starts_with(a) && ends_word(&text[at..], a.len()))
        })
        .unwrap_or(capitals)
}

/// A word may end before a capital, before the end, and before a digit.
fn ends_word(text: &str, len: usize) -> bool {
    text.as_bytes().get(len).is_none_or(|b| !b.is_ascii_lowercase())
}

fn word_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(u8::is_ascii_uppercase).map_or(bytes.len(), |n| from + n)
}

/// `evse_present_voltage`, with `r#` if it is a keyword.
pub(super) fn field(name: &str) -> String {
    let snake = words(name).iter().map(|w| w.to_ascii_lowercase()).collect::<Vec<_>>().join("_");
    match snake.as_str() {
        // These cannot be written as raw identifiers.
        "self" | "super" | "crate" => format!("{snake}_"),
        name if KEYWORDS.contains(&name) => format!("r#{snake}"),
        _ => snake,
    }
}

/// Keywords of edition 2024, reserved ones included.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Names that the generated code uses for other things.
const TAKEN_TYPES: &[&str] = &[
    "",
    "Self",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "From",
    "Default",
    "Reader",
    "Writer",
    "Decode",
    "Encode",
    "Integer",
    "Serialize",
    "Serializer",
    "Schema",
];

/// True if a type can have this name.
pub(super) fn is_type_name(name: &str) -> bool {
    !TAKEN_TYPES.contains(&name)
}

/// True if a variant can have this name.
pub(super) fn is_variant_name(name: &str) -> bool {
    !matches!(name, "" | "Self")
}

/// The name of a field as a variable in a decoder, which has variables of its own.
pub(super) fn local(field: &str) -> String {
    match field {
        "r" | "lead" | "at" | "bits" | "next" | "value" | "count" | "item" | "code" | "state"
        | "first" | "content" | "tail" => format!("{field}_"),
        _ => field.to_owned(),
    }
}

/// `EvsePresentVoltage`.
pub(super) fn pascal(name: &str) -> String {
    let mut out = String::new();
    for word in words(name) {
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            // Two numbers must not run together.
            if first.is_ascii_digit() && out.ends_with(|c: char| c.is_ascii_digit()) {
                out.push('_');
            }
            out.push(first.to_ascii_uppercase());
            out.push_str(&letters.as_str().to_ascii_lowercase());
        }
    }
    if out.starts_with(|c: char| c.is_ascii_digit()) {
        out.insert(0, 'N');
    }
    out
}

/// The Rust name of a type: without the `Type` at the end that the schemas give all of them.
pub(super) fn type_name(name: &str) -> String {
    pascal(name.strip_suffix("Type").filter(|rest| !rest.is_empty()).unwrap_or(name))
}

/// A type with the lifetime that it may have.
pub(super) fn rust_name(name: &str, borrows: bool) -> String {
    if borrows { format!("{name}<'a>") } else { name.to_owned() }
}

/// `EVSE_PRESENT_VOLTAGE`, for constants.
pub(super) fn constant(name: &str) -> String {
    words(name).iter().map(|w| w.to_ascii_uppercase()).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::{field, pascal, type_name};

    #[test]
    fn fields() {
        for (name, expected) in [
            ("EVSEPresentVoltage", "evse_present_voltage"),
            ("EVSEID", "evse_id"),
            ("EVCCID", "evcc_id"),
            ("SAScheduleTupleID", "sa_schedule_tuple_id"),
            ("ListOfRootCertificateIDs", "list_of_root_certificate_ids"),
            ("eMAID", "emaid"),
            ("EVRESSSOC", "ev_ress_soc"),
            ("EVReady", "ev_ready"),
            ("TMeter", "t_meter"),
            ("EAmount", "e_amount"),
            ("NumEPriceLevels", "num_e_price_levels"),
            ("PMaxSchedule", "p_max_schedule"),
            ("DHpublickey", "dh_publickey"),
            ("RemainingTimeToFullSoC", "remaining_time_to_full_soc"),
            ("X509SubjectName", "x509_subject_name"),
            ("X509SKI", "x509_ski"),
            ("PGPKeyID", "pgp_key_id"),
            ("HMACOutputLength", "hmac_output_length"),
            ("DC_EVStatus", "dc_ev_status"),
            ("AC_EVSEStatus", "ac_evse_status"),
            ("startValue", "start_value"),
            ("Type", "r#type"),
            ("RCD", "rcd"),
            ("URI", "uri"),
            ("SelectedPaymentOption", "selected_payment_option"),
            ("OEMProvisioningCert", "oem_provisioning_cert"),
        ] {
            assert_eq!(field(name), expected);
        }
    }

    #[test]
    fn variants_and_types() {
        for (name, expected) in [
            ("OK_NewSessionEstablished", "OkNewSessionEstablished"),
            ("OK", "Ok"),
            ("NO_ERROR", "NoError"),
            ("No_IMD", "NoImd"),
            ("AC_single_phase_core", "AcSinglePhaseCore"),
            ("FAILED_EVRESSMalfunction", "FailedEvRessMalfunction"),
            ("Reserved_8", "Reserved8"),
            ("Wh", "Wh"),
            ("V2G_Message", "V2gMessage"),
            ("supportedAppProtocolReq", "SupportedAppProtocolReq"),
        ] {
            assert_eq!(pascal(name), expected);
        }
        assert_eq!(type_name("responseCodeType"), "ResponseCode");
        assert_eq!(type_name("X509DataType"), "X509Data");
        assert_eq!(type_name("ReferenceType"), "Reference");
        assert_eq!(type_name("DC_EVSEStatusType"), "DcEvseStatus");
    }
}
