//! Clock-aligned readings (`ClockAlignedDataInterval`): at evenly spaced times of the day, from
//! midnight on (3.16.2). That is midnight UTC here, since the station has no time zone.

use core::time::Duration;

use ocpp16::messages::core::MeterValuesRequest;
use ocpp16::messages::types::ReadingContext;
use ocpp16::station::transactions::TransactionMessage;

use super::Station;
use super::state::keep;

const DAY: i64 = 24 * 3600 * 1000;

/// The clock is looked at this often, in its own time: it may be set in between.
const LOOK: Duration = Duration::from_secs(60);

/// The next time to read after `now`, in Unix milliseconds (UTC). The last interval of a day is
/// shorter if they do not fill it.
fn next(now: i64, interval: i64) -> i64 {
    let midnight = now.saturating_sub(now.rem_euclid(DAY));
    let count = now.rem_euclid(DAY).checked_div(interval).unwrap_or_default().saturating_add(1);
    midnight.saturating_add(count.saturating_mul(interval).min(DAY))
}

impl Station {
    /// Reads all meters at their times. The readings wait until they are delivered: in the queue of
    /// the transaction that runs, or with what else waits for the central system.
    pub(super) async fn read_aligned(&self) {
        let mut due: Option<(i64, i64)> = None;
        loop {
            let seconds = self.state().configuration.number("ClockAlignedDataInterval");
            let interval = i64::try_from(seconds).unwrap_or(DAY).saturating_mul(1000).min(DAY);
            let now = self.clock().milliseconds();
            // 0: none (3.16.2). Another interval, or a clock that was set back.
            let is_valid =
                |due: &(i64, i64)| due.1 == interval && due.0.saturating_sub(now) <= interval;
            due = match due.filter(is_valid) {
                _ if interval == 0 => None,
                Some((at, _)) if at <= now => {
                    self.read_all();
                    Some((next(now, interval), interval))
                }
                Some(due) => Some(due),
                None => Some((next(now, interval), interval)),
            };
            let wait = async {
                match due {
                    Some((at, _)) => {
                        let left = u64::try_from(at.saturating_sub(now)).unwrap_or_default();
                        self.clock().sleep(Duration::from_millis(left).min(LOOK)).await;
                    }
                    None => core::future::pending().await,
                }
            };
            tokio::select! {
                () = wait => {}
                () = self.0.aligned_changed.notified() => {}
            }
        }
    }

    /// The interval was set.
    pub(super) fn take_aligned_interval(&self) {
        self.0.aligned_changed.notify_one();
    }

    fn read_all(&self) {
        let context = ReadingContext::SampleClock;
        let connectors: Vec<_> = self.state().connectors.iter().map(|it| it.id).collect();
        for id in connectors {
            let for_end = self.read_meter(id, "StopTxnAlignedData", &context);
            let value = self.read_meter(id, "MeterValuesAlignedData", &context);
            let request = value.map(|value| MeterValuesRequest::new(id, vec![value]));
            let transaction = {
                let mut state = self.state();
                let running = state.connector(id).and_then(|it| it.running.as_mut());
                running.map(|running| {
                    keep(&mut running.aligned, for_end);
                    running.transaction
                })
            };
            match (transaction, request) {
                (Some(transaction), Some(request)) => {
                    let message = TransactionMessage::MeterValues(request);
                    // If there is no room, it is said there.
                    let _ = self.deliver(transaction, message);
                }
                (None, Some(request)) => self.notify(request),
                (_, None) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, next};

    #[test]
    fn readings_are_counted_from_midnight() {
        let quarter = 900_000;
        assert_eq!(next(0, quarter), quarter);
        assert_eq!(next(quarter - 1, quarter), quarter);
        assert_eq!(next(quarter, quarter), 2 * quarter);
        assert_eq!(next(3 * DAY + 1, quarter), 3 * DAY + quarter);
        // Seven hours do not fill a day.
        let seven = 7 * 3_600_000;
        assert_eq!(next(2 * DAY + 3 * seven, seven), 3 * DAY);
        assert_eq!(next(-1, quarter), 0);
    }
}
