//! Deeds of the pharmacy's own circuit: a share transmitted by a list or by a person, what comes back, a list undone.

use super::{Command, Deed, Step, near, one_in, outbox, sale, statements};
use relais_domain::{
    circuit::{InvoiceNumber, LotNumber, ReturnOutcome, Returned, Transmitted},
    dossier::{DossierCommand, DossierEvent, TrackState},
    event::Event,
    ids::{DossierId, ImportId, RequestId},
    refusal::Refusal,
    request::{Request, RequestAnswer, RequestCommand, RequestState, stands_behind},
};

fn invoice() -> Option<InvoiceNumber> {
    InvoiceNumber::parse("F1")
}

/// « Confié à l'OCT », as the one use case that entrusts composes it: what waits is settled with it, what leaves refuses.
pub(super) fn entrust(command: &mut Command, dossier: DossierId, transmitted: Transmitted) -> Step {
    let state = command.known_dossier(dossier).ok_or(Refusal::UnknownDossier)?;
    let events =
        relais_domain::dossier::decide(state, DossierCommand::Transmit(transmitted.clone()), &command.context)?;
    if events.is_empty() {
        return Ok(());
    }
    let leaves = requests(command, dossier, transmitted.rank).iter().any(|(_, state)| *state == RequestState::Sending);
    if leaves {
        return Err(Refusal::RequestState);
    }
    settle_waiting(command, dossier, transmitted.rank, transmitted.import)?;
    command.dossier(dossier, DossierCommand::Transmit(transmitted))
}

fn requests(command: &Command, dossier: DossierId, rank: u8) -> Vec<(RequestId, RequestState)> {
    let of_track = |request: &relais_domain::request::Request| {
        request.queued.as_ref().is_some_and(|queued| (queued.dossier, queued.rank) == (dossier, rank))
    };
    let own = command.books.requests.iter().filter(|(_, request)| of_track(request));
    own.map(|(id, request)| (*id, request.state)).collect()
}

fn settle_waiting(command: &mut Command, dossier: DossierId, rank: u8, import: Option<ImportId>) -> Step {
    for (id, state) in requests(command, dossier, rank) {
        if matches!(state, RequestState::Queued | RequestState::Failed) {
            command.request(id, RequestCommand::Entrust { import })?;
        }
    }
    Ok(())
}

/// A share as a person says it is transmitted.
pub(super) const fn by_hand(rank: u8) -> Transmitted {
    Transmitted {
        rank,
        from: None,
        import: None,
        opened: false,
        twice: false,
        lot: None,
        invoice: None,
        amount_cents: None,
        on: None,
    }
}

pub(super) fn transmit(command: &mut Command, deed: Deed) -> Step {
    let (dossier, state) = command.pick_dossier(deed.a)?;
    let rank = outbox::rank(&state, deed.b);
    if one_in(5, deed.c) {
        return entrust(command, dossier, by_hand(rank));
    }
    // One list, at times of two lines about the same share.
    let import = Some(ImportId(command.fresh()));
    for line in 0..=u8::from(one_in(4, deed.d)) {
        let transmitted = Transmitted {
            import,
            opened: one_in(8, deed.d / 4),
            lot: LotNumber::parse(&format!("L{}", deed.c.wrapping_add(line) % 4)),
            invoice: invoice(),
            on: Some(near(command.context.today, deed.d)),
            ..by_hand(rank)
        };
        entrust(command, dossier, transmitted)?;
    }
    Ok(())
}

pub(super) fn receive(command: &mut Command, deed: Deed) -> Step {
    let (dossier, state) = command.pick_dossier(deed.a)?;
    let rank = outbox::rank(&state, deed.b);
    let import = ImportId(command.fresh());
    for line in 0..=u8::from(one_in(4, deed.d / 4)) {
        receive_line(command, (dossier, rank), import, Deed { c: deed.c.wrapping_add(line), ..deed })?;
    }
    Ok(())
}

fn receive_line(command: &mut Command, (dossier, rank): (DossierId, u8), import: ImportId, deed: Deed) -> Step {
    let state = command.known_dossier(dossier).ok_or(Refusal::UnknownDossier)?.clone();
    let share = state.track(rank).ok_or(Refusal::UnknownTrack)?.share_cents.get();
    let outcome = ReturnOutcome::ALL[usize::from(deed.c) % 3];
    let amount = [None, Some(share), Some(share - 8_000), Some(0)][usize::from(deed.d) % 4];
    let returned = Returned {
        rank,
        from: None,
        import,
        lot: None,
        invoice: invoice().ok_or(Refusal::UnknownTrack)?,
        outcome,
        code: (outcome == ReturnOutcome::Rejected).then(|| "R1".to_owned()),
        wording: None,
        reference: one_in(3, deed.d).then(|| "A1".to_owned()),
        amount_cents: amount.map(sale::cents),
        on: None,
    };
    let known = DossierCommand::Receive(returned.clone());
    let events = relais_domain::dossier::decide(&state, known, &command.context)?;
    if !events.is_empty() && outcome != ReturnOutcome::Rejected {
        settle_waiting(command, dossier, rank, Some(returned.import))?;
    }
    command.dossier(dossier, DossierCommand::Receive(returned))
}

pub(super) fn undo(command: &mut Command, deed: Deed) -> Step {
    let (dossier, state) = command.pick_dossier(deed.a)?;
    let known = state.amc.iter().flat_map(|track| &track.circuit.transmissions).find_map(|sent| sent.import);
    let import = state.last_import.filter(|_| !one_in(4, deed.c)).or(known).ok_or(Refusal::UnknownImport)?;
    if statements::is_statement(command, import) {
        return Err(Refusal::UnknownImport);
    }
    let reason = command.text();
    let theirs: Vec<RequestId> = command
        .books
        .requests
        .iter()
        .filter(|(_, request)| {
            let of_it = request.queued.as_ref().is_some_and(|q| q.dossier == dossier);
            let by_it = request.entrusted.is_some_and(|(_, by)| by == Some(import));
            of_it && by_it && request.state == RequestState::Entrusted
        })
        .map(|(id, _)| *id)
        .collect();
    for request in theirs {
        command.request(request, RequestCommand::UndoEntrusting { import })?;
    }
    let before = command.events.len();
    command.dossier(dossier, DossierCommand::UndoImport { import, reason })?;
    let moved: Vec<(u8, TrackState)> = command.events[before..]
        .iter()
        .filter_map(|(_, event)| match event {
            Event::Dossier(DossierEvent::TrackMoved { rank, to, .. }) => Some((*rank, *to)),
            _ => None,
        })
        .collect();
    // A share goes back to what its request still says, or stays.
    match moved.into_iter().all(|(rank, to)| still_stands(command, dossier, rank, to)) {
        true => Ok(()),
        false => Err(Refusal::ChangedSince),
    }
}

pub(super) fn still_stands(command: &Command, dossier: DossierId, rank: u8, to: TrackState) -> bool {
    let waits = matches!(to, TrackState::Queued | TrackState::OutcomeUnknown | TrackState::Sent);
    let behind = |request: &Request| {
        let of_share = request.queued.as_ref().is_some_and(|queued| {
            (queued.dossier, queued.rank) == (dossier, rank) && queued.formality().carries_the_share()
        });
        of_share && stands_behind(to, request.state, request.answer == Some(RequestAnswer::Pending))
    };
    !waits || command.books.requests.iter().any(|(_, request)| behind(request))
}

/// What never arrived waits again, unless the concentrator has it too.
pub(super) fn keep_from_sending(command: &mut Command, request: RequestId) -> Step {
    let found = command.books.requests.iter().find(|(known, _)| *known == request);
    let Some((state, Some(queued))) = found.map(|(_, request)| (request.state, request.queued.clone())) else {
        return Ok(());
    };
    let waits = matches!(state, RequestState::Queued | RequestState::Failed);
    if !waits || !is_carried(command, queued.dossier, queued.rank) {
        return Ok(());
    }
    command.request(request, RequestCommand::Entrust { import: None })?;
    command.dossier(queued.dossier, DossierCommand::KeepEntrusted { rank: queued.rank })
}

/// Whether the concentrator has a share.
pub(super) fn is_carried(command: &Command, dossier: DossierId, rank: u8) -> bool {
    let track = command.known_dossier(dossier).and_then(|dossier| dossier.track(rank));
    track.is_some_and(|track| track.state == TrackState::Entrusted || track.circuit.has_it())
}
