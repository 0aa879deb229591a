//! Lists whose number of elements the schema limits.

use alloc::vec::Vec;
use core::fmt;
use core::ops::Deref;

/// A list of `MIN` to `MAX` elements. Only the tolerant reader makes one of another length.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct List<T, const MIN: usize, const MAX: usize = { usize::MAX }>(Vec<T>);

/// A list has fewer or more elements than its type allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElementCount {
    /// The least number.
    pub least: usize,
    /// The greatest number.
    pub most: usize,
}

// By hand: the text depends on whether there is a greatest number.
impl fmt::Display for ElementCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self { least, most: usize::MAX } => write!(f, "fewer than {least} elements"),
            Self { least, most } => write!(f, "not {least} to {most} elements"),
        }
    }
}

impl core::error::Error for ElementCount {}

impl<T, const MIN: usize, const MAX: usize> List<T, MIN, MAX> {
    /// Takes a list of `MIN` to `MAX` elements.
    ///
    /// # Errors
    ///
    /// Returns [`ElementCount`] for another length.
    pub fn new(list: Vec<T>) -> Result<Self, ElementCount> {
        if (MIN..=MAX).contains(&list.len()) {
            Ok(Self(list))
        } else {
            Err(ElementCount { least: MIN, most: MAX })
        }
    }

    /// A list of any length, as only the tolerant reader makes it.
    pub(crate) fn unchecked(list: Vec<T>) -> Self {
        Self(list)
    }

    /// The elements.
    #[must_use]
    pub fn into_inner(self) -> Vec<T> {
        self.0
    }
}

impl<T, const MIN: usize, const MAX: usize> TryFrom<Vec<T>> for List<T, MIN, MAX> {
    type Error = ElementCount;

    fn try_from(list: Vec<T>) -> Result<Self, ElementCount> {
        Self::new(list)
    }
}

impl<T, const MIN: usize, const MAX: usize> Deref for List<T, MIN, MAX> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'l, T, const MIN: usize, const MAX: usize> IntoIterator for &'l List<T, MIN, MAX> {
    type Item = &'l T;
    type IntoIter = core::slice::Iter<'l, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: fmt::Debug, const MIN: usize, const MAX: usize> fmt::Debug for List<T, MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
