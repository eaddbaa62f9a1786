// Generated from src-tauri/crates/usecases (`./dev contract`); edit the Rust types instead.
// Amounts are cents, dates are ISO days, instants RFC 3339 in UTC, ids opaque.

export type AccessAbout = { subject: AccessSubject, 
/**
 * The name joined for whoever looks: a dossier's number and customer, a platform, a command.
 */
label: string, 
/**
 * The dossier to open, when there is one.
 */
dossier: DossierId | null, };

export type AccessKind = "session_opened" | "unlock_failed" | "session_locked" | "session_closed" | "permission_refused" | "rights_looked_up" | "secret_copied" | "secret_shown" | "recovery_key_printed" | "document_made" | "document_opened" | "document_saved" | "portal_opened" | "archive_exported" | "access_log_exported" | "backup_written" | "segment_opened" | "segment_sealed" | "segment_erased";

export type AccessLogExported = { path: string, entries: number, bytes: number, };

export type AccessLogPage = { rows: Array<AccessLogRow>, more: boolean, 
/**
 * Everybody a line can be by.
 */
users: Array<AccessLogUser>, 
/**
 * How many whole months are kept beside the current one.
 */
keep_months: number, };

export type AccessLogRequest = { kind: AccessKind | null, user: UserId | null, 
/**
 * Business dates, both included.
 */
from: string | null, until: string | null, 
/**
 * Words of a customer's name, a dossier's number, a platform or a user; empty for everything.
 */
text: string, 
/**
 * The last row of the page before.
 */
before: number | null, limit: number, };

export type AccessLogRow = { seq: number, 
/**
 * `2024-01`.
 */
month: string, 
/**
 * Its number in the month.
 */
number: number, at: string, kind: AccessKind, 
/**
 * Empty when nobody was let in.
 */
actor: string, about: AccessAbout | null, 
/**
 * A code: the way a practice was opened, the field copied, the month sealed or erased.
 */
detail: string | null, 
/**
 * `done`, or the code of the refusal.
 */
outcome: string, 
/**
 * How many times, or how many lines for a month.
 */
times: number, };

export type AccessLogUser = { id: UserId, name: string, };

export type AccessLogVerification = { whole: boolean, entries: number, months: number, 
/**
 * The first month kept.
 */
first_month: string | null, 
/**
 * What is wrong, in one French sentence from the verifier.
 */
fault: string | null, fault_code: string | null, };

export type AccessSubject = "dossier" | "cheque" | "platform" | "incident" | "command" | "paper";

export type Activity = "optics" | "hearing" | "pharmacy";

export type AdvanceStoryRequest = { code: string, };

export type AgeBand = "under_6" | "from_6_to_15" | "from_16_to_19" | "from_20";

export type AllocateBankCreditRequest = { bank_credit: BankCreditId, allocations: Array<AllocationView>, };

export type AllocationView = { dossier: DossierId, rank: number, amount_cents: Cents, };

export type AnchorRow = { path: string, seq: number, written_at: string, };

export type AnswerKind = "agreed" | "live" | "kept";

export type AppState = { stage: Stage, practice: PracticeSummary | null, user: UserSummary | null, 
/**
 * Practices found on this machine, to open or to go back to.
 */
practices: Array<PracticeChoice>, keyring: KeyringState, version: string, 
/**
 * The practice's clock: the real one, or the story's in a demonstration.
 */
now: string, today: string, 
/**
 * Numbers beside the navigation.
 */
badges: Badges, 
/**
 * Entries in the journal.
 */
journal_entries: number, 
/**
 * An anchor knows more than the database: an old copy was put back.
 */
rollback_suspected: boolean, };

export type ArchiveExported = { path: string, entries: number, head_hash: string, bytes: number, };

export type AwaitedList = { rows: Array<AwaitedRow>, };

export type AwaitedRequest = { text: string, platform: PlatformCode | null, };

export type AwaitedRow = { dossier: DossierId, number: string, customer: string, rank: number, state: TrackState, platform: PlatformCode | null, awaited_cents: Cents, advised_cents: Cents | null, has_cheque: boolean, };

export type Badges = { 
/**
 * Requests waiting.
 */
queue_waiting: number, 
/**
 * Requests « à confirmer ».
 */
queue_unknown: number, 
/**
 * Cheques kept.
 */
cheques_kept: number, 
/**
 * Cheques to return, complete or deposit.
 */
cheques_to_act_on: number, 
/**
 * Dossiers of open incidents not settled.
 */
recovery_open: number, };

export type BankCreditId = string;

export type BankCreditRecorded = { 
/**
 * Cheques that now stand under « à rendre ».
 */
cheques_to_return: number, 
/**
 * Cheques that now stand under « à compléter ».
 */
cheques_to_complete: number, 
/**
 * « Reste à affecter ».
 */
left_cents: Cents, 
/**
 * The shares paid for less than was announced, so far.
 */
short: Array<PaidShort>, };

export type CardHolder = "customer" | "first" | "second";

export type CardMemberView = { 
/**
 * Where it stands on the card; none for somebody just typed.
 */
place: number | null, role: MemberRole, family_name: string, given_name: string, birth_date: string | null, birth_rank: number | null, under_first: boolean, under_second: boolean, 
/**
 * Typed: replaces what is kept, empty erases it; none keeps it. Never in an answer.
 */
nir: string | null, 
/**
 * What may be seen of the one kept.
 */
nir_masked: string | null, 
/**
 * The one kept is a waiting number.
 */
nir_provisional: boolean, };

export type CardPart = "raw_text" | "nir" | "front" | "back";

export type CardPictureRef = { dossier: DossierId, rank: number, side: CardSide, };

export type CardPictureShown = { format: PictureFormat, base64: string, };

export type CardPictureText = { text: string, };

export type CardPictureView = { side: CardSide, picture: PictureId, bytes: number, };

export type CardProposal = { field: CardReadField, value: string, because: CardReadBecause, };

export type CardReadBecause = "label" | "shape";

export type CardReadField = "amc_number" | "convention" | "csr" | "member_number" | "valid_from" | "valid_to" | "responsible" | "birth_date" | "nir";

export type CardReadHow = "text" | "picture";

export type CardSide = "front" | "back";

export type CardTextRead = { proposals: Array<CardProposal>, grid: Array<GridLineView>, 
/**
 * What was not understood.
 */
leftover: Array<string>, 
/**
 * The text was longer than what is read.
 */
cut: boolean, };

export type CardView = { insurer_name: string, amc_number: string, convention: string, csr: string, member_number: string, 
/**
 * From the back of the card.
 */
operator: PlatformCode | null, network: string, valid_from: string | null, valid_to: string | null, 
/**
 * « R ».
 */
responsible: boolean | null, 
/**
 * C2S.
 */
solidarity: boolean, grid: Array<GridLineView>, 
/**
 * On whom it rests.
 */
holder: CardHolder | null, members: Array<CardMemberView>, 
/**
 * How the text came in, when there is one.
 */
read_how: CardReadHow | null, 
/**
 * The text it was read from, as it came.
 */
raw_text: string, };

export type Category = "a" | "b" | "c" | "d" | "e" | "f";

export type Cents = number;

export type Changed = { topic: Topic, 
/**
 * The dossier concerned, when there is one.
 */
dossier: DossierId | null, };

export type Channel = "fhir" | "assisted_portal";

export type CheckIdentifierRequest = { kind: IdentifierKind, text: string, };

export type CheckedIdentifier = { verdict: IdentifierVerdict, 
/**
 * Its normal form, grouped for reading, when it is one.
 */
display: string | null, 
/**
 * Why not: `empty`, `length`, `character`, `key`, `checksum`.
 */
reason: string | null, params: Record<string, string | number>, };

export type ChequeAgreement = "kept_and_returned" | "deposited_later";

export type ChequeCount = { position: ChequePosition, count: number, amount_cents: Cents, };

export type ChequeId = string;

export type ChequeKept = { cheque: ChequeId, receipt_number: string, deposit_not_before: string | null, decide_by: string, };

export type ChequeLimit = { on: string, count: number, amount_cents: Cents, };

export type ChequeLineVerdict = "verified" | "key_absent" | "key_mismatch" | "incomplete" | "unreadable" | "invalid";

export type ChequeLineView = { verdict: ChequeLineVerdict, 
/**
 * `6679546 042014506908 052108899000`, when the line is whole.
 */
line: string | null, cheque_number: string | null, 
/**
 * A cheque with this line is kept already.
 */
already_kept: boolean, };

export type ChequeList = { rows: Array<ChequeRow>, total: number, total_cents: Cents, counts: Array<ChequeCount>, 
/**
 * Limit dates of the cheques still here, for the timeline.
 */
limits: Array<ChequeLimit>, };

export type ChequeOfDossier = { cheque: ChequeId, rank: number, amount_cents: Cents, agreement: ChequeAgreement, position: ChequePosition, receipt_number: string, cheque_number: string, bank_name: string, written_on: string, deposit_not_before: string | null, decide_by: string, notice_on: string, present_by: string, presentable_until: string, };

export type ChequeOfShare = { cheque: ChequeId, cheque_number: string, amount_cents: Cents, };

export type ChequePosition = "kept" | "to_return" | "to_complete" | "to_deposit" | "returned" | "deposited";

export type ChequeRef = { cheque: ChequeId, };

export type ChequeReturned = { returned_at: string, discharge: DocumentReady, };

export type ChequeRow = { cheque: ChequeId, customer: string, dossier: DossierId, dossier_number: string, 
/**
 * The complementary whose share it covers.
 */
rank: number, amount_cents: Cents, agreement: ChequeAgreement, position: ChequePosition, written_on: string, track: TrackState, advised_cents: Cents | null, paid_cents: Cents, difference_due_cents: Cents, decide_by: string, deposit_not_before: string | null, cheque_number: string, bank_name: string, receipt_number: string, left_on: string | null, };

export type ChequeSort = "decide_by" | "customer" | "amount" | "written_on" | "dossier";

export type ChequeView = { row: ChequeRow, drawer_name: string, written_at: string, line: string, rlmc_verified: boolean, present_by: string, presentable_until: string, 
/**
 * From when the promises made to the customer let it be deposited; none while he is still to be told.
 */
depositable_from: string | null, 
/**
 * The other cheques of the same share, which become B with it.
 */
converts_with: Array<ChequeOfShare>, 
/**
 * What the rule says of depositing it now, for the user at work.
 */
deposit: DepositVerdict, 
/**
 * Why not, as a refusal's code with its parameters.
 */
deposit_refusal: Problem | null, return_refusal: Problem | null, receipts_printed: number, timeline: Array<TimelineRow>, };

export type ChooseWayRequest = { dossier: DossierId, way: Way, };

export type Confidence = "A" | "B" | "C" | "D";

export type ConfigurePlatformRequest = { platform: PlatformCode, label: string, channel: Channel, base_url: string | null, token_url: string | null, client_id: string | null, client_secret: string | null, portal_url: string | null, };

export type ConvertChequeRequest = { cheque: ChequeId, deposit_on: string, reason: string, };

export type CreatePracticeRequest = { name: string, street: string, postcode: string, town: string, phone: string, activities: Array<Activity>, 
/**
 * Empty when not known.
 */
finess: string, siret: string, 
/**
 * The consumer mediator's name and address, if there is one.
 */
mediator: string, time_zone: string, owner_name: string, passphrase: string, 
/**
 * Whether the OS keyring may keep the key.
 */
remember: boolean, };

export type CustomerPaymentRequest = { dossier: DossierId, amount_cents: Cents, means: PaymentMeans, purpose: PaymentPurpose, on: string, };

export type DatedNumber = { 
/**
 * Which.
 */
key: NumberKey, 
/**
 * Its value.
 */
value: number, 
/**
 * What it counts.
 */
unit: NumberUnit, 
/**
 * First day in force.
 */
from: string, 
/**
 * Last day in force; none while it holds.
 */
to: string | null, 
/**
 * Whether the source was read.
 */
status: NumberStatus, 
/**
 * Where it comes from.
 */
source: string, };

export type DeclareFunctionRequest = { platform: PlatformCode, function: Function, state: FunctionState, };

export type DepositChequeRequest = { cheque: ChequeId, on: string, 
/**
 * The owner's reason, when he overrides.
 */
override_reason: string | null, };

export type DepositVerdict = "allowed" | "owner_override" | "forbidden";

export type DocumentId = string;

export type DocumentOfDossier = { document: DocumentId, paper: Paper, number: string, issued_on: string, cheque: ChequeId | null, };

export type DocumentReady = { 
/**
 * Absolute path of the PDF, in the practice's folder of documents.
 */
path: string, 
/**
 * A name for « Enregistrer sous ».
 */
file_name: string, pages: number, };

export type DocumentRef = { dossier: DossierId, document: DocumentId, };

export type Done = Record<symbol, never>;

export type DossierId = string;

export type DossierList = { rows: Array<DossierRow>, more: boolean, };

export type DossierOpened = { dossier: DossierId, number: string, };

export type DossierRef = { dossier: DossierId, };

export type DossierRow = { dossier: DossierId, number: string, customer: string, activity: Activity, opened_on: string, total_cents: Cents, amc_share_cents: Cents, operator: PlatformCode | null, track: TrackState, way: Way | null, recheck: RecheckColour | null, delivered_on: string | null, settled: boolean, reference: string | null, };

export type DossierView = { dossier: DossierId, number: string, activity: Activity, opened_on: string, reference: string | null, family_name: string, given_name: string, phone: string, birth_date: string | null, total_cents: Cents, amo_share_cents: Cents, customer_share_cents: Cents, customer_share_due_cents: Cents, difference_due_cents: Cents, 
/**
 * What he claims back himself and has not paid yet.
 */
advance_due_cents: Cents, 
/**
 * « Trop perçu »: what was paid beyond every share, to give back.
 */
overpaid_cents: Cents, lines: Array<LineView>, tracks: Array<TrackView>, payments: Array<PaymentView>, ordered_on: string | null, delivery_planned_on: string | null, delivered_on: string | null, prescription_date: string | null, way: Way | null, default_way: Way, incident: IncidentId | null, rights: RightsView | null, cheques: Array<ChequeOfDossier>, 
/**
 * The papers issued about it, the latest first.
 */
documents: Array<DocumentOfDossier>, settled: boolean, third_party_payment_barred: boolean, 
/**
 * What the cards and the sale say against a way through, the gravest first.
 */
warnings: Array<Warned>, 
/**
 * Newest first.
 */
timeline: Array<TimelineRow>, };

export type EarlierEquipment = { dossier: DossierId, number: string, delivered_on: string, };

export type EarlyRenewal = "none" | "sight_change" | "medical";

export type EditCustomerRequest = { dossier: DossierId, family_name: string, given_name: string, phone: string, birth_date: string | null, };

export type EraseCardPartRequest = { dossier: DossierId, rank: number, part: CardPart, };

export type Estimate = { 
/**
 * The price of the sale, in cents.
 */
price_cents: Cents, 
/**
 * The day whose numbers counted.
 */
on: string, 
/**
 * How far it may be trusted.
 */
confidence: Confidence, 
/**
 * One, or two side by side when the network is not known.
 */
scenarios: Array<Scenario>, 
/**
 * The reasons of each line, in the lines' order.
 */
line_reasons: Array<Array<Reason>>, 
/**
 * The reasons of the whole.
 */
reasons: Array<Reason>, 
/**
 * The numbers it rests on, with their sources.
 */
numbers: Array<DatedNumber>, };

export type EstimateRequest = { dossier: DossierId, 
/**
 * Lines said for the estimate alone; none takes the dossier's.
 */
lines: Array<LineView>, 
/**
 * What was said; nothing yet takes what the dossier knows.
 */
said: Said | null, };

export type EstimateResult = { "result": "estimated", estimate: Estimate, } | { "result": "pharmacy_invoice", } | { "result": "lines_needed", } | { "result": "more_than_one_equipment", } | { "result": "no_number", key: NumberKey, on: string, };

export type EstimateView = { 
/**
 * What was said, or what the dossier knows.
 */
said: Said, 
/**
 * The lines estimated.
 */
lines: Array<LineView>, 
/**
 * The names of the complementaries, in rank order; possibly empty.
 */
insurers: Array<string>, 
/**
 * An earlier equipment of a customer of that name, in our dossiers.
 */
history: EarlierEquipment | null, result: EstimateResult, reference: ReferenceSummary, };

export type Evidence = "our_history" | "declared" | "document";

export type ExportAccessLogRequest = { path: string, };

export type ExportArchiveRequest = { path: string, };

export type FailureCode = "name_not_resolved" | "connection_refused" | "connection_lost" | "tls" | "timed_out" | "unauthorised" | "forbidden" | "not_found" | "too_many_calls" | "server_error" | "request_refused" | "not_json" | "unexpected_shape" | "duplicate_key" | "modifier_extension" | "implicit_rules" | "not_active" | "foreign_currency" | "several_answers" | "operation_outcome" | "too_large" | "truncated" | "wrong_subject" | "wrong_request" | "subject_unknown" | "redirect_refused" | "circuit_open" | "paced" | "no_connector" | "token_refused" | "declared_by_staff";

export type FieldsSent = { platform_label: string, 
/**
 * Who is sent the same in its place, in order, should it be down.
 */
next_labels: Array<string>, fields: Array<string>, };

export type FileFault = { 
/**
 * The line, from 1.
 */
line: number, 
/**
 * What is wrong.
 */
fault: FileFaultKind, 
/**
 * Of what, as the file spells it.
 */
about: string, };

export type FileFaultKind = "too_large" | "syntax" | "shape" | "unknown_number" | "unknown_field" | "wrong_unit" | "out_of_range" | "day" | "reversed" | "overlap" | "status" | "source" | "missing" | "contradiction";

export type FirstSight = { state: AppState, 
/**
 * The strip on top; empty while nothing is open.
 */
platforms: Array<PlatformRow>, 
/**
 * The mandatory insurance's channels; empty while nothing is open.
 */
amo: Array<AmoRow>, 
/**
 * The latest dossiers; none while nothing is open, or when they could not be read.
 */
latest: DossierList | null, };

export type Function = "rights" | "quote" | "prior_authorisation" | "claim" | "payment_advice" | "payment";

export type FunctionRow = { function: Function, state: FunctionState, cause: FailureCode | null, source: StateSource | null, since: string | null, 
/**
 * Calls in the window the state was measured on, and how many failed.
 */
calls: number, failures: number, };

export type FunctionState = "up" | "degraded" | "down" | "closed" | "unknown";

export type Funnel = { dossiers: number, rechecked: number, green: number, orange: number, red: number, paid: number, settled: number, amc_share_cents: Cents, difference_cents: Cents, };

export type GiveNoticeRequest = { cheque: ChequeId, on: string, };

export type GridCover = { "kind": "unsaid" } | { "kind": "percent", 
/**
 * Basis points, at most [`WHOLE_BP`].
 */
rate_bp: number, } | { "kind": "authorisation" } | { "kind": "amount", 
/**
 * In cents.
 */
cents: Cents, } | { "kind": "not_covered" };

export type GridLineView = { domain: string, cover: GridCover, };

export type Guarantee = { "kind": "unknown" } | { "kind": "percent_of_base", 
/**
 * Basis points: 10 000 is the base itself.
 */
rate_bp: number, } | { "kind": "amount", 
/**
 * In cents.
 */
cents: Cents, } | { "kind": "ceiling", 
/**
 * In cents.
 */
cents: Cents, };

export type IdentifierKind = "finess" | "siret" | "amc_number" | "nir" | "iban" | "rpps";

export type IdentifierVerdict = "valid" | "doubtful" | "incomplete" | "invalid";

export type IncidentId = string;

export type IncidentList = { incidents: Array<IncidentRow>, };

export type IncidentRef = { incident: IncidentId, };

export type IncidentRow = { incident: IncidentId, platform: PlatformCode, platform_label: string, since: string, cause: FailureCode | null, source: StateSource, functions_out: Array<Function>, functions_touched: Array<Function>, recovering: boolean, closed: boolean, 
/**
 * The platform answers again: the recovery is proposed.
 */
recoverable: boolean, by_portal: boolean, funnel: Funnel, };

export type JournalHead = { entries: number, hash: string, last_at: string | null, anchors: Array<AnchorRow>, };

export type JournalPage = { rows: Array<JournalRow>, more: boolean, };

export type JournalPageRequest = { 
/**
 * Newest first, before this sequence number; none for the newest.
 */
before_seq: number | null, limit: number, };

export type JournalRow = { seq: number, at: string, actor: string, kind: string, 
/**
 * `dossier/…`.
 */
stream: string, 
/**
 * First characters of the hash, in hex.
 */
short_hash: string, body: Record<string, unknown>, };

export type KeepCardPictureRequest = { dossier: DossierId, rank: number, side: CardSide, path: string, };

export type KeepChequeRequest = { dossier: DossierId, rank: number, agreement: ChequeAgreement, amount_cents: Cents, 
/**
 * The 31 digits, as [`ChequeLineView::line`] or typed.
 */
line: string, 
/**
 * Empty: absent. `?`: illegible.
 */
rlmc_key: string, bank_name: string, drawer_name: string, written_on: string, written_at: string, 
/**
 * The payee is written and is the practice.
 */
payee_is_practice: boolean, 
/**
 * The amount in words was read and agrees.
 */
words_agree: boolean, 
/**
 * B: agreed date. A: named date, when other than the default.
 */
agreed_date: string | null, 
/**
 * The owner's reason to keep it longer.
 */
override_reason: string | null, };

export type KeyringState = "available" | "no_service" | "locked" | "refused" | "item_lost" | "timed_out";

export type LastEquipment = { "known": "not_asked" } | { "known": "none" } | { "known": "on", 
/**
 * When it was reimbursed or delivered.
 */
date: string, 
/**
 * How it is known.
 */
evidence: Evidence, };

export type LineEstimate = { 
/**
 * In cents.
 */
price_cents: Cents, 
/**
 * AMO.
 */
amo: Span, 
/**
 * The complementaries together.
 */
amc: Span, 
/**
 * The customer.
 */
customer: Span, };

export type LineKind = "frame" | "lens_simple" | "lens_complex" | "lens_very_complex" | "contact_lenses" | "supplement" | "hearing_aid" | "medicine" | "device" | "other";

export type LineView = { item: LineKind, quantity: number, unit_price_cents: Cents, 
/**
 * Basis points: 2 000 for 20 %.
 */
vat_rate_bp: number, 
/**
 * `A`, `B`, `I`, `II`.
 */
class: string | null, };

export type ListChequesRequest = { 
/**
 * None for all.
 */
position: ChequePosition | null, sort: ChequeSort, descending: boolean, offset: number, limit: number, };

export type MemberRole = "holder" | "beneficiary";

export type Moment = "prescription" | "delivery_planned" | "order" | "cancel_order" | "delivery";

export type Network = "in" | "out" | "unknown";

export type NetworkSide = "in" | "out";

export type NextPortal = { step: PortalStep | null, };

export type NextPortalRequest = { incident: IncidentId, skip: Array<DossierId>, };

export type NirShown = { nir: string, };

export type Nothing = Record<symbol, never>;

export type NumberKey = "optics.amo_rate" | "optics.class_a.frame_base" | "optics.class_a.frame_cap" | "optics.class_a.lens_cap_low" | "optics.class_a.lens_cap_high" | "optics.class_a.lens_base_of_cap" | "optics.class_b.base" | "optics.contact_lens_base" | "optics.renewal.from_16" | "optics.renewal.from_6" | "optics.renewal.under_6" | "optics.contract.frame_ceiling" | "optics.contract.a.floor" | "optics.contract.a.ceiling" | "optics.contract.b.floor" | "optics.contract.b.ceiling" | "optics.contract.c.floor" | "optics.contract.c.ceiling" | "optics.contract.d.floor" | "optics.contract.d.ceiling" | "optics.contract.e.floor" | "optics.contract.e.ceiling" | "optics.contract.f.floor" | "optics.contract.f.ceiling" | "hearing.amo_rate" | "hearing.base.from_20" | "hearing.base.under_20" | "hearing.class_1.cap.from_20" | "hearing.class_1.cap.under_20" | "hearing.contract.ceiling" | "hearing.renewal" | "hearing.trial" | "answer.recent" | "prescription.glasses.under_16" | "prescription.glasses.from_16" | "prescription.glasses.over_42" | "prescription.contact_lenses.under_16" | "prescription.contact_lenses.from_16" | "prescription.medicines" | "solidarity.no_advance" | "class_a.nothing_left" | "network.no_advance" | "operator.invoice_after";

export type NumberStatus = "confirmed" | "to_verify";

export type NumberUnit = "cents" | "rate_bp" | "months" | "days" | "holds";

export type OpenDossierRequest = { activity: Activity, family_name: string, given_name: string, phone: string, 
/**
 * The operator that answers for the card, when known.
 */
operator: PlatformCode | null, 
/**
 * The insurer's name as printed, or as the customer says it.
 */
insurer_name: string, 
/**
 * N° AMC, possibly empty.
 */
amc_number: string, 
/**
 * N° d'adhérent, possibly empty.
 */
member_number: string, total_cents: Cents, amo_share_cents: Cents, amc_share_cents: Cents, customer_share_cents: Cents, 
/**
 * The main software's quote or invoice number, possibly empty.
 */
reference: string, };

export type OpenPracticeRequest = { folder: string, unlock: Unlock, };

export type OperatorNumber = { 
/**
 * Whose.
 */
operator: PlatformCode, 
/**
 * The number.
 */
number: DatedNumber, };

export type PaidShort = { dossier: DossierId, rank: number, expected_cents: Cents, paid_cents: Cents, };

export type Paper = "cheque_receipt" | "cheque_discharge" | "deposit_notice" | "difference_due" | "estimate";

export type PaperFault = "erased" | "missing" | "not_a_piece" | "newer" | "other_practice" | "other_piece" | "truncated" | "altered" | "not_as_issued" | "unreadable";

export type PapersChecked = { issued: number, unsound: Array<UnsoundPaper>, };

export type ParseLineRequest = { text: string, };

export type ParsedLine = { draft: OpenDossierRequest, 
/**
 * Field names that were found.
 */
found: Array<string>, 
/**
 * Words left over.
 */
leftover: Array<string>, };

export type PassphraseRequest = { passphrase: string, };

export type PassphraseStrength = { entropy_bits: number, required_bits: number, verdict: PassphraseVerdict, };

export type PassphraseVerdict = "too_short" | "too_weak" | "common" | "good";

export type PaymentMeans = "card" | "cash" | "cheque" | "transfer";

export type PaymentPurpose = "customer_share" | "amc_share_advanced" | "difference";

export type PaymentView = { amount_cents: Cents, means: PaymentMeans, purpose: PaymentPurpose, on: string, };

export type PictureFormat = "jpeg" | "png";

export type PictureId = string;

export type PlatformCode = string;

export type PlatformRow = { platform: PlatformCode, label: string, channel: Channel, base_url: string | null, token_url: string | null, 
/**
 * The practice's client id; its secret never comes back from the vault.
 */
client_id: string | null, portal_url: string | null, 
/**
 * Every function, in the order of the strip.
 */
functions: Array<FunctionRow>, 
/**
 * Whether a client secret is in the vault.
 */
has_secret: boolean, };

export type PlatformStrip = { platforms: Array<PlatformRow>, };

export type PortalField = { 
/**
 * Code of the field: `amc_number`, `member_number`, `family_name`, `total`…
 */
field: string, value: string, 
/**
 * Kept out of the clipboard's history.
 */
sensitive: boolean, };

export type PortalStep = { dossier: DossierId, rank: number, number: string, customer: string, portal_url: string, fields: Array<PortalField>, estimate_cents: Cents, remaining: number, };

export type PracticeChoice = { folder: string, name: string, kind: PracticeKind, 
/**
 * Whether the OS keyring can open it without a passphrase.
 */
remembered: boolean, };

export type PracticeCreated = { practice: PracticeId, 
/**
 * Groups of characters, to be written down or printed.
 */
recovery_key: Array<string>, 
/**
 * Whether the OS keyring holds the key.
 */
remembered: boolean, 
/**
 * Why not, when it does not.
 */
keyring: KeyringState, };

export type PracticeId = string;

export type PracticeKind = "real" | "demonstration" | "exercise";

export type PracticeSummary = { id: PracticeId, name: string, 
/**
 * One line: street, postcode, town.
 */
address: string, kind: PracticeKind, time_zone: string, activities: Array<Activity>, finess: string | null, siret: string | null, phone: string, mediator: string, 
/**
 * After how many minutes alone the window locks itself.
 */
idle_lock_minutes: number, 
/**
 * What can be chosen instead.
 */
idle_lock_choices_minutes: Array<number>, };

export type PriceDossierRequest = { dossier: DossierId, total_cents: Cents, amo_share_cents: Cents, 
/**
 * One per complementary, in rank order.
 */
amc_share_cents: Array<Cents>, customer_share_cents: Cents, lines: Array<LineView>, };

export type PrintEstimateRequest = { dossier: DossierId, lines: Array<LineView>, said: Said, };

export type ProbePlatformRequest = { platform: PlatformCode, };

export type Problem = { code: ProblemCode, 
/**
 * Parameters of the sentence, by name; amounts in cents, dates ISO.
 */
params: Record<string, string | number | boolean | null>, };

export type ProblemCode = "unknown_dossier" | "already_exists" | "unknown_track" | "shares_do_not_add_up" | "amount_not_positive" | "more_than_due" | "amount_out_of_range" | "cash_above_limit" | "date_in_future" | "date_too_early" | "already_delivered" | "not_ordered" | "validity_reversed" | "nothing_to_erase" | "solidarity_contract" | "track_state" | "tiers_payant_barred" | "way_has_effects" | "blank_payee" | "cheque_date_in_future" | "cheque_expired" | "cheque_amount_differs" | "cheque_already_recorded" | "cheque_not_kept" | "amc_share_paid" | "owner_must_override" | "reason_needed" | "promised_not_before" | "notice_needed" | "kept_too_long" | "amc_share_not_paid" | "difference_due" | "more_than_credited" | "unknown_bank_credit" | "request_state" | "incident_closed" | "incident_has_open_dossiers" | "unknown_platform" | "role_not_allowed" | "invalid_field" | "locked" | "no_practice_open" | "practice_not_found" | "practice_already_open" | "folder_refused" | "wrong_passphrase" | "wrong_recovery_key" | "passphrase_too_weak" | "keyring_unavailable" | "keyring_locked" | "keyring_refused" | "keyring_item_lost" | "keyring_timed_out" | "database_wrong_key" | "database_damaged" | "database_newer" | "not_a_database" | "no_platform_for_dossier" | "member_number_missing" | "platform_not_allowed_here" | "simulator_not_started" | "glyph_missing" | "unknown_document" | "paper_unreadable" | "reference_needed" | "nothing_to_estimate" | "file_not_writable" | "file_not_readable" | "archive_fault" | "command_reused" | "unknown_command" | "invalid_request" | "internal";

export type QueueRow = { request: RequestId, dossier: DossierId, dossier_number: string, customer: string, platform: PlatformCode, platform_label: string, function: Function, amount_cents: Cents, state: RequestState, queued_at: string, attempts: number, last_failure: FailureCode | null, last_attempt_at: string | null, 
/**
 * Whether the platform's function is up, so that sending has a chance.
 */
function_out: boolean, 
/**
 * The platform is spoken to by its portal.
 */
by_portal: boolean, };

export type QueueView = { waiting: Array<QueueRow>, 
/**
 * « À confirmer ».
 */
unknown: Array<QueueRow>, 
/**
 * Answered or withdrawn, the latest first, as many as are shown.
 */
done: Array<QueueRow>, done_total: number, 
/**
 * A replay is running.
 */
replaying: boolean, };

export type ReadCardPictureRequest = { path: string, };

export type ReadCardTextRequest = { text: string, };

export type ReadChequeLineRequest = { raw: string, 
/**
 * The key printed under the place and date; empty when absent.
 */
rlmc_key: string, };

export type Reason = { "reason": "amo_rate", rate_bp: number, base_low_cents: Cents, base_high_cents: Cents, } | { "reason": "base_depends_on_correction", } | { "reason": "amo_given", cents: Cents, } | { "reason": "nothing_to_pay", cap_cents: Cents, } | { "reason": "above_cap", cap_cents: Cents, } | { "reason": "class_not_said", } | { "reason": "frame_ceiling", ceiling_cents: Cents, } | { "reason": "ear_ceiling", ceiling_cents: Cents, } | { "reason": "listed_indications", } | { "reason": "not_covered", } | { "reason": "equipment", category: Category, floor_cents: Cents, ceiling_cents: Cents, } | { "reason": "less_class_a", cost_cents: Cents, } | { "reason": "single_lens", } | { "reason": "renewal", last: string, next: string, due: boolean, evidence: Evidence, months: number, } | { "reason": "no_last_equipment", months: number, } | { "reason": "last_equipment_not_asked", months: number, } | { "reason": "renewed_early", why: EarlyRenewal, } | { "reason": "age_not_known", } | { "reason": "trial", days: number, not_before: string | null, } | { "reason": "answered", rank: number, kind: AnswerKind, on: string | null, cents: Cents, } | { "reason": "rights_closed", rank: number, on: string | null, } | { "reason": "contract_not_known", rank: number, } | { "reason": "not_responsible", rank: number, } | { "reason": "promised", rank: number, guarantee: Guarantee, read_on_card: boolean, } | { "reason": "guarantee_not_known", rank: number, } | { "reason": "out_of_network_not_known", rank: number, } | { "reason": "promised_outside", rank: number, guarantee: Guarantee, } | { "reason": "trade_not_on_card", rank: number, } | { "reason": "card_expired", rank: number, on: string, } | { "reason": "second_after_first", };

export type RecheckColour = "green" | "orange" | "red";

export type Rechecked = { colour: RecheckColour, customer_owes_cents: Cents, };

export type RecordAdviceRequest = { dossier: DossierId, rank: number, amount_cents: Cents, on: string, };

export type RecordBankCreditRequest = { amount_cents: Cents, on: string, payer: PlatformCode | null, label: string, allocations: Array<AllocationView>, };

export type RecordCardRequest = { dossier: DossierId, 
/**
 * One past the last makes a complementary join.
 */
rank: number, card: CardView, 
/**
 * The share of a complementary that joins, taken from the customer's; not looked at otherwise.
 */
share_cents: Cents | null, };

export type RecordMomentRequest = { dossier: DossierId, moment: Moment, on: string, };

export type RecordPortalAnswerRequest = { dossier: DossierId, rank: number, incident: IncidentId | null, agreed: boolean, reference: string, covered_cents: Cents | null, valid_until: string | null, };

export type RecoveryProgress = { done: number, total: number, running: boolean, cancelled: boolean, failures: number, 
/**
 * The dossier at hand.
 */
current: string | null, };

export type RecoveryRow = { dossier: DossierId, number: string, customer: string, phone: string, way: Way, delivered_on: string | null, opened_on: string, rank: number, estimate_cents: Cents, covered_cents: Cents | null, customer_owes_cents: Cents, 
/**
 * « Trop perçu »: of the whole dossier, to give back.
 */
overpaid_cents: Cents, track: TrackState, colour: RecheckColour | null, reference: string | null, settled: boolean, last_failure: FailureCode | null, 
/**
 * The customer has not agreed, or said no: nothing is sent for him.
 */
consent_needed: boolean, cheque_cents: Cents, };

export type RecoveryView = { incident: IncidentRow, rows: Array<RecoveryRow>, progress: RecoveryProgress | null, };

export type ReferenceSummary = { version: string, 
/**
 * SHA-256 of its file, in hex.
 */
checksum: string, 
/**
 * The one that ships with the program.
 */
shipped: boolean, };

export type ReferenceTaken = { "result": "taken", reference: ReferenceView, } | { "result": "refused", faults: Array<FileFault>, };

export type ReferenceView = { reference: ReferenceSummary, shipped_version: string, numbers: Array<DatedNumber>, 
/**
 * What single operators do otherwise.
 */
operators: Array<OperatorNumber>, };

export type RefundCustomerRequest = { dossier: DossierId, amount_cents: Cents, means: PaymentMeans, on: string, };

export type RequestId = string;

export type RequestRef = { request: RequestId, };

export type RequestState = "absent" | "queued" | "sending" | "outcome_unknown" | "answered" | "withdrawn";

export type ReturnChequeRequest = { cheque: ChequeId, on: string, manner: ReturnManner, override_reason: string | null, };

export type ReturnManner = "in_person" | "tracked_post" | "destroyed_on_request";

export type RightsAnswerView = { answered_at: string, platform_label: string, in_force: boolean | null, covered_cents: Cents | null, authorisation_required: boolean | null, reference: string | null, valid_until: string | null, };

export type RightsOutcomeView = { "result": "answered", answer: RightsAnswerView, } | { "result": "not_verified", failure: FailureCode, since: string | null, };

export type RightsView = { rank: number, platform: PlatformCode, platform_label: string, asked_at: string, elapsed_ms: number, source: StateSource, outcome: RightsOutcomeView, 
/**
 * The last answer there was, when this one failed.
 */
last_answer: RightsAnswerView | null, 
/**
 * An answer may still come and fill the row with its hour.
 */
still_waiting: boolean, 
/**
 * The failed attempt or the answer is kept as proof.
 */
evidence_kept: boolean, };

export type Role = "counter" | "billing" | "owner" | "accountant";

export type Said = { 
/**
 * None when not known.
 */
age: AgeBand | null, 
/**
 * The last equipment; of the first ear, for hearing aids.
 */
last_equipment: LastEquipment, 
/**
 * Of the other ear, when it is another.
 */
other_ear: LastEquipment | null, 
/**
 * A reason to renew early.
 */
early_renewal: EarlyRenewal, 
/**
 * The care network.
 */
network: Network, 
/**
 * One per complementary, in rank order.
 */
covers: Array<SaidCover>, };

export type SaidCover = { 
/**
 * Whether its contract is a responsible one; none when not known.
 */
responsible: boolean | null, 
/**
 * What it promises, in its network where it has one.
 */
guarantee: Guarantee, 
/**
 * What it promises outside.
 */
out_of_network: Guarantee, 
/**
 * The guarantee was read on the card or its table, not heard.
 */
read_on_card: boolean, };

export type Scenario = { 
/**
 * Which side; none when the insurer's own figure counts whatever the network.
 */
side: NetworkSide | null, 
/**
 * AMO.
 */
amo: Span, 
/**
 * One per complementary, in rank order.
 */
amc: Array<Span>, 
/**
 * The customer.
 */
customer: Span, 
/**
 * Where the customer pays least.
 */
best: Shares, 
/**
 * Where the customer pays most.
 */
worst: Shares, 
/**
 * Line by line.
 */
lines: Array<LineEstimate>, };

export type SearchRequest = { text: string, limit: number, };

export type SendOutcome = { state: RequestState, failure: FailureCode | null, agreement_reference: string | null, covered_cents: Cents | null, };

export type SetIdleLockRequest = { minutes: number, };

export type SettleUnknownRequest = { request: RequestId, received: boolean, };

export type Shares = { 
/**
 * AMO, in cents.
 */
amo_cents: Cents, 
/**
 * One per complementary, in rank order, in cents.
 */
amc_cents: Array<Cents>, 
/**
 * The customer, in cents.
 */
customer_cents: Cents, };

export type ShowNirRequest = { dossier: DossierId, rank: number, place: number, };

export type Span = { 
/**
 * At least, in cents.
 */
low_cents: Cents, 
/**
 * At most, in cents.
 */
high_cents: Cents, };

export type Stage = "welcome" | "locked" | "open";

export type StateSource = "measured" | "declared" | "inferred";

export type StoryMomentView = { 
/**
 * Code of its title in the catalogue: `outage`, `rights_back`, `pec_back`, `payments_back`.
 */
code: string, at: string, reached: boolean, };

export type StoryView = { now: string, moments: Array<StoryMomentView>, };

export type TakeReferenceRequest = { path: string, };

export type TimelineRow = { at: string, actor: string, 
/**
 * The journal's kind: `dossier.track_moved`.
 */
kind: string, body: Record<string, unknown>, };

export type Topic = "platforms" | "dossiers" | "late_answer" | "queue" | "cheques" | "recovery" | "session";

export type TrackState = "not_sent" | "queued" | "entrusted" | "sent" | "outcome_unknown" | "accepted" | "refused" | "cancelled" | "withdrawn" | "advised" | "paid" | "claimed_by_customer";

export type TrackView = { rank: number, share_cents: Cents, card: CardView, 
/**
 * The pictures kept of it.
 */
pictures: Array<CardPictureView>, operator_label: string | null, state: TrackState, agreement_reference: string | null, covered_cents: Cents | null, agreement_valid_until: string | null, advised_cents: Cents | null, paid_cents: Cents, recheck: RecheckColour | null, request: RequestId | null, request_state: RequestState | null, cheque_cents: Cents, };

export type UnallocatedCredit = { bank_credit: BankCreditId, on: string, payer: PlatformCode | null, label: string, amount_cents: Cents, left_cents: Cents, };

export type UnallocatedList = { rows: Array<UnallocatedCredit>, left_cents: Cents, };

export type Unlock = { "with": "keyring" } | { "with": "passphrase", passphrase: string, } | { "with": "recovery_key", recovery_key: string, };

export type UnsoundPaper = { document: DocumentId, number: string, fault: PaperFault, };

export type UserId = string;

export type UserSummary = { id: UserId, name: string, role: Role, };

export type Verification = { whole: boolean, entries: number, head_hash: string, 
/**
 * Attested by the archive alone, without an outside anchor.
 */
anchored: boolean, 
/**
 * What is wrong, in one French sentence from the verifier.
 */
fault: string | null, fault_code: string | null, 
/**
 * The kept papers, with the practice's own journal.
 */
papers: PapersChecked | null, };

export type VerifyAccessLogRequest = { 
/**
 * An export; none for the practice's own log.
 */
path: string | null, };

export type VerifyArchiveRequest = { 
/**
 * None: the practice's own journal.
 */
path: string | null, 
/**
 * File or hash, none for the practice's own anchors.
 */
anchor: string | null, };

export type VerifyRightsRequest = { dossier: DossierId, rank: number, };

export type Warned = { 
/**
 * What it says.
 */
warning: Warning, 
/**
 * The ways it speaks against, possibly none.
 */
against: Array<Way>, 
/**
 * Those ways are forbidden, not only warned against.
 */
forbids: boolean, 
/**
 * Whether its source was read, when it rests on reference data.
 */
status: NumberStatus | null, 
/**
 * Its source.
 */
source: string | null, };

export type Warning = { "warning": "solidarity_no_advance", 
/**
 * Of which complementary.
 */
rank: number, } | { "warning": "nothing_left_expected", 
/**
 * The whole equipment is of that class.
 */
whole: boolean, } | { "warning": "network_no_advance", 
/**
 * Of which complementary.
 */
rank: number, 
/**
 * As written on the card.
 */
network: string, } | { "warning": "authorisation_held", 
/**
 * Of which complementary.
 */
rank: number, 
/**
 * N° de PEC, when given.
 */
reference: string | null, 
/**
 * Last day of validity, when said.
 */
valid_until: string | null, } | { "warning": "authorisation_lapsed", 
/**
 * Of which complementary.
 */
rank: number, 
/**
 * Its last day.
 */
valid_until: string, } | { "warning": "invoice_after_agreement", 
/**
 * Of which complementary.
 */
rank: number, 
/**
 * Days to wait.
 */
days: number, 
/**
 * The first day it takes the invoice, once there is an agreement.
 */
not_before: string | null, } | { "warning": "prescription_too_old", 
/**
 * Its date.
 */
date: string, 
/**
 * The months it is good for.
 */
months: number, 
/**
 * Whether that is so at any age; otherwise it depends on an age nobody typed.
 */
certain: boolean, } | { "warning": "card_expired", 
/**
 * Of which complementary.
 */
rank: number, 
/**
 * Its last day.
 */
on: string, } | { "warning": "card_not_yet_valid", 
/**
 * Of which complementary.
 */
rank: number, 
/**
 * Its first day.
 */
from: string, } | { "warning": "trade_not_covered", 
/**
 * Of which complementary.
 */
rank: number, } | { "warning": "authorisation_needed", 
/**
 * Of which complementary.
 */
rank: number, };

export type Way = "delivered_third_party_payment" | "set_aside" | "cheque_kept" | "cheque_deposited_later" | "customer_advances" | "customer_returns";

export type WithdrawRequestRequest = { request: RequestId, reason: string, };

/** Every command, with what it takes and what it gives back. */
export interface Commands {
  "app.state": { request: Nothing; response: AppState };
  "app.first_sight": { request: Nothing; response: FirstSight };
  "passphrase.strength": { request: PassphraseRequest; response: PassphraseStrength };
  "identifier.check": { request: CheckIdentifierRequest; response: CheckedIdentifier };
  "practice.create": { request: CreatePracticeRequest; response: PracticeCreated };
  "practice.create_demonstration": { request: Nothing; response: PracticeCreated };
  "practice.recovery_sheet": { request: Nothing; response: DocumentReady };
  "practice.recovery_key_noted": { request: Nothing; response: Done };
  "practice.open": { request: OpenPracticeRequest; response: AppState };
  "practice.lock": { request: Nothing; response: AppState };
  "practice.close": { request: Nothing; response: AppState };
  "settings.set_idle_lock": { request: SetIdleLockRequest; response: PracticeSummary };
  "story.view": { request: Nothing; response: StoryView };
  "story.advance": { request: AdvanceStoryRequest; response: StoryView };
  "platform.strip": { request: Nothing; response: PlatformStrip };
  "platform.declare": { request: DeclareFunctionRequest; response: PlatformStrip };
  "platform.probe": { request: ProbePlatformRequest; response: PlatformStrip };
  "platform.configure": { request: ConfigurePlatformRequest; response: PlatformStrip };
  "dossier.open": { request: OpenDossierRequest; response: DossierOpened };
  "dossier.parse_line": { request: ParseLineRequest; response: ParsedLine };
  "dossier.view": { request: DossierRef; response: DossierView };
  "dossier.search": { request: SearchRequest; response: DossierList };
  "dossier.edit_customer": { request: EditCustomerRequest; response: DossierView };
  "dossier.price": { request: PriceDossierRequest; response: DossierView };
  "dossier.record_card": { request: RecordCardRequest; response: DossierView };
  "card.read_text": { request: ReadCardTextRequest; response: CardTextRead };
  "card.read_picture": { request: ReadCardPictureRequest; response: CardPictureText };
  "card.keep_picture": { request: KeepCardPictureRequest; response: DossierView };
  "card.view_picture": { request: CardPictureRef; response: CardPictureShown };
  "card.erase_part": { request: EraseCardPartRequest; response: DossierView };
  "card.show_nir": { request: ShowNirRequest; response: NirShown };
  "dossier.record_moment": { request: RecordMomentRequest; response: DossierView };
  "dossier.choose_way": { request: ChooseWayRequest; response: DossierView };
  "dossier.record_payment": { request: CustomerPaymentRequest; response: DossierView };
  "dossier.reverse_payment": { request: CustomerPaymentRequest; response: DossierView };
  "dossier.refund_customer": { request: RefundCustomerRequest; response: DossierView };
  "estimate.view": { request: EstimateRequest; response: EstimateView };
  "estimate.print": { request: PrintEstimateRequest; response: DocumentReady };
  "estimate.reference": { request: Nothing; response: ReferenceView };
  "estimate.take_reference": { request: TakeReferenceRequest; response: ReferenceTaken };
  "estimate.restore_reference": { request: Nothing; response: ReferenceView };
  "rights.verify": { request: VerifyRightsRequest; response: RightsView };
  "rights.fields_sent": { request: VerifyRightsRequest; response: FieldsSent };
  "cheque.read_line": { request: ReadChequeLineRequest; response: ChequeLineView };
  "cheque.keep": { request: KeepChequeRequest; response: ChequeKept };
  "cheque.receipt": { request: ChequeRef; response: DocumentReady };
  "cheque.view": { request: ChequeRef; response: ChequeView };
  "cheque.list": { request: ListChequesRequest; response: ChequeList };
  "cheque.give_notice": { request: GiveNoticeRequest; response: DocumentReady };
  "cheque.convert": { request: ConvertChequeRequest; response: ChequeView };
  "cheque.deposit": { request: DepositChequeRequest; response: ChequeView };
  "cheque.return": { request: ReturnChequeRequest; response: ChequeReturned };
  "cheque.discharge": { request: ChequeRef; response: DocumentReady };
  "document.open": { request: DocumentRef; response: DocumentReady };
  "queue.view": { request: Nothing; response: QueueView };
  "queue.send": { request: RequestRef; response: SendOutcome };
  "queue.withdraw": { request: WithdrawRequestRequest; response: QueueView };
  "queue.settle_unknown": { request: SettleUnknownRequest; response: QueueView };
  "queue.check_unknown": { request: RequestRef; response: SendOutcome };
  "incident.list": { request: Nothing; response: IncidentList };
  "recovery.view": { request: IncidentRef; response: RecoveryView };
  "recovery.start": { request: IncidentRef; response: RecoveryView };
  "recovery.cancel": { request: IncidentRef; response: RecoveryView };
  "recovery.close": { request: IncidentRef; response: RecoveryView };
  "portal.next": { request: NextPortalRequest; response: NextPortal };
  "portal.record_answer": { request: RecordPortalAnswerRequest; response: Rechecked };
  "recovery.difference_letter": { request: DossierRef; response: DocumentReady };
  "advice.record": { request: RecordAdviceRequest; response: DossierView };
  "bank_credit.awaited": { request: AwaitedRequest; response: AwaitedList };
  "bank_credit.record": { request: RecordBankCreditRequest; response: BankCreditRecorded };
  "bank_credit.unallocated": { request: Nothing; response: UnallocatedList };
  "bank_credit.allocate": { request: AllocateBankCreditRequest; response: BankCreditRecorded };
  "journal.head": { request: Nothing; response: JournalHead };
  "journal.page": { request: JournalPageRequest; response: JournalPage };
  "journal.verify": { request: VerifyArchiveRequest; response: Verification };
  "access_log.list": { request: AccessLogRequest; response: AccessLogPage };
  "access_log.verify": { request: VerifyAccessLogRequest; response: AccessLogVerification };
  "access_log.export": { request: ExportAccessLogRequest; response: AccessLogExported };
  "journal.export": { request: ExportArchiveRequest; response: ArchiveExported };
}

export type CommandName = keyof Commands;
