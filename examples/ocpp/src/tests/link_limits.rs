//! A link with a peer that breaks the protocol, or says more than is listened to.

use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;

use crate::clock::Clock;
use crate::journal::Journal;
use crate::link::{Driver, End, Event, Io, Link, LinkOptions, Socket, link, socket_config};
use ocpp16::{Options, Role};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, WriteHalf, duplex};
use tokio::sync::mpsc;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role as Side;

fn end(role: Role) -> (Link, Driver, mpsc::Receiver<Event>) {
    let journal = Journal::new(alloc::sync::Arc::new(Clock::new(1)), "test").kept();
    link(role, LinkOptions::default(), journal)
}

/// A socket of a side, and the other end of what carries it.
async fn socket(side: Side) -> (Socket, DuplexStream) {
    let (ours, theirs) = duplex(1 << 16);
    let ours: Box<dyn Io> = Box::new(ours);
    let config = Some(socket_config(&Options::strict()));
    (WebSocketStream::from_raw_socket(ours, side, config).await, theirs)
}

/// A frame with a payload; masked with zeros for a server.
fn frame(first: u8, payload: &[u8], is_masked: bool) -> Vec<u8> {
    let mask = if is_masked { 0x80 } else { 0 };
    let mut frame = vec![first];
    match u16::try_from(payload.len()) {
        Ok(length @ ..126) => frame.push(mask | u8::try_from(length).unwrap()),
        Ok(length) => {
            frame.push(mask | 126);
            frame.extend(length.to_be_bytes());
        }
        Err(_) => {
            frame.push(mask | 127);
            frame.extend(u64::try_from(payload.len()).unwrap().to_be_bytes());
        }
    }
    if is_masked {
        frame.extend([0; 4]);
    }
    frame.extend(payload);
    frame
}

/// The status code of the close frame that a side sends; masked if it is a client.
fn close_code(octets: &[u8]) -> u16 {
    let [0x88, length, rest @ ..] = octets else { panic!("no close frame: {octets:x?}") };
    let (mask, body) = match length & 0x80 {
        0 => ([0, 0], rest),
        _ => ([rest[0], rest[1]], &rest[4..]),
    };
    u16::from_be_bytes([body[0] ^ mask[0], body[1] ^ mask[1]])
}

/// RFC 6455, 7.4.1, for both programs.
#[tokio::test(start_paused = true)]
async fn a_peer_that_breaks_the_protocol_is_told_why() {
    const TEXT: u8 = 0x81;
    for (role, side) in [(Role::ChargePoint, Side::Client), (Role::CentralSystem, Side::Server)] {
        let is_masked = side == Side::Server;
        for (octets, code) in [
            // Compressed without an agreement (RSV1).
            (frame(TEXT | 0x40, b"x", is_masked), 1002),
            // With the mask of the other direction.
            (frame(TEXT, b"x", !is_masked), 1002),
            (frame(0x83, b"x", is_masked), 1002),
            // A ping in pieces, and one that is too large.
            (frame(0x09, b"x", is_masked), 1002),
            (frame(0x89, &[0; 126], is_masked), 1002),
            // A piece of nothing.
            (frame(0x80, b"x", is_masked), 1002),
            // Latin-1.
            (frame(TEXT, b"[2,\"1\",\"Grun\xdf\",{}]", is_masked), 1007),
            (frame(TEXT, &[b' '; (1 << 20) + 1], is_masked), 1009),
            // Two octets of a length that is far too large.
            (
                frame(TEXT, &[], is_masked)[..1]
                    .iter()
                    .copied()
                    .chain([if is_masked { 0xff } else { 0x7f }])
                    .chain([0x7f; 8])
                    .chain([0; 4])
                    .collect(),
                1009,
            ),
        ] {
            let (_link, mut driver, mut events) = end(role);
            let (socket, mut peer) = socket(side).await;
            let running = tokio::spawn(async move { driver.run(socket).await });
            let beginning = octets[..octets.len().min(16)].to_vec();
            // The link does not read all of it.
            let (mut read, mut write) = tokio::io::split(&mut peer);
            let mut answer = Vec::new();
            let (_, end) = tokio::join!(write.write_all(&octets), read.read_to_end(&mut answer));
            end.unwrap();
            assert_eq!(close_code(&answer), code, "{beginning:x?}");
            drop(peer);
            let End::Lost(why) = running.await.unwrap() else { panic!() };
            assert!(why.starts_with(&format!("closed with {code}: ")), "{why}");
            assert!(matches!(events.recv().await, Some(Event::Connected)));
            assert!(matches!(events.recv().await, Some(Event::Violation(_))));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_just_gone_is_not_a_violation() {
    let (_link, mut driver, mut events) = end(Role::ChargePoint);
    let (socket, peer) = socket(Side::Client).await;
    drop(peer);
    assert!(matches!(driver.run(socket).await, End::Lost(_)));
    assert!(matches!(events.recv().await, Some(Event::Connected)));
    assert!(matches!(events.recv().await, Some(Event::Disconnected(_))));
}

#[tokio::test(start_paused = true)]
async fn a_program_that_does_not_listen_makes_the_peer_wait() {
    let (link, mut driver, mut events) = end(Role::CentralSystem);
    let (socket, peer) = socket(Side::Server).await;
    let running = tokio::spawn(async move { driver.run(socket).await });
    let (mut read, write) = tokio::io::split(peer);
    let sent = alloc::sync::Arc::new(AtomicUsize::new(0));
    let writing = tokio::spawn(write_bad(write, alloc::sync::Arc::clone(&sent)));
    // Longer than two pings: a side that is not read is not gone.
    tokio::time::sleep(Duration::from_secs(300)).await;
    assert!(!running.is_finished());
    let count = sent.load(Ordering::Relaxed);
    assert!((16..FRAMES).contains(&count), "{count} frames: nothing holds the peer back");

    // Nothing was lost, and no event has all of a frame.
    assert!(matches!(events.recv().await, Some(Event::Connected)));
    for _ in 0..FRAMES {
        let Some(Event::Violation(what)) = events.recv().await else { panic!() };
        assert!(what.contains("... (10000 characters)") && what.len() < 500, "{what}");
    }
    let write = writing.await.unwrap();

    // The program is heard while it does not listen.
    let writing = tokio::spawn(write_bad(write, sent));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!writing.is_finished());
    link.close().await;
    tokio::spawn(async move { tokio::io::copy(&mut read, &mut tokio::io::sink()).await });
    let ended = async { while events.recv().await.is_some() {} };
    assert_eq!(tokio::join!(running, ended).0.unwrap(), End::Closed);
}

/// More than the events, the socket and the pipe hold.
const FRAMES: usize = 60;

/// Writes frames that cannot be read, and counts those that are written.
async fn write_bad(
    mut write: WriteHalf<DuplexStream>,
    sent: alloc::sync::Arc<AtomicUsize>,
) -> WriteHalf<DuplexStream> {
    let bad = frame(0x81, &[b'x'; 10_000], true);
    for _ in 0..FRAMES {
        if write.write_all(&bad).await.is_err() {
            break;
        }
        sent.fetch_add(1, Ordering::Relaxed);
    }
    write
}
