//! Checks an identifier as one types, so that a mistake is seen at its field and not at « Enregistrer ».

use crate::{
    app::App,
    call::Call,
    contract::{CheckIdentifierRequest, CheckedIdentifier, IdentifierKind, IdentifierVerdict, Problem},
};
use relais_domain::identifiers::{AmcNumber, Finess, Iban, IdentifierError, Nir, Rpps, Siret};
use serde_json::{Value, json};

/// Says what the text is worth; never fails.
pub async fn check(_app: &App, _call: Call, request: CheckIdentifierRequest) -> Result<CheckedIdentifier, Problem> {
    Ok(judge(request.kind, &request.text))
}

/// The verdict on one text.
pub fn judge(kind: IdentifierKind, text: &str) -> CheckedIdentifier {
    let parsed: Result<(String, bool), IdentifierError> = match kind {
        IdentifierKind::Finess => Finess::parse(text).map(|finess| (finess.to_string(), finess.warning().is_some())),
        IdentifierKind::Siret => Siret::parse(text).map(|siret| (siret.to_string(), false)),
        IdentifierKind::AmcNumber => AmcNumber::parse(text).map(|amc| (amc.to_string(), amc.warning().is_some())),
        // A NIR is shown masked only: what was typed stays in the field.
        IdentifierKind::Nir => Nir::parse(text).map(|nir| (nir.masked(), false)),
        IdentifierKind::Iban => Iban::parse(text).map(|iban| (iban.to_string(), false)),
        IdentifierKind::Rpps => Rpps::parse(text).map(|rpps| (rpps.to_string(), false)),
    };
    match parsed {
        Ok((display, doubtful)) => CheckedIdentifier {
            verdict: if doubtful { IdentifierVerdict::Doubtful } else { IdentifierVerdict::Valid },
            display: Some(display),
            reason: None,
            params: json!({}),
        },
        Err(error) => refused(&error),
    }
}

fn refused(error: &IdentifierError) -> CheckedIdentifier {
    let verdict = match error {
        IdentifierError::Empty => IdentifierVerdict::Incomplete,
        IdentifierError::Length { min, found, .. } if found < min => IdentifierVerdict::Incomplete,
        _ => IdentifierVerdict::Invalid,
    };
    let mut params = serde_json::to_value(error).unwrap_or_else(|_| json!({}));
    let reason = params.as_object_mut().and_then(|fields| fields.remove("code"));
    let reason = reason.as_ref().and_then(Value::as_str).map(str::to_owned);
    CheckedIdentifier { verdict, display: None, reason, params }
}
