//! Lists.

use alloc::vec::Vec;

use super::{Failed, Read, Reader};
use crate::error::ErrorKind;
use crate::tolerance::Tolerance;

impl<'a> Reader<'a> {
    /// Reads a list.
    #[inline]
    pub(crate) fn list<T: Read<'a>>(&mut self) -> Result<Vec<T>, Failed> {
        self.skip_blanks();
        let start = self.at;
        let mut list = Vec::new();
        let is_list = self.peek() == b'[';
        if is_list {
            self.advance(1);
            if self.take_token(b']') {
                return Ok(list);
            }
        } else {
            self.begin_single_element(start)?;
        }
        loop {
            let limit = usize::try_from(self.max_list).unwrap_or(usize::MAX);
            if list.len() >= limit {
                return self.fail(ErrorKind::ListTooLong { limit }, start);
            }
            list.push(T::read(self)?);
            if !is_list {
                return Ok(list);
            }
            self.skip_blanks();
            let byte = self.peek();
            if byte == b',' {
                self.advance(1);
            } else if byte == b']' {
                self.advance(1);
                return Ok(list);
            } else {
                return self.not_json();
            }
        }
    }

    /// What is not a list may be its only element, which begins at `start`.
    #[cold]
    #[inline(never)]
    fn begin_single_element(&mut self, start: usize) -> Result<(), Failed> {
        const EXPECTED: ErrorKind = ErrorKind::WrongType { expected: "a list" };
        if self.peek() == b'n' || self.is_blank_text() {
            return self.fail(EXPECTED, start);
        }
        self.tolerate(Tolerance::SingleElement, EXPECTED, start)
    }
}
