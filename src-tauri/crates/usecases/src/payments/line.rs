//! One line of a statement as values: the day, the label, and an amount written in one column or in two.

use super::fields::STATEMENT;
use crate::{
    bank_credit::MAX_LABEL_CHARS,
    contract::{LineFault, LineFaultCode},
    table_cells::{Cells, fault},
};
use jiff::civil::Date;
use relais_domain::money::Cents;

/// Longest reference kept.
const MAX_REFERENCE_CHARS: usize = 60;

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The booking date.
    pub(super) on: Date,
    pub(super) value_on: Option<Date>,
    pub(super) label: String,
    pub(super) reference: String,
    /// Debits negative.
    pub(super) amount: Cents,
}

/// Reads it, or names the first mistake.
pub(super) fn read(cells: &Cells<'_>, today: Date) -> Result<Line, LineFault> {
    cells.whole()?;
    let on = cells.day("on", today)?.ok_or_else(|| fault(LineFaultCode::Missing, "on", ""))?;
    let label: String = cells.text("label").chars().take(MAX_LABEL_CHARS).collect();
    if label.is_empty() {
        return Err(fault(LineFaultCode::Missing, "label", ""));
    }
    Ok(Line {
        on,
        value_on: cells.any_day("value_on")?,
        label: label.trim_end().to_owned(),
        reference: cells.text("reference").chars().take(MAX_REFERENCE_CHARS).collect(),
        amount: amount(cells)?,
    })
}

/// In one column, debits negative; or in two, whatever the sign of the debit's.
fn amount(cells: &Cells<'_>) -> Result<Cents, LineFault> {
    if let Some(amount) = cells.amount("amount")? {
        return Ok(amount);
    }
    let some = |field| Ok::<_, LineFault>(cells.amount(field)?.filter(|amount| *amount != Cents::ZERO));
    match (some("credit")?, some("debit")?) {
        (Some(_), Some(_)) => Err(fault(LineFaultCode::Ambiguous, "credit", cells.text("credit"))),
        (Some(credit), None) => Ok(credit),
        (None, Some(debit)) => {
            let out = -debit.get().abs();
            Cents::new(out).map_err(|_| fault(LineFaultCode::OutOfRange, "debit", cells.text("debit")))
        }
        (None, None) => Err(fault(LineFaultCode::Missing, STATEMENT.either.first().unwrap_or(&"amount"), "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        contract::TableSource,
        table_reading::{Reading, of_source},
    };
    use jiff::civil::date;
    use relais_domain::tabular::{ColumnChoice, TableKind};
    use rstest::rstest;

    const TODAY: Date = date(2024, 2, 20);

    fn pasted(text: &str) -> TableSource {
        TableSource {
            table: TableKind::BankStatement,
            path: String::new(),
            text: text.to_owned(),
            encoding: None,
            separator: None,
            header: None,
            columns: None,
            words: Vec::new(),
        }
    }

    fn lines(reading: &Reading) -> Vec<Result<Line, LineFault>> {
        reading.sheet.lines.iter().map(|line| read(&Cells { reading, line }, TODAY)).collect()
    }

    #[rstest]
    #[case::one_column("Date;Libellé;Montant\n05/02/2024;VIR;1 234,56\n", Ok(123_456))]
    #[case::one_column_out("Date;Libellé;Montant\n05/02/2024;PRLV;-12,00\n", Ok(-1_200))]
    #[case::credit("Date;Libellé;Débit;Crédit\n05/02/2024;VIR;;380,00\n", Ok(38_000))]
    #[case::debit("Date;Libellé;Débit;Crédit\n05/02/2024;PRLV;12,00;\n", Ok(-1_200))]
    #[case::debit_with_its_sign("Date;Libellé;Débit;Crédit\n05/02/2024;PRLV;-12,00;\n", Ok(-1_200))]
    #[case::zeros_are_nothing("Date;Libellé;Débit;Crédit\n05/02/2024;VIR;0,00;380,00\n", Ok(38_000))]
    #[case::both("Date;Libellé;Débit;Crédit\n05/02/2024;VIR;1,00;380,00\n", Err((LineFaultCode::Ambiguous, "credit")))]
    #[case::neither("Date;Libellé;Débit;Crédit\n05/02/2024;VIR;;\n", Err((LineFaultCode::Missing, "amount")))]
    #[case::to_come("Date;Libellé;Montant\n05/03/2024;VIR;1,00\n", Err((LineFaultCode::InFuture, "on")))]
    #[case::no_label("Date;Libellé;Montant\n05/02/2024;;1,00\n", Err((LineFaultCode::Missing, "label")))]
    #[case::no_number("Date;Libellé;Montant\n05/02/2024;VIR;1,0O\n06/02/2024;VIR;1,00\n", Err((LineFaultCode::Unreadable, "amount")))]
    fn an_amount_stands_in_one_column_or_in_two(
        #[case] text: &str,
        #[case] expected: Result<i64, (LineFaultCode, &str)>,
    ) {
        let reading = of_source(&STATEMENT, &pasted(text), &[]).unwrap().unwrap();
        assert_eq!(reading.missing(&STATEMENT), Vec::<String>::new());
        let first = lines(&reading).remove(0);
        let told = first.as_ref().map(|line| line.amount.get()).map_err(|fault| (fault.code, fault.field.as_str()));
        assert_eq!(told, expected);
    }

    #[test]
    fn one_of_the_amounts_must_have_its_column() {
        let reading =
            of_source(&STATEMENT, &pasted("Date;Libellé;Débit\n05/02/2024;VIR;1,00\n"), &[]).unwrap().unwrap();
        assert_eq!(reading.missing(&STATEMENT), ["amount"]);
    }

    /// Arbitrary bytes, and arbitrary choices of columns over them: a line is read or is a fault, never a panic.
    #[test]
    fn no_list_and_no_mapping_makes_the_reading_panic() {
        let mut chance = 0x2545_f491_4f6c_dd1du64;
        let mut below = |most: u64| {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            chance % most
        };
        let pieces =
            ["\"", ";", "\t", "\n", "-", "(", ",", "1.234", "31/02/2024", "é", "\u{feff}", "999999999999999999", "'"];
        let mut read_whole = 0;
        for _ in 0..20_000 {
            let mut text: Vec<char> =
                "Date;Libellé;Débit;Crédit;Réf\n05/02/2024;VIR;;380,00;A1\n2024-02-06;PRLV;-1,5;;\n".chars().collect();
            for _ in 0..below(6) {
                let at = usize::try_from(below(text.len() as u64 + 1)).unwrap();
                let piece = pieces[usize::try_from(below(pieces.len() as u64)).unwrap()];
                let cut = usize::try_from(below(4)).unwrap().min(text.len() - at);
                text.splice(at..at + cut, piece.chars());
            }
            let fields = ["on", "label", "amount", "credit", "debit", "value_on", "reference", "nothing"];
            let choice = |field: &str, column: u64| ColumnChoice {
                field: field.to_owned(),
                column: u16::try_from(column).unwrap(),
            };
            let columns = (below(2) == 0)
                .then(|| (0..below(9)).map(|_| choice(fields[usize::try_from(below(8)).unwrap()], below(8))).collect());
            let source = TableSource { columns, ..pasted(&text.iter().collect::<String>()) };
            if let Ok(Ok(reading)) = of_source(&STATEMENT, &source, &[]) {
                read_whole += lines(&reading).iter().filter(|line| line.is_ok()).count();
                let _ = (reading.missing(&STATEMENT), reading.shown(&STATEMENT));
            }
        }
        assert!(read_whole > 1_000, "{read_whole} lines were read");
    }
}
