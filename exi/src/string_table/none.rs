//! No table: a type without values, so that the compiler leaves out what uses it.

use core::convert::Infallible;
use core::marker::PhantomData;

use super::{Check, Hit, NotAdded};
use crate::arena::Arena;

/// The most bytes that the table of a document of `input` bytes takes.
#[cfg(feature = "grammar")]
pub(crate) fn memory_for(_: usize) -> usize {
    0
}

/// A table that is never there.
#[derive(Debug)]
pub(crate) struct NoTable<'a> {
    never: Infallible,
    lent: PhantomData<&'a ()>,
}

/// A partition that is never there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Partition(Infallible);

impl Partition {
    pub(crate) fn len(self) -> usize {
        match self.0 {}
    }
}

impl<'a> NoTable<'a> {
    pub(crate) fn global_len(&self) -> usize {
        match self.never {}
    }

    pub(crate) fn partition(&self, _: u32) -> Option<Partition> {
        match self.never {}
    }

    pub(crate) fn global(&mut self, _: u64) -> Option<Hit<'a>> {
        match self.never {}
    }

    pub(crate) fn local(&mut self, _: Option<Partition>, _: u64) -> Option<Hit<'a>> {
        match self.never {}
    }

    pub(crate) fn repeats_too_much(&self) -> bool {
        match self.never {}
    }

    pub(crate) fn add(
        &mut self,
        _: &mut Arena<'a>,
        _: &'a str,
        _: u32,
        _: u32,
    ) -> Result<(), NotAdded> {
        match self.never {}
    }

    pub(crate) fn not_an_entry(&mut self) {
        match self.never {}
    }

    pub(crate) fn has_passed(&self, _: Check) -> bool {
        match self.never {}
    }

    pub(crate) fn passes(&mut self, _: &str, _: Check) -> bool {
        match self.never {}
    }
}
