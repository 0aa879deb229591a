//! Doctests that show what does not compile.

/// The soundness of `Owned` rests on this: nothing that borrows from its memory gets out. None of
/// these compiles.
///
/// The arena, in a variable outside of `build`:
/// ```compile_fail,E0521
/// let mut outside: Option<exi::Arena<'static>> = None;
/// let _ = exi::Owned::<Text<'static>>::build(64, |arena| {
///     outside = Some(core::mem::replace(arena, exi::Arena::new(&mut [])));
///     Ok::<_, exi::Full>(Text(""))
/// });
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// # impl exi::Family for Text<'_> {
/// #     type Of<'a> = Text<'a>;
/// #     fn shorten<'short, 'long: 'short>(m: &'short Text<'long>) -> &'short Text<'short> { m }
/// # }
/// ```
/// A part of the message, in a variable outside of `build`:
/// ```compile_fail,E0521
/// let mut outside: &str = "";
/// let _ = exi::Owned::<Text<'static>>::build(64, |arena| {
///     outside = arena.str("inside")?;
///     Ok::<_, exi::Full>(Text(outside))
/// });
/// println!("{outside}");
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// # impl exi::Family for Text<'_> {
/// #     type Of<'a> = Text<'a>;
/// #     fn shorten<'short, 'long: 'short>(m: &'short Text<'long>) -> &'short Text<'short> { m }
/// # }
/// ```
/// A part of the message, in the error of `build`:
/// ```compile_fail
/// let error = exi::Owned::<Text<'static>>::build(64, |arena| {
///     Err::<Text<'_>, &str>(arena.str("inside").unwrap_or("full"))
/// });
/// println!("{:?}", error.map(|_| ()));
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// # impl exi::Family for Text<'_> {
/// #     type Of<'a> = Text<'a>;
/// #     fn shorten<'short, 'long: 'short>(m: &'short Text<'long>) -> &'short Text<'short> { m }
/// # }
/// ```
/// A part of the message, after the `Owned` is gone:
/// ```compile_fail,E0505
/// let owned = exi::Owned::<Text<'static>>::build(64, |arena| Ok::<_, exi::Full>(Text(arena.str("inside")?)));
/// let owned = owned.unwrap();
/// let text: &str = owned.get().0;
/// drop(owned);
/// println!("{text}");
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// # impl exi::Family for Text<'_> {
/// #     type Of<'a> = Text<'a>;
/// #     fn shorten<'short, 'long: 'short>(m: &'short Text<'long>) -> &'short Text<'short> { m }
/// # }
/// ```
/// A part of the message that claims to be `'static`:
/// ```compile_fail
/// fn text(owned: &exi::Owned<Text<'static>>) -> &'static str {
///     owned.get().0
/// }
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// # impl exi::Family for Text<'_> {
/// #     type Of<'a> = Text<'a>;
/// #     fn shorten<'short, 'long: 'short>(m: &'short Text<'long>) -> &'short Text<'short> { m }
/// # }
/// ```
/// A `shorten` that keeps the longer lifetime of what it is given:
/// ```compile_fail
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// thread_local!(static KEPT: core::cell::Cell<&'static str> = const { core::cell::Cell::new("") });
/// impl exi::Family for Text<'static> {
///     type Of<'a> = Text<'a>;
///     fn shorten<'short, 'long: 'short>(m: &'short Text<'long>) -> &'short Text<'short> {
///         KEPT.with(|kept| kept.set(m.0));
///         m
///     }
/// }
/// ```
/// A type whose `Of` is not made with the lifetime, so that `build` could return anything:
/// ```compile_fail
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// impl exi::Family for Text<'static> {
///     type Of<'a> = Text<'static>;
///     fn shorten<'short, 'long: 'short>(m: &'short Text<'static>) -> &'short Text<'static> { m }
/// }
/// let _ = exi::Owned::<Text<'static>>::build(64, |arena| {
///     Ok::<_, exi::Full>(Text(arena.str("inside")?))
/// });
/// ```
/// A type that only mutable memory could shorten:
/// ```compile_fail
/// # #[derive(Clone, Copy)] struct Cells<'a>(&'a core::cell::Cell<&'a str>);
/// impl exi::Family for Cells<'_> {
///     type Of<'a> = Cells<'a>;
///     fn shorten<'short, 'long: 'short>(m: &'short Cells<'long>) -> &'short Cells<'short> { m }
/// }
/// ```
/// The same code without the mistakes does compile:
/// ```
/// let owned = exi::Owned::<Text<'static>>::build(64, |arena| {
///     Ok::<_, exi::Full>(Text(arena.str("inside")?))
/// });
/// let owned = owned.unwrap();
/// fn text<'o>(owned: &'o exi::Owned<Text<'static>>) -> &'o str {
///     owned.get().0
/// }
/// assert_eq!(text(&owned), "inside");
/// # #[derive(Clone, Copy)] struct Text<'a>(&'a str);
/// # impl exi::Family for Text<'_> {
/// #     type Of<'a> = Text<'a>;
/// #     fn shorten<'short, 'long: 'short>(m: &'short Text<'long>) -> &'short Text<'short> { m }
/// # }
/// ```
struct NothingEscapes;
