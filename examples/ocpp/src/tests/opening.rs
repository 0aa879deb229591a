//! Requests that open a connection, and those that cannot: what they are answered, and what the log
//! says.

use core::net::SocketAddr;
use core::time::Duration;

use super::support::{Central, wait_for};
use crate::central::CentralOptions;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Sends octets, and returns what comes until the other side ends it.
async fn exchange(address: SocketAddr, request: &[u8]) -> String {
    let mut tcp = TcpStream::connect(address).await.unwrap();
    let (mut read, mut write) = tcp.split();
    let mut answer = Vec::new();
    let both = async { tokio::join!(write.write_all(request), read.read_to_end(&mut answer)).1 };
    timeout(Duration::from_secs(15), both).await.unwrap().unwrap();
    String::from_utf8(answer).unwrap()
}

fn request(target: &str, headers: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n")
}

const UPGRADE: &str = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
const KEY: &str = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const VERSION: &str = "Sec-WebSocket-Version: 13\r\n";
const PROTOCOL: &str = "Sec-WebSocket-Protocol: ocpp1.6\r\n";

/// RFC 6455, 4.2.1, 4.2.2 and 4.4.
#[tokio::test]
async fn a_bad_request_is_answered() {
    let central = Central::start(CentralOptions::default()).await;
    let needs_version = ["Sec-WebSocket-Version: 13"].as_slice();
    let needs_upgrade =
        ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"].as_slice();
    let many: String = (0..200).map(|number| format!("X-{number}: 1\r\n")).collect();
    let rest = format!("{KEY}{VERSION}{PROTOCOL}");
    for (request, status, headers) in [
        // A browser.
        (request("/CP_1", "Accept: text/html\r\n"), 426, needs_upgrade),
        (request("/CP_1", &format!("Connection: Upgrade\r\n{rest}")), 426, needs_upgrade),
        (
            request("/CP_1", &format!("Upgrade: h2c\r\nConnection: Upgrade\r\n{rest}")),
            426,
            needs_upgrade,
        ),
        (request("/CP_1", &format!("Upgrade: websocket\r\n{rest}")), 400, &[]),
        (request("/CP_1", &format!("{UPGRADE}{KEY}{PROTOCOL}")), 426, needs_version),
        (
            request("/CP_1", &format!("{UPGRADE}{KEY}{PROTOCOL}Sec-WebSocket-Version: 8\r\n")),
            426,
            needs_version,
        ),
        (request("/CP_1", &format!("{UPGRADE}{VERSION}{PROTOCOL}")), 400, &[]),
        (request("/CP_1", &format!("{UPGRADE}{VERSION}Sec-WebSocket-Key: short\r\n")), 400, &[]),
        (
            request("/CP_1", &format!("{UPGRADE}{rest}")).replace("GET", "POST"),
            405,
            &["Allow: GET"],
        ),
        (request("/CP_1", &format!("{UPGRADE}{rest}")).replace("/1.1", "/1.0"), 426, needs_upgrade),
        (request("/CP_1", &format!("{UPGRADE}{rest}")) + "early", 400, &[]),
        (request("/", &format!("{UPGRADE}{rest}")), 404, &[]),
        (
            request("/CP_1", &format!("{UPGRADE}{rest}Authorization: Basic !!\r\n")),
            401,
            &["WWW-Authenticate: Basic realm=\"ocpp\""],
        ),
        (request("/CP_1", &many), 431, &[]),
        (request("/CP_1", &format!("X: {}\r\n", "x".repeat(100_000))), 431, &[]),
        ("\u{16}\u{3}\u{1}\u{2}\0\u{1}\0".to_owned(), 400, &[]),
        ("HELLO\r\n\r\n".to_owned(), 400, &[]),
    ] {
        let answer = exchange(central.address, request.as_bytes()).await;
        let shown = &request[..request.len().min(200)];
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}\nto\n{shown}");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let head = head.to_ascii_lowercase();
        for header in headers {
            assert!(head.contains(&header.to_ascii_lowercase()), "{header} in\n{answer}");
        }
        assert!(head.contains("connection: close"), "{answer}");
        assert!(head.contains(&format!("content-length: {}", body.len())), "{answer}");
        wait_for(&central.journal, &format!("HTTP {status}")).await;
    }
}

#[tokio::test]
async fn a_request_that_does_not_end_is_left() {
    let central = Central::start(CentralOptions::default()).await;
    let answer = exchange(central.address, b"GET /CP_1 HTTP/1.1\r\nHost: ").await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    // Who ends it first needs no answer.
    drop(TcpStream::connect(central.address).await.unwrap());
    wait_for(&central.journal, "it ended before the request").await;
}

#[tokio::test]
async fn those_who_only_connect_do_not_keep_others_out_for_long() {
    let central = Central::start(CentralOptions::default()).await;
    let mut idle = Vec::new();
    for _ in 0..257 {
        idle.push(TcpStream::connect(central.address).await.unwrap());
    }
    wait_for(&central.journal, "too many handshakes (limit 256)").await;
    let last = idle.pop().unwrap();
    let mut octet = [0; 1];
    assert!(matches!(timeout(Duration::from_secs(5), last.readable()).await, Ok(Ok(()))));
    assert!(matches!(last.try_read(&mut octet), Ok(0) | Err(_)));
    drop(idle);
    wait_for(&central.journal, "it ended before the request").await;
    let request = request("/CP_1", &format!("{UPGRADE}{KEY}{VERSION}{PROTOCOL}"));
    let mut tcp = TcpStream::connect(central.address).await.unwrap();
    tcp.write_all(request.as_bytes()).await.unwrap();
    wait_for(&central.journal, "CP_1     connected").await;
}

async fn opened(options: CentralOptions, target: &str, protocol: &str) -> (String, Central) {
    let central = Central::start(options).await;
    let request = request(target, &format!("{UPGRADE}{KEY}{VERSION}{protocol}"));
    let mut tcp = TcpStream::connect(central.address).await.unwrap();
    tcp.write_all(request.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let length = tcp.read(&mut answer).await.unwrap();
    (String::from_utf8_lossy(&answer[..length]).into_owned(), central)
}

#[tokio::test]
async fn the_log_has_the_target_that_was_asked_for() {
    for target in ["//CP_1", "/ocpp//CP_1", "/CP_1/"] {
        let (answer, central) = opened(CentralOptions::default(), target, PROTOCOL).await;
        assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
        wait_for(&central.journal, &format!("request for {target} refused with HTTP 404")).await;

        let tolerant = CentralOptions { is_tolerant: true, ..CentralOptions::default() };
        let (answer, central) = opened(tolerant, target, PROTOCOL).await;
        assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
        wait_for(&central.journal, "CP_1     connected").await;
    }
}

/// OCPP-J 1.6, 3.2: closed, unless the option is there. Other sub-protocols are closed in any case.
#[tokio::test]
async fn a_station_without_a_sub_protocol_is_an_option() {
    let other = "Sec-WebSocket-Protocol: ocpp2.0.1\r\n";
    for (is_allowed, protocol, is_open) in
        [(false, "", false), (true, "", true), (true, other, false), (true, PROTOCOL, true)]
    {
        let options =
            CentralOptions { allows_no_sub_protocol: is_allowed, ..CentralOptions::default() };
        let (answer, central) = opened(options, "/CP_1", protocol).await;
        assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
        assert_eq!(
            answer.to_ascii_lowercase().contains("sec-websocket-protocol"),
            protocol == PROTOCOL
        );
        let expected = match (is_open, protocol) {
            (true, "") => "connected without a sub-protocol; taken for ocpp1.6",
            (true, _) => "connected",
            (false, "") => "it offers no sub-protocol; --allow-no-subprotocol takes it",
            (false, _) => "it offers \"ocpp2.0.1\", not ocpp1.6",
        };
        wait_for(&central.journal, expected).await;
    }
}
