//! One call: its id, made by the caller so that a repeat is recognised, and the JSON edge.

use crate::contract::{Problem, ProblemCode};
use relais_domain::ids::CommandId;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// What comes with every call besides its request.
#[derive(Debug, Clone, Copy)]
pub struct Call {
    /// Made by the caller: the same id with the same request gives the same response again.
    pub command_id: CommandId,
}

/// Reads a request; a shape that does not fit is the caller's mistake, named.
pub fn read<T: DeserializeOwned>(request: Value) -> Result<T, Problem> {
    serde_json::from_value(request)
        .map_err(|error| Problem::with(ProblemCode::InvalidRequest, json!({ "reason": error.to_string() })))
}

/// Writes a response.
pub fn write<T: Serialize>(response: &T) -> Result<Value, Problem> {
    serde_json::to_value(response).map_err(Problem::internal)
}
