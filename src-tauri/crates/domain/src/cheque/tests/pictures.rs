//! The pictures of a cheque: one a side, until when, and who says how long.

use super::*;
use crate::{
    document::PieceSeal,
    ids::{PictureId, Proof},
    picture::{Picture, PictureFormat, Side},
    practice::{Practice, PracticeEvent},
};
use ChequeState as S;
use rstest::rstest;

fn picture(number: u128, side: Side) -> Picture {
    let piece = PieceSeal { length_bytes: 9, proof: Proof("00".to_owned()) };
    Picture { side, picture: PictureId(Uuid::from_u128(number)), format: PictureFormat::Jpeg, piece }
}

fn try_it(state: &Cheque, command: ChequeCommand) -> Result<Vec<ChequeEvent>, Refusal> {
    decide(state, &[track(TrackState::Queued)], command, &as_role(Role::Counter))
}

#[test]
fn one_a_side_and_why_each_goes() {
    let keep = |number, side| ChequeCommand::KeepPicture(picture(number, side));
    let gone = |number, side, why| ChequeEvent::PictureErased { side, picture: picture(number, side).picture, why };
    let mut state = kept(ChequeAgreement::KeptAndReturned);
    for command in [keep(7, Side::Front), keep(8, Side::Back)] {
        state = then(state, &[track(TrackState::Queued)], command, &as_role(Role::Counter));
    }
    let replaced = [gone(7, Side::Front, WhyErased::Replaced), ChequeEvent::PictureKept(picture(9, Side::Front))];
    assert_eq!(try_it(&state, keep(9, Side::Front)), Ok(replaced.to_vec()));
    let erase = ChequeCommand::ErasePicture { side: Side::Back, why: WhyErased::Asked };
    assert_eq!(try_it(&state, erase.clone()), Ok(vec![gone(8, Side::Back, WhyErased::Asked)]));
    let state = then(state, &[track(TrackState::Queued)], erase.clone(), &as_role(Role::Counter));
    assert_eq!(state.pictures, [picture(7, Side::Front)]);
    assert_eq!(try_it(&state, erase), Err(Refusal::NothingToErase));
    assert_eq!(try_it(&Cheque::default(), keep(1, Side::Front)), Err(Refusal::ChequeNotKept));
}

/// Settled on the tenth of March and credited on the first: the credit is final on the sixteenth.
#[rstest]
#[case::kept(S::Kept, true, None)]
#[case::at_the_bank(S::Deposited, true, None)]
#[case::rejected(S::Rejected, true, None)]
#[case::lost(S::Lost, true, None)]
#[case::too_old(S::Expired, true, None)]
#[case::given_back_or_destroyed(S::Returned, false, Some(date(2024, 4, 9)))]
#[case::final_as_noted(S::Final, false, Some(date(2024, 4, 9)))]
#[case::final_though_nobody_noted_it(S::Credited, true, Some(date(2024, 4, 15)))]
fn until_when(#[case] state: ChequeState, #[case] may_be_pictured: bool, #[case] expected: Option<Date>) {
    let (since, credited_on) = (Some(date(2024, 3, 10)), Some(date(2024, 3, 1)));
    let cheque = Cheque { state, since, credited_on, ..kept(ChequeAgreement::KeptAndReturned) };
    let erased_on = cheque.pictures_erased_on(PictureKeeping::default(), &Limits::default());
    assert_eq!((cheque.may_be_pictured(), erased_on), (may_be_pictured, expected));
    let kept = try_it(&cheque, ChequeCommand::KeepPicture(picture(1, Side::Front)));
    assert_eq!(kept.is_ok(), may_be_pictured);
}

#[rstest]
#[case(0, false)]
#[case(1, true)]
#[case(365, true)]
#[case(366, false)]
fn bearable(#[case] count: u32, #[case] expected: bool) {
    assert_eq!(PictureDays::parse(count).is_ok(), expected);
}

#[test]
fn the_owner_says_how_long_and_the_day_he_said_it() {
    let practice = Practice::default();
    let ninety = PictureDays::parse(90).unwrap();
    let owner = as_role(Role::Owner);
    assert_eq!(set_picture_days(&practice, ninety, &as_role(Role::Billing)), Err(Refusal::RoleNotAllowed));
    assert_eq!(set_picture_days(&practice, PictureDays::default(), &owner), Ok(vec![]));
    let chosen = PictureKeeping { days: ninety, chosen_on: Some(TODAY) };
    assert_eq!(set_picture_days(&practice, ninety, &owner), Ok(vec![PracticeEvent::ChequePictureDaysSet(chosen)]));
}
