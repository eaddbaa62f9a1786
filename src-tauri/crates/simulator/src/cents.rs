//! Euro amounts as whole cents, in and out of JSON decimals, without any float arithmetic.
//!
//! A JSON number reaches us as text through its shortest decimal form, and leaves the same way; in between there are
//! only integers. It holds no currency but the euro, because no French platform answers in another one.

use serde_json::{Number, Value, json};

/// Reads a JSON number as a decimal of at most `decimals` digits after the point, scaled to an integer.
fn scaled(number: &Number, decimals: usize) -> Option<i64> {
    let text = number.to_string();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || fraction.len() > decimals || !plain(whole) || !plain(fraction) {
        return None;
    }
    let value: i64 = format!("{whole}{fraction:0<decimals$}").parse().ok()?;
    Some(if negative { -value } else { value })
}

/// Reads a FHIR `Money` in euros; `None` when the value is not a decimal of cents or the currency is another one.
pub(crate) fn of_money(money: &Value) -> Option<i64> {
    match money.get("currency") {
        None => {}
        Some(currency) if currency == "EUR" => {}
        Some(_) => return None,
    }
    of_decimal(money.get("value")?)
}

/// Reads a JSON decimal of euros as cents.
pub(crate) fn of_decimal(value: &Value) -> Option<i64> {
    scaled(value.as_number()?, 2)
}

/// Reads a quantity in thousandths.
pub(crate) fn thousandths(value: &Value) -> Option<i64> {
    scaled(value.as_number()?, 3)
}

/// A price times a quantity in thousandths, rounded half away from zero.
pub(crate) fn times(cents: i64, quantity_thousandths: i64) -> Option<i64> {
    half_away(cents.checked_mul(quantity_thousandths)?, 1_000)
}

/// A share of an amount, in basis points, rounded half away from zero.
pub(crate) fn share(cents: i64, rate_bp: u32) -> i64 {
    let scaled = i128::from(cents) * i128::from(rate_bp);
    let half = if scaled < 0 { -5_000 } else { 5_000 };
    i64::try_from((scaled + half) / 10_000).unwrap_or(i64::MAX)
}

fn half_away(scaled: i64, divisor: i64) -> Option<i64> {
    let half = if scaled < 0 { -divisor / 2 } else { divisor / 2 };
    Some(scaled.checked_add(half)? / divisor)
}

/// Cents as a JSON decimal of euros.
pub(crate) fn decimal(cents: i64) -> Value {
    let sign = if cents < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    // Reading the text is exact to the shortest form, which is the form JSON is written in.
    text.parse::<f64>().ok().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
}

/// Cents as a FHIR `Money`.
pub(crate) fn money(cents: i64) -> Value {
    json!({ "value": decimal(cents), "currency": "EUR" })
}

/// Cents as French people read them: `1 234,50 €`, with no-break spaces.
pub(crate) fn french(cents: i64) -> String {
    let euros = (cents.unsigned_abs() / 100).to_string();
    let mut grouped = String::new();
    for (index, digit) in euros.chars().enumerate() {
        if index > 0 && (euros.len() - index).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{grouped},{:02}\u{a0}€", cents.unsigned_abs() % 100)
}

/// Euros typed by a person: `380`, `380,5`, `1 234.50`.
pub(crate) fn typed(text: &str) -> Option<i64> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '€').collect();
    let (whole, fraction) = plain.split_once([',', '.']).unwrap_or((&plain, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || fraction.len() > 2 || !digits(whole) || !digits(fraction) {
        return None;
    }
    format!("{whole}{fraction:0<2}").parse().ok()
}
