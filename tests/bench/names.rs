//! Names of made-up people, spread as in a town: a few family names that everybody shares, many that few bear, accents,
//! hyphens and particles among them.

use crate::chance::Chance;

/// Shared by many.
const USUAL: [&str; 60] = [
    "Martin",
    "Bernard",
    "Thomas",
    "Petit",
    "Robert",
    "Richard",
    "Durand",
    "Dubois",
    "Moreau",
    "Laurent",
    "Simon",
    "Michel",
    "Lefèvre",
    "Leroy",
    "Roux",
    "David",
    "Bertrand",
    "Morel",
    "Fournier",
    "Girard",
    "Bonnet",
    "Dupont",
    "Lambert",
    "Fontaine",
    "Rousseau",
    "Vincent",
    "Müller",
    "Faure",
    "André",
    "Mercier",
    "Blanc",
    "Guérin",
    "Boyer",
    "Garnier",
    "Chevalier",
    "François",
    "Legrand",
    "Gauthier",
    "Garcia",
    "Perrin",
    "Robin",
    "Clément",
    "Morin",
    "Nicolas",
    "Henry",
    "Roussel",
    "Mathieu",
    "Gautier",
    "Masson",
    "Marchand",
    "Duval",
    "Denis",
    "Dumont",
    "Marie",
    "Lemaire",
    "Noël",
    "Meyer",
    "Dufour",
    "Meunier",
    "Brun",
];
/// How the others begin.
const HEADS: [&str; 40] = [
    "Bel", "Cas", "Del", "Far", "Gal", "Hau", "Jou", "Ker", "Lan", "Mar", "Nav", "Or", "Pel", "Quer", "Ros", "Sau",
    "Tau", "Val", "Vil", "Beau", "Char", "Cour", "Des", "Fort", "Gré", "Lau", "Mont", "Pré", "Ro", "Sén", "Thé", "Ber",
    "Cham", "Dau", "Fau", "Gou", "Lé", "Mé", "Pou", "Tré",
];
/// How they go on.
const HEARTS: [&str; 24] = [
    "", "", "", "a", "é", "i", "o", "ou", "an", "in", "on", "ar", "er", "our", "al", "el", "ab", "am", "ign", "ist",
    "ort", "est", "and", "erm",
];
/// How they end.
const TAILS: [&str; 40] = [
    "mont", "ville", "court", "bert", "nier", "dier", "tier", "rand", "lard", "nard", "quet", "chet", "let", "neau",
    "reau", "teau", "din", "lin", "rin", "tin", "dot", "lot", "not", "gnac", "zac", "tac", "ès", "eux", "oux", "iez",
    "bois", "champ", "font", "val", "roy", "son", "ton", "cher", "ger", "vigne",
];
/// Before some of them.
const PARTICLES: [&str; 5] = ["de ", "Le ", "La ", "d’", "Saint-"];
/// Given names.
const GIVEN: [&str; 64] = [
    "Marie",
    "Jeanne",
    "Françoise",
    "Monique",
    "Catherine",
    "Nathalie",
    "Isabelle",
    "Jacqueline",
    "Anne",
    "Sylvie",
    "Martine",
    "Nicole",
    "Hélène",
    "Aïcha",
    "Léa",
    "Chloé",
    "Manon",
    "Inès",
    "Camille",
    "Zoé",
    "Fatou",
    "Yasmine",
    "Noémie",
    "Éloïse",
    "Maëlle",
    "Océane",
    "Lucie",
    "Clémence",
    "Agathe",
    "Romane",
    "Thérèse",
    "Solène",
    "Jean",
    "Pierre",
    "Michel",
    "André",
    "Philippe",
    "René",
    "Louis",
    "Alain",
    "Jacques",
    "Bernard",
    "Marcel",
    "Daniel",
    "Roger",
    "Robert",
    "Paul",
    "Claude",
    "Christian",
    "Henri",
    "Georges",
    "Nicolas",
    "François",
    "Éric",
    "Loïc",
    "Mehdi",
    "Ibrahim",
    "Joël",
    "Raphaël",
    "Théo",
    "Gaël",
    "Émile",
    "Côme",
    "Jérôme",
];

/// A family name.
pub(crate) fn family(chance: &mut Chance) -> String {
    let one = |chance: &mut Chance| match chance.percent(35) {
        true => (*chance.pick(&USUAL)).to_owned(),
        false => format!("{}{}{}", chance.pick(&HEADS), chance.pick(&HEARTS), chance.pick(&TAILS)),
    };
    let name = one(chance);
    match chance.below(100) {
        0..=5 => format!("{}{name}", chance.pick(&PARTICLES)),
        6..=10 => format!("{name}-{}", one(chance)),
        _ => name,
    }
}

/// A given name.
pub(crate) fn given(chance: &mut Chance) -> String {
    let name = *chance.pick(&GIVEN);
    if chance.percent(6) { format!("{name}-{}", chance.pick(&GIVEN)) } else { name.to_owned() }
}
