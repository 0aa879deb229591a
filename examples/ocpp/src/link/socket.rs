//! WebSockets over whatever carries them: TCP, TLS, or memory in a test.

use ocpp16::Options;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// What carries a WebSocket.
pub trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// A WebSocket after its handshake.
pub type Socket = WebSocketStream<Box<dyn Io>>;

/// Buffers as large as messages of OCPP are, and no frame that the reader would refuse anyway.
#[must_use]
pub fn socket_config(read: &Options) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(8 << 10)
        .write_buffer_size(0)
        .max_message_size(Some(read.max_frame))
        .max_frame_size(Some(read.max_frame))
}
