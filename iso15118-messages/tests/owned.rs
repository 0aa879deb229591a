//! Messages that own their memory: in threads, tasks and channels, and with a limit.
#![cfg(all(feature = "all-sets", feature = "alloc"))]
#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::std_instead_of_alloc,
    reason = "tests and their helpers"
)]

use exi::{DEFAULT_MEMORY_LIMIT, DecodeErrorKind, DecodeOptions, Owned, Unsupported};
use iso15118_messages::iso2::{
    Body, ChargingSession, MessageHeader, SessionSetupReq, SessionStopReq, V2gMessage,
};
use iso15118_messages::xmldsig::{
    CanonicalizationMethod, DigestMethod, Object, Reference, Signature, SignatureMethod,
    SignatureValue, SignedInfo,
};
use tokio::sync::mpsc;
use tokio::task::yield_now;

type Message = Owned<V2gMessage<'static>>;

fn message<'a>(signature: Option<Signature<'a>>) -> V2gMessage<'a> {
    V2gMessage {
        header: MessageHeader { session_id: &[1; 8], notification: None, signature },
        body: Body::SessionSetupReq(SessionSetupReq { evcc_id: &[2; 6] }),
    }
}

/// A signature with these references and this many empty objects.
fn signature<'a>(reference: &'a [Reference<'a>], object: &'a [Object<'a>]) -> Signature<'a> {
    Signature {
        id: None,
        signed_info: SignedInfo {
            id: None,
            canonicalization_method: CanonicalizationMethod { algorithm: "urn:c", content: &[] },
            signature_method: SignatureMethod { algorithm: "urn:s", content: &[] },
            reference,
        },
        signature_value: SignatureValue { id: None, value: &[3; 64] },
        key_info: None,
        object,
    }
}

fn reference(uri: &str) -> Reference<'_> {
    Reference {
        id: None,
        r#type: None,
        uri: Some(uri),
        transforms: None,
        digest_method: DigestMethod { algorithm: "urn:d", content: &[] },
        digest_value: &[],
    }
}

fn owned() -> Message {
    let exi = message(None).encode_to_vec().expect("it encodes");
    Owned::decode(&exi).expect("it decodes")
}

fn session_id(message: &V2gMessage<'_>) -> u64 {
    message.header.session_id.iter().map(|byte| u64::from(*byte)).sum()
}

/// The whole message is held across an await.
async fn held(message: Message) -> u64 {
    yield_now().await;
    session_id(message.get())
}

/// A borrow of the message is held across an await.
async fn borrowed(message: Message) -> u64 {
    let inside: &V2gMessage<'_> = message.get();
    yield_now().await;
    session_id(inside)
}

/// Messages come out of a channel, and are held until the next one.
async fn received(mut messages: mpsc::Receiver<Message>) -> u64 {
    let mut sum = 0;
    while let Some(message) = messages.recv().await {
        sum += session_id(message.get());
        yield_now().await;
        sum += session_id(message.get());
    }
    sum
}

/// A map of messages, as a server keeps it for its sessions.
async fn kept(messages: Vec<Message>) -> u64 {
    let mut sum = 0;
    for message in &messages {
        yield_now().await;
        sum += session_id(message.get());
    }
    sum
}

#[test]
fn tasks_of_a_runtime_with_several_threads_hold_messages() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .expect("a runtime needs no permission");
    runtime.block_on(async {
        let (sender, receiver) = mpsc::channel(2);
        let tasks = [
            tokio::spawn(held(owned())),
            tokio::spawn(borrowed(owned())),
            tokio::spawn(received(receiver)),
            tokio::spawn(kept(vec![owned(), owned()])),
            tokio::spawn(async {
                let message = owned();
                let inside = message.get();
                yield_now().await;
                session_id(inside)
            }),
        ];
        for _ in 0..3 {
            sender.send(owned()).await.expect("the task is there");
        }
        drop(sender);
        let mut sums = Vec::new();
        for task in tasks {
            sums.push(task.await.expect("no task panics"));
        }
        assert_eq!(sums, [8, 8, 48, 16, 8]);
    });
}

#[test]
fn threads_hold_messages() {
    let message = owned();
    let thread = std::thread::spawn(move || session_id(message.get()));
    assert_eq!(thread.join().expect("no panic"), 8);
    let shared = std::sync::Arc::new(owned());
    let other = std::sync::Arc::clone(&shared);
    let thread = std::thread::spawn(move || session_id(other.get()));
    assert_eq!(thread.join().expect("no panic"), session_id(shared.get()));
}

/// The other message types are as general as this one.
#[test]
fn messages_of_all_sets_can_be_sent() {
    fn can_be_sent<T: Send + Sync + 'static>() {}
    can_be_sent::<Owned<iso15118_messages::sap::Message<'static>>>();
    can_be_sent::<Owned<iso15118_messages::din::V2gMessage<'static>>>();
    can_be_sent::<Owned<iso15118_messages::iso2::Fragment<'static>>>();
    can_be_sent::<Owned<iso15118_messages::xmldsig::Fragment<'static>>>();
    can_be_sent::<Owned<iso15118_messages::iso20::common::Message<'static>>>();
    can_be_sent::<Owned<iso15118_messages::iso20::ac::Message<'static>>>();
    can_be_sent::<Owned<iso15118_messages::iso20::dc::Message<'static>>>();
    can_be_sent::<Owned<iso15118_messages::iso20::wpt::Message<'static>>>();
    can_be_sent::<Owned<iso15118_messages::iso20::acdp::Message<'static>>>();
}

/// Empty objects need a hundred bytes of memory for each byte of EXI, half of it with 32-bit pointers.
fn amplifying() -> Vec<u8> {
    let objects = vec![Object { encoding: None, id: None, mime_type: None, content: &[] }; 50_000];
    message(Some(signature(&[reference("")], &objects))).encode_to_vec().expect("it encodes")
}

#[test]
fn memory_is_limited() {
    let exi = amplifying();
    let needed = Message::arena_len(&exi, DecodeOptions::new().memory_limit(usize::MAX / 2));
    let needed = needed.expect("it decodes");
    assert!(needed > 40 * exi.len(), "{needed} for {} bytes of EXI", exi.len());
    assert!(needed > DEFAULT_MEMORY_LIMIT);
    let capacity = |error: exi::DecodeError| match error.kind() {
        DecodeErrorKind::Capacity { needed } => needed.get(),
        other => panic!("{other}"),
    };
    assert!(capacity(Message::decode(&exi).expect_err("too much")) > DEFAULT_MEMORY_LIMIT);
    for limit in [0, 1, 100, needed / 2, needed - 256] {
        let options = DecodeOptions::new().memory_limit(limit);
        let error = Message::decode_with(&exi, options).expect_err("too much");
        assert!(capacity(error) > limit, "{error}");
    }
    let options = DecodeOptions::new().memory_limit(needed + 256);
    let (message, report) = Message::decode_with(&exi, options).expect("enough");
    assert!(message.capacity() <= needed + 256);
    assert_eq!(report.bytes, exi.len());
}

#[test]
fn the_size_of_an_arena_is_found() {
    let exi = message(None).encode_to_vec().expect("it encodes");
    let size = Message::arena_len(&exi, DecodeOptions::new()).expect("it decodes");
    // Session and vehicle identifiers of 8 and 6 bytes.
    assert_eq!(size, 16);
    let error = Message::arena_len(&exi[..4], DecodeOptions::new()).expect_err("cut off");
    assert_eq!(error.kind(), DecodeErrorKind::Truncated);
    let nothing = Message::arena_len(&exi, DecodeOptions::new().memory_limit(0));
    let kind = nothing.expect_err("no memory").kind();
    assert!(matches!(kind, DecodeErrorKind::Capacity { .. }), "{kind}");
    let stop = V2gMessage {
        body: Body::SessionStopReq(SessionStopReq { charging_session: ChargingSession::Pause }),
        ..message(None)
    };
    let exi = stop.encode_to_vec().expect("it encodes");
    let size = Message::arena_len(&exi, DecodeOptions::new()).expect("it decodes");
    let mut memory = vec![core::mem::MaybeUninit::uninit(); size];
    let mut arena = exi::Arena::new(&mut memory);
    assert!(V2gMessage::decode(&exi, &mut arena).is_ok());
}

/// A message of 21 kB used to make the process allocate until it was killed.
#[test]
fn a_full_string_table_is_an_error_of_its_own() {
    let uris: Vec<String> = (0..4_200).map(|n| format!("#{n}")).collect();
    let references: Vec<Reference<'_>> = uris.iter().map(|uri| reference(uri)).collect();
    let exi = message(Some(signature(&references, &[]))).encode_to_vec().expect("it encodes");
    assert!(Message::decode(&exi).is_ok());
    let options = DecodeOptions::new().string_table_hits(true).memory_limit(1 << 30);
    let error = Message::decode_with(&exi, options).expect_err("too many strings");
    assert_eq!(error.kind(), DecodeErrorKind::Unsupported(Unsupported::StringTableFull));
    let few = &references[..1_000];
    let exi = message(Some(signature(few, &[]))).encode_to_vec().expect("it encodes");
    assert!(Message::decode_with(&exi, options).is_ok());
}
