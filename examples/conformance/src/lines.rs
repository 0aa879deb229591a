//! Lines of a file, plain or gzip-compressed, one at a time.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

use crate::shared::problem::InputError;

/// Longer lines are not read: the longest message of any set stays far below it.
const MAX_LINE: usize = 1 << 26;

/// What gzip files begin with.
const GZIP: [u8; 2] = [0x1F, 0x8B];

/// Lines that are not empty, with their numbers from 1.
pub(super) struct Lines<'r> {
    name: String,
    reader: Box<dyn BufRead + 'r>,
    line: Vec<u8>,
    number: usize,
    any: bool,
}

impl<'r> Lines<'r> {
    /// Opens a file, or takes standard input for `-`.
    pub(super) fn open(file: &OsStr, stdin: &'r mut dyn Read) -> Result<Self, InputError> {
        let name = file.to_string_lossy();
        if file == "-" {
            return Self::new("standard input", stdin);
        }
        if std::fs::metadata(file).is_ok_and(|metadata| metadata.is_dir()) {
            return Err(InputError::new(name, "is a directory; name the files in it"));
        }
        match File::open(file) {
            Ok(file) => Self::new(&name, file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(InputError::new(name, "no such file; name files of JSON lines, plain or .gz"))
            }
            Err(error) => Err(InputError::new(name, error.to_string())),
        }
    }

    /// Reads from any source.
    fn new(name: &str, mut source: impl Read + 'r) -> Result<Self, InputError> {
        // A pipe may give less than is asked for, and bytes that were looked at are to be read.
        let mut head = Vec::with_capacity(GZIP.len());
        source
            .by_ref()
            .take(GZIP.len() as u64)
            .read_to_end(&mut head)
            .map_err(|error| InputError::new(name, error.to_string()))?;
        let is_gzip = head == GZIP;
        let whole = BufReader::new(Cursor::new(head).chain(source));
        let reader: Box<dyn BufRead> = if is_gzip {
            Box::new(BufReader::new(MultiGzDecoder::new(whole)))
        } else {
            Box::new(whole)
        };
        Ok(Self { name: name.to_owned(), reader, line: Vec::new(), number: 0, any: false })
    }

    /// The next line, or `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<(usize, &str)>, InputError> {
        loop {
            self.line.clear();
            let mut limited = self.reader.by_ref().take(MAX_LINE as u64);
            let count = limited
                .read_until(b'\n', &mut self.line)
                .map_err(|error| InputError::new(&self.name, error.to_string()))?;
            if count == 0 && !self.any {
                return Err(InputError::new(&self.name, "is empty"));
            }
            if count == 0 {
                return Ok(None);
            }
            self.number += 1;
            if count == MAX_LINE && self.line.last() != Some(&b'\n') {
                return Err(self.error("is longer than any message, which is no JSON line"));
            }
            if !self.line.trim_ascii().is_empty() {
                break;
            }
        }
        self.any = true;
        match core::str::from_utf8(&self.line) {
            Ok(text) => Ok(Some((self.number, text.trim_start_matches('\u{FEFF}')))),
            Err(_) => Err(self.error("is not text; name files of JSON lines, plain or .gz")),
        }
    }

    fn error(&self, text: &str) -> InputError {
        InputError::new(format!("{}, line {}", self.name, self.number), text)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    /// Gives one byte at a time, as a slow pipe may.
    struct Slow<'b>(&'b [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = buffer.len().min(1);
            self.0.read(&mut buffer[..count])
        }
    }

    fn read(bytes: &[u8]) -> Result<Vec<(usize, String)>, InputError> {
        let mut lines = Lines::new("file", Slow(bytes))?;
        let mut all = Vec::new();
        while let Some((number, line)) = lines.next()? {
            all.push((number, line.trim_end().to_owned()));
        }
        Ok(all)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn plain_and_compressed_lines_are_the_same() {
        let expected = [(1, "{\"a\":1}".to_owned()), (3, "ä".to_owned())];
        let text = "\u{FEFF}{\"a\":1}\r\n  \nä".as_bytes();
        assert_eq!(read(text).unwrap(), expected);
        assert_eq!(read(&gzip(text)).unwrap(), expected);
        // gzip files behind each other are one, as `cat` makes it.
        let two = [gzip(&text[..6]), gzip(&text[6..])].concat();
        assert_eq!(read(&two).unwrap(), expected);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let error = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        assert_eq!(error(b"\n \n"), "file: is empty");
        assert_eq!(error(b""), "file: is empty");
        assert!(error(b"{}\n\xFF\xFE\n").starts_with("file, line 2: is not text"));
        let whole = gzip(b"{}\n");
        assert!(error(&whole[..whole.len() - 4]).starts_with("file: "));
    }

    #[test]
    fn a_line_without_an_end_is_not_kept_in_memory() {
        let mut lines = Lines::new("file", io::repeat(b' ')).unwrap();
        let error = lines.next().unwrap_err().to_string();
        assert!(error.starts_with("file, line 1: is longer than"), "{error}");
        assert!(lines.line.len() <= MAX_LINE);
    }

    #[test]
    fn files_that_cannot_be_opened_are_named() {
        let error = |name: &str| {
            let mut stdin = io::empty();
            let error = Lines::open(OsStr::new(name), &mut stdin).err().unwrap();
            error.to_string()
        };
        assert!(error("no-such-file").starts_with("no-such-file: no such file; name files"));
        assert!(
            error(env!("CARGO_MANIFEST_DIR")).ends_with("is a directory; name the files in it")
        );
    }
}
