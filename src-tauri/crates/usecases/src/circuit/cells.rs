//! What the circuit's own cells say of a line: its invoice, its lot, its customer.

use crate::contract::{LineFault, LineFaultCode, LineStatus, PreviewLine};
pub(super) use crate::table_cells::{Cells, fault};
use relais_domain::circuit::{InvoiceNumber, LotNumber};

impl Cells<'_> {
    /// The invoice's number, which every line has.
    pub(super) fn invoice(&self) -> Result<InvoiceNumber, LineFault> {
        let text = self.text("invoice");
        if text.is_empty() {
            return Err(fault(LineFaultCode::Missing, "invoice", ""));
        }
        InvoiceNumber::parse(text).ok_or_else(|| fault(LineFaultCode::Invalid, "invoice", text))
    }

    /// The lot: the line's own, else the one that was typed for all of them.
    pub(super) fn lot(&self, of_all: Option<&LotNumber>) -> Result<Option<LotNumber>, LineFault> {
        match self.text("lot") {
            "" => Ok(of_all.cloned()),
            text => LotNumber::parse(text).map(Some).ok_or_else(|| fault(LineFaultCode::Invalid, "lot", text)),
        }
    }

    /// The line as nothing yet is known of it.
    pub(super) fn shown(&self) -> PreviewLine {
        let names = [self.text("given_name"), self.text("family_name")];
        let customer = names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ");
        PreviewLine {
            line: self.line.number,
            status: LineStatus::Unreadable,
            takes: false,
            fault: None,
            warning: None,
            invoice: self.text("invoice").to_owned(),
            lot: self.text("lot").to_owned(),
            customer,
            dossier: None,
            number: String::new(),
            rank: 1,
            amount_cents: None,
            share_cents: None,
            on: None,
            from: None,
            to: None,
            outcome: None,
            code: String::new(),
            wording: String::new(),
            reference: String::new(),
        }
    }
}
