//! Who pays: the operators' own names, and the words of labels that the practice gave a meaning.

use crate::{
    app::{App, OpenPractice},
    call::Call,
    circuit,
    contract::{ForgetPayerRequest, PayersView, Problem, RememberPayerRequest, Topic},
    fields,
};
use relais_domain::{
    context::Context,
    payer::{self, PAYER_WORD_CHARS, Payer, PayerWords},
    practice::{Practice, PracticeEvent},
    refusal::Refusal,
};
use relais_exchange::tabular::fold;

/// Longest name of an insurer.
const MAX_INSURER_CHARS: usize = 60;

/// The operators' names and codes, as words of a label.
pub(super) fn operators(practice: &OpenPractice) -> Vec<PayerWords> {
    let known = circuit::operators(practice).into_iter();
    let long = known.filter(|(name, _)| PAYER_WORD_CHARS.contains(&name.chars().count()));
    long.map(|(words, platform)| PayerWords { words, payer: Payer::Operator { platform } }).collect()
}

/// Every word that means somebody: what a person said comes last, and wins.
pub(super) fn words(state: &Practice, operators: &[PayerWords]) -> Vec<PayerWords> {
    operators.iter().chain(&state.payer_words).cloned().collect()
}

/// Remembers who words of a label mean.
pub async fn remember(app: &App, call: Call, request: RememberPayerRequest) -> Result<PayersView, Problem> {
    let said = PayerWords { words: typed_words(&request.words)?, payer: typed_payer(app, &request.payer)? };
    change(app, call, &request, move |state, context| payer::remember(state, said, context)).await
}

/// Forgets words.
pub async fn forget(app: &App, call: Call, request: ForgetPayerRequest) -> Result<PayersView, Problem> {
    let words = fold(&request.words);
    change(app, call, &request, move |state, context| payer::forget(state, &words, context)).await
}

async fn change<R: serde::Serialize>(
    app: &App,
    call: Call,
    request: &R,
    decide: impl FnOnce(&Practice, &Context) -> Result<Vec<PracticeEvent>, Refusal> + Send + 'static,
) -> Result<PayersView, Problem> {
    let practice = app.practice()?;
    let stream = practice.id.0;
    let payers = practice
        .command(call, request, move |tx, context| {
            let events = decide(&tx.load::<Practice>(stream)?, context)?;
            if !events.is_empty() {
                tx.append::<Practice>(stream, events)?;
            }
            Ok(PayersView { payers: tx.load::<Practice>(stream)?.payer_words })
        })
        .await?;
    app.announce(Topic::Cheques, None);
    Ok(payers)
}

fn typed_words(typed: &str) -> Result<String, Problem> {
    let words = fold(typed);
    match words.chars().count() {
        0 => Err(Problem::field("words", "empty")),
        count if count < *PAYER_WORD_CHARS.start() => Err(Problem::field("words", "too_short")),
        count if count > *PAYER_WORD_CHARS.end() => Err(Problem::field("words", "too_long")),
        _ => Ok(words),
    }
}

fn typed_payer(app: &App, payer: &Payer) -> Result<Payer, Problem> {
    Ok(match payer {
        Payer::Insurer { name } => {
            let name = fields::bounded("insurer", name, MAX_INSURER_CHARS)?;
            if name.is_empty() {
                return Err(Problem::field("insurer", "empty"));
            }
            Payer::Insurer { name }
        }
        Payer::Operator { platform } => {
            if app.practice()?.lines.get(platform).is_none() {
                return Err(Problem::field("platform", "unknown"));
            }
            payer.clone()
        }
        Payer::Other => Payer::Other,
    })
}
