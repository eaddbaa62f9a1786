//! What the papers say, read back by another program than the one that made them.

use std::path::Path;
use std::process::Command;

use super::{Customer, Story};
use crate::Outcome;

/// What no cheque paper may say: the law does not know these words.
const NEVER_SAID: [&str; 5] = ["caution", "garantie", "antidaté", "postdaté", "DUPLICATA"];

impl Story<'_> {
    /// The receipt of a kept cheque, to be signed twice.
    pub(super) fn receipt_is_read(&self, paper: &Path, customer: &Customer) -> Outcome {
        let said = ["379,91", &customer.cheque[..7], customer.family_name, "Optique des Tilleuls"];
        reads(paper, &said, &NEVER_SAID)
    }

    /// The discharge signed when the cheque is given back.
    pub(super) fn discharge_is_read(&self, paper: &Path, customer: &Customer) -> Outcome {
        reads(paper, &["379,91", customer.family_name, "Optique des Tilleuls"], &NEVER_SAID)
    }
}

/// Says all of this, and none of that.
pub(super) fn reads(paper: &Path, said: &[&str], never: &[&str]) -> Outcome {
    let output = Command::new("pdftotext").arg("-layout").arg(paper).arg("-").output()?;
    let text = String::from_utf8(output.stdout)?;
    let name = paper.display();
    if let Some(missing) = said.iter().find(|words| !text.contains(**words)) {
        return Err(format!("{name} does not say « {missing} »:\n{text}").into());
    }
    if let Some(word) = never.iter().find(|word| text.contains(**word)) {
        return Err(format!("{name} says « {word} »:\n{text}").into());
    }
    Ok(())
}
