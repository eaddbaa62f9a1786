//! One line of a list as values, each mistake named with its field and what stood there. Every list is read through here; what
//! a field means to a deed is each list's own.

use crate::{
    contract::{LineFault, LineFaultCode},
    table_reading::Reading,
};
use jiff::civil::Date;
use relais_domain::money::Cents;
use relais_exchange::tabular::{self, Line, LineFault as SheetLineFault, ValueFault};

/// The longest of a cell that a fault shows again.
const MAX_SHOWN_CHARS: usize = 40;

/// One line being read.
pub(crate) struct Cells<'r> {
    pub(crate) reading: &'r Reading,
    pub(crate) line: &'r Line,
}

impl Cells<'_> {
    /// What stands under a field.
    pub(crate) fn text(&self, field: &str) -> &str {
        self.reading.columns.cell(self.line, field)
    }

    /// A line that has as many cells as the list has columns.
    pub(crate) fn whole(&self) -> Result<(), LineFault> {
        match self.line.fault {
            None => Ok(()),
            Some(SheetLineFault::TooLong) => Err(fault(LineFaultCode::TooLong, "", "")),
            Some(SheetLineFault::Cells { cells, columns }) => {
                Err(fault(LineFaultCode::Cells, "", &format!("{cells}/{columns}")))
            }
        }
    }

    /// An amount; none where nothing stands.
    pub(crate) fn amount(&self, field: &str) -> Result<Option<Cents>, LineFault> {
        self.value(field, tabular::amount)
    }

    /// A day, whenever it is; none where nothing stands.
    pub(crate) fn any_day(&self, field: &str) -> Result<Option<Date>, LineFault> {
        self.value(field, tabular::date)
    }

    /// A day, not after today; none where nothing stands.
    pub(crate) fn day(&self, field: &str, today: Date) -> Result<Option<Date>, LineFault> {
        match self.any_day(field)? {
            Some(day) if day > today => Err(fault(LineFaultCode::InFuture, field, self.text(field))),
            day => Ok(day),
        }
    }

    /// A code that is copied, no longer than this.
    pub(crate) fn code(&self, field: &str, most: usize) -> Result<Option<String>, LineFault> {
        match self.text(field) {
            "" => Ok(None),
            text if text.chars().count() > most => Err(fault(LineFaultCode::TooLong, field, text)),
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
}

/// A fault of a line.
pub(crate) fn fault(code: LineFaultCode, field: &str, with: &str) -> LineFault {
    LineFault { code, field: field.to_owned(), with: with.chars().take(MAX_SHOWN_CHARS).collect() }
}
