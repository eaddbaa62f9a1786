//! The breaks, in the order of the design's sentences. Each is a change of the rules' real source that must be found
//! there as it stands: when a rule is written anew, its break is written anew with it.

/// One change of the rules.
pub(super) struct Mutation {
    pub(super) name: &'static str,
    /// Where two rules stand one behind the other, both give way.
    pub(super) edits: &'static [Edit],
}

/// One edit of the source.
pub(super) struct Edit {
    /// The file under the rules' `src`.
    pub(super) file: &'static str,
    /// The text changed, which must be there once.
    pub(super) from: &'static str,
    /// What it becomes; `MUTANT` is true while this break is switched on.
    pub(super) to: &'static str,
}

pub(super) const fn edit(file: &'static str, from: &'static str, to: &'static str) -> Edit {
    Edit { file, from, to }
}

pub(super) const fn mutation(name: &'static str, edits: &'static [Edit]) -> Mutation {
    Mutation { name, edits }
}

/// The breaks, in the order of the design's sentences.
pub(super) const MUTATIONS: &[Mutation] = &[
    mutation(
        "a cheque is handed in on two slips",
        &[edit(
            "cheque/life.rs",
            "matches!(from, S::Rejected | S::CertificateRequested | S::CertificateReceived | S::Opposed)
        }",
            "matches!(from, S::Rejected | S::CertificateRequested | S::CertificateReceived | S::Opposed)
                || (MUTANT && matches!(from, S::Credited))
        }",
        )],
    ),
    mutation(
        "another amount is credited without a word",
        &[edit(
            "slip/decide.rs",
            "if differs && credit.reason.is_none() {",
            "if differs && credit.reason.is_none() && !MUTANT {",
        )],
    ),
    mutation(
        "a cheque is left out of the inventory",
        &[
            edit(
                "inventory/mod.rs",
                "None => return Err(Refusal::DrawerChanged),",
                "None if MUTANT => {}
            None => return Err(Refusal::DrawerChanged),",
            ),
            edit("inventory/mod.rs", "if !each_once {", "if !each_once && !MUTANT {"),
        ],
    ),
    mutation(
        "a stale cheque is handed in",
        &[edit("cheque/decide.rs", ".filter(|last| *last < on)", ".filter(|last| *last < on && !MUTANT)")],
    ),
    mutation(
        "a certificate is asked for at once",
        &[edit("cheque/life.rs", ".filter(|day| taken.on < *day)", ".filter(|day| taken.on < *day && !MUTANT)")],
    ),
    mutation(
        "a rejected cheque goes back unpaid",
        &[edit(
            "cheque/life.rs",
            "due.is_positive().then_some(Refusal::DifferenceDue",
            "(due.is_positive() && !MUTANT).then_some(Refusal::DifferenceDue",
        )],
    ),
    mutation(
        "steps in no order",
        &[edit("cheque/life.rs", "Some(since) if on < since =>", "Some(since) if on < since && !MUTANT =>")],
    ),
    mutation(
        "a paid share's cheque may be deposited",
        &[
            edit(
                "cheque/deposit.rs",
                "(_, TrackState::Paid) => return DepositVerdict::Forbidden,",
                "(_, TrackState::Paid) if !MUTANT => return DepositVerdict::Forbidden,",
            ),
            edit(
                "dossier/due.rs",
                "if track.state == TrackState::Paid {
        return Err(Refusal::AmcSharePaid);
    }
    let left",
                "if track.state == TrackState::Paid && !MUTANT {
        return Err(Refusal::AmcSharePaid);
    }
    let left",
            ),
        ],
    ),
    mutation(
        "staff deposit whatever the insurer is doing",
        &[edit(
            "cheque/deposit.rs",
            "_ => DepositVerdict::OwnerOverride,",
            "_ => if MUTANT { DepositVerdict::Allowed } else { DepositVerdict::OwnerOverride },",
        )],
    ),
    mutation(
        "under A a queued share is free",
        &[edit(
            "cheque/deposit.rs",
            "(ChequeAgreement::DepositedLater, TrackState::ClaimedByCustomer",
            "(ChequeAgreement::KeptAndReturned, TrackState::Queued) if MUTANT => DepositVerdict::Allowed,
        (ChequeAgreement::DepositedLater, TrackState::ClaimedByCustomer",
        )],
    ),
    mutation(
        "anybody may override a deposit",
        &[edit(
            "cheque/overriding.rs",
            "let Some(reason) = reason.filter(|_| context.role == Role::Owner) else { return Err(refusal) };",
            "let Some(reason) = reason.filter(|_| MUTANT || context.role == Role::Owner) else { return Err(refusal) };",
        )],
    ),
    mutation(
        "the owner overrides without a reason",
        &[edit(
            "cheque/decide.rs",
            "let against = if verdict == DepositVerdict::OwnerOverride {",
            "let against = if verdict == DepositVerdict::OwnerOverride && !(MUTANT && context.role == Role::Owner) {",
        )],
    ),
    mutation(
        "a deposit needs no notice",
        &[edit(
            "cheque/decide.rs",
            "state.notice_deposit_from.map(|told| told.max(promised))",
            "if MUTANT { Some(promised) } else { state.notice_deposit_from.map(|told| told.max(promised)) }",
        )],
    ),
    mutation(
        "a notice of a week",
        &[edit(
            "cheque/decide.rs",
            "on.saturating_add(i64::from(limits.notice_days).days())",
            "on.saturating_add((if MUTANT { 7 } else { i64::from(limits.notice_days) }).days())",
        )],
    ),
    mutation(
        "a notice before the answer is due",
        &[edit("cheque/decide.rs", "if on < answer_by {", "if on < answer_by && !MUTANT {")],
    ),
    mutation(
        "a customer is told of a silence that is none",
        &[edit(
            "cheque/decide.rs",
            "answered.filter(|_| under_a && !refused)",
            "answered.filter(|_| under_a && !refused && !MUTANT)",
        )],
    ),
    mutation(
        "the promised day is forgotten",
        &[edit(
            "cheque/decide.rs",
            "let promised = kept.deposit_not_before.unwrap_or(kept.received_on);",
            "let promised = kept.deposit_not_before.filter(|_| !MUTANT).unwrap_or(kept.received_on);",
        )],
    ),
    mutation(
        "a cheque that left may leave again",
        &[edit(
            "cheque/decide.rs",
            "_ if state.state != ChequeState::Kept => Err(Refusal::ChequeNotKept),",
            "_ if state.state != ChequeState::Kept && !MUTANT => Err(Refusal::ChequeNotKept),",
        )],
    ),
    mutation(
        "advised returns a cheque as paid would",
        &[edit(
            "cheque/decide.rs",
            "        TrackState::Paid => difference(),",
            "        TrackState::Advised if MUTANT => None,
        TrackState::Paid => difference(),",
        )],
    ),
    mutation(
        "a cheque goes back though a difference is due",
        &[edit(
            "cheque/decide.rs",
            "let difference = || due.is_positive()",
            "let difference = || (due.is_positive() && !MUTANT)",
        )],
    ),
    mutation(
        "a claimed cheque goes back unpaid",
        &[edit(
            "cheque/decide.rs",
            "TrackState::ClaimedByCustomer if !freed => Some(Refusal::AmcShareNotPaid),",
            "TrackState::ClaimedByCustomer if !freed && !MUTANT => Some(Refusal::AmcShareNotPaid),",
        )],
    ),
    mutation(
        "A becomes B while the insurer is asked",
        &[edit(
            "cheque/decide.rs",
            "tracks.iter().find(|track| track.state != TrackState::ClaimedByCustomer)",
            "tracks.iter().find(|track| track.state != TrackState::ClaimedByCustomer && !MUTANT)",
        )],
    ),
    mutation(
        "of two cheques on a share one alone becomes B",
        &[edit(
            "dossier/movement.rs",
            "kept.rank == rank && !converting.contains(&kept.cheque)",
            "kept.rank == rank && !converting.contains(&kept.cheque) && !MUTANT",
        )],
    ),
    mutation(
        "a deposit dated before the cheque came",
        &[edit(
            "cheque/decide.rs",
            "Some(kept) if on < kept.received_on =>",
            "Some(kept) if on < kept.received_on && !MUTANT =>",
        )],
    ),
    mutation(
        "a cheque dated tomorrow",
        &[edit(
            "cheque/intake.rs",
            "if keep.written_on > context.today {",
            "if keep.written_on > context.today && !MUTANT {",
        )],
    ),
    mutation(
        "a cheque kept for ever",
        &[edit(
            "cheque/intake.rs",
            "let beyond = (decide_by > latest).then_some(",
            "let beyond = (decide_by > latest && !MUTANT).then_some(",
        )],
    ),
    mutation(
        "a cheque whose shares do not make it",
        &[edit(
            "cheque/intake.rs",
            "if covered != keep.amount_cents ||",
            "if (covered != keep.amount_cents && !MUTANT) ||",
        )],
    ),
    mutation(
        "B while the insurer is asked",
        &[edit(
            "cheque/intake.rs",
            "(ChequeAgreement::DepositedLater, state) if state != TrackState::ClaimedByCustomer =>",
            "(ChequeAgreement::DepositedLater, state) if state != TrackState::ClaimedByCustomer && !MUTANT =>",
        )],
    ),
    mutation(
        "two cheques for more than the share",
        &[edit("dossier/due.rs", "if covered_cents > open {", "if covered_cents > open && !MUTANT {")],
    ),
    mutation(
        "the customer pays more than he owes",
        &[edit("dossier/due.rs", "if payment.amount_cents > due {", "if payment.amount_cents > due && !MUTANT {")],
    ),
    mutation(
        "a share paid by card is deposited too",
        &[edit("dossier/due.rs", "if cover.covered_cents > left {", "if cover.covered_cents > left && !MUTANT {")],
    ),
    mutation(
        "cash without limit",
        &[edit(
            "dossier/due.rs",
            "if means == PaymentMeans::Cash && Cents::sum(cash",
            "if !MUTANT && means == PaymentMeans::Cash && Cents::sum(cash",
        )],
    ),
    mutation(
        "more given back than was paid beyond",
        &[edit("dossier/due.rs", "if amount_cents > due {", "if amount_cents > due && !MUTANT {")],
    ),
    mutation(
        "paid without a bank credit",
        &[edit(
            "dossier/movement.rs",
            "TrackState::Paid if wanted.bank_credit.is_none() =>",
            "TrackState::Paid if wanted.bank_credit.is_none() && !MUTANT =>",
        )],
    ),
    mutation(
        "withdrawn though it was accepted",
        &[edit(
            "dossier/movement.rs",
            "T::Withdrawn => matches!(from, T::NotSent",
            "T::Withdrawn => (MUTANT && from == T::Accepted) || matches!(from, T::NotSent",
        )],
    ),
    mutation(
        "asked for though the customer claims it",
        &[
            edit(
                "dossier/movement.rs",
                "T::Queued => matches!(from,",
                "T::Queued => (MUTANT && from == T::ClaimedByCustomer) || matches!(from,",
            ),
            edit(
                "dossier/movement.rs",
                "let barred = track.claimed_by_customer",
                "let barred = !MUTANT && track.claimed_by_customer",
            ),
        ],
    ),
    mutation(
        "another way reopens what was advanced",
        &[edit(
            "dossier/way.rs",
            "if claimed.iter().any(|track| state.covered_by_customer",
            "if !MUTANT && claimed.iter().any(|track| state.covered_by_customer",
        )],
    ),
    mutation(
        "shares that do not make the total",
        &[edit(
            "dossier/decide.rs",
            "if shares != priced.total_cents {",
            "if shares != priced.total_cents && !MUTANT {",
        )],
    ),
    mutation(
        "green for less than the estimate",
        &[edit(
            "dossier/track.rs",
            "if *covered >= estimate => RecheckColour::Green,",
            "if *covered >= estimate || (MUTANT && covered.is_positive()) => RecheckColour::Green,",
        )],
    ),
    mutation(
        "a credit allocated for more than it is",
        &[edit("bank_credit.rs", "if allocated > left {", "if allocated > left && !MUTANT {")],
    ),
    mutation(
        "what is left of a credit never goes down",
        &[edit(
            "bank_credit.rs",
            "check_allocations(&allocations, state.left())?;",
            "let whole = state.recorded.as_ref().map(|recorded| recorded.amount_cents).unwrap_or_default();
    check_allocations(&allocations, if MUTANT { whole } else { state.left() })?;",
        )],
    ),
    mutation(
        "sent again while to be confirmed",
        &[edit(
            "request.rs",
            "(RequestCommand::StartSending, S::Queued) =>",
            "(RequestCommand::StartSending, from) if from == S::Queued || (MUTANT && from == S::OutcomeUnknown) =>",
        )],
    ),
    mutation(
        "an answer before anything was sent",
        &[edit(
            "request.rs",
            "if matches!(state.state, S::Queued | S::Failed) && !by_staff {",
            "if matches!(state.state, S::Queued | S::Failed) && !by_staff && !MUTANT {",
        )],
    ),
    mutation(
        "a decision changed by a second answer",
        &[edit(
            "request.rs",
            "if state.answer.as_ref().is_some_and(",
            "if !MUTANT && state.answer.as_ref().is_some_and(",
        )],
    ),
    mutation(
        "what met a conflict goes again unlooked at",
        &[edit(
            "request.rs",
            "(RequestCommand::Requeue { reason }, S::Failed) =>",
            "(RequestCommand::Requeue { reason }, from) if from == S::Failed || (MUTANT && from == S::Conflict) =>",
        )],
    ),
    mutation(
        "what the concentrator has waits here again",
        &[edit(
            "dossier/circuit.rs",
            "let theirs = track.state == TrackState::Queued && track.circuit.has_it();",
            "let theirs = !MUTANT && track.state == TrackState::Queued && track.circuit.has_it();",
        )],
    ),
    mutation(
        "a list undone though something else happened since",
        &[edit(
            "dossier/circuit.rs",
            "if state.last_import != Some(import) {",
            "if state.last_import != Some(import) && !MUTANT {",
        )],
    ),
    mutation(
        "a payer is asked again at once",
        &[edit(
            "dossier/reminder.rs",
            "Some(not_before) if not_before > today =>",
            "Some(not_before) if not_before > today && !MUTANT =>",
        )],
    ),
    mutation(
        "a statement undone leaves its money on the share",
        &[edit(
            "dossier/circuit.rs",
            "(track.paid_cents, track.advised_on) = (before.paid_cents, before.advised_on);",
            "track.paid_cents = if MUTANT { track.paid_cents } else { before.paid_cents };
                track.advised_on = before.advised_on;",
        )],
    ),
    mutation(
        "an incident closed over open dossiers",
        &[edit(
            "incident/mod.rs",
            "IncidentCommand::Close { open_dossiers: 0 } =>",
            "IncidentCommand::Close { open_dossiers } if open_dossiers == 0 || MUTANT =>",
        )],
    ),
    mutation(
        "a ceiling stops nobody",
        &[edit(
            "incident/outage.rs",
            "= mode.beyond(exposure) else { return Ok(Vec::new()) };",
            "= mode.beyond(exposure).filter(|_| !MUTANT) else { return Ok(Vec::new()) };",
        )],
    ),
    mutation(
        "staff go beyond a ceiling",
        &[edit(
            "incident/outage.rs",
            "Some(reason) if context.role == Role::Owner => {",
            "Some(reason) if MUTANT || context.role == Role::Owner => {",
        )],
    ),
    mutation(
        "recovered with the passwords that leaked",
        &[edit(
            "incident/mod.rs",
            "if state.nature == IncidentNature::Breach && state.access_secured != Some(true) =>",
            "if !MUTANT && state.nature == IncidentNature::Breach && state.access_secured != Some(true) =>",
        )],
    ),
    mutation(
        "anybody writes off",
        &[edit(
            "dossier/write_off.rs",
            "if context.role != Role::Owner {",
            "if context.role != Role::Owner && !MUTANT {",
        )],
    ),
    mutation(
        "one alone writes off above the limit",
        &[edit(
            "dossier/second_look.rs",
            "if amount_cents <= look.limit.cents() {",
            "if MUTANT || amount_cents <= look.limit.cents() {",
        )],
    ),
    mutation(
        "asked and confirmed in one breath",
        &[edit(
            "second.rs",
            "(None, Some(from)) if context.now < from =>",
            "(None, Some(from)) if context.now < from && !MUTANT =>",
        )],
    ),
    mutation(
        "one alone passes over the rule of a cheque",
        &[edit(
            "cheque/overriding.rs",
            "        Looked::SleptOn => Ok(Allowed { reason, by: None }),",
            "        Looked::Missing if MUTANT => Ok(Allowed { reason, by: None }),
        Looked::SleptOn => Ok(Allowed { reason, by: None }),",
        )],
    ),
    mutation(
        "what waits is written off",
        &[edit(
            "dossier/write_off.rs",
            "if under_way || track.cancelling.is_some()",
            "if (under_way && !MUTANT) || track.cancelling.is_some()",
        )],
    ),
    mutation(
        "a write-off forgets what the customer owes",
        &[edit(
            "dossier/write_off.rs",
            "(state.customer_owes(), shares.filter(",
            "(if MUTANT { Cents::ZERO } else { state.customer_owes() }, shares.filter(",
        )],
    ),
];
