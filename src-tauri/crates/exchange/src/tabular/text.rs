//! Bytes to letters. French programs write UTF-8, with its mark or without, or the letters of an older Windows; a
//! spreadsheet's « texte Unicode » is UTF-16.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use relais_domain::tabular::TextEncoding;

/// How the bytes are letters: the mark says, else what is valid UTF-8 is taken for it.
pub(super) fn encoding_of(bytes: &[u8]) -> TextEncoding {
    match Encoding::for_bom(bytes) {
        Some((marked, _)) if marked == UTF_16LE => TextEncoding::Utf16Le,
        Some((marked, _)) if marked == UTF_16BE => TextEncoding::Utf16Be,
        Some(_) => TextEncoding::Utf8,
        None if std::str::from_utf8(bytes).is_ok() => TextEncoding::Utf8,
        None => TextEncoding::Windows1252,
    }
}

/// The letters; none when the bytes are no text. What is not of the letters said becomes a replacement mark, which is seen.
pub(super) fn decoded(bytes: &[u8], encoding: TextEncoding) -> Option<String> {
    let of = match encoding {
        TextEncoding::Utf8 => UTF_8,
        TextEncoding::Windows1252 => WINDOWS_1252,
        TextEncoding::Utf16Le => UTF_16LE,
        TextEncoding::Utf16Be => UTF_16BE,
    };
    let (text, _) = of.decode_with_bom_removal(bytes);
    // No list holds the characters that other formats are full of.
    let strange = |c: char| matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1a}' | '\u{1c}'..='\u{1f}');
    // One way to end a line, so that lines are counted as an editor counts them.
    (!text.chars().any(strange)).then(|| text.replace("\r\n", "\n").replace('\r', "\n"))
}
