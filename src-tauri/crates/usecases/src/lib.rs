//! What a user does: one file a deed, its request, response, refusals, and the composition of engines behind it.

pub mod contract;
pub mod table;
mod typescript;

#[cfg(test)]
mod tests {
    #[test]
    fn write_ts() { std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../ui/src/lib/contract/contract.ts"), super::table::typescript()).unwrap(); }
}
