//! Text that steers a terminal or forges a line, through both programs as they are started: nothing
//! of it is in their output.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "for tests")]

extern crate alloc;

use core::time::Duration;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use examples_printable::is_unsafe;
use futures_util::{SinkExt as _, StreamExt as _};
use ocpp16::websocket::{SUBPROTOCOL, connection_url};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{ClientRequestBuilder, Message};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async, client_async};

/// As it is in JSON. Decoded: clears the screen, in two ways; forges a line; turns the direction; is
/// binary.
const IN_JSON: &str = r"\u001b[2J\u009b2J\n09:59 CP_9 forged\r\u202e\u2066\u0000\u007f\u0085\u2028";

/// As it is in a frame that is not JSON, or in the reason of a close frame.
const RAW: &str = "\u{1b}[2J\u{9b}2J\n09:59 CP_9 forged\r\u{202e}\u{2066}\0\u{7f}\u{85}\u{2028}";

type Socket = WebSocketStream<TcpStream>;

/// Admits every station.
#[allow(clippy::result_large_err, reason = "the type of the library")]
fn choose_subprotocol(_: &Request, mut response: Response) -> Result<Response, ErrorResponse> {
    let name = HeaderValue::from_static(SUBPROTOCOL);
    response.headers_mut().insert("Sec-WebSocket-Protocol", name);
    Ok(response)
}

/// A program that runs; ended when it is dropped.
struct Program(Child);

impl Program {
    fn start(path: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(path);
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self(command.spawn().unwrap())
    }

    /// Ends it, and returns what it has said; `before` has been read already.
    fn output(mut self, before: &str) -> String {
        let _ = self.0.kill();
        let mut octets = Vec::new();
        if let Some(mut stdout) = self.0.stdout.take() {
            stdout.read_to_end(&mut octets).unwrap();
        }
        self.0.stderr.take().unwrap().read_to_end(&mut octets).unwrap();
        before.to_owned() + &String::from_utf8(octets).unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Every line is of the program, and none is long or steers a terminal.
fn check(output: &str, needed: &[&str]) {
    for line in output.lines() {
        assert!(!line.chars().any(is_unsafe), "{line:?}");
        assert!(!line.starts_with("09:59"), "forged: {line:?}");
        assert!(line.chars().count() < 1000, "{} characters: {line:?}", line.chars().count());
    }
    assert!(!output.contains('\r'));
    for text in needed {
        assert!(output.contains(text), "{text} in\n{output}");
    }
}

/// Sends frames, and waits until each is answered, or for a moment.
async fn say(socket: &mut Socket, frames: &[String]) {
    for frame in frames {
        if socket.send(Message::text(frame.clone())).await.is_err() {
            return;
        }
        let _ = timeout(Duration::from_millis(200), socket.next()).await;
    }
}

/// Frames that are hostile to whoever prints them, whatever the side.
fn bad_frames() -> Vec<String> {
    vec![
        RAW.to_owned(),
        format!("[2,\"1\",\"Heartbeat\",{{\"{RAW}\":1}}]"),
        format!("[2,\"{IN_JSON}\",\"Heartbeat\",{{}}]"),
        format!("[2,\"1\",\"{IN_JSON}\",{{}}]"),
        format!("[2,\"\\u001b[2J\",\"ClearCache\",{{\"{IN_JSON}\":\"{IN_JSON}\"}}]"),
        format!(
            "[2,\"\\u202e\",\"DataTransfer\",{{\"vendorId\":\"{IN_JSON}\",\"messageId\":\"{IN_JSON}\",\"data\":\"{IN_JSON}\"}}]"
        ),
        format!("[3,\"\\u001b[2J\",{{\"{IN_JSON}\":\"{IN_JSON}\"}}]"),
        format!("[4,\"\\u001b[2J\",\"{IN_JSON}\",\"{IN_JSON}\",{{\"{IN_JSON}\":1}}]"),
        "x".repeat(1_000_000),
        format!("[2,\"9\",\"{}\",{{}}]", "\\u001b".repeat(100_000)),
    ]
}

#[tokio::test]
async fn the_output_of_the_central_system_is_safe() {
    let arguments =
        ["--port", "0", "--tolerant", "--script", "core", "--patience", "1", "--timeout", "1"];
    let mut program = Program::start(env!("CARGO_BIN_EXE_csms"), &arguments);
    let mut said = String::new();
    let mut output = BufReader::new(program.0.stdout.take().unwrap());
    output.read_line(&mut said).unwrap();
    let (_, rest) = said.split_once("ws://").expect("where it listens");
    let address = rest.split(',').next().unwrap().to_owned();
    let rest = std::thread::spawn(move || {
        let mut octets = Vec::new();
        output.read_to_end(&mut octets).unwrap();
        String::from_utf8(octets).unwrap()
    });

    // A target, headers and a method.
    for request in [
        "GET /\u{1b}[2J HTTP/1.1\r\n\r\n",
        "GET /CP%1B%0A%C2%9B HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: \t\r\n\r\n",
        "\u{1b}[2J / HTTP/1.1\r\n\r\n",
    ] {
        let mut tcp = TcpStream::connect(&address).await.unwrap();
        tcp.write_all(request.as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    // The identity turns the direction of writing; control characters are refused in it.
    let url = connection_url(&format!("ws://{address}"), "CP\u{202e}\u{2066}1").unwrap();
    let uri = url.parse().unwrap();
    let request = ClientRequestBuilder::new(uri).with_sub_protocol(SUBPROTOCOL);
    let tcp = TcpStream::connect(&address).await.unwrap();
    let (mut socket, _) = client_async(request, tcp).await.unwrap();
    let tag = r"A\n09:59 \u001b[2J\u202e";
    let time = "2026-11-25T16:00:00Z";
    let mut frames = vec![
        format!(
            "[2,\"b\",\"BootNotification\",{{\"chargePointVendor\":\"{tag}\",\"chargePointModel\":\"{IN_JSON}\"}}]"
        ),
        format!("[2,\"1\",\"Authorize\",{{\"idTag\":\"{tag}\"}}]"),
        format!(
            "[2,\"2\",\"StartTransaction\",{{\"connectorId\":1,\"idTag\":\"{tag}\",\"meterStart\":9,\"timestamp\":\"{time}\"}}]"
        ),
        format!(
            "[2,\"3\",\"MeterValues\",{{\"connectorId\":1,\"transactionId\":1,\"meterValue\":[{{\"timestamp\":\"{time}\",\"sampledValue\":[{{\"value\":\"{IN_JSON}\"}},{{\"value\":\"1e300\"}}]}}]}}]"
        ),
        format!(
            "[2,\"4\",\"StatusNotification\",{{\"connectorId\":1,\"errorCode\":\"{IN_JSON}\",\"status\":\"{IN_JSON}\",\"info\":\"{IN_JSON}\"}}]"
        ),
        format!("[2,\"5\",\"FirmwareStatusNotification\",{{\"status\":\"{IN_JSON}\"}}]"),
        format!("[2,\"6\",\"DiagnosticsStatusNotification\",{{\"status\":\"{IN_JSON}\"}}]"),
        format!("[2,\"7\",\"LogStatusNotification\",{{\"status\":\"{IN_JSON}\"}}]"),
        format!("[2,\"8\",\"SignedFirmwareStatusNotification\",{{\"status\":\"{IN_JSON}\"}}]"),
        format!(
            "[2,\"9\",\"SecurityEventNotification\",{{\"type\":\"\\u001b[2J\\n\",\"timestamp\":\"{time}\",\"techInfo\":\"{IN_JSON}\"}}]"
        ),
        format!("[2,\"a\",\"SignCertificate\",{{\"csr\":\"{IN_JSON}\"}}]"),
        format!(
            "[2,\"c\",\"StopTransaction\",{{\"transactionId\":1,\"meterStop\":8,\"timestamp\":\"{time}\",\"idTag\":\"{tag}\",\"reason\":\"{IN_JSON}\"}}]"
        ),
    ];
    frames.extend(bad_frames());
    say(&mut socket, &frames).await;
    let frame = CloseFrame { code: CloseCode::Normal, reason: RAW.into() };
    let _ = socket.close(Some(frame)).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let _ = program.0.kill();
    let said = program.output(&said) + &rest.join().unwrap();
    check(
        &said,
        &[
            "identifier A\\u{a}09:59 \\u{1b}[2J\\u{202e}: Accepted",
            "NOT BILLED transaction 1: meterStop 8 Wh is less than meterStart 9 Wh",
            "connector 1 is \\u{1b}[2J",
            "security event \\u{1b}[2J\\u{a} \\u{1b}[2J",
            "(1000000 characters)",
            "closed by the other side: 1000 \\u{1b}[2J",
            "refused with HTTP 404",
            "HTTP 400",
        ],
    );
}

/// Answers the first CALLs of the station so that it boots, and then does what `frames` say.
async fn attend(socket: &mut Socket, frames: &[String]) {
    let deadline = tokio::time::Instant::now() + Duration::from_millis(700);
    while let Ok(Some(Ok(message))) = tokio::time::timeout_at(deadline, socket.next()).await {
        let Ok(text) = message.into_text() else { continue };
        let id = text.split('"').nth(1).unwrap_or_default().to_owned();
        let answer = match text.split('"').nth(3).filter(|_| text.starts_with("[2")) {
            Some("BootNotification") => format!(
                r#"[3,"{id}",{{"status":"Accepted","currentTime":"2026-11-25T16:00:00Z","interval":300}}]"#
            ),
            Some("StatusNotification") => format!(r#"[4,"{id}","{IN_JSON}","{IN_JSON}",{{}}]"#),
            Some("SecurityEventNotification") => format!(r#"[3,"{id}",{{"{IN_JSON}":1}}]"#),
            Some(_) => format!(r#"[3,"{id}",{{}}]"#),
            None => continue,
        };
        let _ = socket.send(Message::text(answer)).await;
    }
    say(socket, frames).await;
}

#[tokio::test]
async fn the_output_of_the_station_is_safe() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    let arguments = ["--url", &url, "--serve", "--tolerant", "--timeout", "1"];
    let mut program = Program::start(env!("CARGO_BIN_EXE_charge-point"), &arguments);
    let mut output = program.0.stdout.take().unwrap();
    let said = std::thread::spawn(move || {
        let mut octets = Vec::new();
        output.read_to_end(&mut octets).unwrap();
        String::from_utf8(octets).unwrap()
    });

    // An HTTP answer with a hostile reason.
    let (mut tcp, _) = listener.accept().await.unwrap();
    let mut request = [0; 2048];
    let _ = tokio::io::AsyncReadExt::read(&mut tcp, &mut request).await;
    let _ = tcp.write_all(format!("HTTP/1.1 503 {RAW}\r\n\r\n").as_bytes()).await;
    drop(tcp);

    let (tcp, _) = listener.accept().await.unwrap();
    let mut socket = accept_hdr_async(tcp, choose_subprotocol).await.unwrap();
    let tag = r"A\n09:59 \u001b[2J\u202e";
    let mut frames = vec![
        format!("[2,\"1\",\"RemoteStartTransaction\",{{\"idTag\":\"{tag}\",\"connectorId\":1}}]"),
        format!(
            "[2,\"2\",\"ChangeConfiguration\",{{\"key\":\"{IN_JSON}\",\"value\":\"{IN_JSON}\"}}]"
        ),
        format!(
            "[2,\"3\",\"InstallCertificate\",{{\"certificateType\":\"CentralSystemRootCertificate\",\"certificate\":\"-----BEGIN CERTIFICATE-----{IN_JSON}\"}}]"
        ),
        format!("[2,\"4\",\"CertificateSigned\",{{\"certificateChain\":\"{IN_JSON}\"}}]"),
        format!(
            "[2,\"5\",\"UpdateFirmware\",{{\"location\":\"{IN_JSON}\",\"retrieveDate\":\"2099-11-25T16:00:00Z\"}}]"
        ),
        format!("[2,\"6\",\"TriggerMessage\",{{\"requestedMessage\":\"{IN_JSON}\"}}]"),
        format!("[2,\"7\",\"Reset\",{{\"type\":\"{IN_JSON}\"}}]"),
    ];
    frames.splice(0..0, bad_frames());
    attend(&mut socket, &frames).await;
    let frame = CloseFrame { code: CloseCode::Normal, reason: RAW.into() };
    let _ = socket.close(Some(frame)).await;
    while let Ok(Some(Ok(_))) = timeout(Duration::from_secs(1), socket.next()).await {}
    drop(socket);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let _ = program.0.kill();
    let said = said.join().unwrap() + &program.output("");
    check(
        &said,
        &[
            "StatusNotification came to nothing: CALLERROR \\u{1b}[2J",
            "root not installed: ",
            "ignored: CALLERROR \\u{1b}[2J",
            "(1000000 characters)",
            "closed by the other side: 1000 \\u{1b}[2J",
            "trying again in 1 s",
        ],
    );
}

/// File names and values of options end up on the standard error.
#[test]
fn what_an_option_says_is_printed_safely() {
    for (path, arguments) in [
        (env!("CARGO_BIN_EXE_csms"), &["--listen", RAW][..]),
        (
            env!("CARGO_BIN_EXE_csms"),
            &["--security-profile", "1", "--port", "0", "--password-file", RAW],
        ),
        (env!("CARGO_BIN_EXE_csms"), &["--script", RAW]),
        (env!("CARGO_BIN_EXE_charge-point"), &["--set", RAW]),
        (env!("CARGO_BIN_EXE_charge-point"), &["--url", RAW]),
        (env!("CARGO_BIN_EXE_charge-point"), &["--id", RAW]),
        (env!("CARGO_BIN_EXE_charge-point"), &["--security-profile", "2", "--password-file", RAW]),
    ] {
        // A NUL cannot be an argument.
        let arguments: Vec<_> = arguments.iter().map(|it| it.replace('\0', "")).collect();
        let output = Command::new(path).args(&arguments).output().unwrap();
        assert!(matches!(output.status.code(), Some(2 | 3)), "{arguments:?}: {output:?}");
        let said =
            String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        check(&said, &["\\u{1b}[2J"]);
    }
}
