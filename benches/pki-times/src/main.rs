//! Times of v2g-pki and webpki on the same chains, taken in turns in one run.
//!
//! The least of many short batches is what counts, so that other programs on the machine disturb
//! little. With `--smoke` everything runs shortly and nothing is judged.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use pki_icount::{ACCEPT, CHAINS, Chain, NOW, chain};
use v2g_pki::pki_types::{SignatureVerificationAlgorithm, UnixTime};
use v2g_pki::{Anchor, Backend, Certificate, Iso15118Role, Profile, Rule, Validator};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

/// Goals relative to webpki: v2g-pki reads names, times, keys and extensions, and webpki does not.
const READING: f64 = 2.2;
const LOGIC: f64 = 1.5;
/// Goal relative to three signatures.
const WHOLE: f64 = 1.05;

fn main() -> ExitCode {
    let is_smoke = std::env::args().any(|argument| argument == "--smoke");
    let rounds: u32 = if is_smoke { 1 } else { 200 };
    let mut missed = false;
    println!("microseconds, the least of many short batches taken in turns");
    for (name, case) in CHAINS {
        let [reading, logic, whole] = measure(name, &chain(case), rounds);
        missed |= reading > READING || logic > LOGIC || whole > WHOLE;
    }
    if missed && !is_smoke {
        eprintln!("a goal is missed; once more on an idle machine?");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Prints what a chain takes; returns reading its leaf and the path logic relative to webpki, and the
/// whole relative to three signatures.
fn measure(name: &str, chain: &Chain, rounds: u32) -> [f64; 3] {
    let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    let (leaf, intermediates) = (&chain.leaf, &chain.intermediates[..]);
    let (profile, usage) = match name {
        "p256" => (Profile::iso15118_2(Iso15118Role::Secc), KeyUsage::server_auth()),
        _ => (Profile::iso15118_20(Iso15118Role::Vehicle), KeyUsage::client_auth()),
    };
    let anchors = [Anchor::from_certificate(&chain.root).expect("the root can be read")];
    let peer = [anchor_from_trusted_cert(&chain.root).expect("the root can be read")];
    let ours = |profile, algorithms: &[&dyn SignatureVerificationAlgorithm]| {
        let validator = Validator::new(profile, Backend::new(algorithms)).for_any_peer();
        let path = validator.verify(black_box(leaf), black_box(intermediates), &anchors, now);
        black_box(path.expect("the chain is right"));
    };
    let theirs = |algorithms: &[&dyn SignatureVerificationAlgorithm]| {
        let leaf = EndEntityCert::try_from(black_box(leaf)).expect("the leaf can be read");
        let intermediates = black_box(intermediates);
        let path = leaf.verify_for_usage(algorithms, &peer, intermediates, now, usage, None, None);
        black_box(path.expect("the chain is right"));
    };
    // The leaf's key signs nothing here; that it is a point of its curve is arithmetic.
    let without_key = profile.relaxed(Rule::PublicKeyValue);
    let algorithms = Backend::AWS_LC_RS.algorithms();
    let raw = raw(chain, algorithms);

    let reading = report(
        name,
        "reading a leaf",
        rounds,
        [
            ("v2g-pki", &mut || {
                black_box(Certificate::parse(black_box(leaf)).expect("the leaf can be read"));
            }),
            ("webpki", &mut || {
                black_box(EndEntityCert::try_from(black_box(leaf)).expect("it can be read"));
            }),
        ],
    );
    let logic = report(
        name,
        "chain, no signatures",
        rounds * 4,
        [
            ("v2g-pki", &mut || ours(without_key, &ACCEPT)),
            ("webpki", &mut || theirs(&ACCEPT)),
            ("with the leaf's key", &mut || ours(profile, &ACCEPT)),
        ],
    );
    let whole = report(
        name,
        "chain, aws-lc-rs",
        rounds * 4,
        [
            ("v2g-pki", &mut || ours(profile, algorithms)),
            ("webpki", &mut || theirs(algorithms)),
            ("three signatures", &mut || raw()),
        ],
    );
    let reading = reading[0] / reading[1];
    let (logic, whole) = (logic[0] / logic[1], whole[0] / whole[2]);
    println!(
        "{name:5} relative to webpki: reading {reading:.2}, path logic {logic:.2}, goals {READING} and \
         {LOGIC}; whole chain {whole:.3} of three signatures, goal {WHOLE}"
    );
    [reading, logic, whole]
}

/// The three verifications of a chain and nothing else.
fn raw<'c>(
    chain: &'c Chain,
    algorithms: &'c [&'c dyn SignatureVerificationAlgorithm],
) -> impl Fn() + 'c {
    let parse = |der| Certificate::parse(der).expect("a certificate of the chain can be read");
    let mut certificates = vec![parse(&chain.leaf)];
    certificates.extend(chain.intermediates.iter().map(|der| parse(der)));
    certificates.push(parse(&chain.root));
    move || {
        for pair in certificates.windows(2) {
            let (signed, key) = (pair[0].signed(), pair[1].public_key());
            let algorithm = algorithms.iter().find(|algorithm| {
                algorithm.signature_alg_id().as_ref() == signed.algorithm().content()
                    && algorithm.public_key_alg_id().as_ref() == key.algorithm().content()
            });
            let algorithm = algorithm.expect("there is a verifier");
            let signature = black_box(signed.signature());
            let result = algorithm.verify_signature(key.key(), signed.message(), signature);
            result.expect("the signature is right");
        }
    }
}

/// Runs operations in turns and returns the least time of each in microseconds.
fn report<const N: usize>(
    chain: &str,
    what: &str,
    rounds: u32,
    mut operations: [(&str, &mut dyn FnMut()); N],
) -> [f64; N] {
    // Short, so that some batches are not interrupted.
    const BATCH: Duration = Duration::from_micros(300);
    let start = Instant::now();
    operations[0].1();
    let once = start.elapsed().max(Duration::from_nanos(100));
    let calls = u32::try_from(BATCH.as_nanos() / once.as_nanos()).unwrap_or(1).max(1);
    let mut least = [f64::MAX; N];
    for _ in 0..rounds {
        for ((_, operation), least) in operations.iter_mut().zip(&mut least) {
            let start = Instant::now();
            for _ in 0..calls {
                operation();
            }
            *least = least.min(start.elapsed().as_secs_f64() * 1e6 / f64::from(calls));
        }
    }
    print!("{chain:5} {what:21}");
    for ((who, _), time) in operations.iter().zip(least) {
        print!("  {who} {time:.3}");
    }
    println!();
    least
}
