//! Days and amounts in the forms that interfaces write them: read exactly or not at all, and no float ever holds an amount.

use jiff::civil::Date;
use relais_domain::money::Cents;

use super::place::Scalar;
use crate::failure::AnswerFault;
use crate::fhir::decimal::{cents_from_decimal, decimal_from_cents};
use crate::fhir::wire::{Edge, day};

/// How days are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum DateForm {
    /// `2024-02-06`; read with a time or without, and partial ones by their edge.
    #[default]
    Iso,
    /// `06/02/2024`.
    French,
    /// `20240206`.
    Compact,
}

/// How amounts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum AmountForm {
    /// A whole number of cents: `12050`.
    #[default]
    Cents,
    /// A number of euros: `120.50`. Read as a text too, with a point or a comma.
    Euros,
    /// A text with a point: `"120.50"`.
    EurosText,
    /// A text with a comma: `"120,50"`.
    EurosComma,
}

pub(crate) const DATE_FORMS: [(&str, DateForm); 3] =
    [("iso", DateForm::Iso), ("french", DateForm::French), ("compact", DateForm::Compact)];
pub(crate) const AMOUNT_FORMS: [(&str, AmountForm); 4] = [
    ("cents", AmountForm::Cents),
    ("euros", AmountForm::Euros),
    ("euros_text", AmountForm::EurosText),
    ("euros_comma", AmountForm::EurosComma),
];

impl DateForm {
    pub(crate) fn write(self, day: Date) -> String {
        match self {
            DateForm::Iso => day.to_string(),
            DateForm::French => day.strftime("%d/%m/%Y").to_string(),
            DateForm::Compact => day.strftime("%Y%m%d").to_string(),
        }
    }

    /// The day a value stands for.
    pub(crate) fn read(self, value: &Scalar, edge: Edge) -> Result<Date, AnswerFault> {
        let text = match value {
            Scalar::Text(text) => text.as_str(),
            Scalar::Number(digits) if self == DateForm::Compact => digits.as_str(),
            _ => return Err(AnswerFault::NotADate),
        };
        let is_dated = |length: usize| text.len() == length && text.is_ascii();
        match self {
            DateForm::Iso => day(text, edge),
            DateForm::French if is_dated(10) => Date::strptime("%d/%m/%Y", text).map_err(|_| AnswerFault::NotADate),
            DateForm::Compact if is_dated(8) => Date::strptime("%Y%m%d", text).map_err(|_| AnswerFault::NotADate),
            _ => Err(AnswerFault::NotADate),
        }
    }
}

impl AmountForm {
    /// The amount as a JSON value.
    pub(crate) fn write(self, amount: Cents) -> String {
        let euros = || decimal_from_cents(amount).get().to_owned();
        match self {
            AmountForm::Cents => amount.get().to_string(),
            AmountForm::Euros => euros(),
            AmountForm::EurosText => format!("\"{}\"", euros()),
            AmountForm::EurosComma => format!("\"{}\"", euros().replace('.', ",")),
        }
    }

    /// The cents a value stands for.
    pub(crate) fn read(self, value: &Scalar) -> Result<Cents, AnswerFault> {
        let text = match value {
            Scalar::Number(digits) => digits.clone(),
            // 1 234,50 €: spaces part the thousands, and a comma the cents.
            Scalar::Text(text) => text.replace([' ', '\u{a0}', '\u{202f}'], "").replace(',', "."),
            Scalar::Flag(_) => return Err(AnswerFault::NotCents),
        };
        match self {
            AmountForm::Cents => {
                let cents = text.parse::<i64>().ok().and_then(|cents| Cents::new(cents).ok());
                cents.ok_or(AnswerFault::NotCents)
            }
            _ => cents_from_decimal(&text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::iso(DateForm::Iso, "2024-02-06")]
    #[case::french(DateForm::French, "06/02/2024")]
    #[case::compact(DateForm::Compact, "20240206")]
    fn days_are_written_and_read_in_their_form(#[case] form: DateForm, #[case] text: &str) {
        assert_eq!(form.write(date(2024, 2, 6)), text);
        assert_eq!(form.read(&Scalar::Text(text.into()), Edge::First), Ok(date(2024, 2, 6)));
        for other in ["", "2024-02-31", "31/02/2024", "demain", "é6/02/24"] {
            assert_eq!(form.read(&Scalar::Text(other.into()), Edge::First), Err(AnswerFault::NotADate), "{other}");
        }
    }

    #[rstest]
    #[case::cents(AmountForm::Cents, "12050", Scalar::Number("12050".into()))]
    #[case::euros(AmountForm::Euros, "120.50", Scalar::Number("120.5".into()))]
    #[case::euros_text(AmountForm::EurosText, "\"120.50\"", Scalar::Text("120.50".into()))]
    #[case::euros_comma(AmountForm::EurosComma, "\"120,50\"", Scalar::Text("120,50".into()))]
    fn amounts_are_written_and_read_in_their_form(
        #[case] form: AmountForm,
        #[case] written: &str,
        #[case] read: Scalar,
    ) {
        let amount = Cents::new(12_050).unwrap();
        assert_eq!(form.write(amount), written);
        assert_eq!(form.read(&read), Ok(amount));
    }

    #[test]
    fn an_amount_that_is_no_number_of_cents_is_none() {
        for (form, text) in [
            (AmountForm::Cents, "12.5"),
            (AmountForm::Euros, "0.005"),
            (AmountForm::EurosComma, "douze"),
            (AmountForm::Cents, "99999999999999999999"),
        ] {
            assert_eq!(form.read(&Scalar::Text(text.into())), Err(AnswerFault::NotCents), "{text}");
        }
        assert_eq!(AmountForm::Euros.read(&Scalar::Text("1 234,50".into())).map(Cents::get), Ok(123_450));
    }
}
