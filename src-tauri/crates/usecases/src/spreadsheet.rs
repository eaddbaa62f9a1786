//! Lists for a spreadsheet, as French ones read them: marked for its accents, cells between semicolons, a decimal comma, and
//! never a formula, since what is in a cell may come from outside.

use jiff::civil::Date;
use relais_domain::money::Cents;

/// A list being written.
pub(crate) struct Sheet(String);

impl Sheet {
    /// The list with its header.
    pub(crate) fn new(header: &[&str]) -> Self {
        let mut sheet = Sheet(String::from("\u{feff}"));
        sheet.row(header.iter().map(|cell| (*cell).to_owned()));
        sheet
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let mut first = true;
        for text in cells {
            if !std::mem::take(&mut first) {
                self.0.push(';');
            }
            self.0.push_str(&cell(&text));
        }
        self.0.push_str("\r\n");
    }

    /// Its bytes.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

/// A cell: quoted where it must be.
fn cell(text: &str) -> String {
    // A number may begin with its sign.
    let number =
        text.strip_prefix('-').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b','));
    let formula = text.starts_with(['=', '+', '-', '@', '\t']) && !number;
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([';', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// `1234,56`.
pub(crate) fn euros(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{},{:02}", cents / 100, cents % 100)
}

/// `1234,56` of an amount.
pub(crate) fn amount(cents: Cents) -> String {
    euros(cents.get())
}

/// `31/01/2024`.
pub(crate) fn day(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("Lucie Bernard", "Lucie Bernard")]
    #[case::separator("Bernard; Lucie", "\"Bernard; Lucie\"")]
    #[case::quotes("« \"Lulu\" »", "\"« \"\"Lulu\"\" »\"")]
    #[case::formula("=1+1", "'=1+1")]
    #[case::formula_behind_a_sign("-1+1", "'-1+1")]
    #[case::a_negative_number("-12,50", "-12,50")]
    fn cells(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(cell(text), expected);
    }

    #[rstest]
    #[case(0, "0,00")]
    #[case(123_456, "1234,56")]
    #[case(-5, "-0,05")]
    fn amounts(#[case] cents: i64, #[case] expected: &str) {
        assert_eq!(euros(cents), expected);
    }
}
