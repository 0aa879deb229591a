//! Days and seconds in the proleptic Gregorian calendar.

/// 0 for a month that does not exist.
#[inline]
pub(super) fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    }
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar. Years begin in March here, which puts
/// the leap day at their end.
pub(super) fn days_since_epoch(year: i64, month: u8, day: u8) -> i64 {
    let month = i64::from(month);
    let year = if month <= 2 { year.wrapping_sub(1) } else { year };
    let month = month.wrapping_add(9).rem_euclid(12);
    let of_year = month.wrapping_mul(153).wrapping_add(2).div_euclid(5);
    year.wrapping_mul(365)
        .wrapping_add(year.div_euclid(4))
        .wrapping_sub(year.div_euclid(100))
        .wrapping_add(year.div_euclid(400))
        .wrapping_add(of_year)
        .wrapping_add(i64::from(day))
        // From 0000-03-01, the day before the first of which is day 0, to 1970-01-01.
        .wrapping_sub(719_469)
}

/// Year, month, day and second of the day; the inverse of [`days_since_epoch`].
pub(super) fn civil(seconds: i64) -> (i64, i64, i64, i64) {
    let days = seconds.div_euclid(86_400).saturating_add(719_468);
    let era = days.div_euclid(146_097);
    let day = days.rem_euclid(146_097);
    let year = day
        .wrapping_sub(day.wrapping_div(1460))
        .wrapping_add(day.wrapping_div(36_524))
        .wrapping_sub(day.wrapping_div(146_096))
        .wrapping_div(365);
    let first = year
        .wrapping_mul(365)
        .wrapping_add(year.wrapping_div(4))
        .wrapping_sub(year.wrapping_div(100));
    let of_year = day.wrapping_sub(first);
    let march = of_year.wrapping_mul(5).wrapping_add(2).wrapping_div(153);
    let of_month = of_year
        .wrapping_sub(march.wrapping_mul(153).wrapping_add(2).wrapping_div(5))
        .wrapping_add(1);
    let month = if march < 10 { march.wrapping_add(3) } else { march.wrapping_sub(9) };
    let year = era.wrapping_mul(400).wrapping_add(year);
    let year = if month <= 2 { year.wrapping_add(1) } else { year };
    (year, month, of_month, seconds.rem_euclid(86_400))
}
