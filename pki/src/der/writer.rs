//! Writing the little DER that this crate makes: names of anchors, OCSP requests, requests for
//! certificates.
//!
//! The crate `der` 0.8 was tried for the OCSP request. It takes 61 lines where [`OcspRequest`] takes 29
//! and the part of [`Writer`] it needs 61, which requests for certificates use as well. It links 4,712
//! octets of code for Cortex-M4 where this links 757 (opt-level `s`), and it can panic as far as the
//! optimiser sees.
//!
//! [`OcspRequest`]: crate::x509::OcspRequest

use super::error::Malformed;
use super::tag;

/// The octets of tag and length in front of a content of this length.
fn header(tag: u8, length: usize, out: &mut [u8; 4]) -> Option<&[u8]> {
    let [high, low] = u16::try_from(length).ok()?.to_be_bytes();
    match (high, low) {
        (0, 0..0x80) => *out = [tag, low, 0, 0],
        (0, _) => *out = [tag, 0x81, low, 0],
        _ => *out = [tag, 0x82, high, low],
    }
    let count = match (high, low) {
        (0, 0..0x80) => 2,
        (0, _) => 3,
        _ => 4,
    };
    out.get(..count)
}

/// `copy_from_slice` for slices whose lengths are equal, which the optimiser need not know.
pub(crate) fn copy(from: &[u8], to: &mut [u8]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
}

/// Puts a content of up to 65535 octets into a SEQUENCE.
pub(crate) fn sequence<'o>(content: &[u8], out: &'o mut [u8]) -> Result<&'o [u8], Malformed> {
    let mut room = [0; 4];
    let header = header(tag::SEQUENCE, content.len(), &mut room).ok_or(Malformed::Length)?;
    let (front, rest) = out.split_at_mut_checked(header.len()).ok_or(Malformed::Truncated)?;
    copy(header, front);
    copy(content, rest.get_mut(..content.len()).ok_or(Malformed::Truncated)?);
    let length = header.len().saturating_add(content.len());
    out.get(..length).ok_or(Malformed::Truncated)
}

/// Writes DER from the end of a buffer to its front, so that lengths are known when they are
/// written.
pub(crate) struct Writer<'o> {
    out: &'o mut [u8],
    /// Where what has been written begins.
    start: usize,
    /// Octets that did not fit.
    missing: usize,
}

impl<'o> Writer<'o> {
    pub(crate) fn new(out: &'o mut [u8]) -> Self {
        let start = out.len();
        Self { out, start, missing: 0 }
    }

    /// Octets written so far, those without room included.
    pub(crate) fn len(&self) -> usize {
        self.out.len().saturating_sub(self.start).saturating_add(self.missing)
    }

    /// Puts octets in front.
    pub(crate) fn octets(&mut self, octets: &[u8]) {
        let place = self.start.checked_sub(octets.len()).filter(|_| self.missing == 0);
        let Some(place) = place else {
            self.missing = self.missing.saturating_add(octets.len());
            return;
        };
        if let Some(slot) = self.out.get_mut(place..self.start) {
            copy(octets, slot);
            self.start = place;
        }
    }

    /// Puts tag and length in front of what has been written since the length was `since`.
    pub(crate) fn wrap(&mut self, tag: u8, since: usize) {
        let length = self.len().saturating_sub(since);
        let mut room = [0; 4];
        match header(tag, length, &mut room) {
            Some(header) => self.octets(header),
            // More than 65535 octets: nothing here is that long, and no buffer takes it.
            None => self.missing = self.missing.saturating_add(4),
        }
    }

    /// Takes octets that already stand in the buffer, right in front of what has been written.
    pub(crate) fn keep(&mut self, count: usize) {
        match self.start.checked_sub(count).filter(|_| self.missing == 0) {
            Some(start) => self.start = start,
            None => self.missing = self.missing.saturating_add(count),
        }
    }

    /// Puts an INTEGER in front that is not negative, given by its octets.
    pub(crate) fn unsigned(&mut self, mut magnitude: &[u8]) {
        while let [0, rest @ ..] = magnitude {
            magnitude = rest;
        }
        let since = self.len();
        self.octets(magnitude);
        // X.690 8.3.3: a first bit that is set would make it negative; zero has one octet.
        if magnitude.first().is_none_or(|first| *first >= 0x80) {
            self.octets(&[0]);
        }
        self.wrap(tag::INTEGER, since);
    }

    /// Puts a BIT STRING of whole octets in front.
    pub(crate) fn bits(&mut self, octets: &[u8]) {
        let since = self.len();
        self.octets(octets);
        self.octets(&[0]);
        self.wrap(tag::BIT_STRING, since);
    }

    /// Puts a whole value in front.
    pub(crate) fn value(&mut self, tag: u8, content: &[u8]) {
        let since = self.len();
        self.octets(content);
        self.wrap(tag, since);
    }

    /// What has been written, or how long the buffer must be.
    pub(crate) fn finish(self) -> Result<&'o [u8], usize> {
        let needed = self.len();
        if self.missing > 0 { Err(needed) } else { self.out.get(self.start..).ok_or(needed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::der::reader::Reader;

    #[test]
    fn lengths_are_those_that_the_reader_wants() {
        for length in [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF] {
            let content = alloc::vec![7; length];
            let mut out = alloc::vec![0; length + 4];
            let written = sequence(&content, &mut out).unwrap();
            assert_eq!(Reader::only(written, tag::SEQUENCE).unwrap().rest(), content);
            let written = written.to_vec();
            let mut writer = Writer::new(&mut out);
            writer.value(tag::SEQUENCE, &content);
            assert_eq!(writer.finish(), Ok(&written[..]));
            let mut short = alloc::vec![0; written.len() - 1];
            let mut writer = Writer::new(&mut short);
            writer.value(tag::SEQUENCE, &content);
            assert_eq!(writer.finish(), Err(written.len()));
        }
        assert!(sequence(&[0; 0x10000], &mut [0; 0x10010]).is_err());
        assert!(sequence(&[0; 4], &mut [0; 5]).is_err());
    }
}
