//! Deeds of the formalities: a quote, an invoice, and the taking back of a promise or of an invoice, composed as the use case
//! composes them.

use super::{Command, Deed, Step, outbox, sale};
use relais_domain::{
    dossier::{CancellationEnd, DossierCommand, InvoiceMove, InvoiceState, Invoiced, Quote, Quoted, may_ask},
    formality::Formality,
    ids::{DossierId, RequestId},
    refusal::Refusal,
    request::{Cancels, Queued, RequestAnswer, RequestCommand},
};

/// Asks for one, in its time or out of it, which the rules must see.
pub(super) fn ask(command: &mut Command, deed: Deed) -> Step {
    let (dossier, state) = command.pick_dossier(deed.a)?;
    let rank = outbox::rank(&state, deed.b);
    let track = state.track(rank).ok_or(Refusal::UnknownTrack)?;
    let formality = match deed.c % 8 {
        0 | 1 => Formality::Quote,
        2..=4 => Formality::Claim,
        5 | 6 => Formality::AuthorisationCancellation,
        _ => Formality::ClaimCancellation,
    };
    // A quote leaves nothing on the dossier that would be decided there: it is weighed as the use case does.
    if formality == Formality::Quote {
        may_ask(&state, rank, formality, command.context.today, None)?;
    }
    if command.open_of(dossier, rank, formality).is_some() {
        return Err(Refusal::RequestState);
    }
    let request = RequestId(command.fresh());
    let invoiced = formality == Formality::Claim;
    let authorisation = track.promise().filter(|_| invoiced).cloned();
    let amount_cents = if invoiced { track.to_invoice_cents() } else { track.share_cents };
    let queued = Queued {
        request,
        dossier,
        rank,
        platform: outbox::platform(),
        function: formality.function(),
        amount_cents,
        incident: None,
        cancels: formality.cancels().map(|_| Cancels { request: None }),
        invoice: invoiced.then(|| "F-1".to_owned()),
        authorisation: authorisation.as_ref().and_then(|promise| promise.reference.clone()),
    };
    command.request(request, RequestCommand::Queue(queued))?;
    match formality {
        Formality::Quote | Formality::PriorAuthorisation => Ok(()),
        Formality::Claim => {
            let made = Invoiced { rank, request, invoice: "F-1".to_owned(), amount_cents, authorisation };
            command.dossier(dossier, DossierCommand::Invoice { made, not_before: None })
        }
        _ => {
            let reason = command.text();
            command.dossier(dossier, DossierCommand::AskCancellation { rank, request, formality, reason })
        }
    }
}

/// An answer of what is asked for, made one of this formality.
pub(super) fn answer_of(formality: Formality, answer: RequestAnswer) -> RequestAnswer {
    match (formality, answer) {
        (Formality::Quote, RequestAnswer::Agreed { agreement }) => {
            let quote = Quote { covered_cents: agreement.covered_cents, ..Quote::default() };
            RequestAnswer::Quoted { quote }
        }
        (_, RequestAnswer::Agreed { .. }) if formality.cancels().is_some() => {
            RequestAnswer::Cancelled { reference: None }
        }
        (_, answer) => answer,
    }
}

/// Carries an answer to the dossier.
pub(super) fn answered(command: &mut Command, queued: &Queued, answer: RequestAnswer) -> Step {
    let Queued { dossier, rank, request, .. } = *queued;
    let told = match (queued.formality(), answer) {
        (Formality::Claim, answer) => {
            let (to, accepted) = match answer {
                RequestAnswer::Agreed { agreement } => (InvoiceState::Accepted, Some(agreement)),
                RequestAnswer::Pending => (InvoiceState::Received, None),
                _ => (InvoiceState::Refused, None),
            };
            DossierCommand::MoveInvoice(InvoiceMove { rank, request, to, accepted, reason: None })
        }
        (_, RequestAnswer::Pending) => return Ok(()),
        (Formality::Quote, answer) => {
            let quote = if let RequestAnswer::Quoted { quote } = answer { Some(quote) } else { None };
            let (platform, asked_cents) = (queued.platform.clone(), queued.amount_cents);
            DossierCommand::RecordQuote(Quoted { rank, request, platform, asked_cents, quote })
        }
        (_, RequestAnswer::Cancelled { reference }) => {
            DossierCommand::EndCancellation { rank, request, end: CancellationEnd::Cancelled { reference } }
        }
        _ => DossierCommand::EndCancellation { rank, request, end: CancellationEnd::Refused },
    };
    command.dossier(dossier, told)
}

/// What an invoice moves goes where its request went.
pub(super) fn followed(command: &mut Command, queued: &Queued, to: InvoiceState) -> Step {
    let Queued { dossier, rank, request, .. } = *queued;
    if queued.formality() != Formality::Claim {
        return Ok(());
    }
    command
        .dossier(dossier, DossierCommand::MoveInvoice(InvoiceMove { rank, request, to, accepted: None, reason: None }))
}

/// Takes a request out of the queue, whatever it asks for.
pub(super) fn withdraw(command: &mut Command, dossier: DossierId, request: RequestId) -> Step {
    let reason = command.text();
    command.request(request, RequestCommand::Withdraw { reason })?;
    let queued = outbox::queued_of(command, request)?;
    let (rank, to) = (queued.rank, InvoiceState::Withdrawn);
    match queued.formality() {
        Formality::Quote => Ok(()),
        Formality::PriorAuthorisation => sale::withdrawn(command, dossier, rank, (Some(request), reason)),
        Formality::Claim => {
            let wanted = InvoiceMove { rank, request, to, accepted: None, reason: Some(reason) };
            command.dossier(dossier, DossierCommand::MoveInvoice(wanted))
        }
        _ => {
            let end = CancellationEnd::Withdrawn;
            command.dossier(dossier, DossierCommand::EndCancellation { rank, request, end })
        }
    }
}
