//! What is said, a line for each event: for people with the time in front, or as JSON.

use core::fmt;
use core::net::SocketAddrV6;
use core::time::Duration;
use std::io::{self, Write};
use std::time::Instant;

use anstyle::Style;
use examples_printable::Printable;
use serde_json::{Map, Value, json};
use v2gtp::sdp::Response;

use super::link::{Link, needs_scope};
use crate::discovery_payload::security;
use crate::progress::{Progress, Work};
use crate::shared::text::{ERROR, GOOD, REMARK, print_json};

/// Where it is said.
pub(super) struct Report<'o> {
    out: &'o mut dyn Write,
    is_json: bool,
    start: Instant,
    progress: Progress,
    /// What is waited for at present.
    waiting: Option<Work>,
}

impl<'o> Report<'o> {
    pub(super) fn new(out: &'o mut dyn Write, is_json: bool, progress: Progress) -> Self {
        Self { out, is_json, start: Instant::now(), progress, waiting: None }
    }

    /// Says what is waited for, where somebody looks. Has to be called before each wait.
    pub(super) fn wait(&mut self, what: &'static str) {
        let progress = &self.progress;
        self.waiting.get_or_insert_with(|| progress.waiting(what)).look();
    }

    /// Time since the start.
    pub(super) fn now(&self) -> Duration {
        self.start.elapsed()
    }

    /// Says that something happened. `fields` is an object.
    pub(super) fn event(
        &mut self,
        name: &str,
        text: impl fmt::Display,
        fields: Value,
    ) -> io::Result<()> {
        let now = self.now();
        let Self { out, is_json, .. } = self;
        let write = || {
            if *is_json {
                let mut object = Map::new();
                object.insert("event".to_owned(), name.into());
                object.insert("ms".to_owned(), json!(now.as_millis()));
                if let Value::Object(fields) = fields {
                    object.extend(fields);
                }
                print_json(out, &object.into())?;
            } else {
                let text = Printable::new(text).cut(600);
                let style = style(name);
                writeln!(out, "{:8.3}  {style}{text}{style:#}", now.as_secs_f64())?;
            }
            out.flush()
        };
        match &self.waiting {
            Some(waiting) => waiting.aside(write),
            None => write(),
        }
    }
}

/// How an event is written, where there is colour.
fn style(name: &str) -> Style {
    match name {
        "station" | "connected" => GOOD,
        "not-sent" | "other-security" | "repeated" | "refused" | "ignored" | "not-answered" => {
            REMARK
        }
        "conflict" | "contradicted" | "given-up" | "not-connected" => ERROR,
        _ => Style::new(),
    }
}

/// A station: `[fe80::1%eth1]:50000, TCP, TLS`.
pub(super) fn station(link: &Link, response: &Response) -> String {
    let Response { address, port, security, transport } = response;
    let address = SocketAddrV6::new(*address, *port, 0, 0);
    format!("{}, {transport}, {security}", link.show(address))
}

/// The same for a program. The scope is there where the address needs it.
pub(super) fn station_json(link: &Link, response: &Response) -> Value {
    let mut fields = endpoint_json(link, SocketAddrV6::new(response.address, response.port, 0, 0));
    fields["security"] = security(response.security);
    fields["transport"] = response.transport.to_string().into();
    fields
}

/// Address and port for a program.
pub(super) fn endpoint_json(link: &Link, address: SocketAddrV6) -> Value {
    let mut fields = json!({"address": address.ip().to_string()});
    if let (Some(interface), true) = (&link.interface, needs_scope(*address.ip())) {
        fields["scope"] = interface.as_str().into();
        fields["scope_id"] = link.scope.into();
    }
    fields["port"] = address.port().into();
    fields
}
