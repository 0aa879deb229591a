//! The link between vehicle and station: an interface with a link-local address, and sockets on it.
//!
//! A socket that is bound to a link-local address, multicast ones included, with the index of an
//! interface takes part on that interface only. So `std` is enough, and the same machine may serve
//! a link on each of its interfaces.

use core::hash::{BuildHasher as _, Hasher as _};
use core::net::{Ipv6Addr, SocketAddr, SocketAddrV6};
use core::time::Duration;
use std::hash::RandomState;
use std::net::{TcpListener, UdpSocket};
use std::{fs, io};

use v2gtp::sdp::{self, DYNAMIC_PORTS};

use super::arguments::Common;

/// Addresses of all interfaces of the network namespace that the program is in.
const ADDRESSES: &str = "/proc/net/if_inet6";

/// Why a link cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum LinkError {
    #[error("{ADDRESSES}: {0}; interfaces are looked up there, which needs Linux, IPv6")]
    NoTable(#[source] io::Error),
    #[error(
        "there is no interface {name} with an IPv6 address (there are: {others}); if it should have \
         one: ip link set dev {name} up"
    )]
    NoInterface { name: String, others: String },
    #[error(
        "interface {0} has no link-local address; add one: ip -6 address add fe80::1/64 dev {0} \
         (for a try on one machine: --loopback)"
    )]
    NoLinkLocal(String),
    #[error(
        "the link-local address of interface {0} is still being checked, or another node has it; try \
         again in two seconds, then see: ip -6 address show dev {0}"
    )]
    NotUsable(String),
    #[error("cannot bind {address}: {error}{advice}")]
    NotBound { address: String, error: io::Error, advice: &'static str },
    #[error("no UDP port of {0} to {1} is free")]
    NoPort(u16, u16),
    #[error("cannot join {0}: {1}")]
    NotJoined(String, #[source] io::Error),
    #[error("cannot listen on {0}: {1}")]
    NotListening(String, #[source] io::Error),
    #[error("cannot accept on port {0}: {1}")]
    NotAccepted(u16, #[source] io::Error),
    #[error("cannot receive: {0}")]
    NotReceived(#[source] io::Error),
    #[error("the own address cannot be found: {0}")]
    NoOwnAddress(#[source] io::Error),
    #[error("{0} is IPv4")]
    OldAddress(SocketAddr),
}

/// Where to send and to listen.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// The name of the interface; none for the loopback address.
    pub(super) interface: Option<String>,
    /// The own address.
    pub(super) address: Ipv6Addr,
    /// The index of the interface.
    pub(super) scope: u32,
    udp_port: u16,
}

impl Link {
    /// Finds address and index of the interface.
    pub(super) fn open(options: &Common) -> Result<Self, LinkError> {
        let udp_port = options.udp_port;
        let Some(name) = &options.link.interface else {
            return Ok(Self { interface: None, address: Ipv6Addr::LOCALHOST, scope: 0, udp_port });
        };
        let table = fs::read_to_string(ADDRESSES).map_err(LinkError::NoTable)?;
        let (address, scope) = find(&table, name)?;
        Ok(Self { interface: Some(name.clone()), address, scope, udp_port })
    }

    /// Where requests go to.
    pub(super) fn requests(&self) -> SocketAddrV6 {
        match self.interface {
            Some(_) => SocketAddrV6::new(sdp::MULTICAST, self.udp_port, 0, self.scope),
            None => self.own(self.udp_port),
        }
    }

    /// The own address with a port.
    pub(super) fn own(&self, port: u16) -> SocketAddrV6 {
        SocketAddrV6::new(self.address, port, 0, self.scope)
    }

    /// The socket of a vehicle, on a free port of those that requests come from.
    pub(super) fn vehicle_socket(&self) -> Result<UdpSocket, LinkError> {
        let (low, high) = (*DYNAMIC_PORTS.start(), *DYNAMIC_PORTS.end());
        // Somewhere in the range: two programs in a row are two vehicles.
        let random = RandomState::new().build_hasher().finish();
        let first = low + u16::try_from(random % u64::from(high - low)).unwrap_or(0);
        for port in (first..=high).chain(low..first) {
            match UdpSocket::bind(self.own(port)) {
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
                Err(error) => {
                    let address = self.show(self.own(port));
                    return Err(LinkError::NotBound { address, error, advice: "" });
                }
                Ok(socket) => return Ok(socket),
            }
        }
        Err(LinkError::NoPort(low, high))
    }

    /// The socket of a station. It gets what is sent to all nodes of the link.
    pub(super) fn station_socket(&self) -> Result<UdpSocket, LinkError> {
        let address = self.requests();
        let socket = UdpSocket::bind(address).map_err(|error| {
            let advice = match error.kind() {
                io::ErrorKind::AddrInUse => "; another SDP server runs here: stop it",
                _ => "",
            };
            LinkError::NotBound { address: self.show(address), error, advice }
        })?;
        if address.ip().is_multicast() {
            socket
                .join_multicast_v6(address.ip(), self.scope)
                .map_err(|error| LinkError::NotJoined(self.show(address), error))?;
        }
        Ok(socket)
    }

    /// A TCP server on the own address.
    pub(super) fn listen(&self, port: u16) -> Result<TcpListener, LinkError> {
        let address = self.own(port);
        let cannot = |error| LinkError::NotListening(self.show(address), error);
        let listener = TcpListener::bind(address).map_err(cannot)?;
        listener.set_nonblocking(true).map_err(cannot)?;
        Ok(listener)
    }

    /// An address with the name of the interface in it, as other programs take it.
    pub(super) fn show(&self, address: SocketAddrV6) -> String {
        let (ip, port) = (address.ip(), address.port());
        match &self.interface {
            Some(name) if needs_scope(*ip) => format!("[{ip}%{name}]:{port}"),
            _ => format!("[{ip}]:{port}"),
        }
    }
}

/// A datagram that comes in time.
pub(super) fn receive<'b>(
    socket: &UdpSocket,
    buf: &'b mut [u8],
    time: Duration,
) -> Result<Option<(&'b [u8], SocketAddrV6)>, LinkError> {
    // No time at all would mean no limit.
    socket
        .set_read_timeout(Some(time.max(Duration::from_millis(1))))
        .map_err(LinkError::NotReceived)?;
    match socket.recv_from(buf) {
        Ok((len, SocketAddr::V6(from))) => Ok(Some((buf.get(..len).unwrap_or_default(), from))),
        Ok((_, SocketAddr::V4(_))) => Ok(None),
        Err(error) => match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted => {
                Ok(None)
            }
            _ => Err(LinkError::NotReceived(error)),
        },
    }
}

/// Whether an address means something on one link only.
pub(super) fn needs_scope(address: Ipv6Addr) -> bool {
    matches!(address.segments()[0] & 0xFFCF, 0xFF02) || address.is_unicast_link_local()
}

/// A row of the table.
struct Row<'a> {
    address: Ipv6Addr,
    index: u32,
    flags: u32,
    name: &'a str,
}

impl<'a> Row<'a> {
    /// `fe80000000000000021a37fffe123456 03 40 20 80     eth1`: address, index of the interface,
    /// length of the prefix, scope, flags, name of the interface. Numbers are hexadecimal.
    fn parse(line: &'a str) -> Option<Self> {
        let mut columns = line.split_whitespace();
        let address = u128::from_str_radix(columns.next()?, 16).ok()?.into();
        let index = u32::from_str_radix(columns.next()?, 16).ok()?;
        let flags = u32::from_str_radix(columns.nth(2)?, 16).ok()?;
        Some(Self { address, index, flags, name: columns.next()? })
    }

    /// Whether nobody else on the link has the address, as far as is known.
    const fn is_usable(&self) -> bool {
        const DAD_FAILED: u32 = 0x08;
        const TENTATIVE: u32 = 0x40;
        self.flags & (DAD_FAILED | TENTATIVE) == 0
    }
}

/// Link-local address and index of an interface.
fn find(table: &str, name: &str) -> Result<(Ipv6Addr, u32), LinkError> {
    let rows: Vec<_> = table.lines().filter_map(Row::parse).collect();
    let mut own = rows.iter().filter(|row| row.name == name).peekable();
    if own.peek().is_none() {
        let mut names: Vec<_> = rows.iter().map(|row| row.name).collect();
        names.sort_unstable();
        names.dedup();
        return Err(LinkError::NoInterface { name: name.to_owned(), others: names.join(", ") });
    }
    let mut link_local = own.filter(|row| row.address.is_unicast_link_local()).peekable();
    if link_local.peek().is_none() {
        return Err(LinkError::NoLinkLocal(name.to_owned()));
    }
    let usable = link_local
        .find(|row| row.is_usable())
        .ok_or_else(|| LinkError::NotUsable(name.to_owned()))?;
    Ok((usable.address, usable.index))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
fe8000000000000000fc00fffe000001 04 40 20 80     eth0
00000000000000000000000000000001 01 80 10 80       lo
fd000000000000000000000000000002 04 40 00 82     eth0
fe80000000000000021a37fffe123456 1f 40 20 c0     plc0
fe80000000000000021a37fffe123457 1f 40 20 80     plc0
fe80000000000000021a37fffe123458 05 40 20 c0     plc1
";

    #[test]
    fn the_table_of_linux_is_read() {
        let found = |name| find(TABLE, name).unwrap();
        assert_eq!(found("eth0"), ("fe80::fc:ff:fe00:1".parse().unwrap(), 4));
        let second = "fe80::21a:37ff:fe12:3457".parse().unwrap();
        assert_eq!(found("plc0"), (second, 0x1f), "the tentative one is passed over");
    }

    #[test]
    fn what_is_missing_is_said_and_what_to_do() {
        for (table, name, part) in [
            (TABLE, "eth7", "there are: eth0, lo, plc0, plc1"),
            (TABLE, "lo", "ip -6 address add fe80::1/64 dev lo"),
            (TABLE, "plc1", "try again"),
            ("", "eth0", "ip link set dev eth0 up"),
            ("not a table", "table", "no interface table"),
        ] {
            let problem = find(table, name).unwrap_err().to_string();
            assert!(problem.contains(part), "{problem}");
        }
    }

    #[test]
    fn addresses_are_shown_with_what_they_need() {
        let link = Link {
            interface: Some("eth1".to_owned()),
            address: "fe80::1".parse().unwrap(),
            scope: 3,
            udp_port: 15118,
        };
        assert_eq!(link.show(link.own(50_000)), "[fe80::1%eth1]:50000");
        assert_eq!(link.show(link.requests()), "[ff02::1%eth1]:15118");
        let global = SocketAddrV6::new("2001:db8::1".parse().unwrap(), 1, 0, 0);
        assert_eq!(link.show(global), "[2001:db8::1]:1");
    }
}
