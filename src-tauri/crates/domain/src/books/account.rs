//! The accounts, by the numbers of the French plan comptable général that the shared pages name (money-and-law §3.3). What
//! an account is called is the edges' to say; its number is the practice's accountant's to map.

use crate::platform::PlatformCode;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// 411: the customers.
    Customers,
    /// 411 of one operator: what the insurers it pays for owe. None while nobody said who answers.
    Insurers(Option<PlatformCode>),
    /// 411 of the mandatory insurance, whose payments are followed in the shop's software.
    MandatoryInsurance,
    /// 416: shares that nobody is asked for any more and that no one has paid.
    Doubtful,
    /// 4191: what customers paid before the delivery.
    CustomerAdvances,
    /// 4457: VAT collected at a rate, in basis points.
    VatCollected(u32),
    /// 4458: VAT of what customers paid before the delivery, to be settled with the invoice.
    VatToSettle(u32),
    /// 467 of one operator: what it paid ahead, to be given back.
    OperatorAdvances(PlatformCode),
    /// 467: the cheques to give back, where they are booked.
    ChequesToReturn,
    /// 471: bank credits and their allocation; its balance is what is left to allocate.
    ToAllocate,
    /// 5112: cheques received, not credited yet.
    ChequesToCollect,
    /// 512: the bank.
    Bank,
    /// 53: the till.
    Cash,
    /// 627: what the bank charged for cheques it did not pay, less what customers repaid of it.
    BankCharges,
    /// 661: the interest an acompte bore, which is the customer's.
    InterestCharges,
    /// 654: what was given up.
    BadDebts,
    /// 707: sales, their VAT apart.
    Sales,
    /// 707: sales whose lines do not say their VAT.
    SalesTaxIncluded,
    /// 758: penalties received for late payments; the account is the accountant's to confirm.
    LatePenalties,
}

/// An account without what subdivides it: what a name is given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // Those of `Account`.
pub enum AccountKind {
    Customers,
    Insurers,
    MandatoryInsurance,
    Doubtful,
    CustomerAdvances,
    VatCollected,
    VatToSettle,
    OperatorAdvances,
    ChequesToReturn,
    ToAllocate,
    ChequesToCollect,
    Bank,
    Cash,
    BankCharges,
    InterestCharges,
    BadDebts,
    Sales,
    SalesTaxIncluded,
    LatePenalties,
}

impl AccountKind {
    /// Every kind, in the order of the accounts.
    pub const ALL: [AccountKind; 19] = [
        AccountKind::Customers,
        AccountKind::Insurers,
        AccountKind::MandatoryInsurance,
        AccountKind::Doubtful,
        AccountKind::CustomerAdvances,
        AccountKind::VatCollected,
        AccountKind::VatToSettle,
        AccountKind::OperatorAdvances,
        AccountKind::ChequesToReturn,
        AccountKind::ToAllocate,
        AccountKind::ChequesToCollect,
        AccountKind::Bank,
        AccountKind::Cash,
        AccountKind::BankCharges,
        AccountKind::InterestCharges,
        AccountKind::BadDebts,
        AccountKind::Sales,
        AccountKind::SalesTaxIncluded,
        AccountKind::LatePenalties,
    ];

    /// The number in the plan comptable, without what subdivides it.
    pub const fn number(self) -> &'static str {
        match self {
            AccountKind::Customers => "411",
            AccountKind::Insurers => "411AMC",
            AccountKind::MandatoryInsurance => "411AMO",
            AccountKind::Doubtful => "416",
            AccountKind::CustomerAdvances => "4191",
            AccountKind::VatCollected => "4457",
            AccountKind::VatToSettle => "4458",
            AccountKind::OperatorAdvances => "467OP",
            AccountKind::ChequesToReturn => "467",
            AccountKind::ToAllocate => "471",
            AccountKind::ChequesToCollect => "5112",
            AccountKind::Bank => "512",
            AccountKind::Cash => "53",
            AccountKind::BankCharges => "627",
            AccountKind::InterestCharges => "661",
            AccountKind::BadDebts => "654",
            AccountKind::Sales => "707",
            AccountKind::SalesTaxIncluded => "707TTC",
            AccountKind::LatePenalties => "758",
        }
    }
}

impl Account {
    /// Its kind.
    pub const fn kind(&self) -> AccountKind {
        match self {
            Account::Customers => AccountKind::Customers,
            Account::Insurers(_) => AccountKind::Insurers,
            Account::MandatoryInsurance => AccountKind::MandatoryInsurance,
            Account::Doubtful => AccountKind::Doubtful,
            Account::CustomerAdvances => AccountKind::CustomerAdvances,
            Account::VatCollected(_) => AccountKind::VatCollected,
            Account::VatToSettle(_) => AccountKind::VatToSettle,
            Account::OperatorAdvances(_) => AccountKind::OperatorAdvances,
            Account::ChequesToReturn => AccountKind::ChequesToReturn,
            Account::ToAllocate => AccountKind::ToAllocate,
            Account::ChequesToCollect => AccountKind::ChequesToCollect,
            Account::Bank => AccountKind::Bank,
            Account::Cash => AccountKind::Cash,
            Account::BankCharges => AccountKind::BankCharges,
            Account::InterestCharges => AccountKind::InterestCharges,
            Account::BadDebts => AccountKind::BadDebts,
            Account::Sales => AccountKind::Sales,
            Account::SalesTaxIncluded => AccountKind::SalesTaxIncluded,
            Account::LatePenalties => AccountKind::LatePenalties,
        }
    }
}
