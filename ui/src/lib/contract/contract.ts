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

export type AccessKind = "session_opened" | "unlock_failed" | "user_switched" | "secret_changed" | "seconded" | "session_locked" | "session_closed" | "permission_refused" | "rights_looked_up" | "lookup_warned" | "lookup_stopped" | "lookup_unlocked" | "secret_copied" | "secret_shown" | "picture_shown" | "credential_shown" | "credential_copied" | "credential_code_shown" | "credential_used" | "unusual_raised" | "unusual_acknowledged" | "recovery_key_printed" | "document_made" | "document_opened" | "document_saved" | "portal_opened" | "archive_exported" | "access_log_exported" | "list_exported" | "backup_written" | "segment_opened" | "segment_sealed" | "segment_erased";

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

export type AccessSubject = "dossier" | "cheque" | "platform" | "incident" | "command" | "paper" | "user" | "credential";

export type AccountKind = "customers" | "insurers" | "mandatory_insurance" | "doubtful" | "customer_advances" | "vat_collected" | "vat_to_settle" | "operator_advances" | "cheques_to_return" | "to_allocate" | "cheques_to_collect" | "bank" | "cash" | "bank_charges" | "interest_charges" | "bad_debts" | "sales" | "sales_tax_included" | "late_penalties";

export type AccountsExported = { path: string, accounts: number, bytes: number, };

export type AccountsImported = { added: number, 
/**
 * Accounts here already that have another secret now.
 */
changed: number, };

export type AcknowledgeUnusualRequest = { line: UnusualId, word: string, };

export type Activity = "optics" | "hearing" | "pharmacy";

export type AddCredentialRequest = { facts: CredentialForm, secret: string, 
/**
 * Empty for none.
 */
seed: SeedInput, notes: string, };

export type AddIncidentLineRequest = { incident: IncidentId, said_by: SourceCode, 
/**
 * When it was said; none: now.
 */
said_at: TypedMoment | null, text: string, 
/**
 * The line it corrects.
 */
corrects: TextId | null, };

export type AddUserRequest = { name: string, role: Role, passphrase: string, 
/**
 * Empty for none.
 */
pin: string, };

export type AdvanceMovement = { on: string, amount_cents: Cents, 
/**
 * How it was paid back; none for what the operator withheld.
 */
means: PaymentMeans | null, };

export type AdvanceOperator = { platform: PlatformCode, label: string, 
/**
 * Since when the tiers payant is suspended, if it is.
 */
suspended_on: string | null, };

export type AdvancePaper = "attestation" | "request";

export type AdvanceRequestOf = { platform: PlatformCode, };

export type AdvanceRequestView = { platform_label: string, 
/**
 * Three whole months, the earliest first.
 */
months: Array<PaidMonth>, total_cents: Cents, 
/**
 * The total ÷ 3; nothing when it paid nothing.
 */
asked_cents: Cents, };

export type AdvanceStoryRequest = { code: string, };

export type AdvanceToRepay = { advance: OperatorAdvanceId, number: string, operator_label: string, received_on: string, amount_cents: Cents, balance_cents: Cents, 
/**
 * The next day of its schedule, and how much that day.
 */
due_on: string | null, due_cents: Cents | null, overdue: boolean, };

export type AdvanceView = { 
/**
 * The main software's invoice, as the last paper says it; empty before one.
 */
invoice_number: string, 
/**
 * What he advances and nobody holds yet: nothing is attested before it is here.
 */
missing_cents: Cents, 
/**
 * The complementaries he claims from.
 */
ranks: Array<number>, };

export type AdviceLineShown = { 
/**
 * Its number in the file, from 1.
 */
line: number, status: AdviceStatus, 
/**
 * It would be recorded.
 */
takes: boolean, fault: LineFault | null, warning: AdviceWarning | null, invoice: string, 
/**
 * The name the line gives.
 */
said_name: string, member_number: string, operator: string, reference: string, 
/**
 * What is announced, in cents.
 */
amount_cents: Cents | null, 
/**
 * The dossier's own share, in cents.
 */
share_cents: Cents | null, on: string | null, pays_on: string | null, code: string, wording: string, dossier: DossierId | null, rank: number, number: string, customer: string, };

export type AdvicePreview = { lines: Array<AdviceLineShown>, };

export type AdviceRead = { table: TableShown, 
/**
 * When these very bytes were imported, if they were.
 */
imported_at: string | null, preview: AdvicePreview | null, };

export type AdviceReading = { "result": "read", read: AdviceRead, } | { "result": "refused", fault: TableFault, };

export type AdviceStatus = "announced" | "rejected" | "set_aside" | "known" | "unreadable";

export type AdviceWarning = "amount_differs" | "paid" | "customer_claims" | "found_by_name";

export type AdvicesTaken = { import: ImportId, taken: number, announced: number, rejected: number, 
/**
 * Lines kept as work: no share answers to them.
 */
aside: number, known: number, left_out: number, faulty: number, total_cents: Cents, };

export type AffectedDossier = { dossier: DossierId, number: string, customer: string, rank: number, insurer: string, opened_on: string, amount_cents: Cents, track: TrackState, 
/**
 * The operator is on the card; otherwise the table says so.
 */
by_card: boolean, 
/**
 * Who would be asked instead, when something is still to be asked.
 */
second: OtherOperator | null, };

export type AffectedInsurer = { insurer: string, amc_number: string, csr: string, domain: string, 
/**
 * 1 when it is asked first.
 */
position: number, 
/**
 * The other operators of the row, in order.
 */
others: Array<OtherOperator>, status: NumberStatus, source: string, noted_on: string, dossiers: number, amount_cents: Cents, };

export type AffectedRequest = { operator: PlatformCode, 
/**
 * One function alone; none for all of them.
 */
function: Function | null, };

export type AffectedView = { operator: PlatformCode, operator_label: string, function: Function | null, on: string, table_version: string, insurers: Array<AffectedInsurer>, 
/**
 * The dearest first.
 */
dossiers: Array<AffectedDossier>, total_cents: Cents, 
/**
 * Those of them that would pass through a second operator.
 */
second_count: number, second_cents: Cents, 
/**
 * More are open than were looked at.
 */
more: boolean, };

export type Age = "days0_to7" | "days8_to15" | "days16_to30" | "days31_to60" | "days61_to90" | "over90";

export type AgeBand = "under_6" | "from_6_to_15" | "from_16_to_19" | "from_20";

export type AgreePurgeRequest = { purge: PurgeId, second: SecondProof | null, };

export type AllocateBankCreditRequest = { bank_credit: BankCreditId, allocations: Array<AllocationView>, };

export type AllocationView = { dossier: DossierId, rank: number, amount_cents: Cents, };

export type AmoChannel = "sesam_vitale" | "ameli_pro";

export type AmoRow = { channel: AmoChannel, state: FunctionState, source: StateSource | null, since: string | null, };

export type AnchorRow = { path: string, seq: number, written_at: string, };

export type AnswerKind = "agreed" | "live" | "kept";

export type AppState = { stage: Stage, practice: PracticeSummary | null, user: UserSummary | null, 
/**
 * Why nobody is at work, when somebody was since the program started.
 */
closed: Closed | null, 
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

export type AsideRow = { import: ImportId, line: number, 
/**
 * What it says, in one sentence; empty once erased.
 */
text: string, amount_cents: Cents | null, on: string | null, 
/**
 * The list's file; empty when it was pasted.
 */
list: string, taken_at: string, };

export type AskFormalityRequest = { dossier: DossierId, rank: number, formality: Formality, 
/**
 * Of an invoice, the main software's number.
 */
invoice: string, 
/**
 * Of a cancellation, why.
 */
reason: string, };

export type AskOverrideRequest = { cheque: ChequeId, act: OverriddenAct, reason: string, };

export type AskPurgeRequest = { 
/**
 * What is due of these kinds; none for a customer.
 */
kinds: Array<DataKind>, 
/**
 * The customer's dossiers; none for what is due.
 */
dossiers: Array<DossierId>, 
/**
 * How he asked.
 */
reason: string, second: SecondProof | null, };

export type AssignWorkRequest = { items: Array<WorkRef>, to: UserId | null, };

export type AttachPieceRequest = { incident: IncidentId, path: string, name: string, };

export type AvailabilityExported = { path: string, rows: number, bytes: number, };

export type AwaitedList = { rows: Array<AwaitedRow>, };

export type AwaitedRequest = { text: string, platform: PlatformCode | null, };

export type AwaitedRow = { dossier: DossierId, number: string, customer: string, rank: number, state: TrackState, platform: PlatformCode | null, awaited_cents: Cents, advised_cents: Cents | null, has_cheque: boolean, };

export type BackupCopy = { id: number, written_at: string, path: string, destroy_on: string, overdue: boolean, 
/**
 * Its file is where it was written.
 */
here: boolean, };

export type BackupFound = { path: string, written_at: string, 
/**
 * Entries of the journal in it; none where its beginning cannot be read.
 */
entries: number | null, bytes: number, state: BackupState, verified_at: string | null, 
/**
 * The retention clock destroys it that day.
 */
destroy_on: string, };

export type BackupPlace = { folder: string, 
/**
 * False: it is the folder of this PC.
 */
chosen: boolean, 
/**
 * It is there to be read: the stick is plugged in.
 */
here: boolean, 
/**
 * The latest first.
 */
backups: Array<BackupFound>, 
/**
 * Why the last backup did not get there.
 */
failure: Problem | null, };

export type BackupProgress = { running: boolean, step: BackupStep | null, 
/**
 * In the unit of this step.
 */
done: number, total: number, cancelled: boolean, };

export type BackupRef = { path: string, };

export type BackupSettings = { 
/**
 * Minutes since midnight from which the day's backup is due; 0: at the first opening.
 */
at_minute: number, rotation: Rotation, 
/**
 * Folders and sticks beside the folder of this PC.
 */
folders: Array<string>, };

export type BackupStanding = { 
/**
 * When the last one that opens was written.
 */
last_sound_at: string | null, 
/**
 * Days since, once they are too many.
 */
late_days: number | null, 
/**
 * Chosen folders that wait for theirs.
 */
late_folders: Array<LateFolder>, 
/**
 * Why the last one was not written at all.
 */
failure: Problem | null, 
/**
 * No folder beside this PC's was chosen.
 */
only_here: boolean, };

export type BackupState = "verified" | "not_verified" | "damaged";

export type BackupStep = "copying" | "writing" | "reading" | "entries" | "beside" | "folding" | "papers";

export type BackupsView = { settings: BackupSettings, 
/**
 * The folder of this PC first, then those that were chosen.
 */
places: Array<BackupPlace>, 
/**
 * Entries in the journal now.
 */
entries: number, standing: BackupStanding, };

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
 * Cheques to return, complete or deposit, and those of which what was asked a day ago may be done.
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

export type BooksExported = { path: string, entries: number, bytes: number, };

export type BooksFormat = "hledger" | "trial_balance_csv";

export type BreachAccountView = { people: number | null, records: number | null, circumstances: string, consequences: string, measures: string, case_number: string, delay: string, };

export type BreachClock = { incident: IncidentId, platform_label: string, kind: ClockKind, from: string, due: string, 
/**
 * When what it waits for was done.
 */
stopped: string | null, late: boolean, };

export type BreachClocks = { clocks: Array<BreachClock>, statements: Array<StatementsDue>, };

export type BreachContact = { 
/**
 * What it is for.
 */
role: ContactRole, 
/**
 * Of which platform, for an operator.
 */
platform: PlatformCode | null, 
/**
 * What it is called.
 */
name: string, 
/**
 * Its address, a line each; possibly none.
 */
address: Array<string>, 
/**
 * From where it writes, or where it is written to; possibly empty.
 */
email: string, 
/**
 * From where it calls, or where it is called; possibly empty.
 */
phone: string, 
/**
 * Its site; possibly empty.
 */
web: string, 
/**
 * A contract's or a case's number, a creditor's identifier; possibly empty.
 */
reference: string, 
/**
 * Since when it is known so.
 */
from: string, 
/**
 * Whether the source was read.
 */
status: NumberStatus, 
/**
 * Where it comes from.
 */
source: string, };

export type BreachPaper = { document: DocumentId, number: string, issued_on: string, };

export type BreachPaperRef = { incident: IncidentId, document: DocumentId, };

export type BreachPaperRequest = { incident: IncidentId, task: BreachTask, };

export type BreachProfileTaken = { "result": "taken", view: BreachProfileView, } | { "result": "refused", faults: Array<FileFault>, };

export type BreachProfileView = { profile: ReferenceSummary, shipped_version: string, contacts: Array<BreachContact>, platforms: Array<ContactPlatform>, };

export type BreachTask = "rotation" | "bank_letter" | "debit_watch" | "phishing_warning" | "impersonation_notice" | "who_notifies" | "initial_notification" | "complementary_notification" | "controller_told" | "complaint" | "customer_notice" | "complaint_handout";

export type BreachTaskRow = { task: BreachTask, state: BreachTaskState, 
/**
 * The fields that call for it today.
 */
because_of: Array<LeakField>, 
/**
 * When it was done, as it was said.
 */
done_at: string | null, 
/**
 * Why it is left out; none once that is erased.
 */
reason: string | null, 
/**
 * Who noted that, and when.
 */
by: string | null, at: string | null, 
/**
 * Of several, how many are settled.
 */
progress: TaskProgress | null, 
/**
 * What settles it is recorded elsewhere.
 */
elsewhere: boolean, 
/**
 * It has a paper.
 */
prints: boolean, 
/**
 * What was printed of it, the latest first.
 */
papers: Array<BreachPaper>, };

export type BreachTaskState = "to_do" | "done" | "left_out";

export type BreachView = { incident: IncidentId, platform_label: string, 
/**
 * The incident is a leak: what is not has no register.
 */
breach: boolean, 
/**
 * Every field, those of the practice first.
 */
fields: Array<LeakRow>, 
/**
 * What the register calls for, the most urgent first.
 */
tasks: Array<BreachTaskRow>, 
/**
 * Since when it is known; the beginning of the incident as long as nobody said.
 */
aware_at: string, 
/**
 * Somebody said so.
 */
aware_said: boolean, 
/**
 * The clocks that run, or ran.
 */
clocks: Array<BreachClock>, notifier: NotifierView | null, account: BreachAccountView, 
/**
 * The statements to read, once the account's number leaked.
 */
watch: DebitWatchView | null, };

export type BundleRemindersRequest = { documents: Array<DocumentId>, };

export type CallBackList = { rows: Array<CallBackRow>, to_call: number, };

export type CallBackRow = { dossier: DossierId, number: string, customer: string, phone: string, opened_on: string, why: CallBackWhy, 
/**
 * What is left to pay, when that is why he is called; otherwise the price.
 */
amount_cents: Cents, last: LastCall | null, 
/**
 * How often he was called.
 */
calls: number, 
/**
 * He is to be called today.
 */
due: boolean, };

export type CallBackWhy = "set_aside" | "will_return" | "difference" | "refused";

export type CallOutcome = "comes" | "considers" | "message_left" | "no_answer" | "wrong_number" | "gives_up";

export type CallSheet = { finess: string, practice: string, 
/**
 * Who is called: the operator, or the insurer.
 */
callee: string, insurer: string, amc_number: string, member_number: string, customer: string, birth_date: string | null, service_date: string, domain_code: string, requested_cents: Cents, };

export type CallSheetRequest = { dossier: DossierId, rank: number, };

export type CancelAdvanceRequest = { advance: OperatorAdvanceId, reason: string, };

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

export type CardPictureRef = { dossier: DossierId, rank: number, side: PictureSide, };

export type CardPictureText = { text: string, };

export type CardProposal = { field: CardReadField, value: string, because: CardReadBecause, };

export type CardReadBecause = "label" | "shape";

export type CardReadField = "amc_number" | "convention" | "csr" | "member_number" | "valid_from" | "valid_to" | "responsible" | "birth_date" | "nir";

export type CardReadHow = "text" | "picture";

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

export type CarriedCustomer = { customer: string, carried_cents: Cents, standing: CeilingStanding, };

export type CarryBeyondRequest = { dossier: DossierId, reason: string, };

export type Category = "a" | "b" | "c" | "d" | "e" | "f";

export type Ceiling = "per_customer" | "in_all";

export type CeilingExceededRow = { at: string, author: string, dossier: DossierId, number: string, ceiling: Ceiling, ceiling_cents: Cents, carried_cents: Cents, 
/**
 * None once erased.
 */
reason: string | null, };

export type CeilingStanding = "within" | "near" | "beyond";

export type Cents = number;

export type Certainty = "A" | "B" | "C" | "D";

export type CertificateEnd = "ended" | "within7" | "within30" | "within60";

export type CertificateFault = "too_large" | "not_one" | "wrong_passphrase" | "too_laborious" | "unsupported" | "old_version" | "no_key" | "no_certificate" | "key_ciphered" | "several_keys" | "key_differs";

export type CertificatePut = { "result": "put", view: CredentialView, } | { "result": "refused", why: CertificateFault, };

export type CertificateShown = { subject: string, issuer: string, serial: string, not_before: string, not_after: string, 
/**
 * How near its end is, once it is spoken of.
 */
end: CertificateEnd | null, 
/**
 * Whole days until then.
 */
days_left: number, };

export type ChangeRoleRequest = { user: UserId, role: Role, };

export type ChangeRoutingRequest = { was: RoutingRowFields | null, becomes: RoutingRowFields | null, };

export type ChangeSecretRequest = { credential: CredentialId, secret: string, };

export type Changed = { topic: Topic, 
/**
 * The dossier concerned, when there is one.
 */
dossier: DossierId | null, };

export type Channel = "fhir" | "http" | "assisted_portal";

export type CheckIdentifierRequest = { kind: IdentifierKind, text: string, };

export type CheckStatementRequest = { incident: IncidentId, 
/**
 * Its first day.
 */
month: string, found: StatementState, 
/**
 * Whose debit and how much, when it is unknown.
 */
note: string, };

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

export type ChequeDates = { present_by: string, recourse_until: string, presentable_until: string, represent_until: string | null, certificate_from: string | null, certificate_by: string | null, final_from: string | null, };

export type ChequeFees = { 
/**
 * The bank had it and did not pay it.
 */
may_be_charged: boolean, charged_cents: Cents, repaid_cents: Cents, 
/**
 * Left to the practice.
 */
left_cents: Cents, 
/**
 * May still be asked of the customer.
 */
due_cents: Cents, 
/**
 * What was recorded last: it can be undone.
 */
last: FeesDeed | null, };

export type ChequeFeesRequest = { cheque: ChequeId, deed: FeesDeed, 
/**
 * Charged or repaid; what is left is the whole rest.
 */
amount_cents: Cents | null, 
/**
 * The day they were charged or repaid.
 */
on: string | null, 
/**
 * How they were repaid.
 */
means: PaymentMeans | null, 
/**
 * Why they are left to the practice, or what was a mistake.
 */
reason: string | null, };

export type ChequeId = string;

export type ChequeKept = { cheque: ChequeId, receipt_number: string, deposit_not_before: string | null, decide_by: string, };

export type ChequeLeft = { state: ChequeState, on: string, };

export type ChequeLife = { state: ChequeState, stolen: boolean, rejections: number, fees: ChequeFees, dates: ChequeDates, warning: ExpiryWarning | null, slip: SlipOfCheque | null, 
/**
 * The steps that may follow now.
 */
steps: Array<ChequeStepOffer>, 
/**
 * It may go on a slip: from the drawer, or again.
 */
can_be_handed_in: boolean, };

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
limits: Array<ChequeLimit>, 
/**
 * The cheques here that come near their last day.
 */
expiring: Array<ExpiryCount>, 
/**
 * The cheques of which one person alone asked something against a rule, in the order it may be done.
 */
overrides: Array<ChequeRow>, };

export type ChequeOfDossier = { cheque: ChequeId, rank: number, amount_cents: Cents, agreement: ChequeAgreement, position: ChequePosition, receipt_number: string, cheque_number: string, bank_name: string, written_on: string, deposit_not_before: string | null, decide_by: string, notice_on: string, present_by: string, presentable_until: string, 
/**
 * What the bank charged for not paying it.
 */
fees_charged_cents: Cents, 
/**
 * What of that may still be asked of the customer.
 */
fees_due_cents: Cents, };

export type ChequeOfShare = { cheque: ChequeId, cheque_number: string, amount_cents: Cents, };

export type ChequeOverrideAsked = { act: OverriddenAct, confirm_from: string, 
/**
 * That instant has come.
 */
may_be_done: boolean, };

export type ChequeOverrideRequest = { 
/**
 * None: one that is about to be kept.
 */
cheque: ChequeId | null, };

export type ChequeOverrideView = { needs: SecondLookNeed, 
/**
 * Who may look at it beside whoever is at work.
 */
may_second: Array<UserChoice>, 
/**
 * What was asked alone, and from when on it can be done.
 */
asked: OverriddenAct | null, asked_reason: string, confirm_from: string | null, };

export type ChequeOverrides = { rows: Array<ChequeRow>, 
/**
 * Somebody else may look at it by now: it need not be slept on.
 */
somebody_may: boolean, };

export type ChequePictureRef = { cheque: ChequeId, side: PictureSide, };

export type ChequePosition = "kept" | "to_return" | "to_complete" | "to_deposit" | "returned" | "deposited" | "unpaid" | "gone";

export type ChequeRef = { cheque: ChequeId, };

export type ChequeReturned = { returned_at: string, discharge: DocumentReady, };

export type ChequeRow = { cheque: ChequeId, customer: string, dossier: DossierId, dossier_number: string, 
/**
 * The complementary whose share it covers.
 */
rank: number, amount_cents: Cents, agreement: ChequeAgreement, position: ChequePosition, state: ChequeState, warning: ExpiryWarning | null, 
/**
 * The customer is to be told of the deposit to come.
 */
to_tell: ToTell | null, written_on: string, track: TrackState, 
/**
 * Who pays that share, where the card says.
 */
operator: PlatformCode | null, 
/**
 * What is still to come of it: as agreed where an agreement was given, else as asked.
 */
awaited_cents: Cents, advised_cents: Cents | null, paid_cents: Cents, difference_due_cents: Cents, decide_by: string, deposit_not_before: string | null, cheque_number: string, bank_name: string, receipt_number: string, left_on: string | null, 
/**
 * What one person alone asked to do against a rule.
 */
override_asked: ChequeOverrideAsked | null, };

export type ChequeSort = "decide_by" | "customer" | "amount" | "written_on" | "dossier";

export type ChequeState = "absent" | "kept" | "returned" | "deposited" | "credited" | "final" | "rejected" | "represented" | "certificate_requested" | "certificate_received" | "litigation" | "opposed" | "lost" | "expired";

export type ChequeStep = "deposited" | "taken_back" | "credited" | "made_final" | "rejected" | "represented" | "certificate_requested" | "certificate_received" | "litigation_begun" | "opposed" | "lost" | "stolen" | "found" | "expired" | "returned";

export type ChequeStepOffer = { step: ChequeStep, 
/**
 * From when it may be dated, where a clock says so.
 */
not_before: string | null, needs_reason: boolean, needs_paper: boolean, };

export type ChequeToHandIn = { cheque: ChequeId, 
/**
 * The owner's reason, when he overrides.
 */
override_reason: string | null, };

export type ChequeTold = { on: string, deposit_from: string, };

export type ChequeView = { row: ChequeRow, drawer_name: string, written_at: string, line: string, 
/**
 * What was said of its key at the intake: checked, absent, illegible.
 */
rlmc: RlmcStatus, 
/**
 * The identity paper looked at when it was taken in; none when it was not asked for.
 */
identity_seen: IdentitySeen | null, 
/**
 * Its life beyond the drawer: where it is, its clocks, what may follow.
 */
life: ChequeLife, 
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
deposit_refusal: Problem | null, return_refusal: Problem | null, receipts_printed: number, 
/**
 * The pictures kept of it.
 */
pictures: Array<PictureView>, 
/**
 * A picture of it may still be kept.
 */
may_be_pictured: boolean, 
/**
 * The day its pictures are erased by themselves; none while it may still come back.
 */
pictures_erased_on: string | null, timeline: Array<TimelineRow>, };

export type ChooseWayRequest = { dossier: DossierId, way: Way, };

export type ChosenRepeat = { function: Function, mode: RepeatMode | null, };

export type CircuitPreview = { lines: Array<PreviewLine>, };

export type CircuitRead = { table: TableShown, 
/**
 * When these very bytes were imported, if they were.
 */
imported_at: string | null, preview: CircuitPreview | null, };

export type CircuitReading = { "result": "read", read: CircuitRead, } | { "result": "refused", fault: TableFault, };

export type CircuitRow = { dossier: DossierId, number: string, customer: string, rank: number, state: TrackState, lot: string, invoice: string, transmitted_on: string | null, share_cents: Cents, transmitted_cents: Cents | null, 
/**
 * Relais had sent it too.
 */
twice: boolean, outcome: ReturnOutcome | null, code: string, wording: string, reference: string, returned_on: string | null, returned_cents: Cents | null, known_at: string, };

export type CircuitView = { rows: Array<CircuitRow>, imports: Array<ImportRow>, 
/**
 * More are known than are shown.
 */
more: boolean, };

export type ClockKind = "notification" | "complaint";

export type ClockRow = { kind: DataKind, 
/**
 * Either months or days.
 */
months: number | null, days: number | null, 
/**
 * Months a law obliges to keep, and which law.
 */
at_least: number | null, obliges: string | null, too_short: boolean, from: string, status: NumberStatus, source: string, 
/**
 * Why the practice chose another; empty while it did not.
 */
reason: string, 
/**
 * It goes by itself, and its duration is set elsewhere.
 */
goes_by_itself: boolean, 
/**
 * A purge takes it.
 */
purged: boolean, 
/**
 * How many are due, none where nothing is ever due; at most `most`.
 */
due: number | null, };

export type ClocksTaken = { "result": "taken", view: RetentionView, } | { "result": "refused", faults: Array<FileFault>, };

export type Closed = { why: ClosedWhy, 
/**
 * Who was; none where nobody had said.
 */
by: string | null, 
/**
 * After how many minutes alone, when the clock did it.
 */
minutes: number, };

export type ClosedWhy = "asked" | "idle";

export type ColumnChoice = { 
/**
 * The field's code, as the deed spells it: `invoice`, `amc_share`.
 */
field: string, 
/**
 * The column, from 0.
 */
column: number, };

export type ConductView = { probing: Probing, 
/**
 * Calls a second its contract allows; none: the usual limit, and what is learnt from its answers.
 */
calls_per_second: number | null, 
/**
 * How a repeat is treated, for the functions that are sent.
 */
repeat: Array<RepeatOfFunction>, 
/**
 * Seconds it still asks to be left alone.
 */
held_for_s: number | null, };

export type Confidence = "A" | "B" | "C" | "D";

export type ConfigurePlatformRequest = { platform: PlatformCode, label: string, channel: Channel, base_url: string | null, token_url: string | null, client_id: string | null, client_secret: string | null, portal_url: string | null, };

export type ConsentDecision = "given" | "refused" | "withdrawn";

export type ConsentHow = "oral" | "signed_paper";

export type ConsentSheetRequest = { dossier: DossierId, rank: number, };

export type ConsentState = "not_asked" | "given" | "outgrown" | "refused" | "withdrawn";

export type ConsentView = { 
/**
 * Whom he is asked about: who is asked first, then who would be asked in its place.
 */
operators: Array<string>, state: ConsentState, 
/**
 * Whether something may leave as things stand.
 */
lets_leave: boolean, decided_at: string | null, decided_by: string, how: ConsentHow | null, list_version: string | null, };

export type ContactPlatform = { platform: PlatformCode, label: string, };

export type ContactRole = "authority" | "help" | "complaint" | "patient_complaint" | "bank" | "insurer" | "operator" | "creditor";

export type ConvertChequeRequest = { cheque: ChequeId, deposit_on: string, reason: string, 
/**
 * Who looks at a day beyond the keeping limit.
 */
second: SecondProof | null, };

export type CopiedPart = "secret" | "login" | "code";

export type CopyRequest = { credential: CredentialId, part: CopiedPart, };

export type CorrectIncidentTimesRequest = { incident: IncidentId, since: TypedMoment, until: TypedMoment | null, };

export type CountDrawerRequest = { found: Array<ChequeId>, missing: Array<MissingTyped>, unknown: Array<UnknownTyped>, 
/**
 * The second person; empty when alone.
 */
counted_with: string, 
/**
 * A shop of one: the accountant is given a copy.
 */
alone: boolean, };

export type CoverStanding = "in_force" | "seen_in_force" | "not_in_force" | "ended" | "unsaid" | "indication" | "card_only" | "card_out_of_date" | "supposed";

export type CoverageAnswer = { 
/**
 * Who says so.
 */
source: CoverageSource, 
/**
 * How sure it is.
 */
certainty: Certainty, 
/**
 * When it was said.
 */
answered_at: string, 
/**
 * The date of care it is about.
 */
service_date: string, 
/**
 * How far the question went.
 */
outcome: CoverageOutcome, 
/**
 * Whether the cover is in force at that date; none when it was not said.
 */
in_force: boolean | null, 
/**
 * From when to when the benefits hold.
 */
period: CoveragePeriod | null, 
/**
 * What is still covered for the domain asked about, when exactly one amount says so.
 */
covered_cents: Cents | null, 
/**
 * Whether a prior authorisation is needed for the domain asked about.
 */
authorisation_required: boolean | null, 
/**
 * Per domain.
 */
domains: Array<DomainCoverage>, 
/**
 * The accreditation: the payment guarantee, kept with the dossier.
 */
reference: string | null, 
/**
 * Error codes, as the source names them.
 */
error_codes: Array<string>, 
/**
 * What the source says in words.
 */
message: string | null, 
/**
 * What is left open.
 */
not_known: Array<CoverageUnknown>, };

export type CoverageBenefit = { 
/**
 * Kind of benefit as the source names it: `benefit`, `copay`, `deductible`…
 */
kind: string | null, 
/**
 * Amount allowed.
 */
allowed_cents: Cents | null, 
/**
 * Amount already used.
 */
used_cents: Cents | null, };

export type CoverageOutcome = "complete" | "partial" | "queued" | "error";

export type CoveragePeriod = { 
/**
 * First day.
 */
start: string | null, 
/**
 * Last day.
 */
end: string | null, };

export type CoverageSource = { 
/**
 * The way.
 */
way: CoverageWay, 
/**
 * The platform, when one was asked.
 */
platform: PlatformCode | null, };

export type CoverageUnknown = "in_force" | "period" | "covered_amount" | "currency" | "authorisation_required" | "reference" | "subject" | "cover" | "service_date";

export type CoverageView = { 
/**
 * What may be said of it: only `in_force` is a right in force.
 */
standing: CoverStanding, 
/**
 * How sure it is today: a live answer of another day is a kept one.
 */
certainty: Certainty, way: CoverageWay, 
/**
 * Who said it; empty when no platform did.
 */
platform_label: string, answered_at: string, 
/**
 * Days since it was said.
 */
age_days: number, 
/**
 * Past these it is no more than an indication.
 */
recent_days: number, 
/**
 * The date of care it is about.
 */
service_date: string, 
/**
 * That date was over when it was asked.
 */
of_the_past: boolean, outcome: CoverageOutcome, in_force: boolean | null, covered_cents: Cents | null, authorisation_required: boolean | null, valid_from: string | null, valid_until: string | null, domains: Array<DomainCoverage>, reference: string | null, error_codes: Array<string>, 
/**
 * What the source says in words.
 */
message: string | null, not_known: Array<CoverageUnknown>, 
/**
 * The other dossier it was kept in.
 */
from_dossier: DossierOfAnswer | null, 
/**
 * How a person came to know it.
 */
seen: SightingView | null, };

export type CoverageWay = "fhir" | "http" | "program" | "portal" | "member_space" | "green_number" | "attestation" | "card" | "assumption";

export type CreateDemonstrationRequest = { 
/**
 * The trade it is told in; none for the one the program tells by itself.
 */
trade: Activity | null, };

export type CreatePracticeRequest = { profile: PracticeProfile, time_zone: string, owner_name: string, passphrase: string, 
/**
 * Whether the OS keyring may keep the key.
 */
remember: boolean, };

export type CredentialField = "site" | "holder" | "login" | "mailbox" | "second_factor" | "seed" | "notes" | "client_key";

export type CredentialForm = { platform: PlatformCode | null, name: string, address: string, holder: UserId | null, 
/**
 * Relais speaks to the platform with it; then nobody holds it.
 */
for_connector: boolean, login: string, mailbox: string, second_factor: SecondFactor, code_receiver: string, stand_in: string, };

export type CredentialHolder = { user: UserId, name: string, };

export type CredentialId = string;

export type CredentialItem = { credential: CredentialId, platform: PlatformCode | null, 
/**
 * What it is called on the screen.
 */
label: string, name: string, address: string, holder: UserId | null, 
/**
 * None for a common one.
 */
holder_name: string | null, 
/**
 * Relais speaks to the platform with it: it is nobody's.
 */
for_connector: boolean, login: string, mailbox: string, second_factor: SecondFactor, code_receiver: string, stand_in: string, has_seed: boolean, has_notes: boolean, secret_at: string, secret_days: number, used_at: string | null, removed_at: string | null, warnings: Array<CredentialWarning>, certificate: CertificateShown | null, };

export type CredentialList = { rows: Array<CredentialItem>, 
/**
 * Put away, and still to be had back.
 */
removed: Array<CredentialItem>, 
/**
 * Who may hold one.
 */
people: Array<CredentialHolder>, platforms: Array<CredentialPlatform>, 
/**
 * Whether whoever asks sees those of everybody.
 */
all: boolean, removed_for_days: number, };

export type CredentialPlatform = { platform: PlatformCode, label: string, 
/**
 * Whether Relais speaks to it, and may have an account of its own there.
 */
direct: boolean, };

export type CredentialRef = { credential: CredentialId, };

export type CredentialView = { item: CredentialItem, 
/**
 * The latest first.
 */
past: Array<PastSecret>, timeline: Array<TimelineRow>, };

export type CredentialWarning = "no_second_factor" | "nobody_stands_in" | "holder_left" | "secret_old" | "unused";

export type CreditSlipRequest = { slip: SlipId, on: string, amount_cents: Cents, 
/**
 * Needed when it is not what its cheques make.
 */
reason: string | null, };

export type CreditView = { bank_credit: BankCreditId, on: string, value_on: string | null, payer: Payer | null, label: string, reference: string, amount_cents: Cents, left_cents: Cents, shares: number, 
/**
 * It was read from a statement.
 */
imported: boolean, proposal: ProposalView | null, };

export type CriterionView = { says: string, from: string, status: NumberStatus, source: string, };

export type CustomerLetters = { to_write: Array<LetterToWrite>, 
/**
 * The latest first.
 */
written: Array<LetterWritten>, };

export type CustomerPaymentRequest = { dossier: DossierId, amount_cents: Cents, means: PaymentMeans, purpose: PaymentPurpose, on: string, };

export type DataExit = "platform_token" | "platform_probe" | "portal_in_browser" | "clipboard" | "paper_in_reader" | "paper_copy" | "archive" | "access_log_file" | "list_file" | "backup" | "recovery_key" | "keyring";

export type DataFlowsView = { platforms: Array<PlatformFlow>, others: Array<OtherFlow>, };

export type DataKind = "customer" | "entries" | "nir" | "card_text" | "card_picture" | "cheque_picture" | "cheque_line" | "exchange" | "account" | "access_log" | "breach" | "backup";

export type DataPart = "controller" | "processor" | "neither";

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

export type DayHours = { 
/**
 * Opens.
 */
from_minute: number, 
/**
 * Closes.
 */
to_minute: number, };

export type DebitWatchView = { from: string, until: string, 
/**
 * Somebody said until when; else for as long as a debit can be contested.
 */
said: boolean, months: Array<WatchedMonth>, 
/**
 * Who may debit the account, as the incident profile knows.
 */
creditors: Array<string>, };

export type Debtor = "insurer" | "customer" | "customer_credit" | "doubtful" | "mandatory_insurance";

export type DeclareAmoRequest = { channel: AmoChannel, state: FunctionState, };

export type DeclareFunctionRequest = { platform: PlatformCode, function: Function, state: FunctionState, 
/**
 * « d'après la presse, le syndicat, l'opérateur »; none: the practice itself.
 */
said_by: SourceCode | null, 
/**
 * The words, or a link.
 */
text: string | null, };

export type DepositChequeRequest = { cheque: ChequeId, on: string, 
/**
 * The owner's reason, when he overrides.
 */
override_reason: string | null, 
/**
 * Who looks at that beside him.
 */
second: SecondProof | null, };

export type DepositVerdict = "allowed" | "owner_override" | "forbidden";

export type DescribeBreachRequest = { incident: IncidentId, account: BreachAccountView, };

export type DescribedFunction = { function: Function, repeat: RepeatMode, };

export type DescriptionMistake = { 
/**
 * Line of the file, from 1; none when the key is not there at all.
 */
line: number | null, 
/**
 * The key with its tables; empty for the file itself.
 */
key: string, mistake: MistakeCode, 
/**
 * What is known here, or what was found.
 */
words: Array<string>, least: number | null, most: number | null, };

export type DescriptionRead = { "result": "read", description: DescriptionView, } | { "result": "refused", mistakes: Array<DescriptionMistake>, };

export type DescriptionRef = { file_name: string, 
/**
 * SHA-256 of its text, in hex.
 */
checksum: string, 
/**
 * Whether a line could be made of it, with its secrets.
 */
is_usable: boolean, };

export type DescriptionView = { platform: PlatformCode, name: string, channel: Channel, address: string, proof: ProofKind, needs_secret: boolean, 
/**
 * Whether the key of a certificate is needed.
 */
needs_key: boolean, functions: Array<DescribedFunction>, cancels: boolean, file_name: string, 
/**
 * SHA-256 of the text, in hex.
 */
checksum: string, text: string, 
/**
 * The name of the platform of this code that the practice has already.
 */
replaces: string | null, 
/**
 * Whether the vault has what is needed already.
 */
has_secret: boolean, has_key: boolean, };

export type DestroyBackupRequest = { id: number, };

export type DetermineNotifierRequest = { incident: IncidentId, origin: LeakOrigin, part: DataPart, 
/**
 * Of what the practice answers for; of nothing else.
 */
risk: LeakRisk | null, };

export type DocumentId = string;

export type DocumentOfDossier = { document: DocumentId, paper: Paper, number: string, issued_on: string, cheque: ChequeId | null, 
/**
 * How many times it was printed again, each marked « DUPLICATA » with its count.
 */
duplicates: number, 
/**
 * A paper that was received has no reprint.
 */
can_be_reprinted: boolean, };

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

export type DomainCoverage = { 
/**
 * The domain as the source names it (`OPTI`, `AUDI`…); absent when it speaks of the only one asked about.
 */
domain: string | null, 
/**
 * The product or service the line is about, when it names one.
 */
product: string | null, 
/**
 * Whether the domain is excluded.
 */
excluded: boolean | null, 
/**
 * Whether a prior authorisation is needed first.
 */
authorisation_required: boolean | null, 
/**
 * The benefits stated.
 */
benefits: Array<CoverageBenefit>, };

export type Done = Record<symbol, never>;

export type DossierExposure = { incident: IncidentId, standing: CeilingStanding, 
/**
 * The ceiling that stands the worst.
 */
ceiling: Ceiling, ceiling_cents: Cents, 
/**
 * What is carried, this dossier with it.
 */
carried_cents: Cents, };

export type DossierId = string;

export type DossierList = { rows: Array<DossierRow>, more: boolean, };

export type DossierOfAnswer = { dossier: DossierId, number: string, };

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
overpaid_cents: Cents, lines: Array<LineView>, tracks: Array<TrackView>, payments: Array<PaymentView>, ordered_on: string | null, delivery_planned_on: string | null, delivered_on: string | null, 
/**
 * What keeps the delivery from being undone.
 */
delivery_rests_on: RestsOnDelivery | null, 
/**
 * The day the mandatory insurance paid its share, as noted.
 */
amo_paid_on: string | null, prescription_date: string | null, way: Way | null, default_way: Way, 
/**
 * What delivering it under tiers payant makes of its incident's ceilings, once one is near.
 */
exposure: DossierExposure | null, 
/**
 * What was written off of it; none when nobody did.
 */
written_off_cents: Cents | null, 
/**
 * Those a customer's no closes.
 */
closed_ways: Array<Way>, 
/**
 * The operator whose tiers payant the practice suspended, which closes them too.
 */
suspended: AdvanceOperator | null, incident: IncidentId | null, cheques: Array<ChequeOfDossier>, 
/**
 * The papers issued about it, the latest first.
 */
documents: Array<DocumentOfDossier>, settled: boolean, third_party_payment_barred: boolean, 
/**
 * What the customer's own claim rests on; none while the tiers payant is open.
 */
advance: AdvanceView | null, down_payments: DownPaymentsView, 
/**
 * What the cards and the sale say against a way through, the gravest first.
 */
warnings: Array<Warned>, 
/**
 * Newest first.
 */
timeline: Array<TimelineRow>, };

export type DownPaymentVat = "in_main_software" | "on_receipt";

export type DownPaymentView = { 
/**
 * Which, from 1 in their order.
 */
down_payment: number, 
/**
 * « AC-2024-0001 ».
 */
number: string, amount_cents: Cents, means: PaymentMeans, on: string, 
/**
 * The main software's « facture d'acompte ».
 */
invoice: string, made_to_order: boolean, allocated_cents: Cents, refunded_cents: Cents, 
/**
 * The interest it bore, granted to the customer.
 */
interest_cents: Cents, 
/**
 * What it has borne since and is not granted yet: the rates are « à vérifier ».
 */
accrued_cents: Cents, 
/**
 * The first day that bears interest; none where it bears none.
 */
bears_from: string | null, 
/**
 * What is held.
 */
rest_cents: Cents, document: DocumentId | null, };

export type DownPaymentsView = { 
/**
 * The most a further one could be; nothing once delivered.
 */
room_cents: Cents, 
/**
 * What is held and pays no share.
 */
held_cents: Cents, 
/**
 * Whether the practice books their VAT on the receipt: its rate is then asked for.
 */
vat_on_receipt: boolean, rows: Array<DownPaymentView>, };

export type DrawerChequeView = { cheque: ChequeId, cheque_number: string, bank_name: string, drawer_name: string, customer: string, dossier: DossierId, dossier_number: string, receipt_number: string, amount_cents: Cents, state: ChequeState, };

export type DrawerCounted = { inventory: InventoryView, sheet: DocumentReady, };

export type DrawerView = { cheques: Array<DrawerChequeView>, total_cents: Cents, draft: InventoryDraft | null, 
/**
 * Who will have counted: the user at work.
 */
counted_by: string, };

export type DropAsideRequest = { import: ImportId, line: number, reason: string, };

export type DryRun = { steps: Array<DryRunStep>, 
/**
 * Names of the fields that leave, as in the catalogue.
 */
fields: Array<string>, 
/**
 * The value the platform needs and the question does not have: nothing would leave.
 */
needs: string | null, answer: CoverageAnswer | null, failure: LookupFailure | null, };

export type DryRunQuestion = { family_name: string, given_name: string | null, birth_date: string | null, member_number: string | null, nir: string | null, amc_number: string, convention: string | null, csr: string | null, domain: string, service_date: string, asked_cents: number | null, };

export type DryRunRequest = { platform: PlatformCode, question: DryRunQuestion, 
/**
 * A recorded answer, and its HTTP status.
 */
answer: string | null, status: number, };

export type DryRunStep = { method: string, url: string, 
/**
 * `name: value`, a line each.
 */
headers: Array<string>, body: string, };

export type DueList = { kind: DataKind, rows: Array<DueRow>, total: number, };

export type DueRequest = { kind: DataKind, };

export type DueRow = { dossier: DossierId | null, 
/**
 * The customer, or what it is.
 */
label: string, 
/**
 * From when its time runs.
 */
since: string, due_on: string, };

export type EarlierEquipment = { dossier: DossierId, number: string, delivered_on: string, };

export type EarlyRenewal = "none" | "sight_change" | "medical";

export type EditCredentialRequest = { credential: CredentialId, facts: CredentialForm, seed: SeedInput | null, notes: string | null, };

export type EditCustomerRequest = { dossier: DossierId, family_name: string, given_name: string, phone: string, birth_date: string | null, };

export type EndingCertificate = { credential: CredentialId, label: string, end: CertificateEnd, not_after: string, days_left: number, };

export type EndingCertificates = { rows: Array<EndingCertificate>, };

export type EntrustRequest = { dossier: DossierId, rank: number, lot: string, 
/**
 * Empty: the dossier's own number.
 */
invoice: string, on: string | null, };

export type EraseCardPartRequest = { dossier: DossierId, rank: number, part: CardPart, };

export type ErasedTally = { 
/**
 * Customers: name, telephone, birth date, and the salt of what was proved of them.
 */
customers: number, 
/**
 * Cards: number, insurer, people named.
 */
cards: number, 
/**
 * Numbers of social security.
 */
nirs: number, 
/**
 * Texts cards were read from.
 */
card_texts: number, 
/**
 * Pictures.
 */
pictures: number, 
/**
 * Lines of cheques, with bank and drawer.
 */
cheque_lines: number, 
/**
 * Reasons, notes and answers in words.
 */
notes: number, 
/**
 * Exchanges with platforms.
 */
exchanges: number, 
/**
 * Papers.
 */
papers: number, };

export type ErasureDossier = { dossier: DossierId, number: string, phone: string, opened_on: string, total_cents: Cents, 
/**
 * It is one of those named.
 */
named: boolean, 
/**
 * What is still open of it: nothing is erased then.
 */
open: OpenMoney | null, };

export type ErasurePreview = { customer: string, 
/**
 * Those of the same customer as far as names tell: a person looks which are.
 */
dossiers: Array<ErasureDossier>, 
/**
 * What goes of those that were named.
 */
goes: ErasedTally, 
/**
 * Papers about several customers, which stay.
 */
shared_papers: number, 
/**
 * His last dossier's accounting papers are to be kept until then, and by which law; none once that day is past.
 */
obliged_until: string | null, obliges: string | null, 
/**
 * An erasure of him waits already.
 */
waiting: PurgeId | null, };

export type ErasurePreviewRequest = { dossier: DossierId, dossiers: Array<DossierId>, };

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

export type ExerciseTask = "verify_rights" | "choose_way" | "deliver" | "keep_cheque" | "print_receipt" | "platform_back" | "recover";

export type ExerciseTaskView = { task: ExerciseTask, 
/**
 * From the beginning, once it is done.
 */
done_after_seconds: number | null, 
/**
 * From what was done just before.
 */
took_seconds: number | null, };

export type ExerciseView = { elapsed_seconds: number, 
/**
 * Nothing once the ten minutes are over.
 */
remaining_seconds: number, length_minutes: number, 
/**
 * Somebody ended it: the clock stands, and what follows is not counted.
 */
ended: boolean, 
/**
 * In the order of an outage.
 */
tasks: Array<ExerciseTaskView>, };

export type ExpiryCount = { threshold_days: number, count: number, amount_cents: Cents, };

export type ExpiryWarning = { 
/**
 * Days left; negative once it is over.
 */
days_left: number, 
/**
 * The warning reached, in days before the end: 60, 30, 7; 0 once it is over.
 */
threshold_days: number, };

export type ExplainShortfallRequest = { dossier: DossierId, rank: number, cause: ShortCause, text: string, };

export type ExportAccessLogRequest = { path: string, };

export type ExportAccountsRequest = { path: string, passphrase: string, };

export type ExportAdvancesRequest = { path: string, };

export type ExportAffectedRequest = { operator: PlatformCode, function: Function | null, path: string, };

export type ExportArchiveRequest = { path: string, };

export type ExportAvailabilityRequest = { platform: PlatformCode, function: Function, days: number, path: string, };

export type ExportBooksRequest = { path: string, format: BooksFormat, };

export type ExportBreachProfileRequest = { path: string, };

export type ExportClocksRequest = { path: string, };

export type ExportGroundsRequest = { path: string, };

export type ExportPilotageRequest = { path: string, part: PilotagePart, filter: PilotageFilter | null, };

export type ExportRoutingRequest = { path: string, };

export type ExportWorkRequest = { path: string, asked: PrintWorkRequest, };

export type ExposureHorizon = { days: number, 
/**
 * What would not come in.
 */
missing_cents: number, 
/**
 * What the operator would then owe.
 */
owed_cents: number, };

export type FactorChecked = "in_place" | "set_up" | "not_offered";

export type FailureCode = "name_not_resolved" | "connection_refused" | "connection_lost" | "tls" | "timed_out" | "unauthorised" | "forbidden" | "not_found" | "too_many_calls" | "server_error" | "request_refused" | "conflict" | "not_json" | "unexpected_shape" | "duplicate_key" | "modifier_extension" | "implicit_rules" | "not_active" | "foreign_currency" | "several_answers" | "operation_outcome" | "too_large" | "truncated" | "wrong_subject" | "wrong_request" | "subject_unknown" | "redirect_refused" | "circuit_open" | "paced" | "no_connector" | "credential_out_of_reach" | "token_refused" | "declared_by_staff";

export type FeesDeed = "charged" | "repaid" | "left" | "undone";

export type FieldListView = { platform: PlatformCode, platform_label: string, function: Function, 
/**
 * Whether the list is this platform's own.
 */
own: boolean, from: string, status: NumberStatus, source: string, fields: Array<ListedFieldView>, };

export type FieldListsTaken = { "result": "taken", view: FieldListsView, } | { "result": "refused", faults: Array<FileFault>, };

export type FieldListsView = { lists: ReferenceSummary, shipped_version: string, 
/**
 * Each platform × function the program sends to.
 */
functions: Array<FieldListView>, 
/**
 * Whether a yes of the customer is asked for before anything leaves.
 */
asked_first: boolean, };

export type FieldName = "request_id" | "created_at" | "family_name" | "given_name" | "birth_date" | "nir" | "amc_number" | "convention" | "csr" | "member_number" | "provider_finess" | "service_date" | "domain_code" | "product_code" | "quantity" | "unit_price" | "total" | "asked_amount" | "requested_amount" | "authorisation" | "invoice_number";

export type FieldNeed = "required" | "conditional" | "optional";

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

export type FileFaultKind = "too_large" | "checksum" | "syntax" | "shape" | "unknown_number" | "unknown_field" | "wrong_unit" | "out_of_range" | "day" | "reversed" | "overlap" | "status" | "source" | "missing" | "contradiction" | "insurer" | "amc_number" | "csr" | "domain" | "operators" | "unknown_operator" | "unknown_network";

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

export type ForgetPayerRequest = { words: string, };

export type Formality = "quote" | "prior_authorisation" | "claim" | "authorisation_cancellation" | "claim_cancellation";

export type FormalityAsked = { dossier: DossierView, outcome: SendOutcome, 
/**
 * It was still waiting here: it was taken out of the queue, and nothing was sent.
 */
taken_out: boolean, };

export type FormalityLine = { item: LineKind, quantity: number, amount_cents: Cents, covered_cents: Cents | null, };

export type FormalityRef = { dossier: DossierId, rank: number, formality: Formality, };

export type FormalityStanding = "not_asked" | "waiting" | "sending" | "to_confirm" | "conflict" | "failed" | "received" | "agreed" | "partial" | "refused" | "withdrawn" | "entrusted" | "cancelled";

export type FormalityView = { formality: Formality, standing: FormalityStanding, 
/**
 * Who is asked, or was.
 */
platform: PlatformCode | null, platform_label: string, 
/**
 * Its last request.
 */
request: RequestId | null, request_state: RequestState | null, last_failure: FailureCode | null, 
/**
 * When it was answered, else queued.
 */
at: string | null, asked_cents: Cents, covered_cents: Cents | null, 
/**
 * Asked for and not covered: the customer's, should it stay so.
 */
shortfall_cents: Cents | null, 
/**
 * What the customer would pay in all: his own share and that.
 */
customer_cents: Cents | null, reference: string | null, valid_until: string | null, 
/**
 * Of an invoice, the main software's number.
 */
invoice: string | null, lines: Array<FormalityLine>, 
/**
 * The platform's own words.
 */
message: string | null, reason_code: string | null, 
/**
 * Read by a person on the portal.
 */
by_staff: boolean, 
/**
 * Why it may not be asked for now; none when it may.
 */
barred: Problem | null, 
/**
 * It is asked for on the portal, by hand.
 */
by_portal: boolean, };

export type Function = "rights" | "quote" | "prior_authorisation" | "claim" | "payment_advice" | "payment";

export type FunctionRow = { function: Function, state: FunctionState, cause: FailureCode | null, source: StateSource | null, since: string | null, 
/**
 * Calls in the window the state was measured on, and how many failed.
 */
calls: number, failures: number, 
/**
 * Who said it, when a person passed it on, and in which words.
 */
said_by: SourceCode | null, said: string | null, };

export type FunctionState = "up" | "degraded" | "down" | "closed" | "unknown";

export type Funnel = { dossiers: number, 
/**
 * The platform has decided of them again.
 */
rechecked: number, 
/**
 * What may still be asked of it.
 */
to_recheck: number, green: number, orange: number, red: number, paid: number, 
/**
 * Whose cheque is still here.
 */
cheques: number, settled: number, 
/**
 * Of which given up.
 */
written_off: number, amc_share_cents: Cents, 
/**
 * What the customers owe of those covered in part.
 */
orange_owed_cents: Cents, 
/**
 * What they owe of those refused.
 */
red_owed_cents: Cents, };

export type GiveNoticeRequest = { cheque: ChequeId, on: string, };

export type GiveNoticesRequest = { cheques: Array<ChequeId>, };

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

export type Ground = "named" | "one_share" | "one_advice" | "all_announced" | "some_announced" | "short" | "beyond";

export type GroundView = { processing: Processing, basis: string, 
/**
 * Possibly empty.
 */
condition: string, from: string, status: NumberStatus, source: string, };

export type GroundsTaken = { "result": "taken", view: PrivacyPapersView, } | { "result": "refused", faults: Array<FileFault>, };

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

export type HealthFinding = { kind: HealthKind, 
/**
 * The accounts it is the same as, or close to.
 */
with: Array<string>, 
/**
 * Of a weak one, as a lower estimate.
 */
bits: number | null, };

export type HealthKind = "leaked" | "reused" | "holder_left" | "weak" | "close" | "no_second_factor" | "nobody_stands_in" | "one_person_alone" | "secret_old" | "unused";

export type HealthRow = { credential: CredentialId, label: string, login: string, 
/**
 * The worst first.
 */
findings: Array<HealthFinding>, };

export type HealthView = { 
/**
 * How many accounts were looked at.
 */
checked: number, rows: Array<HealthRow>, };

export type HeatCell = { on: string, 
/**
 * 0 to 23.
 */
hour: number, 
/**
 * The worst of the hour.
 */
state: FunctionState, calls: number, failures: number, 
/**
 * Minutes out within the hour.
 */
minutes_out: number, cause: FailureCode | null, source: StateSource, said_by: SourceCode | null, };

export type HeatMap = { platform: PlatformCode, platform_label: string, function: Function, from: string, until: string, 
/**
 * The hours that were observed, in order; an hour that is not here was not.
 */
cells: Array<HeatCell>, 
/**
 * Of the hours observed, in basis points, those that answered well or not so well.
 */
answered_bp: number | null, hours_observed: number, 
/**
 * Hours out, failed or closed.
 */
hours_out: number, };

export type HeatMapRequest = { platform: PlatformCode, function: Function, 
/**
 * Days up to today, today included.
 */
days: number, };

export type IdentifierKind = "finess" | "siret" | "amc_number" | "nir" | "iban" | "rpps";

export type IdentifierVerdict = "valid" | "doubtful" | "incomplete" | "invalid";

export type IdentitySeen = "identity_card" | "passport" | "driving_licence" | "residence_permit" | "other";

export type ImportAccountsRequest = { path: string, 
/**
 * Of what was shown: a file that changed meanwhile is not taken.
 */
checksum: string, passphrase: string | null, 
/**
 * Whose the new ones are; common ones when nobody's.
 */
holder: UserId | null, 
/**
 * The lines, by [`ImportedRow::at`].
 */
taken: Array<number>, };

export type ImportId = string;

export type ImportPreview = { from: ImportedFrom, file_name: string, 
/**
 * SHA-256 of the file, in hex.
 */
checksum: string, rows: Array<ImportedRow>, };

export type ImportProgress = { running: boolean, done: number, total: number, cancelled: boolean, };

export type ImportRef = { import: ImportId, };

export type ImportRow = { import: ImportId, table: TableKind, 
/**
 * Empty when it was pasted.
 */
name: string, taken_at: string, taken: number, opened: number, known: number, left_out: number, faulty: number, total_cents: Cents, undone_at: string | null, undone: number, kept: number, };

export type ImportState = "new" | "known" | "other_secret" | "unreadable";

export type ImportTaken = { import: ImportId, taken: number, opened: number, known: number, left_out: number, faulty: number, 
/**
 * Requests that waited here and do no more.
 */
entrusted: number, 
/**
 * Shares that two may have sent.
 */
twice: number, 
/**
 * Shares given back rejected.
 */
rejected: number, };

export type ImportUndone = { undone: number, kept: Array<KeptDossier>, };

export type ImportWhy = "no_secret" | "not_a_login" | "in_bin" | "malformed" | "too_long" | "character" | "twice" | "seed_not_read";

export type ImportedFrom = "kee_pass" | "bitwarden" | "browser" | "kee_pass_database";

export type ImportedRow = { 
/**
 * Its line, or its rank in the file.
 */
at: number, label: string, login: string, address: string, platform: PlatformCode | null, state: ImportState, why: ImportWhy | null, has_seed: boolean, has_notes: boolean, };

export type ImputeDownPaymentRequest = { dossier: DossierId, down_payment: number, purpose: PaymentPurpose, amount_cents: Cents, };

export type IncidentDossier = { dossier: DossierId, number: string, customer: string, settled: boolean, };

export type IncidentId = string;

export type IncidentList = { incidents: Array<IncidentRow>, };

export type IncidentLogRow = { 
/**
 * When it was noted.
 */
at: string, 
/**
 * Who noted it; empty: Relais itself measured it.
 */
author: string, 
/**
 * The kind of the entry: `incident.line_added`, `incident.opened`…
 */
kind: string, function: Function | null, nature: IncidentNature | null, said_by: SourceCode | null, said_at: string | null, until: string | null, 
/**
 * The words; none once erased.
 */
text: string | null, 
/**
 * The line of what was said.
 */
line: TextId | null, 
/**
 * The line it corrects.
 */
corrects: TextId | null, 
/**
 * Another line corrects it.
 */
corrected: boolean, way: Way | null, 
/**
 * Dossiers noted by this entry.
 */
dossiers: number, 
/**
 * What was noted of a field that may have leaked.
 */
leak: LoggedLeak | null, 
/**
 * What became of something to do after a leak.
 */
task: LoggedTask | null, };

export type IncidentNature = "failure" | "breach" | "precautionary_closure";

export type IncidentPiece = { piece: DocumentId, name: string, media: PieceMedia, bytes: number, attached_at: string | null, };

export type IncidentPieceRef = { incident: IncidentId, piece: DocumentId, };

export type IncidentRef = { incident: IncidentId, };

export type IncidentRow = { incident: IncidentId, platform: PlatformCode, platform_label: string, since: string, cause: FailureCode | null, source: StateSource, nature: IncidentNature, 
/**
 * When the last function was restored, or as a person corrected it.
 */
ended_at: string | null, functions_out: Array<Function>, functions_touched: Array<Function>, recovering: boolean, closed: boolean, 
/**
 * The platform answers again: the recovery is proposed.
 */
recoverable: boolean, by_portal: boolean, 
/**
 * Its dossiers that are not settled: those of the open incidents are what the navigation counts.
 */
dossiers_open: number, funnel: Funnel, };

export type IncidentView = { incident: IncidentRow, 
/**
 * The latest first.
 */
log: Array<IncidentLogRow>, pieces: Array<IncidentPiece>, dossiers: Array<IncidentDossier>, };

export type InstalmentView = { due_on: string, amount_cents: Cents, left_cents: Cents, };

export type InventoryDraft = { found: Array<ChequeId>, missing: Array<MissingTyped>, unknown: Array<UnknownTyped>, counted_with: string, };

export type InventoryId = string;

export type InventoryList = { rows: Array<InventoryRow>, total: number, 
/**
 * Cheques in the drawer by the books.
 */
in_drawer: number, 
/**
 * Days since the last inventory; none when there was none.
 */
days_since: number | null, 
/**
 * After how many days the next is due.
 */
every_days: number, };

export type InventoryRef = { inventory: InventoryId, };

export type InventoryRow = { inventory: InventoryId, 
/**
 * « I-2024-0001 ».
 */
number: string, counted_on: string, 
/**
 * The second person; none when alone.
 */
counted_with: string | null, found: number, missing: number, unknown: number, expected_cents: Cents, found_cents: Cents, unknown_cents: Cents, };

export type InventoryView = { row: InventoryRow, counted_by: string, missing: Array<MissingView>, unknown: Array<UnknownTyped>, };

export type IssuePlace = "metropolitan_france" | "europe_mediterranean" | "elsewhere";

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

export type KeepCardPictureRequest = { dossier: DossierId, rank: number, side: PictureSide, path: string, };

export type KeepChequePictureRequest = { cheque: ChequeId, side: PictureSide, path: string, };

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
 * Where it was issued: its presentation delay follows.
 */
issued_in: IssuePlace, 
/**
 * The identity paper that was looked at, if it was: its kind alone.
 */
identity_seen: IdentitySeen | null, 
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
override_reason: string | null, 
/**
 * Who looks at that beside him.
 */
second: SecondProof | null, };

export type KeepInventoryDraftRequest = { draft: InventoryDraft | null, };

export type KeptAnswers = { answers: Array<CoverageView>, };

export type KeptAnswersRequest = { dossier: DossierId, rank: number, };

export type KeptChequeBooking = "off_books" | "against_debt";

export type KeptDossier = { dossier: DossierId, number: string, customer: string, };

export type KeyringState = "available" | "no_service" | "locked" | "refused" | "item_lost" | "timed_out";

export type LastCall = { at: string, by: string, outcome: CallOutcome, next_on: string | null, note: string | null, };

export type LastEquipment = { "known": "not_asked" } | { "known": "none" } | { "known": "on", 
/**
 * When it was reimbursed or delivered.
 */
date: string, 
/**
 * How it is known.
 */
evidence: Evidence, };

export type LateFolder = { folder: string, here: boolean, 
/**
 * Days since the last one there; none: there never was one.
 */
days: number | null, };

export type LeakField = "bank_account" | "login" | "password" | "email" | "phone" | "finess" | "siret" | "address" | "staff_names" | "customer_identity" | "customer_nir" | "customer_contract" | "customer_contact" | "customer_bank_account" | "customer_health";

export type LeakNote = { state: LeakState, known_on: string, told_by: SourceCode, 
/**
 * Words beside it; none, or erased.
 */
note: string | null, by: string, at: string, };

export type LeakOrigin = "platform" | "our_account" | "our_systems" | "our_processor";

export type LeakRisk = "unlikely" | "likely" | "high";

export type LeakRow = { field: LeakField, of_customers: boolean, 
/**
 * As last noted; unknown until somebody says.
 */
state: LeakState, 
/**
 * What was noted of it, the latest first.
 */
history: Array<LeakNote>, };

export type LeakState = "known" | "probable" | "no" | "unknown";

export type LeaveOutRequest = { incident: IncidentId, credential: CredentialId, target: RotationTarget, reason: string, };

export type LetterProgress = { running: boolean, done: number, total: number, cancelled: boolean, 
/**
 * Whose letter is at hand.
 */
current: string | null, 
/**
 * Letters written.
 */
written: number, 
/**
 * Why the first that failed did.
 */
failure: Problem | null, failures: number, };

export type LetterToWrite = { 
/**
 * Names it among the others of the incident.
 */
key: string, 
/**
 * What is left to pay, or the notice before a cheque is deposited.
 */
paper: Paper, dossier: DossierId, number: string, customer: string, phone: string, 
/**
 * What the customer is asked for, or the amount of his cheque.
 */
amount_cents: Cents, };

export type LetterWritten = { document: DocumentId, 
/**
 * The letter's own number.
 */
number: string, on: string, paper: Paper, dossier: DossierId, dossier_number: string, customer: string, 
/**
 * How many times it was printed again.
 */
duplicates: number, };

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

export type LineFault = { code: LineFaultCode, 
/**
 * The field it is about; empty when it is the line.
 */
field: string, 
/**
 * What stood there, or the number of another line.
 */
with: string, };

export type LineFaultCode = "cells" | "too_long" | "missing" | "unreadable" | "ambiguous" | "out_of_range" | "not_positive" | "in_future" | "invalid" | "unknown_word" | "repeated" | "several_dossiers" | "several_shares" | "sending" | "no_dossier" | "not_entrusted" | "other_lot";

export type LineKind = "frame" | "lens_simple" | "lens_complex" | "lens_very_complex" | "contact_lenses" | "supplement" | "hearing_aid" | "medicine" | "device" | "other";

export type LineStatus = "new" | "joins" | "waiting" | "twice" | "returned" | "late" | "known" | "unknown" | "unreadable";

export type LineView = { item: LineKind, quantity: number, unit_price_cents: Cents, 
/**
 * Basis points: 2 000 for 20 %.
 */
vat_rate_bp: number, 
/**
 * `A`, `B`, `I`, `II`.
 */
class: string | null, };

export type LineWarning = "amount_differs" | "settled" | "customer_claims";

export type ListChequesRequest = { 
/**
 * None for all.
 */
position: ChequePosition | null, sort: ChequeSort, descending: boolean, offset: number, limit: number, };

export type ListExported = { path: string, rows: number, bytes: number, };

export type ListInventoriesRequest = { offset: number, limit: number, };

export type ListRemindersRequest = { offset: number, limit: number, };

export type ListSlipsRequest = { offset: number, limit: number, };

export type ListedField = { 
/**
 * Which.
 */
field: FieldName, 
/**
 * How much it is wanted.
 */
need: FieldNeed, 
/**
 * When, for a conditional one, in one sentence of the list's author.
 */
condition: string | null, };

export type ListedFieldView = { field: FieldName, need: FieldNeed, condition: string | null, 
/**
 * Whether it leaves; only an optional one may be kept.
 */
sent: boolean, };

export type LoggedLeak = { field: LeakField, state: LeakState, };

export type LoggedTask = { task: BreachTask, state: BreachTaskState, };

export type LookupDefaults = { limits: LookupLimits, hours: OpeningHours, from: string, status: NumberStatus, source: string, };

export type LookupFailure = { kind: LookupFailureKind, code: FailureCode, 
/**
 * Why a whole answer was set aside, more closely.
 */
fault: string | null, http_status: number | null, retry_after_s: number | null, 
/**
 * The platform's own words, bounded.
 */
platform_text: string | null, elapsed_ms: number, };

export type LookupFailureKind = "refused" | "unreachable" | "not_reliable";

export type LookupFinding = { 
/**
 * Which rule.
 */
reason: LookupReason, 
/**
 * How many, the one asked for included.
 */
count: number, 
/**
 * Above how many.
 */
limit: number, };

export type LookupGuardView = { limits: LookupLimits, hours: OpeningHours, 
/**
 * Whether the owner chose them.
 */
chosen: boolean, defaults: LookupDefaults, users: Array<LookupUserView>, staff_notice: StaffNoticeView | null, };

export type LookupLimits = { 
/**
 * In an hour.
 */
per_hour: LookupThreshold, 
/**
 * Without a dossier, in an hour.
 */
without_dossier: LookupThreshold, 
/**
 * Outside the opening hours, in an hour.
 */
outside_hours: LookupThreshold, 
/**
 * NIRs that follow one another, in an hour.
 */
sequential_nirs: LookupThreshold, 
/**
 * Platforms asked about the same person in five minutes.
 */
several_platforms: LookupThreshold, };

export type LookupReason = "per_hour" | "without_dossier" | "outside_hours" | "sequential_nirs" | "several_platforms";

export type LookupStanding = { stopped: LookupStopView | null, 
/**
 * What was noticed of the last look-up.
 */
findings: Array<LookupFinding>, 
/**
 * Above how many of the gravest finding look-ups stop; none where they never do.
 */
stops_above: number | null, staff_notice: StaffNoticeView | null, };

export type LookupStopView = { user: UserId, at: string, finding: LookupFinding, lifted_at: string | null, lifted_by: string, lifted_why: string, };

export type LookupThreshold = { 
/**
 * Warned above.
 */
warn_above: number | null, 
/**
 * Stopped above.
 */
stop_above: number | null, };

export type LookupUserView = { user: UserId, name: string, 
/**
 * Look-ups in the last hour.
 */
this_hour: number, 
/**
 * The last stop, lifted or not.
 */
stop: LookupStopView | null, };

export type MakeSlipRequest = { on: string, 
/**
 * The number of the bank's own slip; empty while it is not known.
 */
bank_number: string, cheques: Array<ChequeToHandIn>, 
/**
 * Who looks at what the owner overrides in it.
 */
second: SecondProof | null, };

export type MappingFound = "saved" | "proposed" | "chosen";

export type MemberRole = "holder" | "beneficiary";

export type MissingTyped = { cheque: ChequeId, reason: string, };

export type MissingView = { cheque: DrawerChequeView, reason: string, can_be_lost: boolean, };

export type MistakeCode = "not_toml" | "unknown_key" | "missing" | "expected" | "not_one_of" | "not_an_address" | "not_https" | "other_side" | "not_a_path" | "not_a_media_type" | "not_a_header" | "not_a_system" | "not_certificates" | "out_of_bounds" | "not_a_code" | "secret_in_file" | "length" | "not_a_pointer" | "template_not_json" | "template_not_an_object" | "unknown_value" | "unknown_form" | "pasted" | "too_deep" | "not_in_an_address" | "needs_find" | "needs_request_id" | "reserved_header" | "not_allowed_here";

export type Moment = "prescription" | "delivery_planned" | "order" | "cancel_order" | "delivery" | "amo_paid";

export type Network = "in" | "out" | "unknown";

export type NetworkSide = "in" | "out";

export type NewerHere = { 
/**
 * Entries the backup does not have.
 */
entries: number, 
/**
 * When they were known to be there.
 */
known_at: string, };

export type NextPortal = { step: PortalStep | null, 
/**
 * Dossiers left out: their customers have not agreed, or said no.
 */
without_consent: number, };

export type NextPortalRequest = { incident: IncidentId, skip: Array<DossierId>, };

export type NirShown = { nir: string, };

export type NoteAwarenessRequest = { incident: IncidentId, at: TypedMoment, };

export type NoteBreachTaskRequest = { incident: IncidentId, task: BreachTask, state: BreachTaskState, 
/**
 * When it was done; none: now.
 */
done_at: TypedMoment | null, 
/**
 * Why it is left out.
 */
reason: string, };

export type NoteLeakRequest = { incident: IncidentId, fields: Array<LeakField>, state: LeakState, known_on: string, told_by: SourceCode, note: string, };

export type Nothing = Record<symbol, never>;

export type NoticesGiven = { count: number, letters: DocumentReady, };

export type NotifierDuty = "others_notify" | "tell_controller" | "register_only" | "notify_authority" | "notify_authority_and_people";

export type NotifierView = { origin: LeakOrigin, part: DataPart, risk: LeakRisk | null, duty: NotifierDuty, by: string, at: string, };

export type NumberKey = "optics.amo_rate" | "optics.class_a.frame_base" | "optics.class_a.frame_cap" | "optics.class_a.lens_cap_low" | "optics.class_a.lens_cap_high" | "optics.class_a.lens_base_of_cap" | "optics.class_b.base" | "optics.contact_lens_base" | "optics.renewal.from_16" | "optics.renewal.from_6" | "optics.renewal.under_6" | "optics.contract.frame_ceiling" | "optics.contract.a.floor" | "optics.contract.a.ceiling" | "optics.contract.b.floor" | "optics.contract.b.ceiling" | "optics.contract.c.floor" | "optics.contract.c.ceiling" | "optics.contract.d.floor" | "optics.contract.d.ceiling" | "optics.contract.e.floor" | "optics.contract.e.ceiling" | "optics.contract.f.floor" | "optics.contract.f.ceiling" | "hearing.amo_rate" | "hearing.base.from_20" | "hearing.base.under_20" | "hearing.class_1.cap.from_20" | "hearing.class_1.cap.under_20" | "hearing.contract.ceiling" | "hearing.renewal" | "hearing.trial" | "answer.recent" | "prescription.glasses.under_16" | "prescription.glasses.from_16" | "prescription.glasses.over_42" | "prescription.contact_lenses.under_16" | "prescription.contact_lenses.from_16" | "prescription.medicines" | "solidarity.no_advance" | "class_a.nothing_left" | "network.no_advance" | "operator.invoice_after" | "payment.pharmacy.amc_within" | "payment.pharmacy.amc_penalty" | "payment.pharmacy.rejected_penalty" | "payment.pharmacy.amo_within" | "payment.amo_within" | "payment.amo_flat_until" | "payment.amo_flat_penalty" | "payment.amo_penalty" | "down_payment.interest_after" | "legal_interest.rate";

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

export type OpenIncidentRequest = { platform: PlatformCode, functions: Array<Function>, nature: IncidentNature, since: TypedMoment | null, said_by: SourceCode, 
/**
 * What was said, or where it can be read.
 */
text: string, };

export type OpenMoney = "cheque_here" | "cheque_at_the_bank" | "request_waiting" | "insurer_owes" | "customer_owes" | "owed_to_customer" | "incident_open";

export type OpenPracticeRequest = { folder: string, unlock: Unlock, };

export type OpeningHours = { 
/**
 * The seven days.
 */
days: [DayHours | null, DayHours | null, DayHours | null, DayHours | null, DayHours | null, DayHours | null, DayHours | null], };

export type OperatorAdvanceId = string;

export type OperatorAdvanceRef = { advance: OperatorAdvanceId, };

export type OperatorAdvanceView = { advance: OperatorAdvanceId, 
/**
 * « AO-2024-0001 ».
 */
number: string, platform: PlatformCode, platform_label: string, amount_cents: Cents, balance_cents: Cents, recouped_cents: Cents, repaid_cents: Cents, received_on: string, 
/**
 * As they were written.
 */
terms: string, due_on: string | null, due_cents: Cents | null, 
/**
 * The day it was due has gone.
 */
late: boolean, cancelled: boolean, schedule: Array<InstalmentView>, 
/**
 * What went back, the earliest first.
 */
movements: Array<AdvanceMovement>, statement: DocumentId | null, };

export type OperatorAdvancesView = { rows: Array<OperatorAdvanceView>, 
/**
 * What is left to give back, of all.
 */
balance_cents: Cents, operators: Array<AdvanceOperator>, };

export type OperatorExposure = { operator: string, label: string | null, owed_cents: number, 
/**
 * None when there is too little history: the counts then say what there is and what it takes.
 */
horizons: Array<ExposureHorizon> | null, known_days: number, needed_days: number, known_shares: number, needed_shares: number, };

export type OperatorNumber = { 
/**
 * Whose.
 */
operator: PlatformCode, 
/**
 * The number.
 */
number: DatedNumber, };

export type OperatorOfOrder = { operator: PlatformCode, label: string, 
/**
 * The card names it; otherwise the table does.
 */
by_card: boolean, };

export type OperatorOrder = { operators: Array<OperatorOfOrder>, };

export type OperatorProposal = { operator: PlatformCode, operator_label: string, 
/**
 * Whether the practice has such a platform.
 */
configured: boolean, 
/**
 * The name of the operator that comes second, if any.
 */
second_label: string | null, 
/**
 * The row's insurer, the day its source said so, and whether that was read.
 */
insurer: string, noted_on: string, status: NumberStatus, };

export type OperatorsRequest = { dossier: DossierId, rank: number, };

export type OppositionGround = "loss" | "theft" | "fraudulent_use" | "insolvency" | "not_said";

export type OtherFlow = { exit: DataExit, 
/**
 * Whose, when it is a platform's: its host.
 */
to: string | null, last_at: string | null, };

export type OtherOperator = { operator: PlatformCode, label: string, configured: boolean, 
/**
 * Of the function asked about; of the worst one where none was.
 */
state: FunctionState, };

export type OutageModeView = { 
/**
 * None: the way of the trade.
 */
default_way: Way | null, 
/**
 * Most that is carried for one customer; none without a ceiling.
 */
per_customer_cents: Cents | null, 
/**
 * Most that is carried in all; none without a ceiling.
 */
in_all_cents: Cents | null, };

export type OutageView = { incident: IncidentRow, mode: OutageModeView, 
/**
 * The owner has said how.
 */
is_set: boolean, 
/**
 * What the trade of the practice would suggest, for the owner to change.
 */
proposed: OutageModeView, 
/**
 * From how much of a ceiling one is warned, in basis points.
 */
warned_from_bp: number, 
/**
 * Delivered under tiers payant and paid by nobody.
 */
carried_cents: Cents, standing: CeilingStanding, 
/**
 * The customers for whom most is carried, the most first.
 */
customers: Array<CarriedCustomer>, 
/**
 * Where the owner went beyond a ceiling, the latest first.
 */
exceeded: Array<CeilingExceededRow>, };

export type OverriddenAct = "deposit" | "return";

export type OwedLine = { debtor: Debtor, 
/**
 * What the line is about, empty where nobody said; none where it is not about that.
 */
operator: string | null, payer: string | null, state: TrackState | null, 
/**
 * The operator's or the insurer's name, when there is one.
 */
label: string | null, shares: number, cents: number, 
/**
 * By age, the youngest first.
 */
ages: number[], };

export type OwnProof = { "with": "passphrase", passphrase: string, } | { "with": "recovery_key", recovery_key: string, };

export type PaidMonth = { from: string, to: string, paid_cents: Cents, dossiers: number, };

export type PaidShort = { dossier: DossierId, rank: number, expected_cents: Cents, paid_cents: Cents, };

export type Paper = "cheque_receipt" | "cheque_discharge" | "deposit_notice" | "difference_due" | "estimate" | "cover_attestation" | "consent_sheet" | "slip_list" | "evidence_sheet" | "payment_attestation" | "reimbursement_request" | "down_payment_receipt" | "refund_receipt" | "advance_request" | "advance_statement" | "outage_proof" | "set_aside_slip" | "payer_reminder" | "inventory_sheet" | "bank_letter" | "breach_notice" | "phishing_warning" | "complaint" | "breach_notification" | "complaint_handout" | "impersonation_letter" | "debit_watch" | "purge_certificate";

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

export type PassphraseRequest = { passphrase: string, 
/**
 * Of the practice and of whose it is to be: what is tried first adds nothing to it.
 */
names: Array<string>, };

export type PassphraseStrength = { entropy_bits: number, required_bits: number, verdict: PassphraseVerdict, };

export type PassphraseVerdict = "too_short" | "too_weak" | "common" | "good";

export type PastSecret = { number: number, from: string, until: string, };

export type Payer = { "payer": "operator", 
/**
 * Which.
 */
platform: PlatformCode, } | { "payer": "insurer", 
/**
 * Its name, as people read it.
 */
name: string, } | { "payer": "other" };

export type PayerDelay = { operator: string, operator_label: string | null, payer: string, payer_label: string | null, shares: number, p10_days: number, median_days: number, p90_days: number, 
/**
 * The contractual line, where it is known.
 */
contract: PaymentTerm | null, };

export type PayerWords = { 
/**
 * As they are compared: small letters without accents, one space between words.
 */
words: string, } & ({ "payer": "operator", 
/**
 * Which.
 */
platform: PlatformCode, } | { "payer": "insurer", 
/**
 * Its name, as people read it.
 */
name: string, } | { "payer": "other" });

export type PayersView = { payers: Array<PayerWords>, };

export type PaymentMeans = "card" | "cash" | "cheque" | "transfer";

export type PaymentPurpose = "customer_share" | "amc_share_advanced" | "difference";

export type PaymentTerm = { days: number, 
/**
 * The practice's own word, rather than reference data.
 */
by_hand: boolean, source: string, status: NumberStatus | null, };

export type PaymentView = { amount_cents: Cents, means: PaymentMeans, purpose: PaymentPurpose, on: string, };

export type PaymentsUndone = { undone: number, kept: Array<KeptDossier>, 
/**
 * Credits that stay.
 */
credits_kept: number, 
/**
 * Slips it credited: they stay credited.
 */
slips_kept: number, };

export type PaymentsView = { 
/**
 * Credits of which something is left, each with what it may pay.
 */
to_allocate: Array<CreditView>, to_allocate_cents: Cents, 
/**
 * The latest credits.
 */
credits: Array<CreditView>, 
/**
 * More are known than are shown.
 */
more: boolean, imports: Array<ImportRow>, payers: Array<PayerWords>, 
/**
 * Lines of advices that no share answers to.
 */
aside: Array<AsideRow>, 
/**
 * Payments announced and not come whole: how many, and for how much.
 */
awaited: number, awaited_cents: Cents, };

export type PenaltiesView = { 
/**
 * The practice has a trade with such a rule.
 */
applies: boolean, from: string, to: string, lines: Array<PenaltyLine>, 
/**
 * The numbers they rest on.
 */
rules: Array<DatedNumber>, due_cents: number, received_cents: number, };

export type PenaltyLine = { rule: PenaltyRule, operator: string, label: string | null, 
/**
 * Paid late: shares, and what they were.
 */
paid_shares: number, paid_cents: number, 
/**
 * Late and not paid yet.
 */
open_shares: number, open_cents: number, due_cents: number, received_cents: number, };

export type PenaltyRule = "amc_late" | "amo_late" | "rejected";

export type PictureFormat = "jpeg" | "png";

export type PictureId = string;

export type PictureShown = { format: PictureFormat, base64: string, };

export type PictureSide = "front" | "back";

export type PictureView = { side: PictureSide, picture: PictureId, bytes: number, };

export type PieceMedia = "pdf" | "png" | "jpeg";

export type PilotageDossierRow = { dossier: DossierId, 
/**
 * Its place in the dossier: unique with it.
 */
place: number, number: string, customer: string, debtor: Debtor, operator_label: string | null, payer_label: string | null, state: TrackState | null, since: string, age_days: number, paid_on: string | null, 
/**
 * Working days it took, or has taken until today.
 */
working_days: number, cents: number, 
/**
 * The last letter that reminded its payer of it.
 */
reminded: ReminderLevel | null, reminded_on: string | null, };

export type PilotageDossiers = { as_of: string, total: number, cents: number, rows: Array<PilotageDossierRow>, };

export type PilotageDossiersRequest = { filter: PilotageFilter, sort: PilotageSort, descending: boolean, offset: number, limit: number, };

export type PilotageFigures = { owed_cents: number, owed_shares: number, advised_cents: number, advised_shares: number, 
/**
 * Older than sixty days.
 */
at_risk_cents: number, at_risk_shares: number, cheques_kept: number, cheques_kept_cents: number, penalties_due_cents: number, penalties_received_cents: number, 
/**
 * What the practice owes to operators.
 */
advances_to_repay: number, advances_to_repay_cents: number, };

export type PilotageFilter = { scope: PilotageScope, debtor: Debtor | null, operator: string | null, payer: string | null, state: TrackState | null, age: Age | null, };

export type PilotagePart = "operators" | "payers" | "states" | "cheques" | "exposures" | "delays" | "penalties" | "advances" | "dossiers";

export type PilotageScope = "owed" | "at_risk" | "paid" | "paid_late" | "late" | "amo_late" | "rejected";

export type PilotageSort = "since" | "amount" | "number";

export type PilotageView = { as_of: string, figures: PilotageFigures, 
/**
 * The same sum three times: by operator, by insurer, by state.
 */
by_operator: Array<OwedLine>, by_payer: Array<OwedLine>, by_state: Array<OwedLine>, 
/**
 * The kept cheques by the day they are decided by.
 */
cheque_limits: Array<ChequeLimit>, exposures: Array<OperatorExposure>, delays: Array<PayerDelay>, penalties: PenaltiesView, advances: Array<AdvanceToRepay>, };

export type PlanRemindersRequest = { filter: PilotageFilter, };

export type PlannedReminder = { 
/**
 * Names it among the others of the plan.
 */
key: string, payer_label: string, operator_label: string | null, 
/**
 * The step after the last letter.
 */
level: ReminderLevel, 
/**
 * The last letter about any of these shares.
 */
last_level: ReminderLevel | null, last_on: string | null, shares: number, cents: number, 
/**
 * The oldest delivery.
 */
oldest: string, 
/**
 * Under the rule of the trade, « à vérifier »; 0 where it has none.
 */
penalty_cents: number, };

export type PlatformCode = string;

export type PlatformFlow = { platform: PlatformCode, platform_label: string, channel: Channel, 
/**
 * The server's or the portal's host.
 */
host: string, function: Function, 
/**
 * What may leave, less what was switched off.
 */
fields: Array<ListedField>, 
/**
 * When something last left.
 */
last_at: string | null, 
/**
 * The fields that left then.
 */
last_fields: Array<FieldName>, };

export type PlatformRef = { platform: PlatformCode, };

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
has_secret: boolean, 
/**
 * The file it is described by, when it is.
 */
description: DescriptionRef | null, conduct: ConductView, };

export type PlatformStrip = { platforms: Array<PlatformRow>, 
/**
 * The mandatory insurance's channels, apart from every operator.
 */
amo: Array<AmoRow>, };

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

export type PortalStepRequest = { dossier: DossierId, rank: number, function: Function, 
/**
 * What was asked for there is taken back.
 */
cancels: boolean, };

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

export type PracticeProfile = { name: string, street: string, postcode: string, town: string, phone: string, activities: Array<Activity>, 
/**
 * Empty when not known.
 */
finess: string, siret: string, 
/**
 * The consumer mediator's name and address, if there is one.
 */
mediator: string, };

export type PracticeSummary = { id: PracticeId, name: string, 
/**
 * One line: street, postcode, town.
 */
address: string, kind: PracticeKind, time_zone: string, activities: Array<Activity>, finess: string | null, siret: string | null, phone: string, mediator: string, 
/**
 * After how many minutes alone the window closes behind each role.
 */
idle_locks: Array<RoleIdleLock>, 
/**
 * What can be chosen instead.
 */
idle_lock_choices_minutes: Array<number>, 
/**
 * Above which loss one person alone is not enough.
 */
second_look_limit_cents: Cents, 
/**
 * After how many days the pictures of a settled cheque are erased.
 */
cheque_picture_days: number, 
/**
 * The day an owner chose them; none: as the program comes.
 */
cheque_picture_days_chosen_on: string | null, };

export type PreviewLine = { 
/**
 * Its number in the file, from 1.
 */
line: number, status: LineStatus, 
/**
 * It would be recorded.
 */
takes: boolean, fault: LineFault | null, warning: LineWarning | null, invoice: string, lot: string, customer: string, dossier: DossierId | null, number: string, rank: number, 
/**
 * What the line says, in cents.
 */
amount_cents: Cents | null, 
/**
 * The dossier's own share, in cents.
 */
share_cents: Cents | null, on: string | null, 
/**
 * Where the share stands, and where it would.
 */
from: TrackState | null, to: TrackState | null, outcome: ReturnOutcome | null, code: string, wording: string, reference: string, };

export type PreviewRoutingRequest = { path: string, };

export type PriceDossierRequest = { dossier: DossierId, total_cents: Cents, amo_share_cents: Cents, 
/**
 * One per complementary, in rank order.
 */
amc_share_cents: Array<Cents>, customer_share_cents: Cents, lines: Array<LineView>, };

export type PrintAdvancePaperRequest = { dossier: DossierId, paper: AdvancePaper, 
/**
 * To which complementary; a request names one.
 */
rank: number | null, invoice_number: string, };

export type PrintEstimateRequest = { dossier: DossierId, lines: Array<LineView>, said: Said, };

export type PrintLettersRequest = { documents: Array<DocumentId>, };

export type PrintPrivacyPaperRequest = { paper: PrivacyPaper, };

export type PrintWorkRequest = { list: WorkList, show: WorkStanding, mine: boolean, sort: WorkOrder, descending: boolean, };

export type PrivacyPaper = "notice" | "register" | "impact_assessment";

export type PrivacyPapersView = { set: ReferenceSummary, shipped_version: string, 
/**
 * Who signs; empty: a line to fill by hand.
 */
representative: string, 
/**
 * The data protection officer; empty: a line to fill by hand.
 */
dpo: string, 
/**
 * One an activity.
 */
grounds: Array<GroundView>, criteria: Array<CriterionView>, };

export type ProbePlatformRequest = { platform: PlatformCode, };

export type Probing = { 
/**
 * Whether they are made; the owner says.
 */
enabled: boolean, 
/**
 * Between two of them while the function answers, in seconds; each is a little early or late, by chance.
 */
every_s: number, };

export type Problem = { code: ProblemCode, 
/**
 * Parameters of the sentence, by name; amounts in cents, dates ISO.
 */
params: Record<string, string | number | boolean | null>, };

export type ProblemCode = "unknown_dossier" | "already_exists" | "unknown_user" | "last_owner" | "oneself_at_work" | "user_retired" | "unknown_credential" | "unknown_track" | "unknown_sighting" | "shares_do_not_add_up" | "amount_not_positive" | "more_than_due" | "amount_out_of_range" | "cash_above_limit" | "date_in_future" | "date_too_early" | "already_delivered" | "not_ordered" | "validity_reversed" | "nothing_to_erase" | "solidarity_contract" | "trial_under_way" | "track_state" | "tiers_payant_barred" | "way_has_effects" | "blank_payee" | "cheque_date_in_future" | "cheque_expired" | "cheque_amount_differs" | "cheque_already_recorded" | "cheque_not_kept" | "cheque_elsewhere" | "paper_needed" | "unknown_slip" | "slip_closed" | "slip_size" | "drawer_changed" | "too_many_unknown_papers" | "unknown_inventory" | "amc_share_paid" | "owner_must_override" | "reason_needed" | "promised_not_before" | "notice_needed" | "kept_too_long" | "amc_share_not_paid" | "difference_due" | "more_than_credited" | "unknown_bank_credit" | "already_invoiced" | "not_delivered" | "nothing_delivered" | "delivery_holds" | "invoice_too_soon" | "invoice_stands" | "cancellation_under_way" | "nothing_to_cancel" | "request_state" | "incident_closed" | "incident_has_open_dossiers" | "consent_not_given" | "another_incident_open" | "ends_before_it_begins" | "incident_full" | "unknown_platform" | "routing_row_gone" | "routing_rows_overlap" | "too_many_changes" | "too_many_mappings" | "unknown_import" | "import_undone" | "nothing_to_import" | "changed_since" | "not_entrusted" | "unknown_paper" | "paper_received" | "tiers_payant_open" | "advance_not_paid" | "unknown_down_payment" | "unknown_operator_advance" | "schedule_not_sound" | "schedule_differs" | "credit_not_allocated" | "third_party_payment_suspended" | "exposure_above_ceiling" | "unknown_line" | "access_not_secured" | "not_a_breach" | "task_not_called_for" | "risk_not_weighed" | "known_before_it_began" | "written_off" | "nothing_to_write_off" | "second_person_needed" | "second_needed" | "second_waits" | "nothing_to_override" | "unknown_purge" | "money_still_open" | "money_to_give_back" | "cheque_still_kept" | "nothing_left_to_do" | "file_changed" | "import_running" | "letters_running" | "backup_running" | "backup_stopped" | "not_a_backup" | "backup_damaged" | "backup_gone" | "backup_folder_away" | "nothing_to_remind" | "import_cancelled" | "role_not_allowed" | "invalid_field" | "locked" | "no_practice_open" | "nobody_at_work" | "wrong_pin" | "pin_not_set" | "pin_locked" | "tried_too_soon" | "practice_not_found" | "practice_already_open" | "folder_refused" | "wrong_passphrase" | "wrong_recovery_key" | "passphrase_too_weak" | "keyring_unavailable" | "keyring_locked" | "keyring_refused" | "keyring_item_lost" | "keyring_timed_out" | "database_wrong_key" | "database_damaged" | "database_newer" | "not_a_database" | "no_platform_for_dossier" | "member_number_missing" | "consent_missing" | "consent_refused" | "way_needs_consent" | "authorisation_open" | "formality_open" | "fate_unknown" | "lookups_stopped" | "lookups_not_stopped" | "platform_not_allowed_here" | "platform_has_requests" | "simulator_not_started" | "exercise_under_way" | "no_exercise" | "glyph_missing" | "unknown_document" | "paper_unreadable" | "reference_needed" | "nothing_to_estimate" | "no_attempt" | "not_set_aside" | "file_not_writable" | "file_not_readable" | "nothing_opens" | "archive_fault" | "command_reused" | "unknown_command" | "invalid_request" | "internal";

export type Processing = "third_party_payment" | "cheques" | "books" | "look_ups" | "accounts" | "breaches" | "backups";

export type ProofKind = "client_credentials" | "basic" | "bearer" | "login" | "certificate" | "open";

export type ProposalPart = { dossier: DossierId, rank: number, number: string, customer: string, 
/**
 * What is awaited of the share, in cents.
 */
awaited_cents: Cents, amount_cents: Cents, 
/**
 * It was announced by an advice.
 */
advised: boolean, };

export type ProposalView = { ground: Ground, 
/**
 * Nothing else would do as well, and the sum is the amount.
 */
sure: boolean, parts: Array<ProposalPart>, 
/**
 * What came and is not in the parts, in cents.
 */
left_cents: Cents, 
/**
 * What the parts lack of what was announced, in cents.
 */
short_cents: Cents, };

export type ProposeRequest = { of: ProposedKind, 
/**
 * Characters or words.
 */
length: number, capitals: boolean, digits: boolean, signs: boolean, };

export type ProposedKind = "characters" | "words";

export type PurgeId = string;

export type PurgeRef = { purge: PurgeId, };

export type PurgeState = "absent" | "waiting" | "agreed" | "certified" | "withdrawn";

export type PurgeView = { purge: PurgeId, why: PurgeWhy, state: PurgeState, subjects: number, done: number, kept: number, erased: ErasedTally, asked_by: string, asked_at: string, confirm_from: string | null, 
/**
 * That instant has come.
 */
may_confirm: boolean, seconded_by: string | null, agreed_at: string | null, certified_at: string | null, number: string | null, certificate: DocumentId | null, 
/**
 * It is being carried out now.
 */
running: boolean, };

export type PurgeWhy = "due" | "requested";

export type PutCertificateRequest = { credential: CredentialId, 
/**
 * A PKCS#12, or a PEM with the certificate and its key.
 */
path: string, 
/**
 * Of a PKCS#12; empty for a PEM.
 */
passphrase: string, };

export type QueueRow = { request: RequestId, dossier: DossierId, dossier_number: string, customer: string, platform: PlatformCode, platform_label: string, function: Function, formality: Formality, amount_cents: Cents, state: RequestState, queued_at: string, attempts: number, last_failure: FailureCode | null, last_attempt_at: string | null, 
/**
 * Not before, as the platform asked.
 */
retry_at: string | null, 
/**
 * How it may be repeated while it is not known whether the platform has it.
 */
repeat: RepeatMode, 
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
 * « À confirmer », and what met a conflict.
 */
unknown: Array<QueueRow>, 
/**
 * « Échec définitif ».
 */
failed: Array<QueueRow>, 
/**
 * Answered or withdrawn, the latest first, as many as are shown.
 */
done: Array<QueueRow>, done_total: number, 
/**
 * A replay is running.
 */
replaying: boolean, };

export type RaisedItem = { kind: RaisedKind, 
/**
 * The day it counts from.
 */
since: string, 
/**
 * French working days gone by.
 */
working_days: number, 
/**
 * What is at stake, in cents: what is awaited, or left to allocate.
 */
amount_cents: Cents, announced_cents: Cents | null, paid_cents: Cents | null, payer: Payer | null, dossier: DossierId | null, rank: number, number: string, customer: string, bank_credit: BankCreditId | null, label: string, reference: string, 
/**
 * Working days between two payments, usually.
 */
usual_days: number | null, };

export type RaisedKind = "operator_silent" | "advised_unpaid" | "below_advice" | "credit_without_advice";

export type RaisedView = { as_of: string, 
/**
 * An announced payment is late after so many working days.
 */
after_days: number, items: Array<RaisedItem>, };

export type ReadAdvicesRequest = { source: TableSource, };

export type ReadCardPictureRequest = { path: string, };

export type ReadCardTextRequest = { text: string, };

export type ReadChequeLineRequest = { raw: string, 
/**
 * The key printed under the place and date; empty when absent.
 */
rlmc_key: string, };

export type ReadCircuitRequest = { source: TableSource, 
/**
 * The lot of every line, where no column says it.
 */
lot: string, };

export type ReadDescriptionRequest = { path: string, };

export type ReadImportRequest = { path: string, passphrase: string | null, };

export type ReadStatementRequest = { source: TableSource, };

export type ReadmitUserRequest = { user: UserId, passphrase: string, };

export type Reason = { "reason": "amo_rate", rate_bp: number, base_low_cents: Cents, base_high_cents: Cents, } | { "reason": "base_depends_on_correction", } | { "reason": "amo_given", cents: Cents, } | { "reason": "nothing_to_pay", cap_cents: Cents, } | { "reason": "above_cap", cap_cents: Cents, } | { "reason": "class_not_said", } | { "reason": "frame_ceiling", ceiling_cents: Cents, } | { "reason": "ear_ceiling", ceiling_cents: Cents, } | { "reason": "listed_indications", } | { "reason": "not_covered", } | { "reason": "equipment", category: Category, floor_cents: Cents, ceiling_cents: Cents, } | { "reason": "less_class_a", cost_cents: Cents, } | { "reason": "single_lens", } | { "reason": "renewal", last: string, next: string, due: boolean, evidence: Evidence, months: number, } | { "reason": "no_last_equipment", months: number, } | { "reason": "last_equipment_not_asked", months: number, } | { "reason": "renewed_early", why: EarlyRenewal, } | { "reason": "age_not_known", } | { "reason": "trial", days: number, not_before: string | null, } | { "reason": "answered", rank: number, kind: AnswerKind, on: string | null, cents: Cents, } | { "reason": "rights_closed", rank: number, on: string | null, } | { "reason": "contract_not_known", rank: number, } | { "reason": "not_responsible", rank: number, } | { "reason": "promised", rank: number, guarantee: Guarantee, read_on_card: boolean, } | { "reason": "guarantee_not_known", rank: number, } | { "reason": "out_of_network_not_known", rank: number, } | { "reason": "promised_outside", rank: number, guarantee: Guarantee, } | { "reason": "trade_not_on_card", rank: number, } | { "reason": "card_expired", rank: number, on: string, } | { "reason": "second_after_first", };

export type ReceiveDownPaymentRequest = { dossier: DossierId, amount_cents: Cents, means: PaymentMeans, on: string, invoice: string, 
/**
 * The goods are made to order on a quote: no interest.
 */
made_to_order: boolean, 
/**
 * Basis points; asked for where the practice books the VAT on the receipt.
 */
vat_rate_bp: number | null, };

export type ReceiveOperatorAdvanceRequest = { platform: PlatformCode, amount_cents: Cents, on: string, terms: string, schedule: ScheduleRequest, 
/**
 * The bank credit it came with, when that was recorded first.
 */
bank_credit: BankCreditId | null, };

export type RecheckColour = "green" | "orange" | "red";

export type Rechecked = { colour: RecheckColour, customer_owes_cents: Cents, };

export type ReclassifyIncidentRequest = { incident: IncidentId, nature: IncidentNature, };

export type RecordAdviceRequest = { dossier: DossierId, rank: number, amount_cents: Cents, on: string, };

export type RecordBankCreditRequest = { amount_cents: Cents, on: string, payer: PlatformCode | null, label: string, allocations: Array<AllocationView>, };

export type RecordCallRequest = { dossier: DossierId, outcome: CallOutcome, next_on: string | null, note: string, };

export type RecordCardRequest = { dossier: DossierId, 
/**
 * One past the last makes a complementary join.
 */
rank: number, card: CardView, 
/**
 * The share of a complementary that joins, taken from the customer's; not looked at otherwise.
 */
share_cents: Cents | null, };

export type RecordConsentRequest = { dossier: DossierId, rank: number, decision: ConsentDecision, how: ConsentHow, };

export type RecordMomentRequest = { dossier: DossierId, moment: Moment, on: string, };

export type RecordPortalAnswerRequest = { dossier: DossierId, rank: number, incident: IncidentId | null, agreed: boolean, reference: string, covered_cents: Cents | null, valid_until: string | null, 
/**
 * What is hard to believe of it was read again.
 */
knowingly: boolean, };

export type RecordPortalFormalityRequest = { dossier: DossierId, rank: number, formality: Formality, agreed: boolean, reference: string, covered_cents: Cents | null, valid_until: string | null, invoice: string, reason: string, 
/**
 * What is hard to believe of it was read again.
 */
knowingly: boolean, };

export type RecoupAdvanceRequest = { advance: OperatorAdvanceId, bank_credit: BankCreditId, allocations: Array<AllocationView>, };

export type RecoupCandidate = { bank_credit: BankCreditId, on: string, amount_cents: Cents, label: string, 
/**
 * What is missing in all.
 */
missing_cents: Cents, shares: Array<ShortShare>, };

export type RecoupCandidates = { rows: Array<RecoupCandidate>, };

export type RecoveryProgress = { done: number, total: number, running: boolean, cancelled: boolean, failures: number, 
/**
 * The dossier at hand.
 */
current: string | null, };

export type RecoveryRow = { dossier: DossierId, number: string, customer: string, phone: string, way: Way, ordered_on: string | null, delivered_on: string | null, opened_on: string, rank: number, estimate_cents: Cents, covered_cents: Cents | null, customer_owes_cents: Cents, 
/**
 * « Trop perçu »: of the whole dossier, to give back.
 */
overpaid_cents: Cents, track: TrackState, colour: RecheckColour | null, reference: string | null, settled: boolean, last_failure: FailureCode | null, 
/**
 * The customer has not agreed, or said no: nothing is sent for him.
 */
consent_needed: boolean, cheque_cents: Cents, 
/**
 * The cheque that is still here, and what is to be done with it.
 */
cheque: ChequeId | null, cheque_position: ChequePosition | null, 
/**
 * Its customer is to be told of the deposit before it is made.
 */
cheque_to_tell: boolean, 
/**
 * Its customer was told.
 */
cheque_told: ChequeTold | null, 
/**
 * None is here any more: what became of the last.
 */
cheque_left: ChequeLeft | null, 
/**
 * When the customer was last written to of what is left to pay.
 */
letter_on: string | null, 
/**
 * What its work-list asks for next; none, where nothing of the share is left to do or it is not handed over yet.
 */
to_do: WorkNext | null, 
/**
 * What was written off of the dossier.
 */
written_off_cents: Cents | null, 
/**
 * Asked to be, by one person alone: from when on he can confirm it.
 */
write_off_from: string | null, };

export type RecoveryView = { incident: IncidentRow, rows: Array<RecoveryRow>, progress: RecoveryProgress | null, 
/**
 * Whether passwords were changed, once somebody said that the accesses are in order.
 */
access_secured: boolean | null, };

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

export type RefundDownPaymentRequest = { dossier: DossierId, down_payment: number, amount_cents: Cents, means: PaymentMeans, on: string, };

export type Refunded = { dossier: DossierView, receipt: DocumentReady, };

export type RejectGround = "insufficient_funds" | "account_closed" | "irregular" | "expired" | "other";

export type RememberPayerRequest = { words: string, payer: Payer, };

export type ReminderLevel = "first" | "second" | "formal_notice";

export type ReminderList = { rows: Array<ReminderSent>, };

export type ReminderPlan = { as_of: string, letters: Array<PlannedReminder>, 
/**
 * Nobody claims them now: not sent, turned down, abandoned, or a customer's.
 */
not_claimed: number, 
/**
 * Within the delay.
 */
in_time: number, 
/**
 * A letter is out for less than the days one waits.
 */
lately: number, 
/**
 * Neither the insurer nor the operator is known.
 */
unknown_payer: number, 
/**
 * Days one waits after a letter.
 */
wait_days: number, 
/**
 * Working days after which a share is late where no delay was agreed.
 */
default_days: number, };

export type ReminderRef = { document: DocumentId, };

export type ReminderSent = { document: DocumentId, number: string, on: string, level: ReminderLevel, payer_label: string, shares: number, cents: number, 
/**
 * How many times it was printed again.
 */
duplicates: number, };

export type RemoveContactRequest = { at: number, };

export type RemoveMappingRequest = { table: TableKind, name: string, };

export type RenameUserRequest = { user: UserId, name: string, };

export type RepayAdvanceRequest = { advance: OperatorAdvanceId, amount_cents: Cents, means: PaymentMeans, on: string, };

export type RepeatMode = "same_identifier" | "query_first" | "never";

export type RepeatOfFunction = { function: Function, mode: RepeatMode, 
/**
 * A person chose it; else it is what the platform's description says.
 */
chosen: boolean, };

export type RequestId = string;

export type RequestRef = { request: RequestId, };

export type RequestState = "absent" | "queued" | "sending" | "outcome_unknown" | "answered" | "withdrawn" | "conflict" | "failed" | "entrusted";

export type RequeueRequest = { request: RequestId, reason: string, };

export type RescheduleAdvanceRequest = { advance: OperatorAdvanceId, schedule: ScheduleRequest, };

export type RestorePreview = { 
/**
 * None in one of another version of Relais.
 */
name: string | null, kind: PracticeKind | null, written_at: string, entries: number, 
/**
 * Kept papers in it, and those it knows that were not there to be saved.
 */
papers: number, papers_missing: number, bytes: number, 
/**
 * An anchor on this PC knows more: work was done since.
 */
newer_here: NewerHere | null, 
/**
 * What of the practice on this PC would be put on top of it; none when nothing there continues it.
 */
salvage: Salvage | null, 
/**
 * The practice is on this PC already: it is put beside.
 */
beside: boolean, 
/**
 * Where it would be put.
 */
folder: string, };

export type RestoreRequest = { path: string, unlock: Unlock, 
/**
 * Whether what can still be read of this practice on this PC is put on top of it.
 */
salvage: boolean, 
/**
 * An archive of its journal, for the entries that can be read nowhere else.
 */
archive: string | null, };

export type RestoreSecretRequest = { credential: CredentialId, number: number, };

export type RestsOnDelivery = "invoice" | "transmission" | "payment" | "amo" | "cheque" | "attestation";

export type ResumeWorkRequest = { items: Array<WorkRef>, };

export type RetentionView = { set: ReferenceSummary, shipped_version: string, 
/**
 * One a kind.
 */
clocks: Array<ClockRow>, 
/**
 * The latest first.
 */
purges: Array<PurgeView>, 
/**
 * The latest first; destroyed ones are left out.
 */
backups: Array<BackupCopy>, 
/**
 * Who may look at an erasure beside whoever is at work; nobody: it waits a day.
 */
may_second: Array<UserChoice>, 
/**
 * The most that is erased together.
 */
most: number, };

export type ReturnChequeRequest = { cheque: ChequeId, on: string, manner: ReturnManner, override_reason: string | null, second: SecondProof | null, };

export type ReturnManner = "in_person" | "tracked_post" | "destroyed_on_request";

export type ReturnOutcome = "accepted" | "rejected" | "advised";

export type RevealRequest = { credential: CredentialId, part: RevealedPart, 
/**
 * Of a secret of before.
 */
number: number | null, };

export type RevealedPart = "secret" | "past" | "notes";

export type ReverseDownPaymentRequest = { dossier: DossierId, down_payment: number, };

export type RightsOutcomeView = { "result": "answered", answer: CoverageView, } | { "result": "not_verified", failure: FailureCode, since: string | null, 
/**
 * The best that is known all the same: kept or seen, else the card, else a supposition.
 */
fallback: CoverageView, };

export type RightsView = { rank: number, platform: PlatformCode, platform_label: string, asked_at: string, elapsed_ms: number, source: StateSource, outcome: RightsOutcomeView, 
/**
 * The date of care it was asked for.
 */
service_date: string, 
/**
 * The operator that comes before and gave nothing, when this one was asked in its place.
 */
instead_of: string | null, 
/**
 * An answer may still come and fill the row with its hour.
 */
still_waiting: boolean, 
/**
 * The failed attempt or the answer is kept as proof.
 */
evidence_kept: boolean, };

export type RlmcStatus = "verified" | "absent" | "illegible";

export type Role = "counter" | "billing" | "owner" | "accountant";

export type RoleIdleLock = { role: Role, minutes: number, };

export type RoleRights = { role: Role, 
/**
 * Records the day's work.
 */
works: boolean, 
/**
 * Sees what the practice is owed and by whom.
 */
oversees: boolean, 
/**
 * Decides for the practice: settings, people, platforms, losses, the whole journal.
 */
owns: boolean, };

export type RotateSecretRequest = { incident: IncidentId, credential: CredentialId, target: RotationTarget, secret: string, factor: FactorChecked, };

export type Rotation = { 
/**
 * Days, today among them; never none.
 */
daily: number, 
/**
 * Weeks, from Monday to Sunday.
 */
weekly: number, 
/**
 * Months of the calendar.
 */
monthly: number, };

export type RotationDanger = "leaked_account" | "its_mailbox" | "same_secret" | "close_secret";

export type RotationDone = "to_do" | "changed" | "left_out";

export type RotationRow = { credential: CredentialId, target: RotationTarget, danger: RotationDanger, label: string, login: string, mailbox: string, holder_name: string | null, 
/**
 * Relais speaks to the platform with it: its connector asks for the new secret at its next call.
 */
for_connector: boolean, 
/**
 * Its page is known, and can be opened.
 */
has_page: boolean, second_factor: SecondFactor, code_receiver: string, has_seed: boolean, done: RotationDone, factor: FactorChecked | null, 
/**
 * Why it is left as it is; none once that is erased.
 */
reason: string | null, by: string | null, at: string | null, };

export type RotationTarget = "account" | "mailbox";

export type RotationView = { incident: IncidentId, platform_label: string, 
/**
 * The incident is a leak: what is not has no rotation.
 */
breach: boolean, 
/**
 * How many accounts of the platform whoever asks may use.
 */
accounts: number, 
/**
 * How many there are to change, seen or not.
 */
total: number, 
/**
 * Of which changed, or left out.
 */
settled: number, 
/**
 * To be changed by somebody else: not named here.
 */
hidden: number, 
/**
 * The most dangerous first.
 */
rows: Array<RotationRow>, };

export type RoutingExported = { path: string, checksum: string, 
/**
 * The file that holds the checksum, beside it.
 */
checksum_path: string, rows: number, bytes: number, };

export type RoutingParty = { code: string, label: string, status: NumberStatus, source: string, noted_on: string, 
/**
 * Whether the practice has such a platform; never a network.
 */
configured: boolean, };

export type RoutingPreview = { version: string, source: string, 
/**
 * SHA-256 of the file, in hex.
 */
checksum: string, 
/**
 * A file of its checksum lies beside it, and says the same.
 */
checksum_beside: boolean, rows: number, operators: number, networks: number, 
/**
 * Rows it has and the table has not.
 */
added: number, 
/**
 * Rows the table has and it has not.
 */
removed: number, 
/**
 * Rows changed by hand that it replaces.
 */
changes_lost: number, };

export type RoutingPreviewed = { "result": "previewed", preview: RoutingPreview, } | { "result": "refused", faults: Array<FileFault>, };

export type RoutingRowFields = { insurer_name: string, amc_number: string, csr: string, domain: string, from: string, to: string | null, operators: Array<PlatformCode>, network: string, status: NumberStatus, source: string, noted_on: string, };

export type RoutingRowView = { row: RoutingRowFields, in_force: boolean, 
/**
 * It was typed here, after the file.
 */
by_hand: boolean, };

export type RoutingTaken = { "result": "taken", routing: RoutingView, } | { "result": "refused", faults: Array<FileFault>, };

export type RoutingView = { reference: ReferenceSummary, 
/**
 * Who made the file, from what.
 */
source: string, shipped_version: string, 
/**
 * Rows changed by hand since the file was taken.
 */
changes: number, 
/**
 * Changes whose row is no longer in the file they were made on: they count for nothing.
 */
left_out: number, operators: Array<RoutingParty>, networks: Array<RoutingParty>, rows: Array<RoutingRowView>, };

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

export type Salvage = { 
/**
 * Entries that the backup does not have.
 */
entries: number, 
/**
 * When the last one is of.
 */
until: string | null, 
/**
 * Entries that are known to have followed, and can be read neither here nor in the archive.
 */
lost: number, 
/**
 * What could not be read whole: there the backup's state stands.
 */
partly: Array<SalvagePart>, 
/**
 * The damaged pages of the database on this PC, by number.
 */
pages: Array<number>, };

export type SalvagePart = "customers" | "papers" | "exchanges" | "accounts" | "accesses" | "house";

export type SavedMappings = { names: Array<string>, };

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

export type ScheduleRequest = { first_on: string, count: number, };

export type SearchRequest = { text: string, limit: number, };

export type SecondFactor = "unknown" | "none" | "sms" | "email" | "totp" | "app" | "card" | "security_key";

export type SecondLookNeed = "nobody" | "person" | "asking" | "waiting" | "confirming";

export type SecondLookView = { 
/**
 * What would be given up today.
 */
amount_cents: Cents, limit_cents: Cents, needs: SecondLookNeed, 
/**
 * Who may look at it beside whoever is at work.
 */
may_second: Array<UserChoice>, 
/**
 * Asked alone: what would be given up, and from when on it can be confirmed.
 */
asked_cents: Cents | null, confirm_from: string | null, };

export type SecondProof = { user: UserId, proof: UserProof, };

export type SecureAccessRequest = { incident: IncidentId, 
/**
 * The passwords were changed.
 */
changed: boolean, };

export type SeeCoverageRequest = { dossier: DossierId, rank: number, way: SeenBy, 
/**
 * The rights, or what a quote would be covered for.
 */
function: Function, 
/**
 * The day it was seen, said or dated.
 */
on: string, service_date: string | null, in_force: boolean | null, valid_from: string | null, valid_until: string | null, covered_cents: Cents | null, authorisation_required: boolean | null, 
/**
 * The paper's or the call's reference, possibly empty.
 */
reference: string, 
/**
 * Who was spoken with, possibly empty.
 */
spoken_with: string, 
/**
 * Possibly empty.
 */
note: string, 
/**
 * A picture or a PDF of the paper, on this machine.
 */
file: string | null, 
/**
 * The entry it takes the place of.
 */
corrects: SightingId | null, };

export type SeedInput = { typed: string, picture: string | null, };

export type SeenBy = "member_space" | "green_number" | "attestation" | "portal";

export type SendOutcome = { state: RequestState, failure: FailureCode | null, 
/**
 * The platform says it has none, and the request is one that only a person settles.
 */
platform_has_none: boolean, agreement_reference: string | null, covered_cents: Cents | null, };

export type Separator = "semicolon" | "comma" | "tab" | "bar";

export type SetAdviceDelayRequest = { days: number, };

export type SetAnswerableRequest = { representative: string, dpo: string, };

export type SetBackupsRequest = { at_minute: number, rotation: Rotation, folders: Array<string>, };

export type SetClockRequest = { kind: DataKind, months: number, source: string, status: NumberStatus, 
/**
 * Why it is changed.
 */
reason: string, };

export type SetConductRequest = { platform: PlatformCode, probing: Probing, calls_per_second: number | null, repeat: Array<ChosenRepeat>, };

export type SetConsentRuleRequest = { asked_first: boolean, };

export type SetContactRequest = { 
/**
 * Which, in the order of the view; none adds one.
 */
at: number | null, role: ContactRole, platform: PlatformCode | null, name: string, 
/**
 * A line each.
 */
address: string, email: string, phone: string, web: string, reference: string, 
/**
 * Whether somebody read it at its source.
 */
status: NumberStatus, 
/**
 * Where it comes from.
 */
source: string, };

export type SetDebitWatchRequest = { incident: IncidentId, until: string, };

export type SetDownPaymentVatRequest = { vat: DownPaymentVat, };

export type SetIdleLockRequest = { role: Role, minutes: number, };

export type SetKeptChequeBookingRequest = { booking: KeptChequeBooking, };

export type SetLookupLimitsRequest = { limits: LookupLimits, hours: OpeningHours, };

export type SetOutageModeRequest = { incident: IncidentId, mode: OutageModeView, };

export type SetPassphraseRequest = { user: UserId, 
/**
 * What shows that it is one's own; an owner who resets somebody's has nothing to show.
 */
current: OwnProof | null, passphrase: string, };

export type SetPaymentTermRequest = { operator: PlatformCode, days: number | null, };

export type SetPictureDaysRequest = { days: number, };

export type SetPinRequest = { passphrase: string, 
/**
 * Empty for none.
 */
pin: string, };

export type SetSecondLookRequest = { limit_cents: number, };

export type SetSlipNumberRequest = { slip: SlipId, bank_number: string, };

export type SetUnusualLimitsRequest = { limits: UnusualLimits, };

export type SettleAsideRequest = { import: ImportId, line: number, dossier: DossierId, rank: number, };

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

export type SheetShape = { 
/**
 * Its letters.
 */
encoding: TextEncoding, 
/**
 * Between its cells.
 */
separator: Separator, 
/**
 * Its first line names the columns.
 */
header: boolean, };

export type ShortCause = "fees" | "recoupment" | "partial" | "advice_wrong" | "other";

export type ShortShare = { dossier: DossierId, number: string, customer: string, rank: number, missing_cents: Cents, };

export type ShowNirRequest = { dossier: DossierId, rank: number, place: number, };

export type SightingId = string;

export type SightingView = { sighting: SightingId, function: Function, 
/**
 * Who wrote it down.
 */
by: string, 
/**
 * Who was spoken with, possibly empty.
 */
spoken_with: string, 
/**
 * In his own words, possibly empty.
 */
note: string, 
/**
 * The paper, when it was kept.
 */
piece: DocumentId | null, };

export type SlipId = string;

export type SlipLineView = { cheque: ChequeId, cheque_number: string, bank_name: string, drawer_name: string, customer: string, dossier: DossierId, dossier_number: string, amount_cents: Cents, 
/**
 * Where the cheque is now.
 */
state: ChequeState, 
/**
 * The day it came out of this slip.
 */
rejected_on: string | null, };

export type SlipList = { rows: Array<SlipRow>, total: number, 
/**
 * Those the bank has not credited.
 */
awaited: number, };

export type SlipMade = { slip: SlipView, list: DocumentReady, };

export type SlipOfCheque = { slip: SlipId, number: string, };

export type SlipRef = { slip: SlipId, };

export type SlipRow = { slip: SlipId, 
/**
 * « B-2024-0001 ».
 */
number: string, state: SlipState, made_on: string, bank_number: string | null, cheques: number, rejected: number, total_cents: Cents, 
/**
 * What the bank is to credit: less what it rejected before.
 */
expected_cents: Cents, credited_on: string | null, credited_cents: Cents | null, };

export type SlipState = "absent" | "made" | "credited" | "taken_apart";

export type SlipView = { row: SlipRow, lines: Array<SlipLineView>, 
/**
 * Why another amount was credited.
 */
credit_reason: string | null, 
/**
 * It can be taken apart.
 */
can_be_taken_apart: boolean, timeline: Array<TimelineRow>, };

export type SnoozeWorkRequest = { items: Array<WorkRef>, until: string, reason: string, };

export type SourceCode = string;

export type Span = { 
/**
 * At least, in cents.
 */
low_cents: Cents, 
/**
 * At most, in cents.
 */
high_cents: Cents, };

export type StaffNoticeView = { printed_on: string, 
/**
 * Whether it is the text of this build.
 */
current: boolean, };

export type Stage = "welcome" | "locked" | "door" | "open";

export type StartRemindersRequest = { filter: PilotageFilter, letters: Array<WantedReminder>, };

export type StateSource = "measured" | "declared" | "inferred";

export type StatementLineShown = { 
/**
 * Its number in the file, from 1.
 */
line: number, status: StatementStatus, 
/**
 * It would be recorded.
 */
takes: boolean, 
/**
 * It is ticked unless a person says otherwise.
 */
proposed: boolean, fault: LineFault | null, warning: StatementWarning | null, on: string | null, label: string, reference: string, 
/**
 * In cents: debits negative.
 */
amount_cents: Cents | null, payer: Payer | null, 
/**
 * The slip it credits, or nearly.
 */
slip: SlipId | null, slip_number: string, 
/**
 * The cheque that seems rejected, and its customer.
 */
cheque: ChequeId | null, customer: string, proposal: ProposalView | null, };

export type StatementPreview = { lines: Array<StatementLineShown>, };

export type StatementRead = { table: TableShown, 
/**
 * When these very bytes were imported, if they were.
 */
imported_at: string | null, preview: StatementPreview | null, };

export type StatementReading = { "result": "read", read: StatementRead, } | { "result": "refused", fault: TableFault, };

export type StatementState = "nothing" | "unknown" | "not_read";

export type StatementStatus = "transfer" | "unrecognised" | "slip" | "slip_unknown" | "bounced" | "other" | "debit" | "known" | "unreadable";

export type StatementTaken = { import: ImportId, taken: number, 
/**
 * Credits that pay shares at once.
 */
allocated: number, 
/**
 * Shares they pay.
 */
shares: number, slips: number, known: number, left_out: number, faulty: number, total_cents: Cents, 
/**
 * What is left to allocate of what was taken, in cents.
 */
to_allocate_cents: Cents, cheques_to_return: number, cheques_to_complete: number, 
/**
 * Shares paid for less than was announced.
 */
short: number, };

export type StatementWarning = "twin";

export type StatementsDue = { incident: IncidentId, platform_label: string, months: number, };

export type StoryMomentView = { 
/**
 * Code of its title in the catalogue: `outage`, `rights_back`, `pec_back`, `payments_back`.
 */
code: string, at: string, reached: boolean, };

export type StoryView = { now: string, moments: Array<StoryMomentView>, };

export type SuspendRequest = { platform: PlatformCode, on: string, reason: string, };

export type SwitchFieldRequest = { platform: PlatformCode, function: Function, field: FieldName, sent: boolean, };

export type SwitchUserRequest = { user: UserId, proof: UserProof, };

export type TableFault = "too_large" | "no_text" | "empty" | "too_many_lines" | "too_many_columns";

export type TableField = { code: string, required: boolean, };

export type TableKind = "transmitted_lots" | "concentrator_returns" | "bank_statement" | "payment_advices";

export type TableLine = { line: number, cells: Array<string>, };

export type TableShown = { 
/**
 * The file's name; empty when it was pasted.
 */
name: string, 
/**
 * SHA-256 of its bytes, in hex.
 */
checksum: string, shape: SheetShape, headers: Array<string>, 
/**
 * Its first lines.
 */
sample: Array<TableLine>, lines: number, fields: Array<TableField>, columns: Array<ColumnChoice>, 
/**
 * Required fields without a column.
 */
missing: Array<string>, 
/**
 * The words of the column whose words mean something.
 */
words: Array<TableWord>, found: MappingFound, 
/**
 * The name of the saved mapping, when it was found by one.
 */
mapping_name: string, 
/**
 * The names of the mappings saved for such lists.
 */
saved: Array<string>, };

export type TableSource = { table: TableKind, 
/**
 * Empty when it was pasted.
 */
path: string, text: string, encoding: TextEncoding | null, separator: Separator | null, header: boolean | null, 
/**
 * None: those of the saved mapping of these headers, else a proposal.
 */
columns: Array<ColumnChoice> | null, 
/**
 * What words were said to mean; the others keep what is proposed.
 */
words: Array<WordChoice>, };

export type TableWord = { 
/**
 * As it is compared.
 */
word: string, 
/**
 * As it stands in the list.
 */
text: string, lines: number, 
/**
 * The code of what it means; empty when nobody knows.
 */
means: string, };

export type TakeAdvicesRequest = { source: TableSource, 
/**
 * The checksum that was read: the file must still be that one.
 */
checksum: string, 
/**
 * The numbers of the lines that are left out.
 */
left_out: Array<number>, 
/**
 * Saves the mapping under this name; empty: not saved.
 */
save_as: string, };

export type TakeBackRequest = { dossier: DossierId, rank: number, reason: string, };

export type TakeBreachProfileRequest = { path: string, };

export type TakeChequeStepRequest = { cheque: ChequeId, step: ChequeStep, on: string, 
/**
 * Why the bank rejected it.
 */
reject_ground: RejectGround | null, 
/**
 * On what the opposition rests.
 */
opposition_ground: OppositionGround | null, reason: string | null, 
/**
 * The paper it rests on.
 */
rests_on: string | null, 
/**
 * What the bank charged for not paying it, if it is known already.
 */
fees_cents: Cents | null, };

export type TakeCircuitRequest = { source: TableSource, lot: string, 
/**
 * The checksum that was read: the file must still be that one.
 */
checksum: string, 
/**
 * The numbers of the lines that are left out.
 */
left_out: Array<number>, 
/**
 * Saves the mapping under this name; empty: not saved.
 */
save_as: string, };

export type TakeClocksRequest = { path: string, };

export type TakeDescriptionRequest = { path: string, 
/**
 * Of what was shown: a file that changed meanwhile is not taken.
 */
checksum: string, secret: string | null, client_key: string | null, };

export type TakeFieldListsRequest = { path: string, };

export type TakeGroundsRequest = { path: string, };

export type TakePenaltyRequest = { bank_credit: BankCreditId, amount_cents: Cents, };

export type TakeReferenceRequest = { path: string, };

export type TakeRoutingRequest = { path: string, 
/**
 * The checksum that was previewed: the file must still be that one.
 */
checksum: string, 
/**
 * The checksum its maker announced, if any: 64 digits and letters, spaces left out.
 */
announced: string, };

export type TakeSlipApartRequest = { slip: SlipId, reason: string, };

export type TakeStatementRequest = { source: TableSource, 
/**
 * The checksum that was read: the file must still be that one.
 */
checksum: string, 
/**
 * The numbers of the lines that are left out.
 */
left_out: Array<number>, 
/**
 * The numbers of the lines that are recorded without what is proposed for them.
 */
unallocated: Array<number>, 
/**
 * Saves the mapping under this name; empty: not saved.
 */
save_as: string, };

export type TaskProgress = { settled: number, total: number, };

export type TeamMember = { user: UserId, name: string, role: Role, since: string, 
/**
 * When he last came to work here.
 */
last_seen: string | null, 
/**
 * Since when he works here no more.
 */
retired_at: string | null, has_passphrase: boolean, has_pin: boolean, 
/**
 * Too many wrong ones: the passphrase frees it.
 */
pin_locked: boolean, };

export type TeamView = { 
/**
 * Who is at work.
 */
me: UserId, members: Array<TeamMember>, 
/**
 * What each role may do.
 */
roles: Array<RoleRights>, };

export type TextEncoding = "utf8" | "windows1252" | "utf16_le" | "utf16_be";

export type TextId = string;

export type TimelineRow = { at: string, actor: string, 
/**
 * The journal's kind: `dossier.track_moved`.
 */
kind: string, body: Record<string, unknown>, };

export type ToTell = { 
/**
 * Why.
 */
why: WhyTell, 
/**
 * The last day on which the days of notice still run out before the cheque must be decided.
 */
tell_by: string, };

export type ToTellList = { rows: Array<ToTellRow>, total_cents: Cents, notice_days: number, };

export type ToTellRow = { cheque: ChequeId, cheque_number: string, customer: string, phone: string, dossier: DossierId, dossier_number: string, amount_cents: Cents, to_tell: ToTell, 
/**
 * From when the cheque may be deposited, told today.
 */
deposit_from: string, };

export type Topic = "platforms" | "dossiers" | "late_answer" | "queue" | "cheques" | "recovery" | "backups" | "session" | "lookups" | "retention";

export type TrackState = "not_sent" | "queued" | "entrusted" | "sent" | "outcome_unknown" | "accepted" | "refused" | "cancelled" | "withdrawn" | "advised" | "paid" | "claimed_by_customer";

export type TrackView = { rank: number, share_cents: Cents, card: CardView, 
/**
 * The pictures kept of it.
 */
pictures: Array<PictureView>, operator_label: string | null, 
/**
 * What the routing table proposes where the card names no operator.
 */
proposal: OperatorProposal | null, 
/**
 * The last attempt to verify the rights, if any.
 */
rights: RightsView | null, 
/**
 * The best that is known of the cover today.
 */
known: CoverageView, 
/**
 * What a quote would be covered for, as a portal said.
 */
quoted: CoverageView | null, state: TrackState, agreement_reference: string | null, covered_cents: Cents | null, agreement_valid_until: string | null, advised_cents: Cents | null, paid_cents: Cents, recheck: RecheckColour | null, request: RequestId | null, request_state: RequestState | null, cheque_cents: Cents, 
/**
 * What is known of it in the pharmacy's own circuit; none where it never was.
 */
circuit: CircuitRow | null, 
/**
 * The customer's word about the operator; none without one.
 */
consent: ConsentView | null, 
/**
 * Quote, prior authorisation, invoice, and their cancellations, in the order of a sale.
 */
formalities: Array<FormalityView>, };

export type TrialBalanceRequest = { as_of: string | null, };

export type TrialBalanceRow = { account: AccountKind, 
/**
 * Its number in the plan comptable, without what subdivides it.
 */
number: string, 
/**
 * The operator of an insurers' account, as the practice calls it.
 */
operator_label: string | null, 
/**
 * The rate of a VAT account, in basis points.
 */
vat_rate_bp: number | null, debit_cents: number, credit_cents: number, 
/**
 * Debits less credits.
 */
balance_cents: number, };

export type TrialBalanceView = { as_of: string, rows: Array<TrialBalanceRow>, debit_cents: number, credit_cents: number, booking: KeptChequeBooking, 
/**
 * Where the VAT of the acomptes to come is booked.
 */
down_payment_vat: DownPaymentVat, 
/**
 * The cheques kept under agreement A today: how many, their sum in cents, and what of it is outside the books.
 */
cheques_kept: number, kept_cents: number, off_books_cents: number, };

export type TypedMoment = { on: string, time: string, };

export type UnallocatedCredit = { bank_credit: BankCreditId, on: string, payer: PlatformCode | null, label: string, amount_cents: Cents, left_cents: Cents, };

export type UnallocatedList = { rows: Array<UnallocatedCredit>, left_cents: Cents, };

export type UndoDeliveryRequest = { dossier: DossierId, reason: string, };

export type UnknownTyped = { number: string, from: string, amount_cents: Cents | null, reason: string, };

export type Unlock = { "with": "keyring" } | { "with": "passphrase", passphrase: string, } | { "with": "recovery_key", recovery_key: string, };

export type UnlockLookupsRequest = { user: UserId, reason: string, };

export type UnlockVaultRequest = { passphrase: string, };

export type UnsoundPaper = { document: DocumentId, number: string, fault: PaperFault, };

export type UnusualDefaults = { limits: UnusualLimits, from: string, status: NumberStatus, source: string, };

export type UnusualHand = "free" | "another_owners" | "alone";

export type UnusualId = string;

export type UnusualLimits = { 
/**
 * While the practice is closed, in a night.
 */
outside_hours: number, 
/**
 * In an hour.
 */
failures: number, 
/**
 * In an hour.
 */
refusals: number, 
/**
 * In an hour.
 */
lookups: number, 
/**
 * Different accounts, in an hour.
 */
accounts_seen: number, 
/**
 * Different customers, in an hour.
 */
customers_seen: number, 
/**
 * In a day.
 */
exports: number, };

export type UnusualLine = { id: UnusualId, pattern: UnusualPattern, 
/**
 * In whose accesses; empty when nobody known.
 */
name: string, count: number, above: number, first: string, last: string, raised_at: string, 
/**
 * Whether whoever is at work may say a word of it.
 */
hand: UnusualHand, word: UnusualWord | null, };

export type UnusualPattern = "outside_hours" | "failures" | "refusals" | "lookups" | "accounts_seen" | "customers_seen" | "exports";

export type UnusualView = { 
/**
 * The latest first.
 */
waiting: Array<UnusualLine>, 
/**
 * The latest first.
 */
acknowledged: Array<UnusualLine>, limits: UnusualLimits, 
/**
 * Whether the owner chose them.
 */
chosen: boolean, defaults: UnusualDefaults, };

export type UnusualWord = { at: string, by: string, word: string, 
/**
 * It was about himself, and no other owner worked here.
 */
alone: boolean, };

export type UserChoice = { user: UserId, name: string, role: Role, 
/**
 * A PIN may be tried.
 */
pin: boolean, 
/**
 * Too many wrong PINs: the passphrase frees it.
 */
pin_locked: boolean, };

export type UserChoices = { users: Array<UserChoice>, 
/**
 * Whoever was at work last, besides whoever is now: most likely it is he who comes.
 */
last: UserId | null, };

export type UserId = string;

export type UserProof = { "with": "pin", pin: string, } | { "with": "passphrase", passphrase: string, };

export type UserRef = { user: UserId, };

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

export type VerifyRightsRequest = { dossier: DossierId, rank: number, 
/**
 * The date of care, when it is not the sale's own: it may lie in the past, and is asked for as such.
 */
service_date: string | null, };

export type WantedReminder = { key: string, level: ReminderLevel, };

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
whole: boolean, } | { "warning": "hearing_trial", 
/**
 * Days the trial lasts.
 */
days: number, 
/**
 * The first day a cheque may be kept, once the aids were delivered for the trial.
 */
not_before: string | null, } | { "warning": "network_no_advance", 
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
rank: number, } | { "warning": "operator_unknown", 
/**
 * Of which complementary.
 */
rank: number, };

export type WatchedMonth = { 
/**
 * Its first day.
 */
month: string, found: StatementState, 
/**
 * Of a debit nobody knows; none once erased.
 */
note: string | null, by: string | null, at: string | null, begun: boolean, 
/**
 * It has ended, and was not read.
 */
due: boolean, };

export type Way = "delivered_third_party_payment" | "set_aside" | "cheque_kept" | "cheque_deposited_later" | "customer_advances" | "customer_returns";

export type WhyTell = "refused" | "silence";

export type WithdrawRequestRequest = { request: RequestId, reason: string, };

export type WithdrawWriteOffRequest = { incident: IncidentId, dossier: DossierId, };

export type WordChoice = { 
/**
 * The word, as it is compared: without case nor accents.
 */
word: string, 
/**
 * The code of what it means.
 */
means: string, };

export type WorkCounts = { list: WorkList, due: number, due_cents: number, waiting: number, snoozed: number, };

export type WorkItemRow = { dossier: DossierId, 
/**
 * Which share: its rank, or 0 for what is between the practice and the customer. Unique with the dossier.
 */
place: number, number: string, customer: string, phone: string, 
/**
 * As they are asked for again, empty where nobody said.
 */
operator: string, payer: string, operator_label: string | null, payer_label: string | null, why: WorkWhy, next: WorkNext, since: string, days: number, cents: number, assignee: WorkPerson | null, 
/**
 * The day it comes back, or came back.
 */
snoozed_until: string | null, 
/**
 * Why it was put off, unless that was erased.
 */
snooze_reason: string | null, reminded: ReminderLevel | null, reminded_on: string | null, };

export type WorkList = "not_invoiced" | "not_gone" | "no_return" | "advised_unpaid" | "rejected" | "difference";

export type WorkNext = "invoice" | "transmit" | "decide" | "send" | "confirm" | "ask" | "remind" | "reconcile" | "correct" | "explain" | "collect" | "give_back";

export type WorkOrder = "since" | "amount" | "number" | "customer" | "payer" | "assignee";

export type WorkPerson = { user: UserId, name: string, role: Role, };

export type WorkRef = { dossier: DossierId, place: number, };

export type WorkRequest = { list: WorkList, show: WorkStanding, 
/**
 * Only what is given to the person at work.
 */
mine: boolean, sort: WorkOrder, descending: boolean, offset: number, limit: number, };

export type WorkStanding = "due" | "waiting" | "snoozed";

export type WorkView = { as_of: string, 
/**
 * Every list, in the order the work is taken up.
 */
lists: Array<WorkCounts>, 
/**
 * Who may be given something.
 */
people: Array<WorkPerson>, total: number, cents: number, rows: Array<WorkItemRow>, };

export type WorkWhy = "never_asked" | "agreed_not_invoiced" | "withdrawn" | "request_waits" | "invoice_waits" | "outcome_unknown" | "unanswered" | "invoice_undecided" | "entrusted" | "accepted_not_advised" | "advised" | "refused" | "agreement_cancelled" | "paid_less" | "customer_owes" | "owed_to_customer";

export type WriteLettersRequest = { incident: IncidentId, letters: Array<string>, };

export type WriteOffRequest = { incident: IncidentId, dossier: DossierId, reason: string, 
/**
 * Who else looks at it, where the practice asks for somebody.
 */
second: SecondProof | null, };

/** Every command, with what it takes and what it gives back. */
export interface Commands {
  "app.state": { request: Nothing; response: AppState };
  "app.first_sight": { request: Nothing; response: FirstSight };
  "passphrase.strength": { request: PassphraseRequest; response: PassphraseStrength };
  "identifier.check": { request: CheckIdentifierRequest; response: CheckedIdentifier };
  "practice.create": { request: CreatePracticeRequest; response: PracticeCreated };
  "practice.create_demonstration": { request: CreateDemonstrationRequest; response: PracticeCreated };
  "practice.recovery_sheet": { request: Nothing; response: DocumentReady };
  "practice.recovery_key_noted": { request: Nothing; response: Done };
  "practice.open": { request: OpenPracticeRequest; response: AppState };
  "practice.profile": { request: Nothing; response: PracticeProfile };
  "practice.set_profile": { request: PracticeProfile; response: AppState };
  "practice.lock": { request: Nothing; response: AppState };
  "practice.close": { request: Nothing; response: AppState };
  "restore.read": { request: RestoreRequest; response: RestorePreview };
  "restore.run": { request: RestoreRequest; response: AppState };
  "backup.progress": { request: Nothing; response: BackupProgress };
  "backup.cancel": { request: Nothing; response: Done };
  "user.alive": { request: Nothing; response: Done };
  "user.step_away": { request: Nothing; response: AppState };
  "user.choices": { request: Nothing; response: UserChoices };
  "user.switch": { request: SwitchUserRequest; response: AppState };
  "user.list": { request: Nothing; response: TeamView };
  "user.add": { request: AddUserRequest; response: TeamView };
  "user.change_role": { request: ChangeRoleRequest; response: TeamView };
  "user.rename": { request: RenameUserRequest; response: TeamView };
  "user.retire": { request: UserRef; response: TeamView };
  "user.readmit": { request: ReadmitUserRequest; response: TeamView };
  "user.set_passphrase": { request: SetPassphraseRequest; response: TeamView };
  "user.set_pin": { request: SetPinRequest; response: TeamView };
  "settings.set_idle_lock": { request: SetIdleLockRequest; response: PracticeSummary };
  "settings.set_picture_days": { request: SetPictureDaysRequest; response: PracticeSummary };
  "settings.set_second_look": { request: SetSecondLookRequest; response: PracticeSummary };
  "unusual.view": { request: Nothing; response: UnusualView };
  "unusual.acknowledge": { request: AcknowledgeUnusualRequest; response: UnusualView };
  "unusual.set_limits": { request: SetUnusualLimitsRequest; response: UnusualView };
  "credential.list": { request: Nothing; response: CredentialList };
  "credential.health": { request: Nothing; response: HealthView };
  "credential.view": { request: CredentialRef; response: CredentialView };
  "credential.add": { request: AddCredentialRequest; response: CredentialView };
  "credential.edit": { request: EditCredentialRequest; response: CredentialView };
  "credential.change_secret": { request: ChangeSecretRequest; response: CredentialView };
  "credential.restore_previous": { request: RestoreSecretRequest; response: CredentialView };
  "credential.put_certificate": { request: PutCertificateRequest; response: CertificatePut };
  "credential.drop_certificate": { request: CredentialRef; response: CredentialView };
  "credential.ending": { request: Nothing; response: EndingCertificates };
  "credential.remove": { request: CredentialRef; response: CredentialList };
  "credential.put_back": { request: CredentialRef; response: CredentialList };
  "credential.erase": { request: CredentialRef; response: CredentialList };
  "credential.read_import": { request: ReadImportRequest; response: ImportPreview };
  "credential.import": { request: ImportAccountsRequest; response: AccountsImported };
  "credential.export": { request: ExportAccountsRequest; response: AccountsExported };
  "credential.unlock": { request: UnlockVaultRequest; response: Done };
  "story.view": { request: Nothing; response: StoryView };
  "story.advance": { request: AdvanceStoryRequest; response: StoryView };
  "exercise.start": { request: Nothing; response: AppState };
  "exercise.view": { request: Nothing; response: ExerciseView };
  "exercise.end": { request: Nothing; response: ExerciseView };
  "exercise.report": { request: Nothing; response: DocumentReady };
  "exercise.leave": { request: Nothing; response: AppState };
  "platform.strip": { request: Nothing; response: PlatformStrip };
  "platform.declare": { request: DeclareFunctionRequest; response: PlatformStrip };
  "platform.probe": { request: ProbePlatformRequest; response: PlatformStrip };
  "platform.configure": { request: ConfigurePlatformRequest; response: PlatformStrip };
  "amo.declare": { request: DeclareAmoRequest; response: PlatformStrip };
  "routing.view": { request: Nothing; response: RoutingView };
  "routing.preview": { request: PreviewRoutingRequest; response: RoutingPreviewed };
  "routing.take": { request: TakeRoutingRequest; response: RoutingTaken };
  "routing.restore": { request: Nothing; response: RoutingView };
  "routing.change": { request: ChangeRoutingRequest; response: RoutingView };
  "routing.undo": { request: Nothing; response: RoutingView };
  "routing.export": { request: ExportRoutingRequest; response: RoutingExported };
  "routing.operators": { request: OperatorsRequest; response: OperatorOrder };
  "routing.affected": { request: AffectedRequest; response: AffectedView };
  "routing.export_affected": { request: ExportAffectedRequest; response: ListExported };
  "platform.read_description": { request: ReadDescriptionRequest; response: DescriptionRead };
  "platform.take_description": { request: TakeDescriptionRequest; response: PlatformStrip };
  "platform.description": { request: PlatformRef; response: DescriptionRead };
  "platform.dry_run": { request: DryRunRequest; response: DryRun };
  "platform.remove": { request: PlatformRef; response: PlatformStrip };
  "platform.set_conduct": { request: SetConductRequest; response: PlatformStrip };
  "platform.heat_map": { request: HeatMapRequest; response: HeatMap };
  "platform.export_availability": { request: ExportAvailabilityRequest; response: AvailabilityExported };
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
  "card.view_picture": { request: CardPictureRef; response: PictureShown };
  "card.erase_part": { request: EraseCardPartRequest; response: DossierView };
  "card.show_nir": { request: ShowNirRequest; response: NirShown };
  "dossier.undo_delivery": { request: UndoDeliveryRequest; response: DossierView };
  "dossier.record_moment": { request: RecordMomentRequest; response: DossierView };
  "dossier.choose_way": { request: ChooseWayRequest; response: DossierView };
  "dossier.record_payment": { request: CustomerPaymentRequest; response: DossierView };
  "dossier.reverse_payment": { request: CustomerPaymentRequest; response: DossierView };
  "dossier.refund_customer": { request: RefundCustomerRequest; response: Refunded };
  "estimate.view": { request: EstimateRequest; response: EstimateView };
  "estimate.print": { request: PrintEstimateRequest; response: DocumentReady };
  "estimate.reference": { request: Nothing; response: ReferenceView };
  "estimate.take_reference": { request: TakeReferenceRequest; response: ReferenceTaken };
  "estimate.restore_reference": { request: Nothing; response: ReferenceView };
  "rights.verify": { request: VerifyRightsRequest; response: RightsView };
  "rights.fields_sent": { request: VerifyRightsRequest; response: FieldsSent };
  "rights.kept": { request: KeptAnswersRequest; response: KeptAnswers };
  "rights.see": { request: SeeCoverageRequest; response: DossierView };
  "rights.call_sheet": { request: CallSheetRequest; response: CallSheet };
  "rights.print_call_sheet": { request: CallSheetRequest; response: DocumentReady };
  "formality.ask": { request: AskFormalityRequest; response: FormalityAsked };
  "formality.fields": { request: FormalityRef; response: FieldsSent };
  "consent.record": { request: RecordConsentRequest; response: DossierView };
  "consent.sheet": { request: ConsentSheetRequest; response: DocumentReady };
  "consent.set_rule": { request: SetConsentRuleRequest; response: FieldListsView };
  "fields.view": { request: Nothing; response: FieldListsView };
  "fields.switch": { request: SwitchFieldRequest; response: FieldListsView };
  "fields.take_lists": { request: TakeFieldListsRequest; response: FieldListsTaken };
  "fields.restore_lists": { request: Nothing; response: FieldListsView };
  "data_flows.view": { request: Nothing; response: DataFlowsView };
  "retention.view": { request: Nothing; response: RetentionView };
  "retention.due": { request: DueRequest; response: DueList };
  "retention.set_clock": { request: SetClockRequest; response: RetentionView };
  "retention.take_clocks": { request: TakeClocksRequest; response: ClocksTaken };
  "retention.export_clocks": { request: ExportClocksRequest; response: Done };
  "retention.restore_clocks": { request: Nothing; response: RetentionView };
  "retention.destroy_backup": { request: DestroyBackupRequest; response: RetentionView };
  "backup.view": { request: Nothing; response: BackupsView };
  "backup.standing": { request: Nothing; response: BackupStanding };
  "backup.set": { request: SetBackupsRequest; response: BackupsView };
  "backup.start": { request: Nothing; response: BackupsView };
  "backup.verify": { request: BackupRef; response: BackupsView };
  "purge.preview": { request: ErasurePreviewRequest; response: ErasurePreview };
  "purge.ask": { request: AskPurgeRequest; response: RetentionView };
  "purge.agree": { request: AgreePurgeRequest; response: RetentionView };
  "purge.withdraw": { request: PurgeRef; response: RetentionView };
  "purge.open_certificate": { request: PurgeRef; response: DocumentReady };
  "privacy_papers.view": { request: Nothing; response: PrivacyPapersView };
  "privacy_papers.print": { request: PrintPrivacyPaperRequest; response: DocumentReady };
  "privacy_papers.set_answerable": { request: SetAnswerableRequest; response: PrivacyPapersView };
  "privacy_papers.take_grounds": { request: TakeGroundsRequest; response: GroundsTaken };
  "privacy_papers.export_grounds": { request: ExportGroundsRequest; response: Done };
  "privacy_papers.restore_grounds": { request: Nothing; response: PrivacyPapersView };
  "data_flows.print": { request: Nothing; response: DocumentReady };
  "lookup_guard.standing": { request: Nothing; response: LookupStanding };
  "lookup_guard.view": { request: Nothing; response: LookupGuardView };
  "lookup_guard.set_limits": { request: SetLookupLimitsRequest; response: LookupGuardView };
  "lookup_guard.unlock": { request: UnlockLookupsRequest; response: LookupGuardView };
  "lookup_guard.staff_notice": { request: Nothing; response: DocumentReady };
  "cheque.read_line": { request: ReadChequeLineRequest; response: ChequeLineView };
  "cheque.keep": { request: KeepChequeRequest; response: ChequeKept };
  "cheque.receipt": { request: ChequeRef; response: DocumentReady };
  "cheque.view": { request: ChequeRef; response: ChequeView };
  "cheque.list": { request: ListChequesRequest; response: ChequeList };
  "cheque.give_notice": { request: GiveNoticeRequest; response: DocumentReady };
  "cheque.to_tell": { request: Nothing; response: ToTellList };
  "cheque.give_notices": { request: GiveNoticesRequest; response: NoticesGiven };
  "cheque.convert": { request: ConvertChequeRequest; response: ChequeView };
  "cheque.deposit": { request: DepositChequeRequest; response: ChequeView };
  "cheque.return": { request: ReturnChequeRequest; response: ChequeReturned };
  "cheque.overrides": { request: Nothing; response: ChequeOverrides };
  "cheque.override": { request: ChequeOverrideRequest; response: ChequeOverrideView };
  "cheque.ask_override": { request: AskOverrideRequest; response: ChequeView };
  "cheque.withdraw_override": { request: ChequeRef; response: ChequeView };
  "cheque.discharge": { request: ChequeRef; response: DocumentReady };
  "cheque.take_step": { request: TakeChequeStepRequest; response: ChequeView };
  "cheque.fees": { request: ChequeFeesRequest; response: ChequeView };
  "cheque.keep_picture": { request: KeepChequePictureRequest; response: ChequeView };
  "cheque.view_picture": { request: ChequePictureRef; response: PictureShown };
  "cheque.erase_picture": { request: ChequePictureRef; response: ChequeView };
  "cheque.evidence": { request: ChequeRef; response: DocumentReady };
  "slip.make": { request: MakeSlipRequest; response: SlipMade };
  "slip.list": { request: ListSlipsRequest; response: SlipList };
  "slip.view": { request: SlipRef; response: SlipView };
  "slip.credit": { request: CreditSlipRequest; response: SlipView };
  "slip.set_number": { request: SetSlipNumberRequest; response: SlipView };
  "slip.take_apart": { request: TakeSlipApartRequest; response: SlipView };
  "slip.print": { request: SlipRef; response: DocumentReady };
  "slip.reprint": { request: SlipRef; response: DocumentReady };
  "inventory.drawer": { request: Nothing; response: DrawerView };
  "inventory.keep_draft": { request: KeepInventoryDraftRequest; response: Done };
  "inventory.print_list": { request: Nothing; response: DocumentReady };
  "inventory.count": { request: CountDrawerRequest; response: DrawerCounted };
  "inventory.list": { request: ListInventoriesRequest; response: InventoryList };
  "inventory.view": { request: InventoryRef; response: InventoryView };
  "inventory.sheet": { request: InventoryRef; response: DocumentReady };
  "inventory.reprint": { request: InventoryRef; response: DocumentReady };
  "advance.print": { request: PrintAdvancePaperRequest; response: DocumentReady };
  "operator_advance.list": { request: Nothing; response: OperatorAdvancesView };
  "operator_advance.receive": { request: ReceiveOperatorAdvanceRequest; response: OperatorAdvancesView };
  "operator_advance.reschedule": { request: RescheduleAdvanceRequest; response: OperatorAdvancesView };
  "operator_advance.repay": { request: RepayAdvanceRequest; response: OperatorAdvancesView };
  "operator_advance.reverse_repayment": { request: RepayAdvanceRequest; response: OperatorAdvancesView };
  "operator_advance.cancel": { request: CancelAdvanceRequest; response: OperatorAdvancesView };
  "operator_advance.candidates": { request: OperatorAdvanceRef; response: RecoupCandidates };
  "operator_advance.recoup": { request: RecoupAdvanceRequest; response: OperatorAdvancesView };
  "operator_advance.export": { request: ExportAdvancesRequest; response: ListExported };
  "operator_advance.request": { request: AdvanceRequestOf; response: AdvanceRequestView };
  "operator_advance.print_request": { request: AdvanceRequestOf; response: DocumentReady };
  "operator_advance.print_statement": { request: OperatorAdvanceRef; response: DocumentReady };
  "suspension.set": { request: SuspendRequest; response: OperatorAdvancesView };
  "suspension.lift": { request: PlatformRef; response: OperatorAdvancesView };
  "suspension.print_notice": { request: PlatformRef; response: DocumentReady };
  "down_payment.receive": { request: ReceiveDownPaymentRequest; response: DocumentReady };
  "down_payment.impute": { request: ImputeDownPaymentRequest; response: DossierView };
  "down_payment.release": { request: ImputeDownPaymentRequest; response: DossierView };
  "down_payment.refund": { request: RefundDownPaymentRequest; response: Refunded };
  "down_payment.reverse": { request: ReverseDownPaymentRequest; response: DossierView };
  "document.reprint": { request: DocumentRef; response: DocumentReady };
  "document.open": { request: DocumentRef; response: DocumentReady };
  "queue.view": { request: Nothing; response: QueueView };
  "queue.send": { request: RequestRef; response: SendOutcome };
  "queue.withdraw": { request: WithdrawRequestRequest; response: QueueView };
  "queue.settle_unknown": { request: SettleUnknownRequest; response: QueueView };
  "queue.check_unknown": { request: RequestRef; response: SendOutcome };
  "queue.requeue": { request: RequeueRequest; response: QueueView };
  "circuit.view": { request: Nothing; response: CircuitView };
  "circuit.read": { request: ReadCircuitRequest; response: CircuitReading };
  "circuit.take": { request: TakeCircuitRequest; response: ImportTaken };
  "circuit.undo": { request: ImportRef; response: ImportUndone };
  "circuit.entrust": { request: EntrustRequest; response: DossierView };
  "circuit.take_back": { request: TakeBackRequest; response: DossierView };
  "import.progress": { request: Nothing; response: ImportProgress };
  "import.cancel": { request: Nothing; response: ImportProgress };
  "mapping.remove": { request: RemoveMappingRequest; response: SavedMappings };
  "incident.view": { request: IncidentRef; response: IncidentView };
  "incident.open": { request: OpenIncidentRequest; response: IncidentView };
  "incident.reclassify": { request: ReclassifyIncidentRequest; response: IncidentView };
  "incident.correct_times": { request: CorrectIncidentTimesRequest; response: IncidentView };
  "incident.add_line": { request: AddIncidentLineRequest; response: IncidentView };
  "incident.attach_piece": { request: AttachPieceRequest; response: IncidentView };
  "incident.open_piece": { request: IncidentPieceRef; response: DocumentReady };
  "incident.reopen": { request: IncidentRef; response: IncidentView };
  "outage.view": { request: IncidentRef; response: OutageView };
  "outage.set_mode": { request: SetOutageModeRequest; response: OutageView };
  "outage.carry_beyond": { request: CarryBeyondRequest; response: DossierView };
  "outage.door_notice": { request: IncidentRef; response: DocumentReady };
  "outage.phone_message": { request: IncidentRef; response: DocumentReady };
  "outage.proof": { request: DossierRef; response: DocumentReady };
  "outage.set_aside_slip": { request: DossierRef; response: DocumentReady };
  "call_back.list": { request: IncidentRef; response: CallBackList };
  "call_back.record": { request: RecordCallRequest; response: Done };
  "call_back.print": { request: IncidentRef; response: DocumentReady };
  "incident.list": { request: Nothing; response: IncidentList };
  "recovery.view": { request: IncidentRef; response: RecoveryView };
  "recovery.start": { request: IncidentRef; response: RecoveryView };
  "recovery.cancel": { request: IncidentRef; response: RecoveryView };
  "recovery.close": { request: IncidentRef; response: RecoveryView };
  "breach.view": { request: IncidentRef; response: BreachView };
  "breach.note_leak": { request: NoteLeakRequest; response: BreachView };
  "breach.note_task": { request: NoteBreachTaskRequest; response: BreachView };
  "breach.running": { request: Nothing; response: BreachClocks };
  "breach.note_awareness": { request: NoteAwarenessRequest; response: BreachView };
  "breach.determine": { request: DetermineNotifierRequest; response: BreachView };
  "breach.describe": { request: DescribeBreachRequest; response: BreachView };
  "breach.set_watch": { request: SetDebitWatchRequest; response: BreachView };
  "breach.check_statement": { request: CheckStatementRequest; response: BreachView };
  "breach.call_sheet": { request: IncidentRef; response: DocumentReady };
  "breach.print": { request: BreachPaperRequest; response: DocumentReady };
  "breach.open_paper": { request: BreachPaperRef; response: DocumentReady };
  "breach.profile": { request: Nothing; response: BreachProfileView };
  "breach.set_contact": { request: SetContactRequest; response: BreachProfileView };
  "breach.remove_contact": { request: RemoveContactRequest; response: BreachProfileView };
  "breach.take_profile": { request: TakeBreachProfileRequest; response: BreachProfileTaken };
  "breach.export_profile": { request: ExportBreachProfileRequest; response: Done };
  "breach.restore_profile": { request: Nothing; response: BreachProfileView };
  "rotation.view": { request: IncidentRef; response: RotationView };
  "rotation.plan": { request: IncidentRef; response: RotationView };
  "rotation.change": { request: RotateSecretRequest; response: RotationView };
  "rotation.leave_out": { request: LeaveOutRequest; response: RotationView };
  "rotation.print": { request: IncidentRef; response: DocumentReady };
  "recovery.secure_access": { request: SecureAccessRequest; response: RecoveryView };
  "recovery.write_off": { request: WriteOffRequest; response: RecoveryView };
  "recovery.second_look": { request: DossierRef; response: SecondLookView };
  "recovery.withdraw_write_off": { request: WithdrawWriteOffRequest; response: RecoveryView };
  "recovery.undo_write_off": { request: WriteOffRequest; response: RecoveryView };
  "portal.next": { request: NextPortalRequest; response: NextPortal };
  "portal.step": { request: PortalStepRequest; response: PortalStep };
  "portal.record_formality": { request: RecordPortalFormalityRequest; response: DossierView };
  "portal.record_answer": { request: RecordPortalAnswerRequest; response: Rechecked };
  "recovery.letters": { request: IncidentRef; response: CustomerLetters };
  "recovery.write_letters": { request: WriteLettersRequest; response: LetterProgress };
  "recovery.letters_progress": { request: Nothing; response: LetterProgress };
  "recovery.cancel_letters": { request: Nothing; response: LetterProgress };
  "recovery.print_letters": { request: PrintLettersRequest; response: DocumentReady };
  "recovery.difference_letter": { request: DossierRef; response: DocumentReady };
  "advice.record": { request: RecordAdviceRequest; response: DossierView };
  "bank_credit.awaited": { request: AwaitedRequest; response: AwaitedList };
  "bank_credit.record": { request: RecordBankCreditRequest; response: BankCreditRecorded };
  "bank_credit.unallocated": { request: Nothing; response: UnallocatedList };
  "bank_credit.allocate": { request: AllocateBankCreditRequest; response: BankCreditRecorded };
  "pilotage.view": { request: Nothing; response: PilotageView };
  "pilotage.dossiers": { request: PilotageDossiersRequest; response: PilotageDossiers };
  "pilotage.export": { request: ExportPilotageRequest; response: ListExported };
  "pilotage.print": { request: Nothing; response: DocumentReady };
  "pilotage.set_term": { request: SetPaymentTermRequest; response: PilotageView };
  "reminder.plan": { request: PlanRemindersRequest; response: ReminderPlan };
  "reminder.start": { request: StartRemindersRequest; response: LetterProgress };
  "reminder.progress": { request: Nothing; response: LetterProgress };
  "reminder.cancel": { request: Nothing; response: LetterProgress };
  "reminder.list": { request: ListRemindersRequest; response: ReminderList };
  "reminder.open": { request: ReminderRef; response: DocumentReady };
  "reminder.reprint": { request: ReminderRef; response: DocumentReady };
  "reminder.bundle": { request: BundleRemindersRequest; response: DocumentReady };
  "bank_credit.take_penalty": { request: TakePenaltyRequest; response: UnallocatedList };
  "work.list": { request: WorkRequest; response: WorkView };
  "work.assign": { request: AssignWorkRequest; response: Done };
  "work.snooze": { request: SnoozeWorkRequest; response: Done };
  "work.resume": { request: ResumeWorkRequest; response: Done };
  "work.print": { request: PrintWorkRequest; response: DocumentReady };
  "work.export": { request: ExportWorkRequest; response: ListExported };
  "payments.view": { request: Nothing; response: PaymentsView };
  "payments.undo": { request: ImportRef; response: PaymentsUndone };
  "payments.read_statement": { request: ReadStatementRequest; response: StatementReading };
  "payments.take_statement": { request: TakeStatementRequest; response: StatementTaken };
  "payments.read_advices": { request: ReadAdvicesRequest; response: AdviceReading };
  "payments.take_advices": { request: TakeAdvicesRequest; response: AdvicesTaken };
  "payments.settle_aside": { request: SettleAsideRequest; response: PaymentsView };
  "payments.drop_aside": { request: DropAsideRequest; response: PaymentsView };
  "payments.raised": { request: Nothing; response: RaisedView };
  "payments.set_advice_delay": { request: SetAdviceDelayRequest; response: RaisedView };
  "payments.explain_shortfall": { request: ExplainShortfallRequest; response: DossierView };
  "payments.remember_payer": { request: RememberPayerRequest; response: PayersView };
  "payments.forget_payer": { request: ForgetPayerRequest; response: PayersView };
  "books.trial_balance": { request: TrialBalanceRequest; response: TrialBalanceView };
  "books.export": { request: ExportBooksRequest; response: BooksExported };
  "books.set_down_payment_vat": { request: SetDownPaymentVatRequest; response: TrialBalanceView };
  "books.set_kept_cheques": { request: SetKeptChequeBookingRequest; response: TrialBalanceView };
  "journal.head": { request: Nothing; response: JournalHead };
  "journal.page": { request: JournalPageRequest; response: JournalPage };
  "journal.verify": { request: VerifyArchiveRequest; response: Verification };
  "access_log.list": { request: AccessLogRequest; response: AccessLogPage };
  "access_log.verify": { request: VerifyAccessLogRequest; response: AccessLogVerification };
  "access_log.export": { request: ExportAccessLogRequest; response: AccessLogExported };
  "journal.export": { request: ExportArchiveRequest; response: ArchiveExported };
}

export type CommandName = keyof Commands;
