//! From text to time: as RFC 3339 has it, and as the field sends it.

use super::calendar::{civil, days_in};
use super::{DateTime, DateTimeError, Zone};

impl DateTime {
    /// Reads a time of RFC 3339, 5.6; `t` and `z` may be in lower case.
    ///
    /// # Errors
    ///
    /// Returns why the text is no time.
    pub fn parse(text: &str) -> Result<Self, DateTimeError> {
        Self::from_bytes(text.as_bytes())
    }

    /// Reads also what ISO 8601 allows or the field sends: no offset (taken as UTC), `+02`,
    /// `+0200`, a blank instead of `T`, a decimal comma, no seconds. Printed, it is RFC 3339.
    ///
    /// # Errors
    ///
    /// Returns why the text is no time.
    pub fn parse_tolerant(text: &str) -> Result<Self, DateTimeError> {
        let strict = Self::parse(text);
        if !matches!(strict, Err(DateTimeError::Form)) {
            return strict;
        }
        let mut rest = text.trim_ascii().as_bytes();
        let date = take_array::<10>(&mut rest).ok_or(DateTimeError::Form)?;
        let separator = take_array::<1>(&mut rest).ok_or(DateTimeError::Form)?;
        if !matches!(separator, [b'T' | b't' | b' ' | b'_']) {
            return Err(DateTimeError::Form);
        }
        let minutes = take_array::<5>(&mut rest).ok_or(DateTimeError::Form)?;
        let seconds = match rest.first() {
            Some(b':') => *take_array::<3>(&mut rest).ok_or(DateTimeError::Form)?,
            _ => *b":00",
        };
        let mut whole = *b"0000-00-00T00:00:00";
        for (to, from) in
            whole.iter_mut().zip(date.iter().chain(b"T").chain(minutes).chain(&seconds))
        {
            *to = *from;
        }
        let mut time = Self::from_fields(&whole)?;
        if let [b'.' | b',', digits @ ..] = rest {
            rest = time.take_fraction(digits)?;
        }
        time.set_tolerant_offset(rest)?;
        time.check_leap_second()?;
        Ok(time)
    }

    fn from_bytes(text: &[u8]) -> Result<Self, DateTimeError> {
        match Self::take_from(text)? {
            (time, []) => Ok(time),
            _ => Err(DateTimeError::Form),
        }
    }

    /// Reads a time at the beginning of a text, and returns the rest.
    #[inline]
    pub(crate) fn take_from(text: &[u8]) -> Result<(Self, &[u8]), DateTimeError> {
        let (fields, mut rest) = text.split_first_chunk::<19>().ok_or(DateTimeError::Form)?;
        let mut time = Self::from_fields(fields)?;
        if let [b'.', digits @ ..] = rest {
            rest = time.take_fraction(digits)?;
        }
        if let [b'Z' | b'z', behind @ ..] = rest {
            rest = behind;
        } else {
            let offset = take_array::<6>(&mut rest).ok_or(DateTimeError::Form)?;
            time.set_offset(offset)?;
        }
        if time.second == 60 {
            time.check_leap_second()?;
        }
        Ok((time, rest))
    }

    /// Reads `2026-11-22T08:00:00`.
    #[inline(always)]
    fn from_fields(text: &[u8; 19]) -> Result<Self, DateTimeError> {
        let &[
            y3,
            y2,
            y1,
            y0,
            b'-',
            m1,
            m0,
            b'-',
            d1,
            d0,
            b'T' | b't',
            h1,
            h0,
            b':',
            n1,
            n0,
            b':',
            s1,
            s0,
        ] = text
        else {
            return Err(DateTimeError::Form);
        };
        let mut valid = true;
        let mut digit = |byte: u8| {
            let value = byte.wrapping_sub(b'0');
            valid &= value < 10;
            value
        };
        let mut pair = |tens, ones| digit(tens).wrapping_mul(10).wrapping_add(digit(ones));
        let (century, year) = (pair(y3, y2), pair(y1, y0));
        let (month, day) = (pair(m1, m0), pair(d1, d0));
        let (hour, minute, second) = (pair(h1, h0), pair(n1, n0), pair(s1, s0));
        if !valid {
            return Err(DateTimeError::Form);
        }
        let year = u16::from(century).wrapping_mul(100).wrapping_add(u16::from(year));
        if day == 0 || day > days_in(year, month) || hour > 23 || minute > 59 || second > 60 {
            return Err(DateTimeError::Calendar);
        }
        Ok(Self {
            fraction: 0,
            year,
            offset: 0,
            month,
            day,
            hour,
            minute,
            second,
            fraction_digits: 0,
            zone: Zone::Zulu,
        })
    }

    /// Takes the digits after the point, at least one.
    #[inline(always)]
    fn take_fraction<'t>(&mut self, mut text: &'t [u8]) -> Result<&'t [u8], DateTimeError> {
        let mut digits = 0_u8;
        let mut fraction = 0_u64;
        while let [byte @ b'0'..=b'9', rest @ ..] = text {
            if usize::from(digits) == Self::MAX_FRACTION_DIGITS {
                return Err(DateTimeError::Fraction);
            }
            // 19 digits fit.
            fraction = fraction.wrapping_mul(10).wrapping_add(u64::from(byte & 0xF));
            digits = digits.wrapping_add(1);
            text = rest;
        }
        if digits == 0 {
            return Err(DateTimeError::Form);
        }
        (self.fraction, self.fraction_digits) = (fraction, digits);
        Ok(text)
    }

    /// Sets the offset from `+01:00`.
    fn set_offset(&mut self, text: &[u8]) -> Result<(), DateTimeError> {
        let &[sign @ (b'+' | b'-'), h1, h0, b':', m1, m0] = text else {
            return Err(DateTimeError::Form);
        };
        let digits = [h1, h0, m1, m0];
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(DateTimeError::Form);
        }
        let [h1, h0, m1, m0] = digits.map(|byte| i16::from(byte & 0xF));
        let hours = h1.wrapping_mul(10).wrapping_add(h0);
        let minutes = m1.wrapping_mul(10).wrapping_add(m0);
        if hours > 23 || minutes > 59 {
            return Err(DateTimeError::Calendar);
        }
        let offset = hours.wrapping_mul(60).wrapping_add(minutes);
        let is_negative = sign == b'-';
        self.zone = if is_negative && offset == 0 { Zone::Unknown } else { Zone::Numeric };
        self.offset = if is_negative { offset.wrapping_neg() } else { offset };
        Ok(())
    }

    fn set_tolerant_offset(&mut self, text: &[u8]) -> Result<(), DateTimeError> {
        match *text {
            [] | [b'Z' | b'z'] => Ok(()),
            [sign, h1, h0] => self.set_offset(&[sign, h1, h0, b':', b'0', b'0']),
            [sign, h1, h0, m1, m0] => self.set_offset(&[sign, h1, h0, b':', m1, m0]),
            _ => self.set_offset(text),
        }
    }

    /// Leap seconds have so far been added at the end of June and December, UTC (RFC 3339,
    /// appendix D).
    fn check_leap_second(&self) -> Result<(), DateTimeError> {
        if self.second < 60 {
            return Ok(());
        }
        // Of the second after it, which begins a day.
        let (_, month, day, seconds) = civil(self.unix_seconds());
        match (month, day, seconds) {
            (1 | 7, 1, 0) => Ok(()),
            _ => Err(DateTimeError::Calendar),
        }
    }
}

fn take_array<'t, const N: usize>(text: &mut &'t [u8]) -> Option<&'t [u8; N]> {
    let (first, rest) = text.split_first_chunk::<N>()?;
    *text = rest;
    Some(first)
}
