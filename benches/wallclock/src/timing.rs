//! Times of contenders that take turns.
//!
//! On a machine that does other things as well, two measurements one after the other differ by more
//! than what is to be measured. So contenders run alternately, in batches of about
//! [`BATCH`]: short enough that most batches are not interrupted, and that whatever slows the
//! machine down for longer slows down all contenders. Of each contender the best batch counts. As a
//! check that depends on nothing but the turns, there is the median of the ratios of the batches
//! that ran side by side.

use std::time::{Duration, Instant};

/// About how long one batch takes. The clock is read twice a batch, which takes below 0.1 µs.
const BATCH: Duration = Duration::from_micros(100);

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Effort {
    /// Batches of each contender in one pass.
    pub(crate) rounds: usize,
    /// Passes over all messages, where there are several.
    pub(crate) passes: usize,
    /// Too little for the figures to mean anything.
    pub(crate) smoke: bool,
}

/// A contender: makes as many calls as it is told to, in a loop of its own.
pub(crate) type Contender<'a> = &'a mut dyn FnMut(u32);

/// What was measured of some contenders.
#[derive(Debug)]
pub(crate) struct Times<const N: usize> {
    /// Nanoseconds a call in each round, round by round.
    rounds: Vec<[f64; N]>,
}

/// Lets the contenders take turns.
pub(crate) fn alternate<const N: usize>(
    effort: Effort,
    mut contenders: [Contender<'_>; N],
) -> Times<N> {
    let calls = contenders.each_mut().map(|contender| calls_per_batch(contender));
    let mut rounds = Vec::with_capacity(effort.rounds);
    for round in 0..effort.rounds {
        let mut times = [0.0; N];
        for turn in 0..N {
            // Nobody always comes first.
            let which = (turn + round) % N;
            let contender = &mut contenders[which];
            // Caches and branch predictor have seen the others.
            contender(1);
            let start = Instant::now();
            contender(calls[which]);
            times[which] = nanoseconds(start.elapsed()) / f64::from(calls[which]);
        }
        rounds.push(times);
    }
    Times { rounds }
}

impl<const N: usize> Times<N> {
    /// Adds the rounds of another pass.
    pub(crate) fn merge(&mut self, more: Self) {
        self.rounds.extend(more.rounds);
    }

    /// Nanoseconds a call in the best batch of a contender.
    pub(crate) fn best(&self, contender: usize) -> f64 {
        self.rounds.iter().map(|round| round[contender]).fold(f64::INFINITY, f64::min)
    }

    /// How many times as long as the first contender another one takes, by the best batches.
    pub(crate) fn ratio(&self, contender: usize) -> f64 {
        self.best(contender) / self.best(0)
    }

    /// The same as the median over the rounds.
    pub(crate) fn median_ratio(&self, contender: usize) -> f64 {
        let mut ratios: Vec<_> =
            self.rounds.iter().map(|round| round[contender] / round[0]).collect();
        ratios.sort_by(f64::total_cmp);
        ratios[ratios.len() / 2]
    }
}

/// The geometric mean of ratios; not a number if there are none.
pub(crate) fn geometric_mean(ratios: &[f64]) -> f64 {
    (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp()
}

fn calls_per_batch(contender: &mut dyn FnMut(u32)) -> u32 {
    let mut calls = 1;
    loop {
        let start = Instant::now();
        contender(calls);
        let elapsed = start.elapsed();
        if elapsed >= BATCH / 2 || calls >= 1 << 20 {
            let wanted = f64::from(calls) * nanoseconds(BATCH) / nanoseconds(elapsed);
            return (wanted as u32).max(1);
        }
        calls *= 2;
    }
}

fn nanoseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e9
}
