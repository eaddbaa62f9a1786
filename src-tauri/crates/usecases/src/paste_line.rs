//! A dossier from one pasted line of the main software: name, phone, insurer or operator, amounts, reference.
//!
//! What a cell holds says what it is; where that does not tell (a first name alone, an insurer nobody knows), its place in the
//! order the form asks for does: last name, first name, telephone, insurer, total, customer's share, AMC share, reference.
//! Nothing is guessed silently: what was understood is named, what was not is handed back, and the person corrects before
//! anything is recorded. Amounts follow the order people read them in (total, customer, AMC) unless a word beside them
//! says otherwise, and must add up.

use crate::{
    app::App,
    call::Call,
    contract::{OpenDossierRequest, ParseLineRequest, ParsedLine, Problem, ProblemCode},
};
use relais_domain::{context::Activity, money::Cents, platform::PlatformCode};
use serde_json::json;

/// Longest line read: a line of a list, not a file.
pub const MAX_LINE_CHARS: usize = 1_000;

/// A platform as the line may name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPlatform {
    /// Its code.
    pub code: PlatformCode,
    /// Its name.
    pub label: String,
}

/// Reads the line with the platforms of the open practice.
pub async fn parse(app: &App, _call: Call, request: ParseLineRequest) -> Result<ParsedLine, Problem> {
    if request.text.chars().count() > MAX_LINE_CHARS {
        return Err(Problem::with(
            ProblemCode::InvalidField,
            json!({ "field": "text", "reason": "too_long", "max": MAX_LINE_CHARS }),
        ));
    }
    let practice = app.practice()?;
    let activity = crate::view_practice::first_activity(&practice).await?;
    Ok(read_line(&request.text, activity, &practice.lines.known()))
}

/// What a piece of the line turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// A cell with nothing in it: it keeps its place.
    Empty,
    FamilyName(String),
    GivenName(String),
    Phone(String),
    Amount(Cents, Option<Share>),
    AmcNumber(String),
    Reference(String),
    Platform(PlatformCode),
    Insurer(String),
    Words(String),
    /// Not what its place asks for.
    Unread(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Share {
    Total,
    Amo,
    Amc,
    Customer,
}

/// The pure reading.
pub fn read_line(text: &str, activity: Activity, platforms: &[KnownPlatform]) -> ParsedLine {
    let mut draft = OpenDossierRequest {
        activity,
        family_name: String::new(),
        given_name: String::new(),
        phone: String::new(),
        operator: None,
        insurer_name: String::new(),
        amc_number: String::new(),
        member_number: String::new(),
        total_cents: Cents::ZERO,
        amo_share_cents: Cents::ZERO,
        amc_share_cents: Cents::ZERO,
        customer_share_cents: Cents::ZERO,
        reference: String::new(),
    };
    let mut found = Vec::new();
    let mut leftover = Vec::new();
    let mut amounts = Vec::new();
    for piece in placed(&pieces(text), platforms) {
        match piece {
            Piece::Empty => {}
            Piece::FamilyName(name) => set(&mut draft.family_name, name, "family_name", &mut found),
            Piece::GivenName(name) => set(&mut draft.given_name, name, "given_name", &mut found),
            Piece::Phone(phone) if draft.phone.is_empty() => set(&mut draft.phone, phone, "phone", &mut found),
            Piece::Amount(amount, share) => amounts.push((amount, share)),
            Piece::AmcNumber(number) if draft.amc_number.is_empty() => {
                set(&mut draft.amc_number, number, "amc_number", &mut found);
            }
            Piece::Reference(reference) if draft.reference.is_empty() => {
                set(&mut draft.reference, reference, "reference", &mut found);
            }
            Piece::Platform(code) if draft.operator.is_none() => {
                draft.operator = Some(code);
                found.push("operator".to_owned());
            }
            Piece::Insurer(name) if draft.insurer_name.is_empty() => {
                set(&mut draft.insurer_name, name, "insurer_name", &mut found);
            }
            Piece::Words(words) if draft.family_name.is_empty() => {
                let (family, given) = split_name(&words);
                set(&mut draft.family_name, family, "family_name", &mut found);
                if !given.is_empty() {
                    set(&mut draft.given_name, given, "given_name", &mut found);
                }
            }
            Piece::Phone(text)
            | Piece::AmcNumber(text)
            | Piece::Reference(text)
            | Piece::Insurer(text)
            | Piece::Unread(text)
            | Piece::Words(text) => leftover.push(text),
            Piece::Platform(code) => leftover.push(code.as_str().to_owned()),
        }
    }
    share_out(&amounts, &mut draft, &mut found);
    ParsedLine { draft, found, leftover }
}

fn set(field: &mut String, value: String, name: &str, found: &mut Vec<String>) {
    *field = value;
    found.push(name.to_owned());
}

/// What each cell is, by what it holds and then by its place.
fn placed(cells: &[String], platforms: &[KnownPlatform]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = cells.iter().map(|cell| classify(cell, platforms)).collect();
    let words = |at: usize| {
        matches!(pieces.get(at), Some(Piece::Words(_)))
            && cells.get(at).is_some_and(|cell| !without_title(cell).is_empty())
    };
    let called = matches!(pieces.get(2), Some(Piece::Phone(_) | Piece::Empty));
    // The name has two cells where the second holds nothing else and the first is not a whole name by itself.
    let given = words(1) && (called || without_title(&cells[0]).len() == 1);
    let two = words(0) && (given || called && pieces[1] == Piece::Empty);
    if two && given {
        pieces[0] = Piece::FamilyName(without_title(&cells[0]).join(" "));
        pieces[1] = Piece::GivenName(cells[1].clone());
    }
    let [phone, insurer, total, reference] = [2, 3, 4, 7].map(|place| if two { place } else { place - 1 });
    let is_reference = |piece: &Piece| matches!(piece, Piece::Reference(_));
    if let Some(Piece::Reference(typed)) = pieces.get(phone)
        && typed.starts_with(['0', '+'])
        && typed.chars().all(is_of_a_phone)
    {
        pieces[phone] = Piece::Unread(typed.clone());
    }
    let named_later = pieces.iter().skip(insurer + 1).any(is_reference);
    match pieces.get(insurer) {
        Some(Piece::Words(name)) => pieces[insurer] = Piece::Insurer(name.clone()),
        Some(Piece::Reference(name)) if named_later => pieces[insurer] = Piece::Insurer(name.clone()),
        _ => {}
    }
    // Among the three amounts, one that is left out keeps its place.
    if let Some(three) = pieces.get_mut(total..reference)
        && three.contains(&Piece::Empty)
    {
        for (piece, share) in three.iter_mut().zip([Share::Total, Share::Customer, Share::Amc]) {
            if let Piece::Amount(_, said) = piece {
                said.get_or_insert(share);
            }
        }
    }
    // A number after the three amounts, in the place of the reference, is one.
    let amounts =
        pieces.get(total..reference).is_some_and(|three| three.iter().all(|p| matches!(p, Piece::Amount(..))));
    let bare = |cell: &String| cell.chars().all(|c| c.is_ascii_digit());
    if amounts
        && !pieces.iter().any(is_reference)
        && cells.get(reference).is_some_and(|cell| !cell.is_empty() && bare(cell))
    {
        pieces[reference] = Piece::Reference(cells[reference].clone());
    }
    pieces
}

/// Cuts at the strongest separator the line has: tab, semicolon, bar, then comma followed by a space, then two spaces. A cell
/// with nothing in it keeps its place, but for spaces, which say nothing by their number.
fn pieces(text: &str) -> Vec<String> {
    let text = text.replace(['\u{a0}', '\u{202f}'], " ");
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let cut: Vec<&str> = if line.contains('\t') {
        line.split('\t').collect()
    } else if line.contains(';') {
        line.split(';').collect()
    } else if line.contains('|') {
        line.split('|').collect()
    } else if line.contains(", ") {
        line.split(", ").collect()
    } else {
        line.split("  ").collect()
    };
    let spaced = !line.contains(['\t', ';', '|']) && !line.contains(", ");
    let cells = cut.into_iter().map(|piece| piece.trim().trim_matches('"').trim().to_owned());
    cells.filter(|cell| !spaced || !cell.is_empty()).collect()
}

fn classify(piece: &str, platforms: &[KnownPlatform]) -> Piece {
    let folded = fold(piece);
    if folded.is_empty() {
        return Piece::Empty;
    }
    if let Some(phone) = phone(piece) {
        return Piece::Phone(phone);
    }
    if let Some((amount, share)) = amount(&folded) {
        return Piece::Amount(amount, share);
    }
    if let Some(platform) = platforms.iter().find(|p| fold(&p.label) == folded || p.code.as_str() == folded) {
        return Piece::Platform(platform.code.clone());
    }
    let compact: String = piece.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = compact.bytes().all(|b| b.is_ascii_digit());
    if digits && (8..=10).contains(&compact.len()) {
        return Piece::AmcNumber(compact);
    }
    if piece.chars().any(|c| c.is_ascii_digit()) && compact.len() <= 32 {
        let bare = ["devis n°", "devis", "facture n°", "facture", "n°", "ref", "réf."]
            .iter()
            .find_map(|label| strip_label(piece, label))
            .unwrap_or(piece);
        return Piece::Reference(bare.trim().to_owned());
    }
    const INSURER_WORDS: [&str; 8] =
        ["mutuelle", "assurance", "prevoyance", "mgen", "axa", "allianz", "alan", "malakoff"];
    if INSURER_WORDS.iter().any(|word| folded.split(' ').any(|w| w.starts_with(word))) {
        return Piece::Insurer(piece.to_owned());
    }
    Piece::Words(piece.to_owned())
}

fn strip_label<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let head = text.get(..label.len())?;
    (head.to_lowercase() == label).then(|| &text[label.len()..])
}

const fn is_of_a_phone(sign: char) -> bool {
    sign.is_ascii_digit() || matches!(sign, ' ' | '.' | '-' | '+' | '(' | ')')
}

/// A French number: ten digits from 0, or +33 and nine.
fn phone(piece: &str) -> Option<String> {
    if !piece.chars().all(is_of_a_phone) {
        return None;
    }
    let digits: String = piece.chars().filter(char::is_ascii_digit).collect();
    let national =
        match digits.strip_prefix("0033").or_else(|| digits.strip_prefix("33").filter(|_| piece.starts_with('+'))) {
            Some(rest) if rest.len() == 9 => format!("0{rest}"),
            _ => digits,
        };
    (national.len() == 10 && national.starts_with('0') && !national.starts_with("00")).then_some(national)
}

/// An amount has decimals, a euro sign, or a share's word beside it; a bare number of up to five digits counts too.
fn amount(folded: &str) -> Option<(Cents, Option<Share>)> {
    const WORDS: [(&str, Share); 10] = [
        ("total", Share::Total),
        ("ttc", Share::Total),
        ("part amo", Share::Amo),
        ("amo", Share::Amo),
        ("secu", Share::Amo),
        ("part amc", Share::Amc),
        ("amc", Share::Amc),
        ("part client", Share::Customer),
        ("client", Share::Customer),
        ("rac", Share::Customer),
    ];
    let share = WORDS.iter().find(|(word, _)| folded.starts_with(word));
    let rest = match share {
        Some((word, _)) => folded[word.len()..].trim_start_matches([':', ' ', '=']),
        None => folded,
    };
    let number = rest.trim_end_matches(['€', ' ']).trim_end_matches("eur").trim();
    let cents = cents(number)?;
    let marked = rest.contains('€') || rest.contains("eur") || number.contains([',', '.']);
    let short = number.bytes().filter(u8::is_ascii_digit).count() <= 5;
    (marked || share.is_some() || short).then(|| (cents, share.map(|(_, share)| *share)))
}

/// `480`, `480,5`, `1 234,56`, `1234.56`.
fn cents(number: &str) -> Option<Cents> {
    let compact: String = number.chars().filter(|c| *c != ' ').collect();
    let (whole, decimals) = compact.split_once([',', '.']).unwrap_or((&compact, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 7 || decimals.len() > 2 || !digits(whole) || !digits(decimals) {
        return None;
    }
    let fraction: i64 = format!("{decimals:0<2}").parse().ok()?;
    Cents::new(whole.parse::<i64>().ok()? * 100 + fraction).ok()
}

/// Words beside amounts first; the rest in the order total, customer, AMC; a missing share is what is left.
fn share_out(amounts: &[(Cents, Option<Share>)], draft: &mut OpenDossierRequest, found: &mut Vec<String>) {
    let mut slots: [Option<Cents>; 4] = [None; 4];
    for (amount, share) in amounts {
        if let Some(share) = share {
            slots[*share as usize].get_or_insert(*amount);
        }
    }
    let unlabelled = amounts.iter().filter(|(_, share)| share.is_none()).map(|(amount, _)| *amount);
    for amount in unlabelled {
        let order = [Share::Total, Share::Customer, Share::Amc, Share::Amo];
        if let Some(free) = order.iter().find(|share| slots[**share as usize].is_none()) {
            slots[*free as usize] = Some(amount);
        }
    }
    let get = |share: Share| slots[share as usize];
    let known = |share: Share| get(share).unwrap_or_default();
    let (amo, customer, amc) = (known(Share::Amo), known(Share::Customer), known(Share::Amc));
    let total = get(Share::Total).or_else(|| Cents::sum([amo, customer, amc]).ok()).unwrap_or_default();
    let rest = |parts: [Cents; 2]| Cents::sum(parts).map(|sum| total.remaining_after(sum)).unwrap_or_default();
    draft.total_cents = total;
    draft.amo_share_cents = amo;
    draft.customer_share_cents = get(Share::Customer).unwrap_or_else(|| match get(Share::Amc) {
        Some(amc) => rest([amo, amc]),
        None => Cents::ZERO,
    });
    draft.amc_share_cents = get(Share::Amc).unwrap_or_else(|| match get(Share::Customer) {
        Some(customer) => rest([amo, customer]),
        None => Cents::ZERO,
    });
    const NAMES: [(Share, &str); 4] = [
        (Share::Total, "total_cents"),
        (Share::Amo, "amo_share_cents"),
        (Share::Amc, "amc_share_cents"),
        (Share::Customer, "customer_share_cents"),
    ];
    found.extend(NAMES.iter().filter(|(share, _)| get(*share).is_some()).map(|(_, name)| (*name).to_owned()));
}

/// `BERNARD Lucie` or `Lucie BERNARD`: the family name is the part in capitals; otherwise the last word.
fn split_name(words: &str) -> (String, String) {
    let words = without_title(words);
    let capital = |word: &&str| word.chars().count() > 1 && **word == word.to_uppercase();
    let (family, given): (Vec<&str>, Vec<&str>) = words.iter().copied().partition(capital);
    if !family.is_empty() && !given.is_empty() {
        return (family.join(" "), given.join(" "));
    }
    match words.split_last() {
        Some((last, first)) if !first.is_empty() => ((*last).to_owned(), first.join(" ")),
        _ => (words.join(" "), String::new()),
    }
}

/// The words of a name, without « Mme ».
fn without_title(name: &str) -> Vec<&str> {
    let title = |word: &str| matches!(fold(word).as_str(), "m" | "m." | "mme" | "mlle" | "mr");
    name.split(' ').filter(|word| !word.is_empty() && !title(word)).collect()
}

/// Lower case without accents, for comparing words.
pub(crate) fn fold(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| match c {
            'à' | 'â' | 'ä' => 'a',
            'ç' => 'c',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' => 'i',
            'ô' | 'ö' => 'o',
            'ù' | 'û' | 'ü' => 'u',
            other => other,
        })
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn platforms() -> Vec<KnownPlatform> {
        vec![
            KnownPlatform { code: PlatformCode::parse("viamedis").unwrap(), label: "Viamedis".into() },
            KnownPlatform { code: PlatformCode::parse("sp-sante").unwrap(), label: "SP santé".into() },
        ]
    }

    #[rstest]
    #[case::semicolons("BERNARD Lucie;06 12 34 56 78;Viamedis;480,00;100,00;380,00;DV-2024-0118")]
    #[case::tabs("Lucie BERNARD\t0612345678\tviamedis\t480\t100\t380\tDevis DV-2024-0118")]
    #[case::labels(
        "Lucie Bernard, +33 6 12 34 56 78, Viamedis, Total 480 €, part AMC 380 €, part client 100 €, DV-2024-0118"
    )]
    #[case::customer_share_left_out("Lucie Bernard;0612345678;Viamedis;total 480,00;AMC 380,00;DV-2024-0118")]
    fn one_sale_however_it_is_pasted(#[case] line: &str) {
        let parsed = read_line(line, Activity::Optics, &platforms());
        let draft = parsed.draft;
        assert_eq!((draft.family_name.to_uppercase().as_str(), draft.given_name.as_str()), ("BERNARD", "Lucie"));
        assert_eq!(draft.phone, "0612345678");
        assert_eq!(draft.operator.as_ref().map(PlatformCode::as_str), Some("viamedis"));
        let shares = [draft.total_cents, draft.customer_share_cents, draft.amc_share_cents].map(Cents::get);
        assert_eq!(shares, [48_000, 10_000, 38_000]);
        assert_eq!(draft.reference, "DV-2024-0118");
        assert!(parsed.leftover.is_empty(), "{:?}", parsed.leftover);
    }

    /// A name, a first name, an insurer and a reference that only their places tell.
    #[rstest]
    #[case::asked_for_order(
        "Dupont;Jean-Paul;06 11 22 33 44;Harmonie;480;100;380;F-2024-77",
        "Dupont",
        "Jean-Paul",
        "Harmonie"
    )]
    #[case::particle(
        "Le Goff;Anne;0611223344;Mutuelle du Phare;480;100;380;F-2024-77",
        "Le Goff",
        "Anne",
        "Mutuelle du Phare"
    )]
    #[case::no_first_name("Dupont;;0611223344;Harmonie;480;100;380;F-2024-77", "Dupont", "", "Harmonie")]
    #[case::no_telephone("Dupont;Jean-Paul;;Harmonie;480;100;380;F-2024-77", "Dupont", "Jean-Paul", "Harmonie")]
    #[case::name_in_one_cell(
        "DUPONT Jean-Paul;0611223344;Harmonie;480;100;380;F-2024-77",
        "DUPONT",
        "Jean-Paul",
        "Harmonie"
    )]
    #[case::insurer_with_a_number(
        "Dupont;Jean-Paul;0611223344;Groupe 403;480;100;380;F-2024-77",
        "Dupont",
        "Jean-Paul",
        "Groupe 403"
    )]
    #[case::titled(
        "Mme Dupont\tJean-Paul\t0611223344\tHarmonie\t480\t100\t380\tF-2024-77",
        "Dupont",
        "Jean-Paul",
        "Harmonie"
    )]
    fn what_only_its_place_tells(#[case] line: &str, #[case] family: &str, #[case] given: &str, #[case] insurer: &str) {
        let parsed = read_line(line, Activity::Optics, &platforms());
        let draft = parsed.draft;
        assert_eq!((draft.family_name.as_str(), draft.given_name.as_str()), (family, given));
        assert_eq!((draft.insurer_name.as_str(), draft.reference.as_str()), (insurer, "F-2024-77"));
        let shares = [draft.total_cents, draft.customer_share_cents, draft.amc_share_cents].map(Cents::get);
        assert_eq!(shares, [48_000, 10_000, 38_000]);
        assert!(parsed.leftover.is_empty(), "{:?}", parsed.leftover);
    }

    #[test]
    fn a_share_left_out_keeps_its_place() {
        let line = "Dupont;Jean-Paul;0611223344;Harmonie;480;;380;F-2024-77";
        let draft = read_line(line, Activity::Optics, &platforms()).draft;
        let shares = [draft.total_cents, draft.customer_share_cents, draft.amc_share_cents].map(Cents::get);
        assert_eq!(shares, [48_000, 10_000, 38_000]);
    }

    #[rstest]
    #[case::short("2417")]
    #[case::as_long_as_an_amc_number("20240077")]
    fn a_bare_number_after_the_amounts_is_the_reference(#[case] number: &str) {
        let line = format!("Dupont;Jean-Paul;0611223344;Harmonie;480;100;380;{number}");
        let draft = read_line(&line, Activity::Optics, &platforms()).draft;
        assert_eq!((draft.reference.as_str(), draft.amc_number.as_str()), (number, ""));
        assert_eq!(draft.amo_share_cents, Cents::ZERO);
    }

    #[test]
    fn a_telephone_cut_short_is_handed_back() {
        let parsed = read_line("Dupont;Jean-Paul;06 12 34;Harmonie;480;100;380;F-77", Activity::Optics, &platforms());
        assert_eq!((parsed.leftover, parsed.draft.reference.as_str()), (vec!["06 12 34".to_owned()], "F-77"));
        assert_eq!(parsed.draft.phone, "");
    }

    #[test]
    fn what_is_not_understood_is_handed_back() {
        let parsed = read_line("Lucie Bernard;rappeler jeudi;480,00", Activity::Optics, &platforms());
        assert_eq!(parsed.leftover, ["rappeler jeudi"]);
        assert!(!parsed.found.contains(&"phone".to_owned()));
    }

    #[test]
    fn an_insurer_and_an_amc_number_are_told_apart() {
        let parsed = read_line("Le Goff Anne;Harmonie Mutuelle;0077567199;612,00", Activity::Optics, &platforms());
        assert_eq!(parsed.draft.insurer_name, "Harmonie Mutuelle");
        assert_eq!(parsed.draft.amc_number, "0077567199");
    }

    #[test]
    fn an_empty_line_finds_nothing() {
        let parsed = read_line("  \n", Activity::Optics, &platforms());
        assert!(parsed.found.is_empty() && parsed.leftover.is_empty());
    }
}
