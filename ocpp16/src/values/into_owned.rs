//! Values that may borrow, and own themselves on demand.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::values::{CiString, DateTime, Decimal1, List, Text};

/// A value that may borrow, and owns itself on demand.
pub trait IntoOwned {
    /// The same type without borrowing.
    type Owned: 'static;

    /// Copies what is borrowed.
    fn into_owned(self) -> Self::Owned;
}

macro_rules! owned_already {
    ($($type:ty),*) => {
        $(impl IntoOwned for $type {
            type Owned = Self;

            fn into_owned(self) -> Self {
                self
            }
        })*
    };
}

owned_already!(i32, bool, DateTime, Decimal1);

impl IntoOwned for Cow<'_, str> {
    type Owned = Cow<'static, str>;

    fn into_owned(self) -> Cow<'static, str> {
        Cow::Owned(self.into_owned())
    }
}

impl<T: IntoOwned> IntoOwned for Option<T> {
    type Owned = Option<T::Owned>;

    fn into_owned(self) -> Self::Owned {
        self.map(T::into_owned)
    }
}

impl<T: IntoOwned> IntoOwned for Vec<T> {
    type Owned = Vec<T::Owned>;

    fn into_owned(self) -> Self::Owned {
        self.into_iter().map(T::into_owned).collect()
    }
}

macro_rules! limited_text {
    ($($name:ident),*) => {
        $(impl<const N: usize> IntoOwned for $name<'_, N> {
            type Owned = $name<'static, N>;

            fn into_owned(self) -> Self::Owned {
                self.into_owned()
            }
        })*
    };
}

limited_text!(CiString, Text);

impl<T: IntoOwned, const MIN: usize, const MAX: usize> IntoOwned for List<T, MIN, MAX> {
    type Owned = List<T::Owned, MIN, MAX>;

    fn into_owned(self) -> Self::Owned {
        List::unchecked(IntoOwned::into_owned(self.into_inner()))
    }
}
