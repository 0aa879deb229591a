//! Counts of verdicts, per file and per tag.

use alloc::collections::BTreeMap;
use std::io::{self, Write};

use super::report::Verdict;
use crate::shared::text::{printable, shortened};

/// Counts of each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts([usize; Verdict::ALL.len()]);

impl Counts {
    /// How many cases have this verdict.
    pub(super) fn of(self, verdict: Verdict) -> usize {
        self.0.get(verdict.index()).copied().unwrap_or_default()
    }

    fn add(&mut self, verdict: Verdict, cases: usize) {
        if let Some(count) = self.0.get_mut(verdict.index()) {
            *count += cases;
        }
    }
}

/// All that was judged.
#[derive(Debug, Default)]
pub(super) struct Tally {
    files: Vec<(String, Counts)>,
    tags: BTreeMap<String, Counts>,
}

/// Counts for one file.
pub(super) struct File<'t> {
    counts: &'t mut Counts,
    tags: &'t mut BTreeMap<String, Counts>,
}

impl Tally {
    /// Begins a file.
    pub(super) fn file(&mut self, name: &str) -> File<'_> {
        let place = self.files.len();
        self.files.push((printable(name), Counts::default()));
        // Just pushed, so it is there.
        File { counts: &mut self.files[place].1, tags: &mut self.tags }
    }

    /// Whether nothing was judged.
    pub(super) fn is_empty(&self) -> bool {
        self.total() == Counts::default()
    }

    /// The sum over all files.
    pub(super) fn total(&self) -> Counts {
        let mut total = Counts::default();
        for (_, counts) in &self.files {
            for verdict in Verdict::ALL {
                total.add(verdict, counts.of(verdict));
            }
        }
        total
    }

    /// Prints both tables.
    pub(super) fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        let total = ("total".to_owned(), self.total());
        let files = || self.files.iter().chain([&total]);
        let width = files().map(|(name, _)| name.chars().count());
        let width = width.chain(self.tags.keys().map(|tag| tag.chars().count())).max();
        let width = width.unwrap_or_default();
        write!(out, "{:width$}", "file")?;
        for verdict in Verdict::ALL {
            write!(out, "{:>8}", verdict.word())?;
        }
        writeln!(out)?;
        for (name, counts) in files() {
            row(name, *counts, width, out)?;
        }
        if !self.tags.is_empty() {
            writeln!(out, "\ntag")?;
        }
        for (tag, counts) in &self.tags {
            row(tag, *counts, width, out)?;
        }
        Ok(())
    }
}

impl File<'_> {
    /// Counts a case of this file.
    pub(super) fn add(&mut self, tags: &[String], verdict: Verdict) {
        self.counts.add(verdict, 1);
        for tag in tags {
            self.tags.entry(shortened(tag)).or_default().add(verdict, 1);
        }
    }
}

fn row(name: &str, counts: Counts, width: usize, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{name:width$}")?;
    for verdict in Verdict::ALL {
        write!(out, "{:>8}", counts.of(verdict))?;
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_tags_are_counted() {
        let mut tally = Tally::default();
        let mut first = tally.file("first.jsonl");
        first.add(&["giant".to_owned(), "empty".to_owned()], Verdict::Pass);
        first.add(&["giant".to_owned()], Verdict::Fail);
        tally.file("second.jsonl").add(&[], Verdict::Skip);
        let mut out = Vec::new();
        tally.print(&mut out).unwrap();
        let expected = "\
file            pass    fail    info    skip
first.jsonl        1       1       0       0
second.jsonl       0       0       0       1
total              1       1       0       1

tag
empty              1       0       0       0
giant              1       1       0       0
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        assert_eq!(tally.total().of(Verdict::Fail), 1);
        assert!(!tally.is_empty() && Tally::default().is_empty());
    }
}
