//! How far an estimate may be trusted: A a live answer, B a recent answer that was kept, C the card, D an assumption.

use super::{
    Confidence, Question,
    said::{AnswerKind, Guarantee, LastEquipment, Network},
};

/// The least of what each complementary's figure deserves; what stays unknown makes it an assumption.
pub(super) fn of(question: &Question) -> Confidence {
    let figures = (0..question.complementaries.len()).map(|at| of_one(question, at));
    let figures = figures.max().unwrap_or(Confidence::C);
    if figures == Confidence::C && something_is_assumed(question) { Confidence::D } else { figures }
}

fn of_one(question: &Question, at: usize) -> Confidence {
    let cover = question.cover(at);
    match question.complementaries[at].answer.map(|answer| answer.kind) {
        Some(AnswerKind::Agreed | AnswerKind::Live) => Confidence::A,
        Some(AnswerKind::Kept) => Confidence::B,
        None if cover.read_on_card && cover.guarantee != Guarantee::Unknown && cover.responsible.is_some() => {
            Confidence::C
        }
        None => Confidence::D,
    }
}

fn something_is_assumed(question: &Question) -> bool {
    let said = &question.said;
    said.age.is_none()
        || said.last_equipment == LastEquipment::NotAsked
        || said.network == Network::Unknown
        || question.lines.iter().any(|line| line.class.is_none())
        || question.complementaries.iter().any(|known| known.domain_missing || known.expired_on.is_some())
}
