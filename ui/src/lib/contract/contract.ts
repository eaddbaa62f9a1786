// interim
export type AppState = { stage: Stage, practice: PracticeSummary | null, user: UserSummary | null, practices: Array<PracticeChoice>, keyring: KeyringState, version: string, now: string, today: string, badges: Badges, journal_entries: number, rollback_suspected: boolean };
export type PracticeChoice = { folder: string, name: string, kind: PracticeKind, remembered: boolean };
export type PracticeSummary = { id: string, name: string, address: string, kind: PracticeKind, time_zone: string, activities: Array<Activity>, finess: string | null, siret: string | null, phone: string, mediator: string };
export type UserSummary = { id: string, name: string, role: Role };
export type Badges = { queue_waiting: number, queue_unknown: number, cheques_kept: number, cheques_to_act_on: number, recovery_open: number };
export type CreatePracticeRequest = { name: string, street: string, postcode: string, town: string, phone: string, activities: Array<Activity>, finess: string, siret: string, mediator: string, time_zone: string, owner_name: string, passphrase: string, remember: boolean };
export type PracticeCreated = { practice: string, recovery_key: Array<string>, remembered: boolean, keyring: KeyringState };
export type OpenPracticeRequest = { folder: string, unlock: Unlock };
export type PassphraseStrength = { entropy_bits: number, required_bits: number, verdict: PassphraseVerdict };
export type PassphraseRequest = { passphrase: string };
export type CheckIdentifierRequest = { kind: IdentifierKind, text: string };
export type CheckedIdentifier = { verdict: IdentifierVerdict, display: string | null, reason: string | null, params: Record<string, string | number> };
export type Stage = "welcome" | "locked" | "open";
export type KeyringState = "available" | "no_service" | "locked" | "refused" | "item_lost" | "timed_out";
export type PassphraseVerdict = "too_short" | "too_weak" | "common" | "good";
export type IdentifierKind = "finess" | "siret" | "amc_number" | "nir" | "iban" | "rpps";
export type IdentifierVerdict = "valid" | "doubtful" | "incomplete" | "invalid";
export type Unlock = { "with": "keyring" } | { "with": "passphrase", passphrase: string } | { "with": "recovery_key", recovery_key: string };
export type ReadChequeLineRequest = { raw: string, rlmc_key: string };
export type ChequeLineView = { verdict: ChequeLineVerdict, line: string | null, cheque_number: string | null, already_kept: boolean };
export type KeepChequeRequest = { dossier: string, rank: number, agreement: ChequeAgreement, amount_cents: number, line: string, rlmc_key: string, bank_name: string, drawer_name: string, written_on: string, written_at: string, payee_is_practice: boolean, words_agree: boolean, agreed_date: string | null, override_reason: string | null };
export type ChequeKept = { cheque: string, receipt_number: string, deposit_not_before: string | null, decide_by: string };
export type ChequeRef = { cheque: string };
export type ListChequesRequest = { position: ChequePosition | null, sort: ChequeSort, descending: boolean, offset: number, limit: number };
export type ChequeList = { rows: Array<ChequeRow>, total: number, total_cents: number, counts: Array<ChequeCount>, limits: Array<ChequeLimit> };
export type ChequeCount = { position: ChequePosition, count: number, amount_cents: number };
export type ChequeLimit = { on: string, count: number, amount_cents: number };
export type ChequeRow = { cheque: string, customer: string, dossier: string, dossier_number: string, amount_cents: number, agreement: ChequeAgreement, position: ChequePosition, written_on: string, track: TrackState, advised_cents: number | null, paid_cents: number, difference_due_cents: number, decide_by: string, deposit_not_before: string | null, cheque_number: string, bank_name: string, receipt_number: string, left_on: string | null };
export type ChequeView = { row: ChequeRow, drawer_name: string, written_at: string, line: string, rlmc_verified: boolean, present_by: string, presentable_until: string, notice_deposit_from: string | null, deposit: DepositVerdict, deposit_refusal: Problem | null, return_refusal: Problem | null, receipts_printed: number, timeline: Array<TimelineRow> };
export type GiveNoticeRequest = { cheque: string, on: string };
export type DepositChequeRequest = { cheque: string, on: string, override_reason: string | null };
export type ReturnChequeRequest = { cheque: string, on: string, manner: ReturnManner, override_reason: string | null };
export type ConvertChequeRequest = { cheque: string, deposit_on: string, reason: string };
export type ChequeReturned = { returned_at: string, discharge: DocumentReady };
export type ChequeLineVerdict = "verified" | "key_absent" | "key_mismatch" | "incomplete" | "unreadable" | "invalid";
export type ChequeSort = "decide_by" | "customer" | "amount" | "written_on" | "dossier";
export type OpenDossierRequest = { activity: Activity, family_name: string, given_name: string, phone: string, operator: string | null, insurer_name: string, amc_number: string, member_number: string, total_cents: number, amo_share_cents: number, amc_share_cents: number, customer_share_cents: number, reference: string };
export type DossierOpened = { dossier: string, number: string };
export type ParseLineRequest = { text: string };
export type ParsedLine = { draft: OpenDossierRequest, found: Array<string>, leftover: Array<string> };
export type DossierRef = { dossier: string };
export type EditCustomerRequest = { dossier: string, family_name: string, given_name: string, phone: string, birth_date: string | null };
export type PriceDossierRequest = { dossier: string, total_cents: number, amo_share_cents: number, amc_share_cents: Array<number>, customer_share_cents: number, lines: Array<LineView> };
export type LineView = { item: LineKind, quantity: number, unit_price_cents: number, vat_rate_bp: number, class: string | null };
export type RecordCardRequest = { dossier: string, rank: number, card: CardView };
export type CardView = { insurer_name: string, amc_number: string, convention: string, csr: string, member_number: string, operator: string | null, network: string, valid_from: string | null, valid_to: string | null, domains: Array<string> };
export type RecordMomentRequest = { dossier: string, moment: Moment, on: string };
export type VerifyRightsRequest = { dossier: string, rank: number };
export type RightsView = { rank: number, platform: string, platform_label: string, asked_at: string, elapsed_ms: number, source: StateSource, outcome: RightsOutcomeView, last_answer: RightsAnswerView | null, still_waiting: boolean, evidence_kept: boolean };
export type RightsAnswerView = { answered_at: string, platform_label: string, in_force: boolean | null, covered_cents: number | null, authorisation_required: boolean | null, reference: string | null, valid_until: string | null };
export type FieldsSent = { platform_label: string, fields: Array<string> };
export type ChooseWayRequest = { dossier: string, way: Way };
export type CustomerPaymentRequest = { dossier: string, amount_cents: number, means: PaymentMeans, purpose: PaymentPurpose, on: string };
export type SearchRequest = { text: string, limit: number };
export type DossierList = { rows: Array<DossierRow>, more: boolean };
export type DossierRow = { dossier: string, number: string, customer: string, activity: Activity, opened_on: string, total_cents: number, amc_share_cents: number, operator: string | null, track: TrackState, way: Way | null, recheck: RecheckColour | null, delivered_on: string | null, settled: boolean, reference: string | null };
export type DossierView = { dossier: string, number: string, activity: Activity, opened_on: string, reference: string | null, family_name: string, given_name: string, phone: string, birth_date: string | null, total_cents: number, amo_share_cents: number, customer_share_cents: number, customer_share_due_cents: number, difference_due_cents: number, lines: Array<LineView>, tracks: Array<TrackView>, payments: Array<PaymentView>, ordered_on: string | null, delivery_planned_on: string | null, delivered_on: string | null, prescription_date: string | null, way: Way | null, default_way: Way, incident: string | null, rights: RightsView | null, cheques: Array<ChequeOfDossier>, settled: boolean, third_party_payment_barred: boolean, timeline: Array<TimelineRow> };
export type TrackView = { rank: number, share_cents: number, card: CardView, operator_label: string | null, state: TrackState, agreement_reference: string | null, covered_cents: number | null, agreement_valid_until: string | null, advised_cents: number | null, paid_cents: number, recheck: RecheckColour | null, request: string | null, request_state: RequestState | null, cheque_cents: number };
export type PaymentView = { amount_cents: number, means: PaymentMeans, purpose: PaymentPurpose, on: string };
export type ChequeOfDossier = { cheque: string, rank: number, amount_cents: number, agreement: ChequeAgreement, position: ChequePosition, receipt_number: string, cheque_number: string, bank_name: string, written_on: string, deposit_not_before: string | null, decide_by: string, notice_on: string, present_by: string, presentable_until: string };
export type TimelineRow = { at: string, actor: string, kind: string, body: Record<string, unknown> };
export type RightsOutcomeView = { "result": "answered", answer: RightsAnswerView } | { "result": "not_verified", failure: FailureCode, since: string | null };
export type Moment = "prescription" | "delivery_planned" | "order" | "cancel_order" | "delivery";
export type JournalPageRequest = { before_seq: number | null, limit: number };
export type JournalPage = { rows: Array<JournalRow>, more: boolean };
export type JournalRow = { seq: number, at: string, actor: string, kind: string, stream: string, short_hash: string, body: Record<string, unknown> };
export type JournalHead = { entries: number, hash: string, last_at: string | null, anchors: Array<AnchorRow> };
export type AnchorRow = { path: string, seq: number, written_at: string };
export type ExportArchiveRequest = { path: string };
export type ArchiveExported = { path: string, entries: number, head_hash: string, bytes: number };
export type VerifyArchiveRequest = { path: string | null, anchor: string | null };
export type Verification = { whole: boolean, entries: number, head_hash: string, anchored: boolean, fault: string | null, fault_code: string | null };
export type Done = {  };
export type Nothing = {  };
export type DocumentReady = { path: string, file_name: string, pages: number };
export type Topic = "platforms" | "dossiers" | "queue" | "cheques" | "recovery" | "session";
export type Changed = { topic: Topic, dossier: string | null };
export type PlatformStrip = { platforms: Array<PlatformRow> };
export type PlatformRow = { platform: string, label: string, channel: Channel, base_url: string | null, portal_url: string | null, functions: Array<FunctionRow>, has_secret: boolean };
export type FunctionRow = { function: Function, state: FunctionState, cause: FailureCode | null, source: StateSource | null, since: string | null, calls: number, failures: number };
export type DeclareFunctionRequest = { platform: string, function: Function, state: FunctionState };
export type ConfigurePlatformRequest = { platform: string, label: string, channel: Channel, base_url: string | null, token_url: string | null, client_id: string | null, client_secret: string | null, portal_url: string | null };
export type ProbePlatformRequest = { platform: string };
export type Problem = { code: ProblemCode, params: Record<string, string | number | boolean | null> };
export type ProblemCode = "unknown_dossier" | "already_exists" | "unknown_track" | "shares_do_not_add_up" | "amount_not_positive" | "more_than_due" | "amount_out_of_range" | "cash_above_limit" | "date_in_future" | "date_too_early" | "already_delivered" | "not_ordered" | "validity_reversed" | "track_state" | "tiers_payant_barred" | "way_has_effects" | "blank_payee" | "cheque_date_in_future" | "cheque_expired" | "cheque_amount_differs" | "cheque_already_recorded" | "cheque_not_kept" | "amc_share_paid" | "owner_must_override" | "reason_needed" | "promised_not_before" | "notice_needed" | "kept_too_long" | "amc_share_not_paid" | "difference_due" | "allocations_differ" | "request_state" | "incident_closed" | "incident_has_open_dossiers" | "unknown_platform" | "role_not_allowed" | "invalid_field" | "locked" | "no_practice_open" | "practice_not_found" | "practice_already_open" | "folder_refused" | "wrong_passphrase" | "wrong_recovery_key" | "passphrase_too_weak" | "keyring_unavailable" | "keyring_locked" | "keyring_refused" | "keyring_item_lost" | "keyring_timed_out" | "database_wrong_key" | "database_damaged" | "database_newer" | "not_a_database" | "no_platform_for_dossier" | "member_number_missing" | "platform_not_allowed_here" | "glyph_missing" | "reference_needed" | "file_not_writable" | "file_not_readable" | "archive_fault" | "command_reused" | "unknown_command" | "invalid_request" | "internal";
export type QueueView = { waiting: Array<QueueRow>, unknown: Array<QueueRow>, done: Array<QueueRow>, replaying: boolean };
export type QueueRow = { request: string, dossier: string, dossier_number: string, customer: string, platform: string, platform_label: string, function: Function, amount_cents: number, state: RequestState, queued_at: string, attempts: number, last_failure: FailureCode | null, last_attempt_at: string | null, function_out: boolean, by_portal: boolean };
export type RequestRef = { request: string };
export type WithdrawRequestRequest = { request: string, reason: string };
export type SettleUnknownRequest = { request: string, received: boolean };
export type SendOutcome = { state: RequestState, failure: FailureCode | null, agreement_reference: string | null, covered_cents: number | null };
export type IncidentList = { incidents: Array<IncidentRow> };
export type IncidentRow = { incident: string, platform: string, platform_label: string, since: string, cause: FailureCode | null, source: StateSource, functions_out: Array<Function>, functions_touched: Array<Function>, recovering: boolean, closed: boolean, recoverable: boolean, by_portal: boolean, funnel: Funnel };
export type Funnel = { dossiers: number, rechecked: number, green: number, orange: number, red: number, paid: number, settled: number, amc_share_cents: number, difference_cents: number };
export type IncidentRef = { incident: string };
export type RecoveryView = { incident: IncidentRow, rows: Array<RecoveryRow>, progress: RecoveryProgress | null };
export type RecoveryRow = { dossier: string, number: string, customer: string, phone: string, way: Way, delivered_on: string | null, opened_on: string, rank: number, estimate_cents: number, covered_cents: number | null, customer_owes_cents: number, track: TrackState, colour: RecheckColour | null, reference: string | null, settled: boolean, last_failure: FailureCode | null, cheque_cents: number };
export type RecoveryProgress = { done: number, total: number, running: boolean, cancelled: boolean, failures: number, current: string | null };
export type PortalStep = { dossier: string, rank: number, number: string, customer: string, portal_url: string, fields: Array<PortalField>, estimate_cents: number, remaining: number };
export type PortalField = { field: string, value: string, sensitive: boolean };
export type NextPortalRequest = { incident: string, skip: Array<string> };
export type NextPortal = { step: PortalStep | null };
export type RecordPortalAnswerRequest = { dossier: string, rank: number, incident: string | null, agreed: boolean, reference: string, covered_cents: number | null, valid_until: string | null };
export type Rechecked = { colour: RecheckColour, customer_owes_cents: number };
export type RecordAdviceRequest = { dossier: string, rank: number, amount_cents: number, on: string };
export type RecordBankCreditRequest = { amount_cents: number, on: string, payer: string | null, label: string, allocations: Array<AllocationView> };
export type AllocationView = { dossier: string, rank: number, amount_cents: number };
export type BankCreditRecorded = { cheques_to_return: number, cheques_to_complete: number };
export type AwaitedRequest = { text: string, platform: string | null };
export type AwaitedList = { rows: Array<AwaitedRow> };
export type AwaitedRow = { dossier: string, number: string, customer: string, rank: number, state: TrackState, platform: string | null, awaited_cents: number, advised_cents: number | null, has_cheque: boolean };
export type Role = "counter" | "billing" | "owner" | "accountant";
export type Activity = "optics" | "hearing" | "pharmacy";
export type PaymentMeans = "card" | "cash" | "cheque" | "transfer";
export type PracticeKind = "real" | "demonstration" | "exercise";
export type RequestState = "absent" | "queued" | "sending" | "outcome_unknown" | "answered" | "withdrawn";
export type Function = "rights" | "quote" | "prior_authorisation" | "claim" | "payment_advice" | "payment";
export type FunctionState = "up" | "degraded" | "down" | "closed" | "unknown";
export type StateSource = "measured" | "declared" | "inferred";
export type FailureCode = "name_not_resolved" | "connection_refused" | "connection_lost" | "tls" | "timed_out" | "unauthorised" | "forbidden" | "not_found" | "too_many_calls" | "server_error" | "request_refused" | "not_json" | "unexpected_shape" | "operation_outcome" | "too_large" | "truncated" | "wrong_subject" | "redirect_refused" | "circuit_open" | "paced" | "no_connector" | "token_refused" | "declared_by_staff";
export type Channel = "fhir" | "assisted_portal";
export type TrackState = "not_sent" | "queued" | "entrusted" | "sent" | "outcome_unknown" | "accepted" | "refused" | "cancelled" | "withdrawn" | "advised" | "paid" | "claimed_by_customer";
export type RecheckColour = "green" | "orange" | "red";
export type LineKind = "frame" | "lens_simple" | "lens_complex" | "lens_very_complex" | "contact_lenses" | "supplement" | "hearing_aid" | "medicine" | "device" | "other";
export type Way = "delivered_third_party_payment" | "set_aside" | "cheque_kept" | "cheque_deposited_later" | "customer_advances" | "customer_returns";
export type PaymentPurpose = "customer_share" | "amc_share_advanced" | "difference";
export type ReturnManner = "in_person" | "tracked_post" | "destroyed_on_request";
export type ChequeAgreement = "kept_and_returned" | "deposited_later";
export type ChequeState = "absent" | "kept" | "returned" | "deposited";
export type ChequePosition = "kept" | "to_return" | "to_complete" | "to_deposit" | "returned" | "deposited";
export type DepositVerdict = "allowed" | "owner_override" | "forbidden";
export type Commands = {
  "app.state": { request: Nothing, response: AppState },
  "practice.create": { request: CreatePracticeRequest, response: PracticeCreated },
  "practice.open_demo": { request: Nothing, response: AppState },
  "practice.open": { request: OpenPracticeRequest, response: AppState },
  "practice.lock": { request: Nothing, response: Done },
  "practice.recovery_key_pdf": { request: Nothing, response: DocumentReady },
  "passphrase.strength": { request: PassphraseRequest, response: PassphraseStrength },
  "identifier.check": { request: CheckIdentifierRequest, response: CheckedIdentifier },
  "dossier.open": { request: OpenDossierRequest, response: DossierOpened },
  "dossier.parse_line": { request: ParseLineRequest, response: ParsedLine },
  "dossier.get": { request: DossierRef, response: DossierView },
  "dossier.search": { request: SearchRequest, response: DossierList },
  "dossier.edit_customer": { request: EditCustomerRequest, response: Done },
  "dossier.price": { request: PriceDossierRequest, response: Done },
  "dossier.record_card": { request: RecordCardRequest, response: Done },
  "dossier.record_moment": { request: RecordMomentRequest, response: Done },
  "dossier.choose_way": { request: ChooseWayRequest, response: Done },
  "dossier.record_payment": { request: CustomerPaymentRequest, response: Done },
  "dossier.reverse_payment": { request: CustomerPaymentRequest, response: Done },
  "rights.verify": { request: VerifyRightsRequest, response: RightsView },
  "rights.fields": { request: VerifyRightsRequest, response: FieldsSent },
  "cheque.read_line": { request: ReadChequeLineRequest, response: ChequeLineView },
  "cheque.keep": { request: KeepChequeRequest, response: ChequeKept },
  "cheque.receipt": { request: ChequeRef, response: DocumentReady },
  "cheque.list": { request: ListChequesRequest, response: ChequeList },
  "cheque.get": { request: ChequeRef, response: ChequeView },
  "cheque.give_notice": { request: GiveNoticeRequest, response: DocumentReady },
  "cheque.deposit": { request: DepositChequeRequest, response: Done },
  "cheque.return": { request: ReturnChequeRequest, response: ChequeReturned },
  "cheque.convert": { request: ConvertChequeRequest, response: Done },
  "queue.list": { request: Nothing, response: QueueView },
  "queue.send": { request: RequestRef, response: SendOutcome },
  "queue.withdraw": { request: WithdrawRequestRequest, response: Done },
  "queue.settle_unknown": { request: SettleUnknownRequest, response: Done },
  "platform.strip": { request: Nothing, response: PlatformStrip },
  "platform.declare": { request: DeclareFunctionRequest, response: Done },
  "platform.probe": { request: ProbePlatformRequest, response: PlatformStrip },
  "incident.list": { request: Nothing, response: IncidentList },
  "recovery.get": { request: IncidentRef, response: RecoveryView },
  "recovery.start": { request: IncidentRef, response: RecoveryView },
  "recovery.pause": { request: IncidentRef, response: RecoveryView },
  "recovery.next_portal": { request: NextPortalRequest, response: NextPortal },
  "recovery.portal_answer": { request: RecordPortalAnswerRequest, response: Rechecked },
  "payment.advice": { request: RecordAdviceRequest, response: Done },
  "payment.bank_credit": { request: RecordBankCreditRequest, response: BankCreditRecorded },
  "payment.awaited": { request: AwaitedRequest, response: AwaitedList },
  "journal.page": { request: JournalPageRequest, response: JournalPage },
  "journal.head": { request: Nothing, response: JournalHead },
  "journal.export": { request: ExportArchiveRequest, response: ArchiveExported },
  "journal.verify": { request: VerifyArchiveRequest, response: Verification },
  "document.open": { request: { path: string }, response: Done },
};

