//! What a platform answered to a request of the outbox, in the rules' words: codes, dates and cents. Its sentence is given
//! apart, for an erasable place.

use crate::{contract::SendOutcome, known_cover::is_reference, replay};
use relais_domain::{
    dossier::{Agreement, Quote, QuotedLine},
    formality::Formality,
    request::{RequestAnswer, RequestState},
};
use relais_platforms::answer::{CancellationAnswer, CancellationVerdict, PriorAuthorisationAnswer, Verdict};

/// Most lines of a quote that are kept: those a sale may have.
const MAX_LINES: usize = crate::edit_dossier::MAX_LINES;

/// An answer, as it came.
pub(crate) enum Answer {
    /// To a quote, a prior authorisation or an invoice.
    Claim(Box<PriorAuthorisationAnswer>),
    /// To a cancellation.
    Cancellation(CancellationAnswer),
}

impl Answer {
    pub(crate) fn of_claim(answer: PriorAuthorisationAnswer) -> Self {
        Answer::Claim(Box::new(answer))
    }

    /// The body, as the proof.
    pub(crate) fn raw(&self) -> &[u8] {
        match self {
            Answer::Claim(answer) => answer.raw.bytes(),
            Answer::Cancellation(answer) => answer.raw.bytes(),
        }
    }

    /// What the platform said in words.
    pub(crate) fn words(&self) -> Option<&str> {
        let said = match self {
            Answer::Claim(answer) => answer.disposition_text.as_ref(),
            Answer::Cancellation(answer) => answer.message.as_ref(),
        };
        said.map(|text| text.as_str())
    }

    /// What the platform said; what it did not say in full is pending, for a person to look at.
    pub(crate) fn said(&self, formality: Formality) -> RequestAnswer {
        match self {
            Answer::Claim(answer) => of_claim(answer, formality),
            Answer::Cancellation(answer) => match answer.verdict {
                CancellationVerdict::Cancelled => RequestAnswer::Cancelled { reference: answer.reference.clone() },
                CancellationVerdict::Refused => RequestAnswer::Refused { reason_code: None },
                CancellationVerdict::Pending => RequestAnswer::Pending,
            },
        }
    }
}

fn of_claim(answer: &PriorAuthorisationAnswer, formality: Formality) -> RequestAnswer {
    let (reference, covered_cents) = (answer.reference.clone(), answer.covered_cents);
    let valid_until = answer.valid.and_then(|period| period.end);
    match answer.verdict() {
        Verdict::Pending | Verdict::Unclear => RequestAnswer::Pending,
        Verdict::Refused => RequestAnswer::Refused { reason_code: code(answer.disposition_codes.first()) },
        Verdict::Agreed if formality == Formality::Quote => {
            let line = |line: &relais_platforms::answer::CoveredLine| QuotedLine {
                number: line.number,
                covered_cents: line.covered_cents,
            };
            let lines = answer.lines.iter().take(MAX_LINES).map(line).collect();
            RequestAnswer::Quoted { quote: Quote { reference, covered_cents, valid_until, lines } }
        }
        Verdict::Agreed => RequestAnswer::Agreed { agreement: Agreement { reference, covered_cents, valid_until } },
    }
}

/// What is made as references are; a sentence stays in the sealed proof.
fn code(text: Option<&String>) -> Option<String> {
    text.filter(|text| is_reference(text)).cloned()
}

/// What whoever had it sent is told.
pub(crate) fn outcome_of(said: &RequestAnswer) -> SendOutcome {
    let (agreement_reference, covered_cents) = match said {
        RequestAnswer::Agreed { agreement } => (agreement.reference.clone(), agreement.covered_cents),
        RequestAnswer::Quoted { quote } => (quote.reference.clone(), quote.covered_cents),
        RequestAnswer::Cancelled { reference } => (reference.clone(), None),
        RequestAnswer::Pending | RequestAnswer::Refused { .. } => (None, None),
    };
    SendOutcome { agreement_reference, covered_cents, ..replay::plain(RequestState::Answered, None) }
}
