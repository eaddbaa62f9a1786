//! The calls of the demonstration's last sixty days, as the program would have counted them: probes every few minutes and
//! a look-up now and then while the shop is open, with the small failures every platform has and two afternoons worth a
//! look. The same every time: chance here is a rule.

use super::{
    record::{Entry, Happening},
    sales::{ALMERYS, VIAMEDIS},
};
use crate::contract::Problem;
use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, date},
    tz::TimeZone,
};
use relais_domain::{availability::HourTally, platform::Function};

/// Days told, the day of the outage included: what the map shows.
const DAYS: i64 = 60;
/// Hours the shop is open.
const HOURS: [i8; 8] = [9, 10, 11, 14, 15, 16, 17, 18];
/// Probes of one function in an hour.
const PROBES: u32 = 12;

/// The days, each counted in the evening; the day of the outage, as it begins.
pub(super) fn days(outage: Timestamp, zone: &TimeZone, is_open: impl Fn(Date) -> bool) -> Result<Vec<Entry>, Problem> {
    let last = outage.to_zoned(zone.clone()).date();
    let mut entries = Vec::new();
    for back in (0..DAYS).rev() {
        let day = last.saturating_sub(back.days());
        if !is_open(day) {
            continue;
        }
        let evening = day.at(19, 5, 0, 0).to_zoned(zone.clone()).map_err(Problem::internal)?.timestamp();
        let mut platforms = Vec::new();
        for insurer in [VIAMEDIS, ALMERYS] {
            let mut hours = Vec::new();
            for hour in HOURS {
                let begins = day.at(hour, 0, 0, 0).to_zoned(zone.clone()).map_err(Problem::internal)?.timestamp();
                if begins >= outage {
                    continue;
                }
                for function in [Function::Rights, Function::PriorAuthorisation] {
                    let in_the_outage = begins + SignedDuration::from_hours(1) > outage;
                    hours.push(tally(insurer, (day, hour, begins), function, in_the_outage));
                }
            }
            platforms.push((insurer, hours));
        }
        entries.push(Entry { at: evening.min(outage), happening: Happening::Called { platforms } });
    }
    Ok(entries)
}

/// What one hour of one function was.
fn tally(
    insurer: usize,
    (day, hour, begins): (Date, i8, Timestamp),
    function: Function,
    in_the_outage: bool,
) -> HourTally {
    let chance = mixed(insurer, day, hour, function);
    let calls = PROBES + u32::from(chance % 5);
    let failures = match (insurer, function) {
        // The platform is cut: what is asked in this hour fails, from some minute on.
        (VIAMEDIS, _) if in_the_outage => calls / 2,
        // A slow Monday before the holidays, and an afternoon in January.
        (VIAMEDIS, Function::Rights) if day == date(2023, 12, 18) && (9..=11).contains(&hour) => calls / 3,
        (ALMERYS, Function::PriorAuthorisation) if day == date(2024, 1, 11) && hour >= 15 => calls * 2 / 5,
        (ALMERYS, _) if day == date(2023, 12, 28) && hour == 10 => calls,
        _ if chance.is_multiple_of(29) => 3,
        _ if chance.is_multiple_of(7) => 1,
        _ => 0,
    };
    HourTally { function, hour: begins, calls, failures }
}

/// The same number for the same hour.
fn mixed(insurer: usize, day: Date, hour: i8, function: Function) -> u8 {
    let parts = [
        u64::try_from(insurer).unwrap_or_default(),
        u64::from(day.day_of_year().unsigned_abs()),
        u64::from(hour.unsigned_abs()),
        u64::from(function == Function::Rights),
    ];
    let mixed = parts.into_iter().fold(0x9e37_79b9_7f4a_7c15_u64, |seed, part| {
        (seed ^ part).wrapping_mul(0xbf58_476d_1ce4_e5b9).rotate_left(23)
    });
    mixed.to_le_bytes()[3]
}
