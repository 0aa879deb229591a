//! Modules that `exi-codegen` has written: they compile without a warning, whatever features `exi` has
//! and although this crate has none.
//!
//! `.ci/run features` builds it with each feature of `exi`.
#![no_std]
#![deny(warnings)]

#[path = "../../../exi/codegen/tests/fixtures/choice/mod.rs"]
pub mod choice;
#[path = "../../../exi/codegen/tests/fixtures/imported/mod.rs"]
pub mod imported;
#[path = "../../../exi/codegen/tests/fixtures/items/mod.rs"]
pub mod items;
#[path = "../../../exi/codegen/tests/fixtures/record/mod.rs"]
pub mod record;
#[path = "../../../exi/codegen/tests/fixtures/slots/mod.rs"]
pub mod slots;
