//! One line's cells as values, each mistake named with its field and what stood there.

use crate::{
    contract::{LineFault, LineFaultCode, LineStatus, PreviewLine},
    table_reading::Reading,
};
use jiff::civil::Date;
use relais_domain::{
    circuit::{InvoiceNumber, LotNumber, MAX_CODE_CHARS},
    money::Cents,
};
use relais_exchange::tabular::{self, Line, LineFault as SheetLineFault, ValueFault};

/// The longest of a cell that a fault shows again.
const MAX_SHOWN_CHARS: usize = 40;

/// One line being read.
pub(super) struct Cells<'r> {
    pub(super) reading: &'r Reading,
    pub(super) line: &'r Line,
}

impl Cells<'_> {
    /// What stands under a field.
    pub(super) fn text(&self, field: &str) -> &str {
        self.reading.columns.cell(self.line, field)
    }

    /// A line that has as many cells as the list has columns.
    pub(super) fn whole(&self) -> Result<(), LineFault> {
        match self.line.fault {
            None => Ok(()),
            Some(SheetLineFault::TooLong) => Err(fault(LineFaultCode::TooLong, "", "")),
            Some(SheetLineFault::Cells { cells, columns }) => {
                Err(fault(LineFaultCode::Cells, "", &format!("{cells}/{columns}")))
            }
        }
    }

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

    /// An amount; none where nothing stands.
    pub(super) fn amount(&self, field: &str) -> Result<Option<Cents>, LineFault> {
        self.value(field, tabular::amount)
    }

    /// A day, not after today; none where nothing stands.
    pub(super) fn day(&self, field: &str, today: Date) -> Result<Option<Date>, LineFault> {
        let day = self.value(field, tabular::date)?;
        match day {
            Some(day) if day > today => Err(fault(LineFaultCode::InFuture, field, self.text(field))),
            day => Ok(day),
        }
    }

    /// A code that is copied.
    pub(super) fn code(&self, field: &str) -> Result<Option<String>, LineFault> {
        match self.text(field) {
            "" => Ok(None),
            text if text.chars().count() > MAX_CODE_CHARS => Err(fault(LineFaultCode::TooLong, field, text)),
            text => Ok(Some(text.to_owned())),
        }
    }

    fn value<T>(&self, field: &str, read: fn(&str) -> Result<T, ValueFault>) -> Result<Option<T>, LineFault> {
        let text = self.text(field);
        match read(text) {
            Ok(value) => Ok(Some(value)),
            Err(ValueFault::Empty) => Ok(None),
            Err(ValueFault::Unreadable) => Err(fault(LineFaultCode::Unreadable, field, text)),
            Err(ValueFault::Ambiguous) => Err(fault(LineFaultCode::Ambiguous, field, text)),
            Err(ValueFault::OutOfRange) => Err(fault(LineFaultCode::OutOfRange, field, text)),
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

/// A fault of a line.
pub(super) fn fault(code: LineFaultCode, field: &str, with: &str) -> LineFault {
    LineFault { code, field: field.to_owned(), with: with.chars().take(MAX_SHOWN_CHARS).collect() }
}
