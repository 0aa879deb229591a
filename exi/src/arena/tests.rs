//! Tests of the arena: every alignment, every size around the limit, nested lists, and callers that
//! do what they should not.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem::{MaybeUninit, align_of, size_of};

use super::{Arena, ArenaBuf, Full, HasArena, Step, grow_list};

extern crate std;

/// A list item with padding and a reference.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Item<'a> {
    small: u8,
    wide: u64,
    text: &'a str,
}

fn buffer(len: usize) -> Vec<MaybeUninit<u8>> {
    std::vec![MaybeUninit::uninit(); len]
}

#[test]
fn values_strings_and_lists_lie_beside_each_other() {
    let mut memory = ArenaBuf::<512>::new();
    let mut arena = memory.arena();
    let text = arena.str("a charging station").unwrap();
    let numbers = arena.list([1_u64, 2, 3]).unwrap();
    let bytes = arena.copy(&[9_u8; 3]).unwrap();
    let value = arena.value(7_u32).unwrap();
    let items = arena.list((0..3).map(|n| Item { small: n, wide: u64::MAX, text: "x" })).unwrap();
    assert_eq!(
        (text, numbers, bytes, value),
        ("a charging station", &[1, 2, 3][..], &[9; 3][..], &7)
    );
    assert_eq!(items.len(), 3);
    assert_eq!(items[2], Item { small: 2, wide: u64::MAX, text: "x" });
}

#[test]
fn every_alignment_of_the_buffer_works() {
    for offset in 0..16 {
        let mut memory = buffer(256);
        let mut arena = Arena::new(&mut memory[offset..]);
        let byte = arena.value(1_u8).unwrap();
        let list = arena.list([u64::MAX, 5]).unwrap();
        let short = arena.value(0x0102_u16).unwrap();
        let items = arena.list([Item { small: 1, wide: 2, text: "t" }]).unwrap();
        assert_eq!(list.as_ptr().addr() % align_of::<u64>(), 0);
        assert_eq!(items.as_ptr().addr() % align_of::<Item<'_>>(), 0);
        assert_eq!((byte, list, short, items[0].text), (&1, &[u64::MAX, 5][..], &0x0102, "t"));
    }
}

/// A value that fits exactly is taken; with one byte less it is not.
#[test]
fn the_limit_is_exact() {
    let need = 3 * size_of::<u64>();
    for len in need.saturating_sub(8)..need + 24 {
        let mut memory = buffer(len + 16);
        // Begin at an aligned place, so that no byte is lost in front.
        let start = memory.as_ptr().addr().wrapping_neg() % 16;
        let mut arena = Arena::new(&mut memory[start..start + len]);
        let list = arena.list([1_u64, 2, 3]);
        if len < need {
            assert_eq!(list, Err(Full), "{len}");
        } else {
            assert_eq!(list, Ok(&[1, 2, 3][..]), "{len}");
            assert_eq!(arena.free(), len - need, "{len}");
        }
        let mut arena = Arena::new(&mut memory[start..start + len]);
        assert_eq!(arena.copy(&[0_u8; 24]).is_ok(), len >= 24, "{len}");
    }
}

#[test]
fn a_list_that_does_not_fit_leaves_the_arena_usable() {
    let mut memory = buffer(40);
    let mut arena = Arena::new(&mut memory);
    assert_eq!(arena.list([0_u64; 6]), Err(Full));
    assert!(arena.free() >= 32, "{}", arena.free());
    assert_eq!(arena.list([1_u8, 2]), Ok(&[1, 2][..]));
    assert_eq!(arena.str("0123456789"), Ok("0123456789"));
}

/// A list of `Vec`s, of items with their own strings and lists, as decoding makes them.
#[test]
fn lists_grow_inside_lists() {
    #[derive(Debug, Clone, Copy)]
    struct Node<'a> {
        name: &'a str,
        children: &'a [Item<'a>],
    }
    let mut memory = ArenaBuf::<8192>::new();
    let mut arena = memory.arena();
    let mut outer = 0;
    let nodes = grow_list(&mut arena, |arena: &mut Arena<'_>, place| {
        outer += 1;
        let name = arena.str(&"name".repeat(outer)).unwrap();
        let mut inner = 0;
        let children = grow_list(arena, |arena: &mut Arena<'_>, place| {
            inner += 1;
            let text = arena.str(&"child".repeat(inner)).unwrap();
            let item = place.write(Item { small: inner as u8, wide: outer as u64, text });
            if inner < outer { Step::Item(item) } else { Step::Last(item) }
        })
        .unwrap();
        let node = place.write(Node { name, children });
        if outer < 9 { Step::Item(node) } else { Step::Last(node) }
    })
    .unwrap();
    assert_eq!(nodes.len(), 9);
    for (index, node) in nodes.iter().enumerate() {
        assert_eq!(node.name, "name".repeat(index + 1));
        assert_eq!(node.children.len(), index + 1);
        for (inner, child) in node.children.iter().enumerate() {
            assert_eq!(child.small as usize, inner + 1);
            assert_eq!(child.wide as usize, index + 1);
            assert_eq!(child.text, "child".repeat(inner + 1));
        }
    }
}

/// The items have to be moved over each other: the list is longer than what is free.
#[test]
fn a_list_may_use_all_memory() {
    for count in [1_usize, 2, 3, 7, 8, 31] {
        let mut memory = buffer(count * 8 + 7);
        let mut arena = Arena::new(&mut memory);
        let list = arena.list((0..count as u64).map(|n| n * 3)).unwrap();
        let expected: Vec<u64> = (0..count as u64).map(|n| n * 3).collect();
        assert_eq!(list, expected);
    }
}

#[test]
fn empty_lists_and_items_without_size() {
    let mut memory = buffer(3);
    let mut arena = Arena::new(&mut memory);
    assert_eq!(arena.list::<u64>([]), Ok(&[][..]));
    assert_eq!(arena.list([(), (), ()]), Ok(&[(), (), ()][..]));
    assert_eq!(arena.str(""), Ok(""));
    assert_eq!(arena.free(), 3);
    let mut nothing = Arena::new(&mut []);
    assert_eq!(nothing.str(""), Ok(""));
    assert_eq!(nothing.value(1_u8), Err(Full));
}

/// Holds an arena that the maker of items can exchange.
struct Holder<'a> {
    arena: Arena<'a>,
    spare: Option<Arena<'a>>,
}

impl<'a> HasArena<'a> for Holder<'a> {
    fn arena(&mut self) -> &mut Arena<'a> {
        &mut self.arena
    }
}

#[test]
fn exchanging_the_arena_inside_a_list_is_noticed() {
    for swap_at in 0..3 {
        let (mut first, mut second) = (buffer(256), buffer(256));
        let mut holder =
            Holder { arena: Arena::new(&mut first), spare: Some(Arena::new(&mut second)) };
        let mut count = 0;
        let list = grow_list(&mut holder, |holder, place| {
            if count == swap_at {
                if let Some(spare) = holder.spare.take() {
                    holder.spare = Some(core::mem::replace(&mut holder.arena, spare));
                }
            }
            count += 1;
            if count < 4 { Step::Item(place.write(count as u64)) } else { Step::End }
        });
        assert_eq!(list, Err(Full), "{swap_at}");
    }
}

/// A value that lies somewhere else does not prove that there is one at the place.
#[test]
fn an_item_that_was_not_put_in_its_place_is_noticed() {
    let mut memory = buffer(256);
    let mut arena = Arena::new(&mut memory);
    let list = grow_list(&mut arena, |_, _| Step::Last(Box::leak(Box::new(7_u32))));
    assert_eq!(list, Err(Full));
    let free = arena.free();
    assert_eq!(arena.list([1_u32, 2]), Ok(&[1, 2][..]));
    assert!(arena.free() < free);
}

/// The end of a list gives back the place that was ready for one more item.
#[test]
fn an_unused_place_is_free_again() {
    let mut memory = buffer(8 * 4);
    let mut arena = Arena::new(&mut memory);
    let empty: Result<&[u64], Full> = grow_list(&mut arena, |_, _| Step::End);
    assert_eq!(empty, Ok(&[][..]));
    let free = arena.free();
    assert!(free >= 8 * 4 - 7, "{free}");
    assert!(arena.list([0_u64; 3]).is_ok());
    let none: Result<&[u64], Full> = arena.list([]);
    assert_eq!(none, Ok(&[][..]));
}

#[test]
fn bytes_are_cut_out_at_every_shift_and_length() {
    let stream: Vec<u8> = (0..80_u8).map(|n| n.wrapping_mul(37).wrapping_add(11)).collect();
    for shift in 0..8 {
        for n in 0..64_usize {
            let needed = (shift as usize + 8 * n).div_ceil(8);
            for extra in [0, 1, 7, 8, 16] {
                let source = &stream[..(needed + extra).min(stream.len())];
                let mut memory = buffer(n);
                let mut arena = Arena::new(&mut memory);
                let bytes = arena.bytes_at(source, shift, n).unwrap();
                for (at, byte) in bytes.iter().enumerate() {
                    let high = u16::from(source[at]) << 8;
                    let low = source.get(at + 1).copied().unwrap_or(0);
                    let expected = ((high | u16::from(low)) << shift >> 8) as u8;
                    assert_eq!(*byte, expected, "shift {shift}, {n} bytes, byte {at}");
                }
            }
        }
    }
}

#[test]
fn text_is_taken_only_if_all_of_it_is_plain() {
    for n in 1..40_usize {
        for place in 0..n {
            for (byte, plain) in [
                (0x20_u8, true),
                (0x7f, true),
                (0x1f, false),
                (0x80, false),
                (0xff, false),
                (0, false),
            ] {
                let mut source = std::vec![b'a'; n + 1];
                source[place] = byte;
                let mut memory = buffer(n);
                let mut arena = Arena::new(&mut memory);
                let text = arena.ascii_at(&source, 0, n).unwrap();
                assert_eq!(text.is_some(), plain, "{byte:#x} at {place} of {n}");
                if let Some(text) = text {
                    assert_eq!(text.as_bytes(), &source[..n]);
                } else {
                    assert_eq!(arena.free(), n, "nothing is taken");
                }
            }
        }
    }
}

#[test]
fn characters_beyond_the_room_are_left_out() {
    let mut memory = buffer(5);
    let mut arena = Arena::new(&mut memory);
    let mut text = arena.take_utf8(5).unwrap();
    for c in "aé€b".chars() {
        text.push(c);
    }
    // One byte, two bytes, no room for three, one byte.
    assert_eq!(text.finish(), "aéb");
    assert!(arena.take_utf8(1).is_err());
}

#[cfg(feature = "alloc")]
mod owned {
    use super::super::{Arena, Family, Full, Owned};
    use super::{Item, String, Vec, std};

    impl Family for Item<'static> {
        type Of<'a> = Item<'a>;

        fn shorten<'short, 'long: 'short>(
            message: &'short Self::Of<'long>,
        ) -> &'short Self::Of<'short> {
            message
        }
    }

    fn make(capacity: usize) -> Result<Owned<Item<'static>>, Full> {
        // What is copied in need not live long.
        let text = String::from("borrowed only while building");
        Owned::build(capacity, |arena| Ok(Item { small: 1, wide: 2, text: arena.str(&text)? }))
    }

    #[test]
    fn messages_outlive_what_they_were_made_of() {
        let owned = make(64).unwrap();
        assert_eq!(owned.get().text, "borrowed only while building");
        let moved: Vec<_> = std::vec![owned, make(28).unwrap()];
        let handle =
            std::thread::spawn(move || moved[0].get().text.len() + moved[1].get().text.len());
        assert_eq!(handle.join().unwrap(), 56);
        assert!(matches!(make(27), Err(Full)));
    }

    #[test]
    fn a_builder_that_panics_or_fails_frees_the_memory() {
        let result = std::panic::catch_unwind(|| {
            let _ =
                Owned::<Item<'static>>::build::<Full>(64, |_: &mut Arena<'_>| panic!("on purpose"));
        });
        assert!(result.is_err());
    }
}
