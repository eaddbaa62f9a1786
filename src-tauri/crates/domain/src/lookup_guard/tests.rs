//! The rule by named cases, and what must hold whatever was looked up.

use super::*;
use crate::context::Activity;
use jiff::civil::date;
use proptest::prelude::*;
use rstest::rstest;

fn at(seconds: i64) -> Timestamp {
    Timestamp::new(1_706_688_300 + seconds, 0).unwrap()
}

fn look_up(seconds: i64, platform: usize, subject: u8) -> LookUp {
    let codes = ["viamedis", "almerys", "sp-sante", "itelis"];
    LookUp {
        at: at(seconds),
        has_dossier: true,
        outside_hours: false,
        platform: PlatformCode::parse(codes[platform % codes.len()]).unwrap(),
        subject: [subject; 32],
        nir: Some([subject; 32]),
    }
}

fn optics() -> LookupLimits {
    defaults(&[Activity::Optics]).limits
}

/// `earlier` look-ups of as many customers, one every ten seconds, then one more.
fn busy(earlier: u32) -> (Vec<LookUp>, LookUp) {
    let one = |nth: u32| look_up(i64::from(nth) * 10, 0, u8::try_from(nth % 250).unwrap());
    ((0..earlier).map(one).collect(), one(earlier))
}

fn alone(recent: &[LookUp], asked: &LookUp) -> Verdict {
    judge(recent, asked, &[], &Standing::default(), &optics())
}

#[rstest]
#[case::ordinary(14, None, false)]
#[case::warned_above_fifteen(15, Some(16), false)]
#[case::still_warned(39, Some(40), false)]
#[case::stopped_above_forty(40, Some(41), true)]
fn an_opticians_hour(#[case] earlier: u32, #[case] counted: Option<u32>, #[case] stops: bool) {
    let (recent, asked) = busy(earlier);
    let verdict = alone(&recent, &asked);
    let found = match &verdict {
        Verdict::Pass => None,
        Verdict::Warn { findings } => Some(findings[0].count),
        Verdict::Stop { finding } => Some(finding.count),
    };
    assert_eq!((found, matches!(verdict, Verdict::Stop { .. })), (counted, stops));
}

#[test]
fn a_pharmacy_may_ask_more() {
    let (recent, asked) = busy(50);
    let limits = defaults(&[Activity::Optics, Activity::Pharmacy]).limits;
    assert_eq!(judge(&recent, &asked, &[], &Standing::default(), &limits), Verdict::Pass);
}

#[test]
fn an_hour_later_all_is_forgotten() {
    let (recent, mut asked) = busy(200);
    asked.at = recent.last().unwrap().at + WINDOW;
    assert_eq!(alone(&recent, &asked), Verdict::Pass);
}

fn reasons(verdict: Verdict) -> Vec<Reason> {
    match verdict {
        Verdict::Pass => Vec::new(),
        Verdict::Warn { findings } => findings.into_iter().map(|finding| finding.reason).collect(),
        Verdict::Stop { finding } => vec![finding.reason],
    }
}

#[test]
fn each_rule_has_its_warning() {
    let without = |seconds| LookUp { has_dossier: false, ..look_up(seconds, 0, 9) };
    let three: Vec<_> = (0..3).map(without).collect();
    assert_eq!(reasons(alone(&three, &without(4))), [Reason::WithoutDossier]);
    assert_eq!(reasons(alone(&three, &look_up(4, 0, 8))), [], "a sale is behind this one");
    let at_night = LookUp { outside_hours: true, ..look_up(0, 0, 1) };
    assert_eq!(reasons(alone(&[], &at_night)), [Reason::OutsideHours]);
    let everywhere: Vec<_> = (0..2).map(|nth| look_up(nth, 1 + nth.unsigned_abs() as usize, 7)).collect();
    assert_eq!(reasons(alone(&everywhere, &look_up(3, 0, 7))), [Reason::SeveralPlatforms]);
    assert_eq!(reasons(alone(&everywhere, &look_up(301 + 1, 0, 7))), [], "five minutes later");
    let sequence: Vec<_> = (1..3).map(|nth| look_up(nth, 0, u8::try_from(nth).unwrap())).collect();
    let around = [[1; 32], [2; 32], [4; 32]];
    let third = judge(&sequence, &look_up(3, 0, 3), &around, &Standing::default(), &optics());
    assert_eq!(reasons(third), [Reason::SequentialNirs]);
}

#[test]
fn an_unlocking_begins_the_count_anew() {
    let (recent, asked) = busy(60);
    let finding = Finding { reason: Reason::PerHour, count: 41, limit: 40 };
    let stopped = Standing { stopped: Some(finding), since: None };
    assert_eq!(judge(&[], &asked, &[], &stopped, &optics()), Verdict::Stop { finding });
    let unlocked = Standing { stopped: None, since: Some(recent.last().unwrap().at) };
    assert_eq!(judge(&recent, &asked, &[], &unlocked, &optics()), Verdict::Pass);
}

#[rstest]
#[case::morning(date(2024, 1, 31).at(9, 5, 0, 0), true)]
#[case::at_the_opening(date(2024, 1, 31).at(8, 0, 0, 0), true)]
#[case::at_the_closing(date(2024, 1, 31).at(20, 0, 0, 0), false)]
#[case::sunday(date(2024, 2, 4).at(10, 0, 0, 0), false)]
fn the_hours(#[case] at: jiff::civil::DateTime, #[case] open: bool) {
    assert_eq!(OpeningHours::default().are_open_at(at), open);
}

#[test]
fn limits_warn_before_they_stop() {
    let with =
        |warn_above, stop_above| LookupLimits { per_hour: Threshold { warn_above, stop_above }, ..optics() }.checked();
    assert!(with(Some(2), Some(3)).is_ok() && with(None, None).is_ok() && with(Some(0), None).is_ok());
    for (warn, stop) in [(Some(3), Some(3)), (None, Some(3)), (Some(1), Some(20_000))] {
        assert_eq!(with(warn, stop), Err(LimitFault { reason: Reason::PerHour }));
    }
}

fn severity(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::Pass => 0,
        Verdict::Warn { .. } => 1,
        Verdict::Stop { .. } => 2,
    }
}

prop_compose! {
    fn any_look_up()(seconds in 0i64..7_000, platform in 0usize..4, subject in 0u8..6, has_dossier: bool, outside_hours: bool)
        -> LookUp
    {
        LookUp { has_dossier, outside_hours, ..look_up(seconds, platform, subject) }
    }
}

prop_compose! {
    fn any_threshold()(warn in 0u32..12, more in 1u32..12, stops: bool) -> Threshold {
        Threshold { warn_above: Some(warn), stop_above: stops.then_some(warn + more) }
    }
}

prop_compose! {
    fn any_limits()(it in proptest::array::uniform5(any_threshold())) -> LookupLimits {
        LookupLimits { per_hour: it[0], without_dossier: it[1], outside_hours: it[2], sequential_nirs: it[3], several_platforms: it[4] }
    }
}

proptest! {
    /// Whoever made no more look-ups than the lowest stop is never stopped.
    #[test]
    fn nobody_is_stopped_below_the_threshold(
        recent in prop::collection::vec(any_look_up(), 0..30), asked in any_look_up(), limits in any_limits()
    ) {
        let verdict = judge(&recent, &asked, &[[1; 32], [2; 32]], &Standing::default(), &limits);
        if let Verdict::Stop { finding } = verdict {
            prop_assert!(finding.count > finding.limit);
            prop_assert!(finding.count as usize <= recent.len() + 1);
            prop_assert_eq!(limits.of(finding.reason).stop_above, Some(finding.limit));
        }
    }

    /// One look-up more never makes the verdict milder, nor does a lower limit.
    #[test]
    fn more_look_ups_are_never_judged_more_mildly(
        recent in prop::collection::vec(any_look_up(), 0..30), more in any_look_up(), asked in any_look_up(), limits in any_limits()
    ) {
        let judged = |recent: &[LookUp], limits: &LookupLimits| severity(&judge(recent, &asked, &[[3; 32]], &Standing::default(), limits));
        let before = judged(&recent, &limits);
        let stricter = LookupLimits { per_hour: Threshold { warn_above: Some(0), stop_above: Some(1) }, ..limits };
        prop_assert!(judged(&recent, &stricter) >= before);
        let mut longer = recent.clone();
        longer.push(more);
        prop_assert!(judged(&longer, &limits) >= before);
    }

    /// A stop is followed by stops, whatever is asked and however the limits are changed, until it is unlocked.
    #[test]
    fn a_stopped_user_stays_stopped_until_unlocked(
        recent in prop::collection::vec(any_look_up(), 0..30), asked in any_look_up(), limits in any_limits()
    ) {
        let finding = Finding { reason: Reason::PerHour, count: 41, limit: 40 };
        let stopped = Standing { stopped: Some(finding), since: None };
        prop_assert_eq!(judge(&recent, &asked, &[], &stopped, &limits), Verdict::Stop { finding });
    }
}
