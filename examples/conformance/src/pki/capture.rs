//! Chains that were sent in captured sessions: accepted under RFC 5280, in any order, with the
//! topmost certificate as anchor.

use core::time::Duration;

use serde::{Deserialize, Deserializer, de::Error as _};
use v2g_pki::pki_types::{CertificateDer, UnixTime};
use v2g_pki::{Anchor, Backend, Profile, Validator};

use crate::report::Report;
use crate::shared::hex::from_hex;

/// When the session with the contract chain was recorded, which its line does not say.
const CONTRACT_TIME: f64 = 1_761_646_403.0;

/// A line as it stands in the file.
#[derive(Deserialize)]
pub(super) struct Capture {
    time: Option<f64>,
    certs: Vec<Certificate>,
}

#[derive(Deserialize)]
struct Certificate {
    #[serde(deserialize_with = "hex")]
    der: Vec<u8>,
}

fn hex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    from_hex(&text).ok_or_else(|| D::Error::custom("bytes that are not hex"))
}

impl Capture {
    pub(super) fn judge(&self) -> Report {
        let orders = self.orders();
        let count = orders.len();
        for order in orders {
            if let Err(refused) = self.verify(&order) {
                let report =
                    Report::fail(format!("intermediates in the order {order:?}: {refused}"));
                return report.with_answer("reject");
            }
        }
        Report::pass(format!("accepted in {count} orders")).with_answer("accept")
    }

    /// The places of the certificates above the leaf, as they were sent, in each rotation, and each
    /// of these reversed.
    fn orders(&self) -> Vec<Vec<usize>> {
        let sent: Vec<usize> = (1..self.certs.len()).collect();
        let rotations = (0..sent.len()).map(|by| {
            let mut order = sent.clone();
            order.rotate_left(by);
            order
        });
        rotations.flat_map(|order| [order.iter().rev().copied().collect(), order]).collect()
    }

    fn verify(&self, order: &[usize]) -> Result<(), String> {
        let [leaf, .., top] = self.certs.as_slice() else { return Err("no chain".to_owned()) };
        fn der(certificate: &Certificate) -> CertificateDer<'_> {
            CertificateDer::from(certificate.der.as_slice())
        }
        let top = der(top);
        let anchors = [Anchor::from_certificate(&top).map_err(|error| error.to_string())?];
        let intermediates: Vec<_> =
            order.iter().filter_map(|place| self.certs.get(*place)).map(der).collect();
        let now = Duration::from_secs_f64(self.time.unwrap_or(CONTRACT_TIME));
        Validator::new(Profile::rfc5280(), Backend::RUST_CRYPTO_ALL)
            .verify(&leaf.der, &intermediates, &anchors, UnixTime::since_unix_epoch(now))
            .map(drop)
            .map_err(|error| error.to_string())
    }
}
