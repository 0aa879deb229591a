//! Checks a contract certificate chain as a charging station does for PaymentDetailsReq (ISO 15118-2).
//!
//! ```sh
//! cargo run --features pem,alloc --example verify_chain -- ROOTS.pem CHAIN.pem EMAID
//! ```
//!
//! ROOTS.pem has the roots that the station trusts. CHAIN.pem has the contract certificate first, and its
//! sub-CAs after it. EMAID is the one of the same message. The exit status is 0 if the chain is accepted.

use core::error::Error;
use std::process::ExitCode;
use std::time::SystemTime;
use std::{env, fs};

use v2g_pki::pem::PemChain;
use v2g_pki::pki_types::UnixTime;
use v2g_pki::{Backend, Iso15118Role, Peer, Profile, TrustStore, Validator};

/// Checks the chain; returns the subject of the root that it ends at.
pub(crate) fn verify(
    roots: &[u8],
    chain: &[u8],
    emaid: &str,
    now: UnixTime,
) -> Result<String, Box<dyn Error + Send + Sync>> {
    // A station reads its roots once, and keeps the store.
    let store = TrustStore::from_pem(roots)?;

    let mut room = vec![0; chain.len()];
    let chain = PemChain::decode(chain, &mut room)?;
    let peers = [Peer::Emaid(emaid)];
    let profile = Profile::iso15118_2(Iso15118Role::Contract);
    let validator = Validator::new(profile, Backend::RUST_CRYPTO).for_peers(&peers);
    match validator.verify(chain.leaf(), chain.intermediates(), store.anchors(), now) {
        Ok(path) => Ok(store.anchors()[path.anchor()].subject().to_string()),
        Err(error) => {
            // The vehicle is told a code. The reason is for the log.
            eprintln!("ResponseCode: {}", error.refusal().iso15118_2());
            Err(error.into_owned().into())
        }
    }
}

fn main() -> Result<ExitCode, Box<dyn Error + Send + Sync>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [roots, chain, emaid] = &arguments[..] else {
        eprintln!("usage: verify_chain ROOTS.pem CHAIN.pem EMAID");
        return Ok(ExitCode::from(2));
    };
    let now = UnixTime::since_unix_epoch(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?);
    match verify(&fs::read(roots)?, &fs::read(chain)?, emaid, now) {
        Ok(root) => {
            println!("accepted, below {root}");
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            println!("refused: {error}");
            Ok(ExitCode::FAILURE)
        }
    }
}
