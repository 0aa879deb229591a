//! The end of a WebSocket: which status code an error is closed with, and the closing handshake.

use core::time::Duration;

use futures_util::StreamExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::Socket;

/// How long the other side may take for its part of the closing handshake.
const CLOSING: Duration = Duration::from_secs(3);

/// How much is read, and thrown away, of a side that broke the protocol. If it were not read, the
/// system would reset the connection, and the close frame would be lost on the way.
const REST: u64 = 8 << 20;

/// The code of the close frame for what cannot be read (RFC 6455, 7.4.1); `None` if the connection
/// is gone.
pub(super) fn close_code(error: &Error) -> Option<CloseCode> {
    match error {
        // 1009
        Error::Capacity(_) => Some(CloseCode::Size),
        // 1007
        Error::Utf8(_) => Some(CloseCode::Invalid),
        Error::Protocol(
            ProtocolError::ResetWithoutClosingHandshake
            | ProtocolError::ReceivedAfterClosing
            | ProtocolError::SendAfterClosing,
        ) => None,
        // 1002
        Error::Protocol(_) => Some(CloseCode::Protocol),
        _ => None,
    }
}

/// Ends the closing handshake: the other side's part is read, and ours is sent, up to the end of the
/// stream. Whoever does not answer is left alone.
pub(super) async fn finish(socket: &mut Socket) {
    let closing = async { while let Some(Ok(_)) = socket.next().await {} };
    let _ = timeout(CLOSING, closing).await;
}

/// Fails the connection (RFC 6455, 7.1.7): says why in a close frame, and reads what the other side
/// still sends, up to a limit, without looking at it.
pub(super) async fn fail(socket: &mut Socket, code: CloseCode) {
    let reason = match code {
        CloseCode::Size => "message too large",
        CloseCode::Invalid => "text that is not UTF-8",
        _ => "not a frame of RFC 6455",
    };
    let closing = async {
        let frame = CloseFrame { code, reason: reason.into() };
        if socket.close(Some(frame)).await.is_ok() {
            let stream = socket.get_mut();
            let _ = stream.shutdown().await;
            let _ = tokio::io::copy(&mut stream.take(REST), &mut tokio::io::sink()).await;
        }
    };
    let _ = timeout(CLOSING, closing).await;
}
