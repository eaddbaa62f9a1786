//! Bytes as lower-case hexadecimal in the key file, strictly: one text per value, so that any change of the file shows.

use serde::{Deserialize, Deserializer, Serializer, de};

pub(crate) fn encode(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|half| char::from(b"0123456789abcdef"[usize::from(half)]))
        .collect()
}

pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect();
    if rest.is_empty() { bytes } else { None }
}

pub(crate) fn serialize<S: Serializer>(bytes: &impl AsRef<[u8]>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&encode(bytes.as_ref()))
}

pub(crate) fn deserialize<'de, T: TryFrom<Vec<u8>>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    let bytes = decode(&text).ok_or_else(|| de::Error::custom("not lower-case hexadecimal"))?;
    T::try_from(bytes).map_err(|_| de::Error::custom("another number of bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::bytes("00ff10", Some(vec![0, 255, 16]))]
    #[case::nothing("", Some(vec![]))]
    #[case::upper_case("00FF", None)]
    #[case::odd("0", None)]
    #[case::other("0g", None)]
    fn one_text_per_value(#[case] text: &str, #[case] bytes: Option<Vec<u8>>) {
        assert_eq!(decode(text), bytes);
        if let Some(bytes) = bytes {
            assert_eq!(encode(&bytes), text);
        }
    }
}
