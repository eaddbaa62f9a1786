//! Arbitrary inputs to every parser of the platforms: descriptions, answers read by a description, FHIR answers. Two hundred
//! thousand by default and as many as the time allows; none may panic, and memory stays where it was.

use relais_platforms::connector::{draft_rights, read_rights};
use relais_platforms::description::PlatformDescription;
use relais_platforms::request::{CardCover, EligibilityRequest, Subject};
use uuid::Uuid;

use crate::{Chance, deadline};

/// Inputs given at least, whatever the time.
const INPUTS: u64 = 200_000;
/// Memory that may be held beyond what was held at the start, in KiB.
const MOST_KIB: u64 = 256 * 1024;

const EXAMPLES: [&str; 3] = [
    include_str!("../../docs/examples/droits-basic.toml"),
    include_str!("../../docs/examples/session-pec.toml"),
    include_str!("../../docs/examples/differe-oauth2.toml"),
];
const FHIR: &str = "relais = 1\ncode = \"exemple\"\nname = \"Exemple\"\nway = \"fhir\"\n[connection]\nbase_url = \"https://x.example\"\n\
                    [authentication]\nkind = \"none\"\n";
const ANSWERS: [&str; 4] = [
    r#"{"reference":"018d5f3a-6b00-7c11-8a22-3344556677aa","adherent":"00731900","nom":"VAUQUELIN","ouvert":"O","debut":"01/01/2024",
        "fin":"31/12/2024","montant":"350,05","devise":"EUR","pec":"N","accreditation":"A1","libelle":"ok"}"#,
    r#"{"statut":"OK","assure":{"adherent":"00731900"},"contrat":{"etat":"ACTIF","validite":{"du":"2024-01-01","au":"2024-12-31"},
        "garanties":[{"domaine":"OPTI","accordPrealable":true,"plafond":43217,"consomme":0}],"monnaie":"EUR"},"message":"ok"}"#,
    r#"{"etat":"TERMINE","droits":{"ouverts":true,"debut":"20240101"},"devise":"EUR","pecNecessaire":false,"priseEnCharge":1.2e2}"#,
    r##"{"resourceType":"CoverageEligibilityResponse","status":"active","outcome":"complete","contained":[{"resourceType":"Patient",
        "id":"p","birthDate":"1979-11-23"}],"patient":{"reference":"#p"},"insurance":[{"inforce":true,"benefitPeriod":{"start":"2024"}}]}"##,
];
/// What parsers stumble over.
const PIECES: [&str; 20] = [
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "'''",
    "\n",
    "=",
    "\\u0000",
    "1e999",
    "-0",
    "null",
    "\u{feff}",
    "[[",
    "{request_id}",
    "99999999999999999999999999",
    "é",
    "/*",
];

fn question() -> EligibilityRequest {
    EligibilityRequest {
        id: Uuid::from_u128(7),
        created_at: jiff::Timestamp::UNIX_EPOCH,
        subject: Subject { family_name: "Vauquelin".into(), given_name: None, birth_date: None, nir: None },
        cover: CardCover {
            amc_number: "77565712".into(),
            convention: None,
            csr: None,
            member_number: Some("00731900".into()),
        },
        provider_finess: String::new(),
        service_date: jiff::civil::date(2024, 1, 31),
        domain_code: "OPTI".into(),
        product_codes: Vec::new(),
        asked: None,
    }
}

/// A seed with wounds: bytes replaced, pieces put in, stretches repeated or cut.
pub(crate) fn wounded(seed: impl AsRef<[u8]>, chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seed.as_ref().to_vec();
    for _ in 0..=chance.below(8) {
        let length = bytes.len().max(1) as u64;
        let at = usize::try_from(chance.below(length)).unwrap();
        match chance.below(5) {
            0 => bytes.insert(at.min(bytes.len()), u8::try_from(chance.below(256)).unwrap()),
            1 => bytes.truncate(at),
            2 => {
                let piece = PIECES[usize::try_from(chance.below(PIECES.len() as u64)).unwrap()];
                bytes.splice(at.min(bytes.len())..at.min(bytes.len()), piece.bytes());
            }
            3 => {
                let end = (at + usize::try_from(chance.below(40)).unwrap()).min(bytes.len());
                let stretch = bytes[at.min(end)..end].to_vec();
                let again = usize::try_from(chance.below(30)).unwrap();
                bytes.splice(end..end, stretch.repeat(again));
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = u8::try_from(chance.below(256)).unwrap();
                }
            }
        }
    }
    bytes
}

#[test]
fn no_input_makes_a_parser_panic_or_hold_on_to_memory() {
    let request = question();
    let readers: Vec<PlatformDescription> =
        EXAMPLES.into_iter().chain([FHIR]).map(|text| PlatformDescription::parse(text).unwrap()).collect();
    let mut chance = Chance::seeded(0x1234_5678);
    let before = resident_kib();
    let (until, mut given, mut read) = (deadline(), 0u64, 0u64);
    while given < INPUTS || std::time::Instant::now() < until {
        let which = usize::try_from(chance.below(4)).unwrap();
        if chance.below(4) == 0 {
            let seed = EXAMPLES.into_iter().chain([FHIR]).nth(which).unwrap();
            let text = String::from_utf8_lossy(&wounded(seed, &mut chance)).into_owned();
            if let Ok(description) = PlatformDescription::parse(&text) {
                read += 1;
                let _ = draft_rights(&description, &request);
            }
        } else {
            let body = wounded(ANSWERS[which], &mut chance);
            let status = [200, 200, 200, 202, 401, 422, 500][usize::try_from(chance.below(7)).unwrap()];
            if let Ok(answer) = read_rights(&readers[which], &request, status, body) {
                read += 1;
                assert!(answer.in_force != Some(true) || answer.raw.bytes().len() > 2);
            }
        }
        given += 1;
    }
    let held = resident_kib().saturating_sub(before);
    eprintln!("torture: {given} inputs, {read} of them read, {held} KiB more held");
    assert!(read > 0 && read < given);
    assert!(held < MOST_KIB, "{held} KiB more than at the start");
}

/// Memory of this process that is in use, where the system tells it.
pub(crate) fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).unwrap_or_default()
}
