//! What an hour is said to have been, as a table of named cases.

use super::*;
use relais_domain::platform::FailureCode;
use rstest::rstest;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(minute * 60).unwrap()
}

fn state(minute: i64, state: FunctionState, source: StateSource) -> StateRow {
    let cause = state.is_out().then_some(FailureCode::TimedOut);
    StateRow { since: at(minute), state, cause, source, said_by: None, text: None }
}

use FunctionState as F;
const MEASURED: StateSource = StateSource::Measured;
const DECLARED: StateSource = StateSource::Declared;

/// The first three hours of 1970: what each was, and for how many minutes out; nothing where it was not observed.
#[rstest]
#[case::nothing_known(vec![], vec![], [None, None, None])]
#[case::calls_alone(vec![], vec![(0, 4, 0), (1, 10, 2), (2, 3, 3)], [Some((F::Up, 0)), Some((F::Degraded, 0)), Some((F::Down, 0))])]
#[case::well_when_last_looked_at(vec![state(-50, F::Up, MEASURED)], vec![(1, 2, 0)], [None, Some((F::Up, 0)), None])]
#[case::said_to_be_well(vec![state(-50, F::Up, DECLARED)], vec![], [Some((F::Up, 0)), Some((F::Up, 0)), Some((F::Up, 0))])]
#[case::out_until_it_answers(
    vec![state(30, F::Down, MEASURED), state(75, F::Up, MEASURED)], vec![(1, 5, 1)],
    [Some((F::Down, 30)), Some((F::Down, 15)), None]
)]
#[case::closed_over_night(vec![state(-600, F::Closed, DECLARED)], vec![], [Some((F::Closed, 60)), Some((F::Closed, 60)), Some((F::Closed, 60))])]
#[case::out_and_back_within_the_hour(
    vec![state(10, F::Down, MEASURED), state(20, F::Up, MEASURED)], vec![], [Some((F::Down, 10)), None, None]
)]
#[case::a_word_taken_back(vec![state(-10, F::Closed, DECLARED), state(60, F::Unknown, DECLARED)], vec![], [Some((F::Closed, 60)), None, None])]
#[case::calls_that_fail_outweigh_a_state_not_known_to_have_changed(
    vec![state(-10, F::Up, MEASURED)], vec![(0, 2, 2)], [Some((F::Down, 0)), None, None]
)]
fn each_hour(
    #[case] states: Vec<StateRow>,
    #[case] calls: Vec<(i64, u32, u32)>,
    #[case] expected: [Option<(FunctionState, u8)>; 3],
) {
    let hours: Vec<HourRow> =
        calls.into_iter().map(|(hour, calls, failures)| HourRow { hour: at(hour * 60), calls, failures }).collect();
    let found = cells(&states, &hours, (at(0), at(180)), &TimeZone::UTC);
    let of = |hour: u8| found.iter().find(|cell| cell.hour == hour).map(|cell| (cell.state, cell.minutes_out));
    assert_eq!([of(0), of(1), of(2)], expected);
}

/// The hour is the practice's: overseas too, and on the day the clock is put back.
#[test]
fn hours_are_those_of_the_shop_front() {
    let zone = TimeZone::get("Indian/Reunion").unwrap();
    let from: Timestamp = "2024-01-31T20:00:00Z".parse().unwrap();
    let hours = [HourRow { hour: from, calls: 1, failures: 0 }];
    let found = cells(&[], &hours, (from, from + HOUR), &zone);
    assert_eq!((found[0].on, found[0].hour), (jiff::civil::date(2024, 2, 1), 0));
}
