//! A secret proposed to whoever types one. It is made here and is nobody's yet: it goes to the field where one is typed, as bytes, like
//! a secret that is shown, and leaves no line.

use crate::{
    app::App,
    call::Call,
    contract::{Problem, ProposeRequest, ProposedKind},
};
use relais_vault::{Ingredient, Recipe, Secret};

/// The secret, then how many bits it is worth, a line each.
pub async fn propose(_app: &App, _call: Call, request: ProposeRequest) -> Result<Secret, Problem> {
    let ProposeRequest { of, length, capitals, digits, signs } = request;
    let of = match of {
        ProposedKind::Characters => Ingredient::Characters,
        ProposedKind::Words => Ingredient::Words,
    };
    let proposed = Recipe { of, length, capitals, digits, signs }.propose()?;
    Ok(Secret::new([proposed.secret.expose(), format!("\n{}", proposed.bits).as_bytes()].concat()))
}
