//! Cheques: read, kept, returned, deposited.

use jiff::{Timestamp, civil::Date};
use relais_domain::{
    cheque::{
        ChequeAgreement, ChequePosition, ChequeState, DepositVerdict, ExpiryWarning, IdentitySeen, IssuePlace,
        OverriddenAct, ReturnManner, ToTell,
    },
    dossier::TrackState,
    identifiers::RlmcStatus,
    ids::{ChequeId, DossierId},
    money::Cents,
    platform::PlatformCode,
};

wire! {
    /// What a CMC7 reader or a hand typed.
    pub struct ReadChequeLineRequest {
        pub raw: String,
        /// The key printed under the place and date; empty when absent.
        pub rlmc_key: String,
    }
    /// What was read of it.
    pub struct ChequeLineView {
        pub verdict: ChequeLineVerdict,
        /// `6679546 042014506908 052108899000`, when the line is whole.
        pub line: Option<String>,
        pub cheque_number: Option<String>,
        /// A cheque with this line is kept already.
        pub already_kept: bool,
    }
    /// F7: keeps a cheque under A or B.
    pub struct KeepChequeRequest {
        pub dossier: DossierId,
        pub rank: u8,
        pub agreement: ChequeAgreement,
        pub amount_cents: Cents,
        /// The 31 digits, as [`ChequeLineView::line`] or typed.
        pub line: String,
        /// Empty: absent. `?`: illegible.
        pub rlmc_key: String,
        pub bank_name: String,
        pub drawer_name: String,
        pub written_on: Date,
        pub written_at: String,
        /// Where it was issued: its presentation delay follows.
        #[serde(default)]
        pub issued_in: IssuePlace,
        /// The identity paper that was looked at, if it was: its kind alone.
        #[serde(default)]
        pub identity_seen: Option<IdentitySeen>,
        /// The payee is written and is the practice.
        pub payee_is_practice: bool,
        /// The amount in words was read and agrees.
        pub words_agree: bool,
        /// B: agreed date. A: named date, when other than the default.
        pub agreed_date: Option<Date>,
        /// The owner's reason to keep it longer.
        pub override_reason: Option<String>,
        /// Who looks at that beside him.
        #[serde(default)]
        pub second: Option<super::SecondProof>,
    }
    pub struct ChequeKept {
        pub cheque: ChequeId,
        pub receipt_number: String,
        pub deposit_not_before: Option<Date>,
        pub decide_by: Date,
    }
    pub struct ChequeRef { pub cheque: ChequeId }
    /// Lists a tab.
    pub struct ListChequesRequest {
        /// None for all.
        pub position: Option<ChequePosition>,
        pub sort: ChequeSort,
        pub descending: bool,
        pub offset: u32,
        pub limit: u32,
    }
    pub struct ChequeList {
        pub rows: Vec<ChequeRow>,
        pub total: u32,
        pub total_cents: Cents,
        pub counts: Vec<ChequeCount>,
        /// Limit dates of the cheques still here, for the timeline.
        pub limits: Vec<ChequeLimit>,
        /// The cheques here that come near their last day.
        pub expiring: Vec<super::ExpiryCount>,
        /// The cheques of which one person alone asked something against a rule, in the order it may be done.
        pub overrides: Vec<ChequeRow>,
    }
    pub struct ChequeCount { pub position: ChequePosition, pub count: u32, pub amount_cents: Cents }
    pub struct ChequeLimit { pub on: Date, pub count: u32, pub amount_cents: Cents }
    pub struct ChequeRow {
        pub cheque: ChequeId,
        pub customer: String,
        pub dossier: DossierId,
        pub dossier_number: String,
        /// The complementary whose share it covers.
        pub rank: u8,
        pub amount_cents: Cents,
        pub agreement: ChequeAgreement,
        pub position: ChequePosition,
        pub state: ChequeState,
        pub warning: Option<ExpiryWarning>,
        /// The customer is to be told of the deposit to come.
        pub to_tell: Option<ToTell>,
        pub written_on: Date,
        pub track: TrackState,
        /// Who pays that share, where the card says.
        pub operator: Option<PlatformCode>,
        /// What is still to come of it: as agreed where an agreement was given, else as asked.
        pub awaited_cents: Cents,
        pub advised_cents: Option<Cents>,
        pub paid_cents: Cents,
        pub difference_due_cents: Cents,
        pub decide_by: Date,
        pub deposit_not_before: Option<Date>,
        pub cheque_number: String,
        pub bank_name: String,
        pub receipt_number: String,
        pub left_on: Option<Date>,
        /// What one person alone asked to do against a rule.
        pub override_asked: Option<ChequeOverrideAsked>,
    }
    pub struct ChequeOverrideAsked {
        pub act: OverriddenAct,
        pub confirm_from: Timestamp,
        /// That instant has come.
        pub may_be_done: bool,
    }
    /// A cheque, whole.
    pub struct ChequeView {
        pub row: ChequeRow,
        pub drawer_name: String,
        pub written_at: String,
        pub line: String,
        /// What was said of its key at the intake: checked, absent, illegible.
        pub rlmc: RlmcStatus,
        /// The identity paper looked at when it was taken in; none when it was not asked for.
        pub identity_seen: Option<IdentitySeen>,
        /// Its life beyond the drawer: where it is, its clocks, what may follow.
        pub life: super::ChequeLife,
        /// From when the promises made to the customer let it be deposited; none while he is still to be told.
        pub depositable_from: Option<Date>,
        /// The other cheques of the same share, which become B with it.
        pub converts_with: Vec<ChequeOfShare>,
        /// What the rule says of depositing it now, for the user at work.
        pub deposit: DepositVerdict,
        /// Why not, as a refusal's code with its parameters.
        pub deposit_refusal: Option<super::Problem>,
        pub return_refusal: Option<super::Problem>,
        pub receipts_printed: u32,
        /// The pictures kept of it.
        pub pictures: Vec<super::PictureView>,
        /// A picture of it may still be kept.
        pub may_be_pictured: bool,
        /// The day its pictures are erased by themselves; none while it may still come back.
        pub pictures_erased_on: Option<Date>,
        pub timeline: Vec<super::TimelineRow>,
    }
    /// Tells the customer that the cheque will be deposited; prints the letter.
    pub struct GiveNoticeRequest { pub cheque: ChequeId, pub on: Date }
    pub struct DepositChequeRequest {
        pub cheque: ChequeId,
        pub on: Date,
        /// The owner's reason, when he overrides.
        pub override_reason: Option<String>,
        /// Who looks at that beside him.
        pub second: Option<super::SecondProof>,
    }
    pub struct ReturnChequeRequest {
        pub cheque: ChequeId,
        pub on: Date,
        pub manner: ReturnManner,
        pub override_reason: Option<String>,
        pub second: Option<super::SecondProof>,
    }
    /// What the owner's passing over a rule of a cheque takes beside his reason.
    /// What was asked alone against a rule of a cheque, the first to be done first.
    pub struct ChequeOverrides {
        pub rows: Vec<ChequeRow>,
        /// Somebody else may look at it by now: it need not be slept on.
        pub somebody_may: bool,
    }
    /// Asks what passing over a rule of a cheque would take.
    pub struct ChequeOverrideRequest {
        /// None: one that is about to be kept.
        pub cheque: Option<ChequeId>,
    }
    pub struct ChequeOverrideView {
        pub needs: super::SecondLookNeed,
        /// Who may look at it beside whoever is at work.
        pub may_second: Vec<super::UserChoice>,
        /// What was asked alone, and from when on it can be done.
        pub asked: Option<OverriddenAct>,
        pub asked_reason: String,
        pub confirm_from: Option<Timestamp>,
    }
    /// Asked alone, it is done a day later.
    pub struct AskOverrideRequest { pub cheque: ChequeId, pub act: OverriddenAct, pub reason: String }
    pub struct ChequeOfShare { pub cheque: ChequeId, pub cheque_number: String, pub amount_cents: Cents }
    /// A became B: the request is withdrawn, the customer claims back himself.
    pub struct ConvertChequeRequest {
        pub cheque: ChequeId,
        pub deposit_on: Date,
        pub reason: String,
        /// Who looks at a day beyond the keeping limit.
        pub second: Option<super::SecondProof>,
    }
    /// The cheque went back; here is the discharge to sign.
    pub struct ChequeReturned { pub returned_at: Timestamp, pub discharge: super::DocumentReady }
}

wire_codes! {
    /// What a cheque's line is worth.
    pub enum ChequeLineVerdict {
        /// Whole, key checked.
        Verified,
        /// Whole, no key given.
        KeyAbsent,
        /// Whole, the key does not match: read again.
        KeyMismatch,
        /// Not enough digits yet.
        Incomplete,
        /// A digit could not be read: asked for, never guessed.
        Unreadable,
        /// Not a cheque's line.
        Invalid,
    }
    /// Columns to sort by.
    pub enum ChequeSort { DecideBy, Customer, Amount, WrittenOn, Dossier }
}
