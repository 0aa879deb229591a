//! WebSockets over whatever carries them: TCP, TLS, or memory in a test.

use core::time::Duration;

use futures_util::SinkExt as _;
use ocpp16::Options;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// What carries a WebSocket.
pub(crate) trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// A WebSocket after its handshake.
pub(crate) type Socket = WebSocketStream<Box<dyn Io>>;

/// Buffers as large as messages of OCPP are, and no frame that the reader would refuse anyway.
#[must_use]
pub(crate) fn socket_config(read: &Options) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(8 << 10)
        .write_buffer_size(0)
        .max_message_size(Some(read.max_frame))
        .max_frame_size(Some(read.max_frame))
}

/// How long it may take to hand a frame to the network. A peer that reads nothing is gone.
const SENDING: Duration = Duration::from_secs(30);

pub(super) async fn send(socket: &mut Socket, message: Message) -> Result<(), String> {
    match timeout(SENDING, socket.send(message)).await {
        Ok(sent) => sent.map_err(|error| error.to_string()),
        Err(_) => Err("the other side does not read".to_owned()),
    }
}
