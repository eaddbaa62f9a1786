//! Who comes in: made-up people whose member numbers decide what the simulated platform will answer about them.

use super::stage::cents;
use jiff::civil::Date;
use relais_domain::{
    cheque::{ChequeAgreement, IssuePlace},
    context::Activity,
    ids::DossierId,
    money::Cents,
    platform::PlatformCode,
};
use relais_usecases::contract::{KeepChequeRequest, OpenDossierRequest};

/// The total of the pair of glasses: 0,09 € + 379,91 € + 100,00 €.
pub(super) const TOTAL_CENTS: i64 = 48_000;
/// What the insurer is expected to cover of it.
pub(super) const AMC_SHARE_CENTS: i64 = 37_991;
/// What the customer pays of it.
pub(super) const CUSTOMER_SHARE_CENTS: i64 = 10_000;

/// A cheque's line, whole under its key.
pub(super) const LINE: &str = "6679545 042014506908 052108899000";
/// The key printed on it.
pub(super) const LINE_KEY: &str = "90";
/// The same line with its key misread.
pub(super) const WRONG_KEY: &str = "12";

/// Somebody whose rights and PEC are agreed as asked.
pub(super) const AGREED: &str = "4417002230";
/// Somebody of whom the platform will cover 85 %.
pub(super) const COVERED_IN_PART: &str = "4417002257";
/// Somebody who renews too early: refused.
pub(super) const REFUSED: &str = "4417002239";

/// A pair of glasses at 480 €, whose operator is Viamedis.
pub(super) fn glasses(family_name: &str, given_name: &str, member_number: &str, reference: &str) -> OpenDossierRequest {
    OpenDossierRequest {
        activity: Activity::Optics,
        family_name: family_name.to_owned(),
        given_name: given_name.to_owned(),
        phone: "06 39 98 01 02".to_owned(),
        operator: viamedis(),
        insurer_name: "Mutuelle des Trois Vallées".to_owned(),
        amc_number: "986402170".to_owned(),
        member_number: member_number.to_owned(),
        total_cents: cents(TOTAL_CENTS),
        amo_share_cents: cents(TOTAL_CENTS - AMC_SHARE_CENTS - CUSTOMER_SHARE_CENTS),
        amc_share_cents: cents(AMC_SHARE_CENTS),
        customer_share_cents: cents(CUSTOMER_SHARE_CENTS),
        reference: reference.to_owned(),
    }
}

/// A prescription at the pharmacy: 42,30 €, nothing for the customer to pay.
pub(super) fn prescription(family_name: &str, given_name: &str, reference: &str) -> OpenDossierRequest {
    OpenDossierRequest {
        activity: Activity::Pharmacy,
        total_cents: cents(4_230),
        amo_share_cents: cents(2_750),
        amc_share_cents: cents(1_480),
        customer_share_cents: Cents::ZERO,
        ..glasses(family_name, given_name, AGREED, reference)
    }
}

/// A cheque for the AMC share, written today and kept under agreement A.
pub(super) fn cheque(dossier: DossierId, today: Date) -> KeepChequeRequest {
    KeepChequeRequest {
        dossier,
        rank: 1,
        agreement: ChequeAgreement::KeptAndReturned,
        amount_cents: cents(AMC_SHARE_CENTS),
        line: LINE.to_owned(),
        rlmc_key: LINE_KEY.to_owned(),
        bank_name: "Banque des Alpilles".to_owned(),
        drawer_name: "Lucie Bernard".to_owned(),
        written_on: today,
        issued_in: IssuePlace::MetropolitanFrance,
        identity_seen: None,
        written_at: "Lyon".to_owned(),
        payee_is_practice: true,
        words_agree: true,
        agreed_date: None,
        override_reason: None,
        second: None,
    }
}

fn viamedis() -> Option<PlatformCode> {
    PlatformCode::parse("viamedis").ok()
}
