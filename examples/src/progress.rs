//! How far a subcommand is: a line on standard error, for what takes longer than a second.
//!
//! It is there on a terminal only, and it is taken away before anything else is written.

use alloc::rc::Rc;
use core::time::Duration;
use std::io::{IsTerminal as _, stderr};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What takes less than this is not shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often a spinner turns.
const TICK: Duration = Duration::from_millis(200);

/// Where progress is shown, if anywhere.
#[derive(Clone)]
pub(crate) struct Progress {
    target: Option<Rc<dyn Fn() -> ProgressDrawTarget>>,
    patience: Duration,
}

impl Progress {
    /// Shows it on standard error if that is a terminal.
    pub(crate) fn on_terminal() -> Self {
        let target: Rc<dyn Fn() -> ProgressDrawTarget> = Rc::new(ProgressDrawTarget::stderr);
        Self { target: stderr().is_terminal().then_some(target), patience: PATIENCE }
    }

    /// Shows nothing.
    #[cfg(test)]
    pub(crate) fn hidden() -> Self {
        Self { target: None, patience: PATIENCE }
    }

    /// Begins a piece of work with a number of steps.
    pub(crate) fn steps(&self, what: &'static str, steps: usize) -> Work {
        let length = u64::try_from(steps).unwrap_or(u64::MAX);
        self.work(what, Some(length), "{msg} [{bar:30}] {percent} %, {eta} left")
    }

    /// Begins to wait for something of which nobody knows when it comes.
    pub(crate) fn waiting(&self, what: &'static str) -> Work {
        self.work(what, None, "{spinner} {msg}, {elapsed}")
    }

    fn work(&self, what: &'static str, length: Option<u64>, template: &str) -> Work {
        let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::hidden());
        // A template that is wrong shows the usual bar; a test looks at both.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(what);
        Work { bar, start: Instant::now(), place: self.clone(), is_shown: false }
    }
}

/// A piece of work that is going on. Its line goes away with it.
pub(crate) struct Work {
    bar: ProgressBar,
    start: Instant,
    place: Progress,
    is_shown: bool,
}

impl Work {
    /// Says that one more step is done.
    pub(crate) fn step(&mut self) {
        self.bar.inc(1);
        self.look();
    }

    /// Shows the line if it has taken long enough. Has to be called while something is waited for.
    pub(crate) fn look(&mut self) {
        let is_time = !self.is_shown && self.start.elapsed() >= self.place.patience;
        if let (true, Some(target)) = (is_time, &self.place.target) {
            self.is_shown = true;
            self.bar.set_draw_target(target());
            self.bar.enable_steady_tick(TICK);
        }
    }

    /// Takes the line away while something is written.
    pub(crate) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use indicatif::InMemoryTerm;

    use super::*;

    fn on(terminal: &InMemoryTerm, patience: Duration) -> Progress {
        let terminal = terminal.clone();
        let target = move || ProgressDrawTarget::term_like(Box::new(terminal.clone()));
        Progress { target: Some(Rc::new(target)), patience }
    }

    #[test]
    fn long_work_has_a_line_that_goes_away() {
        let terminal = InMemoryTerm::new(5, 80);
        let progress = on(&terminal, Duration::ZERO);
        let mut work = progress.steps("reading packets", 4);
        work.step();
        work.bar.force_draw();
        let shown = terminal.contents();
        assert!(
            shown.starts_with("reading packets [███████░") && shown.contains(" 25 %"),
            "{shown}"
        );
        assert_eq!(work.aside(|| terminal.contents()), "");
        drop(work);
        assert_eq!(terminal.contents(), "");

        let mut work = progress.waiting("waiting for a station");
        work.look();
        work.bar.force_draw();
        assert!(
            terminal.contents().contains(" waiting for a station, 0s"),
            "{}",
            terminal.contents()
        );
    }

    #[test]
    fn short_work_has_none() {
        let terminal = InMemoryTerm::new(5, 80);
        let mut work = on(&terminal, PATIENCE).steps("reading packets", 4);
        work.step();
        work.bar.force_draw();
        assert_eq!(terminal.contents(), "");
        assert!(!Progress::hidden().steps("x", 1).is_shown);
    }
}
