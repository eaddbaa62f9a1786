//! What the receipt says, and what it never says.

use crate::reading::Document;
use crate::samples;
use relais_documents::*;

#[test]
fn samples_are_written() {
    for (name, bytes) in samples::each() {
        let document = Document::new(name, &bytes);
        println!("{name}: {} bytes\n{}", document.len(), document.text());
    }
}
