//! Every command the window may call, one line each: its name, who may call it, its shapes, the use case behind it, and
//! the line it leaves in the access log when it leaves one.

use crate::{access_log, app::App, call::Call, contract::*, permission::Needs, typescript::Declarations};
use serde_json::Value;
use std::pin::Pin;

/// A command being answered.
type Answering<'a> = Pin<Box<dyn Future<Output = Result<Value, Problem>> + Send + 'a>>;

macro_rules! commands {
    ($($name:literal $needs:ident $module:ident::$run:ident($request:ty) -> $response:ty $(, leaves $access:ident)?;)*) => {
        /// The names of every command, in the order of the table.
        pub const NAMES: &[&str] = &[$($name),*];

        /// Who may call a command; none for a name that is not in the table.
        pub fn needs(name: &str) -> Option<Needs> {
            match name {
                $($name => Some(Needs::$needs),)*
                _ => None,
            }
        }

        /// What a command leaves in the access log, when it does.
        pub fn leaves(name: &str) -> Option<AccessKind> {
            match name {
                $($($name => Some(AccessKind::$access),)?)*
                _ => None,
            }
        }

        /// Runs a command: checks the permission, reads the request, answers JSON or a problem.
        pub async fn dispatch(app: &App, name: &str, call: Call, request: Value) -> Result<Value, Problem> {
            match name {
                $($name => {
                    // Who asks is looked at before what is asked.
                    if let Err(refusal) = app.check(Needs::$needs) {
                        access_log::refused(app, call, name, &refusal).await;
                        return Err(refusal);
                    }
                    // Each command has a future of its own, apart: all of them together would not fit a small stack.
                    fn run<'a>(app: &'a App, call: Call, request: Value) -> Answering<'a> {
                        Box::pin(async move {
                            let access = leaves($name).map(|kind| access_log::of_request(kind, &request));
                            let request: $request = crate::call::read(request)?;
                            let noting = access_log::Noting::of(app, call, access);
                            let answer: Result<$response, Problem> = crate::$module::$run(app, call, request).await;
                            noting.end(app, &answer).await;
                            crate::call::write(&answer?)
                        })
                    }
                    run(app, call, request).await
                })*
                _ => Err(Problem::code(ProblemCode::UnknownCommand)),
            }
        }

        /// The TypeScript twin of the whole contract.
        pub fn typescript() -> String {
            let mut declarations = Declarations::default();
            $(declarations.command::<$request, $response>($name);)*
            declarations.add::<RevealRequest>();
            declarations.add::<CopyRequest>();
            declarations.add::<ProposeRequest>();
            declarations.add::<relais_domain::credential::CredentialField>();
            declarations.add::<Problem>();
            declarations.add::<Changed>();
            declarations.file()
        }
    };
}

commands! {
    // First run, opening, locking.
    "app.state" Anyone access::state(Nothing) -> AppState;
    "app.first_sight" Anyone first_sight::first_sight(Nothing) -> FirstSight;
    "passphrase.strength" Anyone access::passphrase_strength(PassphraseRequest) -> PassphraseStrength;
    "identifier.check" Anyone check_identifier::check(CheckIdentifierRequest) -> CheckedIdentifier;
    "practice.create" Anyone first_run::create_practice(CreatePracticeRequest) -> PracticeCreated;
    "practice.create_demonstration" Anyone first_run::create_demonstration(CreateDemonstrationRequest) -> PracticeCreated;
    "practice.recovery_sheet" Anyone first_run::recovery_sheet(Nothing) -> DocumentReady, leaves RecoveryKeyPrinted;
    "practice.recovery_key_noted" Anyone first_run::recovery_key_noted(Nothing) -> Done;
    "practice.open" Anyone access::open_practice(OpenPracticeRequest) -> AppState;
    "practice.profile" Read practice_profile::view(Nothing) -> PracticeProfile;
    "practice.set_profile" Own practice_profile::set(PracticeProfile) -> AppState;
    "practice.lock" Anyone access::lock(Nothing) -> AppState;
    "practice.close" Anyone access::close(Nothing) -> AppState;
    "restore.read" Anyone restoring::read(RestoreRequest) -> RestorePreview;
    "restore.run" Anyone restoring::run(RestoreRequest) -> AppState;
    "backup.progress" Anyone backups::progress(Nothing) -> BackupProgress;
    "backup.cancel" Anyone backups::cancel(Nothing) -> Done;
    // Who works here, and who is at work.
    "user.alive" Anyone idle::alive(Nothing) -> Done;
    "user.step_away" Read idle::step_away(Nothing) -> AppState;
    "user.choices" Anyone team::choices(Nothing) -> UserChoices;
    "user.switch" Anyone team::switch(SwitchUserRequest) -> AppState;
    "user.list" Read team::list(Nothing) -> TeamView;
    "user.add" Own team::add(AddUserRequest) -> TeamView;
    "user.change_role" Own team::change_role(ChangeRoleRequest) -> TeamView;
    "user.rename" Own team::rename(RenameUserRequest) -> TeamView;
    "user.retire" Own team::retire(UserRef) -> TeamView;
    "user.readmit" Own team::readmit(ReadmitUserRequest) -> TeamView;
    "user.set_passphrase" Read team::set_passphrase(SetPassphraseRequest) -> TeamView, leaves SecretChanged;
    "user.set_pin" Read team::set_pin(SetPinRequest) -> TeamView, leaves SecretChanged;
    "settings.set_idle_lock" Own settings::set_idle_lock(SetIdleLockRequest) -> PracticeSummary;
    "settings.set_picture_days" Own cheque_pictures::set_days(SetPictureDaysRequest) -> PracticeSummary;
    "settings.set_second_look" Own second_look::set_limit(SetSecondLookRequest) -> PracticeSummary;
    // What is unusual in the accesses.
    "unusual.view" Own unusual::view(Nothing) -> UnusualView;
    "unusual.acknowledge" Own unusual::acknowledge(AcknowledgeUnusualRequest) -> UnusualView;
    "unusual.set_limits" Own unusual::set_limits(SetUnusualLimitsRequest) -> UnusualView;
    // The vault of accounts; what gives a secret out is in `disclosures`.
    "credential.list" Work credentials::list(Nothing) -> CredentialList;
    "credential.health" Work credentials::health(Nothing) -> HealthView;
    "credential.view" Work credentials::view(CredentialRef) -> CredentialView;
    "credential.add" Work credentials::add(AddCredentialRequest) -> CredentialView;
    "credential.edit" Work credentials::edit(EditCredentialRequest) -> CredentialView;
    "credential.change_secret" Work credentials::change_secret(ChangeSecretRequest) -> CredentialView;
    "credential.restore_previous" Work credentials::restore_previous(RestoreSecretRequest) -> CredentialView;
    "credential.put_certificate" Work credentials::put_certificate(PutCertificateRequest) -> CertificatePut;
    "credential.drop_certificate" Work credentials::drop_certificate(CredentialRef) -> CredentialView;
    "credential.ending" Work credentials::ending(Nothing) -> EndingCertificates;
    "credential.remove" Own credentials::remove(CredentialRef) -> CredentialList;
    "credential.put_back" Own credentials::put_back(CredentialRef) -> CredentialList;
    "credential.erase" Own credentials::erase(CredentialRef) -> CredentialList;
    "credential.read_import" Work credentials::read_import(ReadImportRequest) -> ImportPreview;
    "credential.import" Work credentials::import(ImportAccountsRequest) -> AccountsImported;
    "credential.export" Own credentials::export(ExportAccountsRequest) -> AccountsExported, leaves ListExported;
    "credential.unlock" Work credentials::unlock(UnlockVaultRequest) -> Done;
    // The demonstration.
    "story.view" Read story::view(Nothing) -> StoryView;
    "story.advance" Work story::advance(AdvanceStoryRequest) -> StoryView;
    // « Exercice panne ».
    "exercise.start" Anyone exercise::start(Nothing) -> AppState;
    "exercise.view" Read exercise::view(Nothing) -> ExerciseView;
    "exercise.end" Work exercise::end(Nothing) -> ExerciseView;
    "exercise.report" Work exercise::report(Nothing) -> DocumentReady;
    "exercise.leave" Work exercise::leave(Nothing) -> AppState;
    // Platforms.
    "platform.strip" Read platforms::strip(Nothing) -> PlatformStrip;
    "platform.declare" Work platforms::declare(DeclareFunctionRequest) -> PlatformStrip;
    "platform.probe" Work platforms::probe(ProbePlatformRequest) -> PlatformStrip;
    "platform.configure" Own platforms::configure(ConfigurePlatformRequest) -> PlatformStrip;
    "amo.declare" Work amo::declare(DeclareAmoRequest) -> PlatformStrip;
    // Who answers for an insurer.
    "routing.view" Read routing_table::view(Nothing) -> RoutingView;
    "routing.preview" Own routing_table::preview(PreviewRoutingRequest) -> RoutingPreviewed;
    "routing.take" Own routing_table::take(TakeRoutingRequest) -> RoutingTaken;
    "routing.restore" Own routing_table::restore(Nothing) -> RoutingView;
    "routing.change" Own routing_table::change(ChangeRoutingRequest) -> RoutingView;
    "routing.undo" Own routing_table::undo(Nothing) -> RoutingView;
    "routing.export" Work routing_table::export(ExportRoutingRequest) -> RoutingExported;
    "routing.operators" Read routing::operators(OperatorsRequest) -> OperatorOrder;
    "routing.affected" Read routing_affected::affected(AffectedRequest) -> AffectedView;
    "routing.export_affected" Work routing_affected::export(ExportAffectedRequest) -> ListExported, leaves ListExported;
    "platform.read_description" Own describe_platform::read(ReadDescriptionRequest) -> DescriptionRead;
    "platform.take_description" Own describe_platform::take(TakeDescriptionRequest) -> PlatformStrip;
    "platform.description" Own describe_platform::view(PlatformRef) -> DescriptionRead;
    "platform.dry_run" Own dry_run::run(DryRunRequest) -> DryRun;
    "platform.remove" Own describe_platform::remove(PlatformRef) -> PlatformStrip;
    "platform.set_conduct" Own conduct::set(SetConductRequest) -> PlatformStrip;
    "platform.heat_map" Read availability::heat_map(HeatMapRequest) -> HeatMap;
    "platform.export_availability" Read availability::export(ExportAvailabilityRequest) -> AvailabilityExported;
    // The counter.
    "dossier.open" Work open_dossier::open(OpenDossierRequest) -> DossierOpened;
    "dossier.parse_line" Work paste_line::parse(ParseLineRequest) -> ParsedLine;
    "dossier.view" Read view_dossier::view(DossierRef) -> DossierView;
    "dossier.search" Read search::search(SearchRequest) -> DossierList;
    "dossier.edit_customer" Work edit_dossier::edit_customer(EditCustomerRequest) -> DossierView;
    "dossier.price" Work edit_dossier::price(PriceDossierRequest) -> DossierView;
    "dossier.record_card" Work record_card::record(RecordCardRequest) -> DossierView;
    "card.read_text" Work read_card::text(ReadCardTextRequest) -> CardTextRead;
    "card.read_picture" Work read_card::picture(ReadCardPictureRequest) -> CardPictureText;
    "card.keep_picture" Work card_parts::keep_picture(KeepCardPictureRequest) -> DossierView;
    "card.view_picture" Work card_parts::view_picture(CardPictureRef) -> PictureShown, leaves PictureShown;
    "card.erase_part" Work card_parts::erase(EraseCardPartRequest) -> DossierView;
    "card.show_nir" Work card_parts::show_nir(ShowNirRequest) -> NirShown, leaves SecretShown;
    "dossier.undo_delivery" Work edit_dossier::undo_delivery(UndoDeliveryRequest) -> DossierView;
    "dossier.record_moment" Work edit_dossier::record_moment(RecordMomentRequest) -> DossierView;
    "dossier.choose_way" Work choose_way::choose(ChooseWayRequest) -> DossierView;
    "dossier.record_payment" Work customer_payment::record(CustomerPaymentRequest) -> DossierView;
    "dossier.reverse_payment" Work customer_payment::reverse(CustomerPaymentRequest) -> DossierView;
    "dossier.refund_customer" Work customer_payment::refund(RefundCustomerRequest) -> Refunded, leaves DocumentMade;
    "estimate.view" Read estimate::view(EstimateRequest) -> EstimateView;
    "estimate.print" Work estimate_paper::print(PrintEstimateRequest) -> DocumentReady, leaves DocumentMade;
    "estimate.reference" Read estimate_reference::view(Nothing) -> ReferenceView;
    "estimate.take_reference" Own estimate_reference::take(TakeReferenceRequest) -> ReferenceTaken;
    "estimate.restore_reference" Own estimate_reference::restore(Nothing) -> ReferenceView;
    "rights.verify" Work verify_rights::verify(VerifyRightsRequest) -> RightsView, leaves RightsLookedUp;
    "rights.fields_sent" Read verify_rights::fields_sent(VerifyRightsRequest) -> FieldsSent;
    "rights.kept" Read known_cover::kept(KeptAnswersRequest) -> KeptAnswers;
    "rights.see" Work see_coverage::see(SeeCoverageRequest) -> DossierView;
    "rights.call_sheet" Read see_coverage::call_sheet(CallSheetRequest) -> CallSheet;
    "rights.print_call_sheet" Work see_coverage::print_call_sheet(CallSheetRequest) -> DocumentReady, leaves DocumentMade;
    // What is asked of an operator about a sale.
    "formality.ask" Work formalities::ask(AskFormalityRequest) -> FormalityAsked;
    "formality.fields" Read formalities::fields_sent(FormalityRef) -> FieldsSent;
    // What leaves, and the watch over the look-ups.
    "consent.record" Work consent::record(RecordConsentRequest) -> DossierView;
    "consent.sheet" Work consent::sheet(ConsentSheetRequest) -> DocumentReady, leaves DocumentMade;
    "consent.set_rule" Own field_lists::set_consent_rule(SetConsentRuleRequest) -> FieldListsView;
    "fields.view" Read field_lists::view(Nothing) -> FieldListsView;
    "fields.switch" Own field_lists::switch(SwitchFieldRequest) -> FieldListsView;
    "fields.take_lists" Own field_lists::take(TakeFieldListsRequest) -> FieldListsTaken;
    "fields.restore_lists" Own field_lists::restore(Nothing) -> FieldListsView;
    "data_flows.view" Read data_flows::view(Nothing) -> DataFlowsView;
    "retention.view" Read retention::view(Nothing) -> RetentionView;
    "retention.due" Own retention::list(DueRequest) -> DueList;
    "retention.set_clock" Own retention::set_clock(SetClockRequest) -> RetentionView;
    "retention.take_clocks" Own retention::take_clocks(TakeClocksRequest) -> ClocksTaken;
    "retention.export_clocks" Read retention::export_clocks(ExportClocksRequest) -> Done;
    "retention.restore_clocks" Own retention::restore_clocks(Nothing) -> RetentionView;
    "retention.destroy_backup" Own retention::destroyed(DestroyBackupRequest) -> RetentionView;
    "backup.view" Read backups::view(Nothing) -> BackupsView;
    "backup.standing" Read backups::standing(Nothing) -> BackupStanding;
    "backup.set" Own backups::set(SetBackupsRequest) -> BackupsView;
    "backup.start" Work backups::start(Nothing) -> BackupsView;
    "backup.verify" Work backups::verify(BackupRef) -> BackupsView;
    "purge.preview" Own retention::preview(ErasurePreviewRequest) -> ErasurePreview;
    "purge.ask" Own retention::ask(AskPurgeRequest) -> RetentionView;
    "purge.agree" Own retention::agree(AgreePurgeRequest) -> RetentionView;
    "purge.withdraw" Own retention::withdraw(PurgeRef) -> RetentionView;
    "purge.open_certificate" Read retention::open_certificate(PurgeRef) -> DocumentReady, leaves DocumentMade;
    "privacy_papers.view" Read privacy_papers::view(Nothing) -> PrivacyPapersView;
    "privacy_papers.print" Work privacy_papers::print(PrintPrivacyPaperRequest) -> DocumentReady, leaves DocumentMade;
    "privacy_papers.set_answerable" Own privacy_papers::set_answerable(SetAnswerableRequest) -> PrivacyPapersView;
    "privacy_papers.take_grounds" Own privacy_papers::take_grounds(TakeGroundsRequest) -> GroundsTaken;
    "privacy_papers.export_grounds" Read privacy_papers::export_grounds(ExportGroundsRequest) -> Done;
    "privacy_papers.restore_grounds" Own privacy_papers::restore_grounds(Nothing) -> PrivacyPapersView;
    "data_flows.print" Work data_flows::print(Nothing) -> DocumentReady, leaves DocumentMade;
    "lookup_guard.standing" Read lookup_guard::standing_of_user(Nothing) -> LookupStanding;
    "lookup_guard.view" Own lookup_guard::view(Nothing) -> LookupGuardView;
    "lookup_guard.set_limits" Own lookup_guard::set_limits(SetLookupLimitsRequest) -> LookupGuardView;
    "lookup_guard.unlock" Own lookup_guard::unlock(UnlockLookupsRequest) -> LookupGuardView, leaves LookupUnlocked;
    "lookup_guard.staff_notice" Own lookup_guard::print_staff_notice(Nothing) -> DocumentReady, leaves DocumentMade;
    // Cheques.
    "cheque.read_line" Work keep_cheque::read_line(ReadChequeLineRequest) -> ChequeLineView;
    "cheque.keep" Work keep_cheque::keep(KeepChequeRequest) -> ChequeKept;
    "cheque.receipt" Work cheque_papers::receipt(ChequeRef) -> DocumentReady, leaves DocumentMade;
    "cheque.view" Read view_cheques::view(ChequeRef) -> ChequeView;
    "cheque.list" Read view_cheques::list(ListChequesRequest) -> ChequeList;
    "cheque.give_notice" Work settle_cheque::give_notice(GiveNoticeRequest) -> DocumentReady, leaves DocumentMade;
    "cheque.to_tell" Read notices::list(Nothing) -> ToTellList;
    "cheque.give_notices" Work notices::give(GiveNoticesRequest) -> NoticesGiven, leaves DocumentMade;
    "cheque.convert" Work settle_cheque::convert(ConvertChequeRequest) -> ChequeView;
    "cheque.deposit" Work settle_cheque::deposit(DepositChequeRequest) -> ChequeView;
    "cheque.return" Work settle_cheque::give_back(ReturnChequeRequest) -> ChequeReturned, leaves DocumentMade;
    "cheque.overrides" Read view_cheques::overrides(Nothing) -> ChequeOverrides;
    "cheque.override" Read cheque_override::view(ChequeOverrideRequest) -> ChequeOverrideView;
    "cheque.ask_override" Own cheque_override::ask(AskOverrideRequest) -> ChequeView;
    "cheque.withdraw_override" Own cheque_override::withdraw(ChequeRef) -> ChequeView;
    "cheque.discharge" Work cheque_papers::discharge(ChequeRef) -> DocumentReady, leaves DocumentMade;
    "cheque.take_step" Work cheque_life::take(TakeChequeStepRequest) -> ChequeView;
    "cheque.fees" Work cheque_life::fees(ChequeFeesRequest) -> ChequeView;
    "cheque.keep_picture" Work cheque_pictures::keep(KeepChequePictureRequest) -> ChequeView;
    "cheque.view_picture" Work cheque_pictures::view(ChequePictureRef) -> PictureShown, leaves PictureShown;
    "cheque.erase_picture" Work cheque_pictures::erase(ChequePictureRef) -> ChequeView;
    "cheque.evidence" Work cheque_life::evidence(ChequeRef) -> DocumentReady, leaves DocumentMade;
    "slip.make" Work slips::make(MakeSlipRequest) -> SlipMade, leaves DocumentMade;
    "slip.list" Read slips::list(ListSlipsRequest) -> SlipList;
    "slip.view" Read slips::view(SlipRef) -> SlipView;
    "slip.credit" Work slips::credit(CreditSlipRequest) -> SlipView;
    "slip.set_number" Work slips::set_number(SetSlipNumberRequest) -> SlipView;
    "slip.take_apart" Work slips::take_apart(TakeSlipApartRequest) -> SlipView;
    "slip.print" Work slips::print(SlipRef) -> DocumentReady, leaves DocumentMade;
    "slip.reprint" Work slips::reprint(SlipRef) -> DocumentReady, leaves DocumentMade;
    // The drawer counted.
    "inventory.drawer" Read inventory::drawer(Nothing) -> DrawerView;
    "inventory.keep_draft" Work inventory::keep_draft(KeepInventoryDraftRequest) -> Done;
    "inventory.print_list" Work inventory::print_list(Nothing) -> DocumentReady, leaves DocumentMade;
    "inventory.count" Work inventory::count(CountDrawerRequest) -> DrawerCounted, leaves DocumentMade;
    "inventory.list" Read inventory::list(ListInventoriesRequest) -> InventoryList;
    "inventory.view" Read inventory::view(InventoryRef) -> InventoryView;
    "inventory.sheet" Read inventory::sheet(InventoryRef) -> DocumentReady, leaves DocumentMade;
    "inventory.reprint" Work inventory::reprint(InventoryRef) -> DocumentReady, leaves DocumentMade;
    // Papers, and what a customer advances.
    "advance.print" Work advance_papers::print(PrintAdvancePaperRequest) -> DocumentReady, leaves DocumentMade;
    "operator_advance.list" Read operator_advances::list(Nothing) -> OperatorAdvancesView;
    "operator_advance.receive" Work operator_advances::receive(ReceiveOperatorAdvanceRequest) -> OperatorAdvancesView;
    "operator_advance.reschedule" Work operator_advances::reschedule(RescheduleAdvanceRequest) -> OperatorAdvancesView;
    "operator_advance.repay" Work operator_advances::repay(RepayAdvanceRequest) -> OperatorAdvancesView;
    "operator_advance.reverse_repayment" Work operator_advances::reverse_repayment(RepayAdvanceRequest) -> OperatorAdvancesView;
    "operator_advance.cancel" Work operator_advances::cancel(CancelAdvanceRequest) -> OperatorAdvancesView;
    "operator_advance.candidates" Read operator_advances::candidates(OperatorAdvanceRef) -> RecoupCandidates;
    "operator_advance.recoup" Work operator_advances::recoup(RecoupAdvanceRequest) -> OperatorAdvancesView;
    "operator_advance.export" Work operator_advances::export(ExportAdvancesRequest) -> ListExported, leaves ListExported;
    "operator_advance.request" Read operator_advance_papers::request(AdvanceRequestOf) -> AdvanceRequestView;
    "operator_advance.print_request" Work operator_advance_papers::print_request(AdvanceRequestOf) -> DocumentReady, leaves DocumentMade;
    "operator_advance.print_statement" Work operator_advance_papers::print_statement(OperatorAdvanceRef) -> DocumentReady, leaves DocumentMade;
    "suspension.set" Own operator_advance_papers::suspend(SuspendRequest) -> OperatorAdvancesView;
    "suspension.lift" Own operator_advance_papers::lift(PlatformRef) -> OperatorAdvancesView;
    "suspension.print_notice" Work operator_advance_papers::print_notice(PlatformRef) -> DocumentReady, leaves DocumentMade;
    "down_payment.receive" Work down_payments::receive(ReceiveDownPaymentRequest) -> DocumentReady, leaves DocumentMade;
    "down_payment.impute" Work down_payments::impute(ImputeDownPaymentRequest) -> DossierView;
    "down_payment.release" Work down_payments::release(ImputeDownPaymentRequest) -> DossierView;
    "down_payment.refund" Work down_payments::refund(RefundDownPaymentRequest) -> Refunded, leaves DocumentMade;
    "down_payment.reverse" Work down_payments::reverse(ReverseDownPaymentRequest) -> DossierView;
    "document.reprint" Work papers::reprint(DocumentRef) -> DocumentReady, leaves DocumentMade;
    "document.open" Read papers::open_document(DocumentRef) -> DocumentReady, leaves DocumentMade;
    // The queue.
    "queue.view" Read queue::view(Nothing) -> QueueView;
    "queue.send" Work replay::send_one(RequestRef) -> SendOutcome;
    "queue.withdraw" Work queue::withdraw(WithdrawRequestRequest) -> QueueView;
    "queue.settle_unknown" Work queue::settle_unknown(SettleUnknownRequest) -> QueueView;
    "queue.check_unknown" Work replay::check_unknown(RequestRef) -> SendOutcome;
    "queue.requeue" Work queue::requeue(RequeueRequest) -> QueueView;
    // The pharmacy's own circuit, and the lists that are imported.
    "circuit.view" Read circuit::view(Nothing) -> CircuitView;
    "circuit.read" Work circuit::read(ReadCircuitRequest) -> CircuitReading;
    "circuit.take" Work circuit::take(TakeCircuitRequest) -> ImportTaken;
    "circuit.undo" Work circuit::undo(ImportRef) -> ImportUndone;
    "circuit.entrust" Work circuit::entrust(EntrustRequest) -> DossierView;
    "circuit.take_back" Work circuit::take_back(TakeBackRequest) -> DossierView;
    "import.progress" Read circuit::progress(Nothing) -> ImportProgress;
    "import.cancel" Work circuit::cancel(Nothing) -> ImportProgress;
    "mapping.remove" Work table_reading::remove_mapping(RemoveMappingRequest) -> SavedMappings;
    // The recovery.
    "incident.view" Read incidents::view(IncidentRef) -> IncidentView;
    "incident.open" Work incidents::open_by_hand(OpenIncidentRequest) -> IncidentView;
    "incident.reclassify" Work incidents::reclassify(ReclassifyIncidentRequest) -> IncidentView;
    "incident.correct_times" Work incidents::correct_times(CorrectIncidentTimesRequest) -> IncidentView;
    "incident.add_line" Work incidents::add_line(AddIncidentLineRequest) -> IncidentView;
    "incident.attach_piece" Work incidents::attach_piece(AttachPieceRequest) -> IncidentView;
    "incident.open_piece" Read incidents::open_piece(IncidentPieceRef) -> DocumentReady, leaves DocumentMade;
    "incident.reopen" Work incidents::reopen(IncidentRef) -> IncidentView;
    "outage.view" Read outage::view(IncidentRef) -> OutageView;
    "outage.set_mode" Own outage::set_mode(SetOutageModeRequest) -> OutageView;
    "outage.carry_beyond" Own outage::carry_beyond(CarryBeyondRequest) -> DossierView;
    "outage.door_notice" Work outage_papers::door_notice(IncidentRef) -> DocumentReady, leaves DocumentMade;
    "outage.phone_message" Work outage_papers::phone_message(IncidentRef) -> DocumentReady, leaves DocumentMade;
    "outage.proof" Work outage_papers::proof(DossierRef) -> DocumentReady, leaves DocumentMade;
    "outage.set_aside_slip" Work outage_papers::set_aside_slip(DossierRef) -> DocumentReady, leaves DocumentMade;
    "call_back.list" Read call_backs::list(IncidentRef) -> CallBackList;
    "call_back.record" Work call_backs::record(RecordCallRequest) -> Done;
    "call_back.print" Work call_backs::print(IncidentRef) -> DocumentReady, leaves DocumentMade;
    "incident.list" Read recovery::list(Nothing) -> IncidentList;
    "recovery.view" Read recovery::view(IncidentRef) -> RecoveryView;
    "recovery.start" Work recovery::start(IncidentRef) -> RecoveryView;
    "recovery.cancel" Work recovery::cancel(IncidentRef) -> RecoveryView;
    "recovery.close" Work recovery::close(IncidentRef) -> RecoveryView;
    "breach.view" Read breach::view(IncidentRef) -> BreachView;
    "breach.note_leak" Work breach::note_leak(NoteLeakRequest) -> BreachView;
    "breach.note_task" Work breach::note_task(NoteBreachTaskRequest) -> BreachView;
    "breach.running" Read breach::running(Nothing) -> BreachClocks;
    "breach.note_awareness" Work breach::note_awareness(NoteAwarenessRequest) -> BreachView;
    "breach.determine" Own breach::determine(DetermineNotifierRequest) -> BreachView;
    "breach.describe" Work breach::describe(DescribeBreachRequest) -> BreachView;
    "breach.set_watch" Work breach::set_watch(SetDebitWatchRequest) -> BreachView;
    "breach.check_statement" Work breach::check_statement(CheckStatementRequest) -> BreachView;
    "breach.call_sheet" Work breach::call_sheet(IncidentRef) -> DocumentReady, leaves DocumentMade;
    "breach.print" Work breach::print(BreachPaperRequest) -> DocumentReady, leaves DocumentMade;
    "breach.open_paper" Read breach::open_paper(BreachPaperRef) -> DocumentReady, leaves DocumentMade;
    "breach.profile" Read breach::profile(Nothing) -> BreachProfileView;
    "breach.set_contact" Own breach::set_contact(SetContactRequest) -> BreachProfileView;
    "breach.remove_contact" Own breach::remove_contact(RemoveContactRequest) -> BreachProfileView;
    "breach.take_profile" Own breach::take_profile(TakeBreachProfileRequest) -> BreachProfileTaken;
    "breach.export_profile" Read breach::export_profile(ExportBreachProfileRequest) -> Done;
    "breach.restore_profile" Own breach::restore_profile(Nothing) -> BreachProfileView;
    "rotation.view" Work rotation::view(IncidentRef) -> RotationView;
    "rotation.plan" Work rotation::plan(IncidentRef) -> RotationView;
    "rotation.change" Work rotation::change(RotateSecretRequest) -> RotationView;
    "rotation.leave_out" Work rotation::leave_out(LeaveOutRequest) -> RotationView;
    "rotation.print" Work rotation::print(IncidentRef) -> DocumentReady, leaves DocumentMade;
    "recovery.secure_access" Work recovery_steps::secure_access(SecureAccessRequest) -> RecoveryView;
    "recovery.write_off" Own recovery_steps::write_off(WriteOffRequest) -> RecoveryView;
    "recovery.second_look" Read second_look::view(DossierRef) -> SecondLookView;
    "recovery.withdraw_write_off" Own second_look::withdraw(WithdrawWriteOffRequest) -> RecoveryView;
    "recovery.undo_write_off" Own recovery_steps::undo_write_off(WriteOffRequest) -> RecoveryView;
    "portal.next" Work assisted_portal::next(NextPortalRequest) -> NextPortal;
    "portal.step" Work assisted_portal::step(PortalStepRequest) -> PortalStep;
    "portal.record_formality" Work portal_answer::record(RecordPortalFormalityRequest) -> DossierView;
    "portal.record_answer" Work assisted_portal::record_answer(RecordPortalAnswerRequest) -> Rechecked;
    "recovery.letters" Read recovery_letters::view(IncidentRef) -> CustomerLetters;
    "recovery.write_letters" Work recovery_letters::start(WriteLettersRequest) -> LetterProgress, leaves DocumentMade;
    "recovery.letters_progress" Read recovery_letters::progress(Nothing) -> LetterProgress;
    "recovery.cancel_letters" Work recovery_letters::cancel(Nothing) -> LetterProgress;
    "recovery.print_letters" Read recovery_letters::bundle(PrintLettersRequest) -> DocumentReady, leaves DocumentMade;
    "recovery.difference_letter" Work recovery_papers::difference_letter(DossierRef) -> DocumentReady, leaves DocumentMade;
    "advice.record" Work advice::record(RecordAdviceRequest) -> DossierView;
    "bank_credit.awaited" Read bank_credit::awaited(AwaitedRequest) -> AwaitedList;
    "bank_credit.record" Work bank_credit::record(RecordBankCreditRequest) -> BankCreditRecorded;
    "bank_credit.unallocated" Read bank_credit::unallocated(Nothing) -> UnallocatedList;
    "bank_credit.allocate" Work bank_credit::allocate(AllocateBankCreditRequest) -> BankCreditRecorded;
    // What the practice is owed.
    "pilotage.view" Oversee pilotage::view(Nothing) -> PilotageView;
    "pilotage.dossiers" Oversee pilotage::dossiers(PilotageDossiersRequest) -> PilotageDossiers;
    "pilotage.export" Oversee pilotage::export(ExportPilotageRequest) -> ListExported, leaves ListExported;
    "pilotage.print" Oversee pilotage::print(Nothing) -> DocumentReady, leaves DocumentMade;
    "pilotage.set_term" Own pilotage::set_term(SetPaymentTermRequest) -> PilotageView;
    "reminder.plan" Oversee reminders::plan(PlanRemindersRequest) -> ReminderPlan;
    "reminder.start" Work reminders::start(StartRemindersRequest) -> LetterProgress, leaves DocumentMade;
    "reminder.progress" Oversee reminders::progress(Nothing) -> LetterProgress;
    "reminder.cancel" Work reminders::cancel(Nothing) -> LetterProgress;
    "reminder.list" Oversee reminders::list(ListRemindersRequest) -> ReminderList;
    "reminder.open" Oversee reminders::open(ReminderRef) -> DocumentReady, leaves DocumentMade;
    "reminder.reprint" Work reminders::reprint(ReminderRef) -> DocumentReady, leaves DocumentMade;
    "reminder.bundle" Oversee reminders::bundle(BundleRemindersRequest) -> DocumentReady, leaves DocumentMade;
    "bank_credit.take_penalty" Work pilotage::take_penalty(TakePenaltyRequest) -> UnallocatedList;
    // What is left to do.
    "work.list" Read work::list(WorkRequest) -> WorkView;
    "work.assign" Work work::assign(AssignWorkRequest) -> Done;
    "work.snooze" Work work::snooze(SnoozeWorkRequest) -> Done;
    "work.resume" Work work::resume(ResumeWorkRequest) -> Done;
    "work.print" Read work::print(PrintWorkRequest) -> DocumentReady, leaves DocumentMade;
    "work.export" Read work::export(ExportWorkRequest) -> ListExported, leaves ListExported;
    // Money in, by lists.
    "payments.view" Read payments::view(Nothing) -> PaymentsView;
    "payments.undo" Work payments::undo(ImportRef) -> PaymentsUndone;
    "payments.read_statement" Work payments::read_statement(ReadStatementRequest) -> StatementReading;
    "payments.take_statement" Work payments::take_statement(TakeStatementRequest) -> StatementTaken;
    "payments.read_advices" Work payments::read_advices(ReadAdvicesRequest) -> AdviceReading;
    "payments.take_advices" Work payments::take_advices(TakeAdvicesRequest) -> AdvicesTaken;
    "payments.settle_aside" Work payments::settle_aside(SettleAsideRequest) -> PaymentsView;
    "payments.drop_aside" Work payments::drop_aside(DropAsideRequest) -> PaymentsView;
    "payments.raised" Read payments::raised(Nothing) -> RaisedView;
    "payments.set_advice_delay" Work payments::set_advice_delay(SetAdviceDelayRequest) -> RaisedView;
    "payments.explain_shortfall" Work payments::explain_shortfall(ExplainShortfallRequest) -> DossierView;
    "payments.remember_payer" Work payments::remember_payer(RememberPayerRequest) -> PayersView;
    "payments.forget_payer" Work payments::forget_payer(ForgetPayerRequest) -> PayersView;
    // The books.
    "books.trial_balance" Read books::trial_balance(TrialBalanceRequest) -> TrialBalanceView;
    "books.export" Read books::export(ExportBooksRequest) -> BooksExported, leaves ListExported;
    "books.set_down_payment_vat" Own books::set_down_payment_vat(SetDownPaymentVatRequest) -> TrialBalanceView;
    "books.set_kept_cheques" Own books::set_kept_cheques(SetKeptChequeBookingRequest) -> TrialBalanceView;
    // The proof.
    "journal.head" Read journal::head(Nothing) -> JournalHead;
    "journal.page" Read journal::page(JournalPageRequest) -> JournalPage;
    "journal.verify" Read journal::verify(VerifyArchiveRequest) -> Verification;
    "access_log.list" Own access_log::list(AccessLogRequest) -> AccessLogPage;
    "access_log.verify" Own access_log::verify(VerifyAccessLogRequest) -> AccessLogVerification;
    "access_log.export" Own access_log::export(ExportAccessLogRequest) -> AccessLogExported, leaves AccessLogExported;
    "journal.export" Own journal::export(ExportArchiveRequest) -> ArchiveExported, leaves ArchiveExported;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the twin is kept, relative to this crate.
    const TWIN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../ui/src/lib/contract/contract.ts");

    /// `RELAIS_WRITE_CONTRACT=1` writes the twin; otherwise a difference fails.
    #[test]
    fn the_typescript_twin_is_up_to_date() {
        let generated = typescript();
        if std::env::var_os("RELAIS_WRITE_CONTRACT").is_some() {
            std::fs::write(TWIN, &generated).unwrap();
        }
        let committed = std::fs::read_to_string(TWIN).unwrap_or_default().replace("\r\n", "\n");
        assert!(committed == generated, "run `./dev contract` and commit ui/src/lib/contract/contract.ts");
    }

    #[test]
    fn names_are_unique_and_dotted() {
        let mut names = NAMES.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), NAMES.len());
        assert!(NAMES.iter().all(|name| name.contains('.')));
    }

    /// A refusal of the rules always has its code on the wire.
    #[test]
    fn every_refusal_has_a_code() {
        use relais_domain::refusal::Refusal;
        for refusal in [Refusal::UnknownUser, Refusal::LastOwner, Refusal::OneselfAtWork, Refusal::UserRetired] {
            assert_ne!(Problem::from(refusal).code, ProblemCode::Internal);
        }
        for refusal in [Refusal::UnknownDossier, Refusal::AmcSharePaid, Refusal::NoticeNeeded, Refusal::ReasonNeeded] {
            assert_ne!(Problem::from(refusal).code, ProblemCode::Internal);
        }
    }
}
