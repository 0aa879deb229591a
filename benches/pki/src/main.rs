//! The program that `icount-pki` runs under callgrind: reading a leaf, and validating a chain with
//! signatures that are always accepted, by v2g-pki and by webpki.

use std::hint::black_box;
use std::time::Duration;

use pki_icount::{ACCEPT, CHAINS, Counting, NOW, chain, measure};
use v2g_pki::pki_types::UnixTime;
use v2g_pki::{Anchor, Backend, Certificate, Iso15118Role, Profile, Rule, Validator};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    for (name, case) in CHAINS {
        let chain = chain(case);
        let (leaf, intermediates) = (&chain.leaf, &chain.intermediates[..]);
        let profile = match name {
            "p256" => Profile::iso15118_2(Iso15118Role::Secc),
            _ => Profile::iso15118_20(Iso15118Role::Vehicle),
        };

        measure(name, "v2g-pki", "leaf", || {
            black_box(Certificate::parse(black_box(leaf)).expect("the leaf can be read"));
        });
        measure(name, "webpki", "leaf", || {
            black_box(EndEntityCert::try_from(black_box(leaf)).expect("the leaf can be read"));
        });

        let anchors = [Anchor::from_certificate(&chain.root).expect("the root can be read")];
        // The leaf's key signs nothing here; that it is a point of its curve is arithmetic.
        for (what, profile) in
            [("chain", profile.relaxed(Rule::PublicKeyValue)), ("chain and key", profile)]
        {
            let validator = Validator::new(profile, Backend::new(&ACCEPT)).for_any_peer();
            measure(name, "v2g-pki", what, || {
                let path =
                    validator.verify(black_box(leaf), black_box(intermediates), &anchors, now);
                black_box(path.expect("the chain is right"));
            });
        }
        let anchors = [anchor_from_trusted_cert(&chain.root).expect("the root can be read")];
        measure(name, "webpki", "chain", || {
            let leaf = EndEntityCert::try_from(black_box(leaf)).expect("the leaf can be read");
            let usage = match name {
                "p256" => KeyUsage::server_auth(),
                _ => KeyUsage::client_auth(),
            };
            let path = leaf.verify_for_usage(
                &ACCEPT,
                &anchors,
                black_box(intermediates),
                now,
                usage,
                None,
                None,
            );
            black_box(path.expect("the chain is right"));
        });
    }
}
