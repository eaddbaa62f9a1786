//! The trial of hearing aids by named cases: it begins at the delivery for it, and no cheque is kept before it is over.

use super::*;

/// A sale of one article by a hearing-aid dispenser, delivered for the trial on a day, or not yet.
fn aids(item: LineKind, delivered_on: Option<Date>) -> Dossier {
    let mut dossier = sale(Activity::Hearing, Some("II"));
    dossier.lines.iter_mut().for_each(|line| line.item = item);
    dossier.delivered_on = delivered_on;
    dossier
}

#[rstest]
#[case::not_delivered(LineKind::HearingAid, None, Some(None))]
#[case::delivered_today(LineKind::HearingAid, Some(TODAY), Some(Some(date(2024, 3, 2))))]
#[case::the_last_day(LineKind::HearingAid, Some(date(2024, 1, 1)), Some(Some(date(2024, 2, 1))))]
#[case::over(LineKind::HearingAid, Some(date(2023, 12, 31)), None)]
#[case::no_aid_in_the_sale(LineKind::Other, None, None)]
fn no_cheque_is_kept_during_the_trial(
    #[case] item: LineKind,
    #[case] delivered_on: Option<Date>,
    #[case] expected: Option<Option<Date>>,
) {
    let dossier = aids(item, delivered_on);
    let found = warnings(
        &Facts { dossier: &dossier, birth_date: None, on: TODAY, agreed_on: &[], unrouted: &[] },
        &reference(),
    );
    let told = found.iter().find_map(|warned| match warned.warning {
        Warning::HearingTrial { days: 30, not_before } => Some((not_before, warned.forbids, warned.against.len())),
        _ => None,
    });
    assert_eq!(told, expected.map(|not_before| (not_before, true, 2)));
    for way in Way::ALL {
        let keeps = matches!(way, Way::ChequeKept | Way::ChequeDepositedLater);
        let refusal = expected.filter(|_| keeps).map(|not_before| Refusal::TrialUnderWay { days: 30, not_before });
        assert_eq!(forbidden(&dossier, way, &reference(), TODAY), refusal, "{way:?}");
    }
}

#[test]
fn a_sale_of_seven_fields_is_taken_for_aids_and_glasses_have_no_trial() {
    let mut bare = sale(Activity::Hearing, None);
    bare.lines.clear();
    assert!(forbidden(&bare, Way::ChequeKept, &reference(), TODAY).is_some());
    assert_eq!(forbidden(&sale(Activity::Optics, None), Way::ChequeKept, &reference(), TODAY), None);
}
