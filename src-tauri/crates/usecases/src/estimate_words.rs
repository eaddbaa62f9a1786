//! The reasons of an estimate in French, for its page: papers are in French whatever the interface. The window has its own
//! catalogue; the codes are the same.

use relais_documents::{date_fr as date, euros_fr};
use relais_domain::{
    dossier::{DossierLine, LineKind},
    estimate::{
        AnswerKind, Category, EarlyRenewal, Evidence, Guarantee, Reason,
        reference::{DatedNumber, Key, Unit},
    },
    money::Cents,
};

fn euros(amount: Cents) -> String {
    euros_fr(amount.get())
}

/// « 60 % », « 12,5 % ».
fn rate(rate_bp: u32) -> String {
    let (whole, rest) = (rate_bp / 100, rate_bp % 100);
    match rest {
        0 => format!("{whole}\u{a0}%"),
        rest if rest.is_multiple_of(10) => format!("{whole},{}\u{a0}%", rest / 10),
        rest => format!("{whole},{rest:02}\u{a0}%"),
    }
}

/// « 2 verres complexes, classe B ».
pub(crate) fn line(line: &DossierLine) -> String {
    let (one, many) = match line.item {
        LineKind::Frame => ("monture", "montures"),
        LineKind::LensSimple => ("verre simple", "verres simples"),
        LineKind::LensComplex => ("verre complexe", "verres complexes"),
        LineKind::LensVeryComplex => ("verre très complexe", "verres très complexes"),
        LineKind::ContactLenses => ("lentille", "lentilles"),
        LineKind::Supplement => ("supplément", "suppléments"),
        LineKind::HearingAid => ("aide auditive", "aides auditives"),
        LineKind::Medicine => ("médicament", "médicaments"),
        LineKind::Device => ("appareil", "appareils"),
        LineKind::Other => ("autre élément", "autres éléments"),
    };
    let what = if line.quantity > 1 { many } else { one };
    match &line.class {
        Some(class) => format!("{} {what}, classe\u{a0}{class}", line.quantity),
        None => format!("{} {what}", line.quantity),
    }
}

/// Where one's own figure comes from, and of when.
fn answered(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Agreed => "accord de prise en charge",
        AnswerKind::Live => "réponse de ce jour",
        AnswerKind::Kept => "réponse gardée",
    }
}

fn guarantee(guarantee: Guarantee) -> String {
    match guarantee {
        Guarantee::Unknown => "non connue".to_owned(),
        Guarantee::PercentOfBase { rate_bp } => format!("{} de la base, part AMO comprise", rate(rate_bp)),
        Guarantee::Amount { cents } => format!("{} en plus de la part AMO", euros(cents)),
        Guarantee::Ceiling { cents } => format!("jusqu’à {}, part AMO comprise", euros(cents)),
    }
}

const fn letter(category: Category) -> char {
    match category {
        Category::A => 'a',
        Category::B => 'b',
        Category::C => 'c',
        Category::D => 'd',
        Category::E => 'e',
        Category::F => 'f',
    }
}

/// One reason, a sentence.
pub(crate) fn reason(reason: &Reason, insurers: &[String]) -> String {
    let named = |rank: u8| {
        insurers.get(usize::from(rank).saturating_sub(1)).cloned().unwrap_or_else(|| "Complémentaire".to_owned())
    };
    match *reason {
        Reason::AmoRate { rate_bp, base_low_cents: low, base_high_cents: high } if low == high => {
            format!("L’AMO rembourse {} d’une base de {}.", rate(rate_bp), euros(low))
        }
        Reason::AmoRate { rate_bp, base_low_cents: low, base_high_cents: high } => {
            format!("L’AMO rembourse {} d’une base entre {} et {}.", rate(rate_bp), euros(low), euros(high))
        }
        Reason::BaseDependsOnCorrection {} => "La base dépend de la correction, qui n’est pas gardée ici.".to_owned(),
        Reason::AmoGiven { cents } => {
            format!(
                "La part AMO, {}, est celle du dossier\u{a0}; elle tombe si l’équipement n’est pas dû.",
                euros(cents)
            )
        }
        Reason::NothingToPay { cap_cents } => {
            format!("Un contrat responsable ne laisse rien à payer jusqu’à {}, prix limite.", euros(cap_cents))
        }
        Reason::AboveCap { cap_cents } => {
            format!("Le prix dépasse le prix limite de {}\u{a0}: le reste est à votre charge.", euros(cap_cents))
        }
        Reason::ClassNotSaid {} => "La classe n’est pas dite\u{a0}: les deux sont envisagées.".to_owned(),
        Reason::FrameCeiling { ceiling_cents } => {
            format!(
                "Un contrat responsable rembourse au plus {} pour une monture, part AMO comprise.",
                euros(ceiling_cents)
            )
        }
        Reason::EarCeiling { ceiling_cents } => {
            format!("Un contrat responsable rembourse au plus {} par oreille, part AMO comprise.", euros(ceiling_cents))
        }
        Reason::ListedIndications {} => "L’AMO ne rembourse les lentilles que pour certaines indications.".to_owned(),
        Reason::NotCovered {} => "Aucun remboursement n’est compté.".to_owned(),
        Reason::Equipment { category, floor_cents, ceiling_cents } => format!(
            "Équipement {}\u{a0}: un contrat responsable rembourse la classe B entre {} et {}, part AMO comprise.",
            letter(category),
            euros(floor_cents),
            euros(ceiling_cents)
        ),
        Reason::LessClassA { cost_cents } => {
            format!("De ces montants est retiré le prix de l’élément de classe A, {}.", euros(cost_cents))
        }
        Reason::SingleLens {} => "Un seul verre\u{a0}: les montants de la paire sont supposés.".to_owned(),
        Reason::Renewal { last, next, due, evidence, months } => {
            let how = match evidence {
                Evidence::OurHistory => "selon nos dossiers",
                Evidence::Declared => "selon vous",
                Evidence::Document => "document à l’appui",
            };
            let then = if due { "le renouvellement est dû depuis le" } else { "le renouvellement n’est dû que le" };
            format!("Dernier équipement le {} ({how})\u{a0}; à {months} mois, {then} {}.", date(last), date(next))
        }
        Reason::NoLastEquipment { months } => {
            format!("Aucun équipement connu depuis {months} mois\u{a0}: à confirmer par votre caisse.")
        }
        Reason::LastEquipmentNotAsked { months } => {
            format!("Dernier équipement non demandé\u{a0}: s’il a moins de {months} mois, rien n’est remboursé.")
        }
        Reason::RenewedEarly { why } => match why {
            EarlyRenewal::None => String::new(),
            EarlyRenewal::SightChange => {
                "Renouvellement anticipé pour évolution de la vue\u{a0}: l’ordonnance doit le porter.".to_owned()
            }
            EarlyRenewal::Medical => {
                "Renouvellement anticipé pour un cas médical prévu\u{a0}: l’ordonnance doit le porter.".to_owned()
            }
        },
        Reason::AgeNotKnown {} => "L’âge n’est pas connu\u{a0}: tous sont envisagés.".to_owned(),
        Reason::Trial { days, not_before: Some(on) } => {
            format!("Essai de {days} jours\u{a0}: pas de facture avant le {}.", date(on))
        }
        Reason::Trial { days, not_before: None } => format!("Essai de {days} jours avant la facture."),
        Reason::Answered { rank, kind, on, cents } => {
            let when = on.map(|on| format!(" du {}", date(on))).unwrap_or_default();
            format!("{}\u{a0}: {} ({}{when}).", named(rank), euros(cents), answered(kind))
        }
        Reason::RightsClosed { rank, .. } => format!("{} dit que les droits sont fermés.", named(rank)),
        Reason::ContractNotKnown { rank } => {
            format!("{}\u{a0}: contrat responsable ou non, les deux sont envisagés.", named(rank))
        }
        Reason::NotResponsible { rank } => {
            format!("{}\u{a0}: contrat non responsable, sans plancher ni plafond.", named(rank))
        }
        Reason::Promised { rank, guarantee: promised, read_on_card } => {
            let how = if read_on_card { "lue sur la carte" } else { "dite, non lue" };
            format!("{}\u{a0}: garantie {} ({how}).", named(rank), guarantee(promised))
        }
        Reason::GuaranteeNotKnown { rank } => {
            format!("{}\u{a0}: garantie non connue, du moins au plus possible.", named(rank))
        }
        Reason::OutOfNetworkNotKnown { rank } => {
            format!("{}\u{a0}: hors réseau, au plus la garantie du réseau, peut-être rien.", named(rank))
        }
        Reason::PromisedOutside { rank, guarantee: promised } => {
            format!("{}\u{a0}: hors réseau, garantie {}.", named(rank), guarantee(promised))
        }
        Reason::TradeNotOnCard { rank } => {
            format!("{}\u{a0}: la carte ne nomme pas ce domaine, il se peut que rien ne soit couvert.", named(rank))
        }
        Reason::CardExpired { rank, on } => {
            format!("{}\u{a0}: la carte n’est plus valable depuis le {}.", named(rank), date(on))
        }
        Reason::SecondAfterFirst {} => "La deuxième complémentaire paie sur ce que laisse la première.".to_owned(),
    }
}

/// What a number is called.
pub(crate) const fn number(key: Key) -> &'static str {
    match key {
        Key::OpticsAmoRate => "Taux AMO, optique",
        Key::FrameABase => "Base, monture de classe A",
        Key::FrameACap => "Prix limite, monture de classe A",
        Key::LensACapLow => "Prix limite le plus bas, verre de classe A",
        Key::LensACapHigh => "Prix limite le plus haut, verre de classe A",
        Key::LensABaseOfCap => "Base d’un verre de classe A, part du prix limite",
        Key::ClassBBase => "Base, monture ou verre de classe B",
        Key::ContactLensBase => "Base, lentilles, par œil",
        Key::RenewalFrom16 => "Renouvellement, à partir de 16 ans",
        Key::RenewalFrom6 => "Renouvellement, de 6 à 15 ans",
        Key::RenewalUnder6 => "Renouvellement, avant 6 ans",
        Key::FrameCeiling => "Plafond de la monture",
        Key::FloorA => "Plancher, équipement a",
        Key::CeilingA => "Plafond, équipement a",
        Key::FloorB => "Plancher, équipement b",
        Key::CeilingB => "Plafond, équipement b",
        Key::FloorC => "Plancher, équipement c",
        Key::CeilingC => "Plafond, équipement c",
        Key::FloorD => "Plancher, équipement d",
        Key::CeilingD => "Plafond, équipement d",
        Key::FloorE => "Plancher, équipement e",
        Key::CeilingE => "Plafond, équipement e",
        Key::FloorF => "Plancher, équipement f",
        Key::CeilingF => "Plafond, équipement f",
        Key::HearingAmoRate => "Taux AMO, audition",
        Key::HearingBaseFrom20 => "Base par oreille, à partir de 20 ans",
        Key::HearingBaseUnder20 => "Base par oreille, avant 20 ans",
        Key::HearingCapFrom20 => "Prix limite de classe I, à partir de 20 ans",
        Key::HearingCapUnder20 => "Prix limite de classe I, avant 20 ans",
        Key::HearingCeiling => "Plafond par oreille, classe II",
        Key::HearingRenewal => "Renouvellement, par oreille",
        Key::HearingTrial => "Essai avant facturation",
        Key::AnswerRecent => "Une réponse gardée est récente",
        Key::PrescriptionGlassesUnder16 => "Ordonnance de lunettes, avant 16 ans",
        Key::PrescriptionGlassesFrom16 => "Ordonnance de lunettes, de 16 à 42 ans",
        Key::PrescriptionGlassesOver42 => "Ordonnance de lunettes, après 42 ans",
        Key::PrescriptionLensesUnder16 => "Ordonnance de lentilles, avant 16 ans",
        Key::PrescriptionLensesFrom16 => "Ordonnance de lentilles, à partir de 16 ans",
        Key::PrescriptionMedicines => "Ordonnance de médicaments",
        Key::SolidarityNoAdvance => "C2S : ni chèque ni avance",
        Key::ClassANothingLeft => "Classe A et classe I : rien à payer",
        Key::NetworkNoAdvance => "Réseau de soins : l’avance peut être interdite",
        Key::OperatorInvoiceAfter => "Facture prise après l’accord",
        Key::PharmacyAmcPaysWithin => "Pharmacie, complémentaire : paiement attendu",
        Key::PharmacyAmcPenalty => "Pharmacie, complémentaire : pénalité de retard",
        Key::PharmacyRejectedPenalty => "Pharmacie : rejet malgré des droits accrédités",
        Key::PharmacyAmoPaysWithin => "Pharmacie, assurance maladie : paiement attendu",
        Key::AmoPaysWithin => "Assurance maladie : sans pénalité jusqu’au",
        Key::AmoFlatUntil => "Assurance maladie : pénalité fixe jusqu’au",
        Key::AmoFlatPenalty => "Assurance maladie : pénalité fixe par facture",
        Key::AmoPenalty => "Assurance maladie : pénalité ensuite",
        Key::DownPaymentInterestAfter => "Acompte, intérêts après",
        Key::LegalInterestRate => "Taux d’intérêt légal, particuliers",
    }
}

/// Its value with its unit.
pub(crate) fn value(number: &DatedNumber) -> String {
    match number.unit {
        Unit::Cents => euros_fr(i64::from(number.value)),
        Unit::RateBp => rate(number.value),
        Unit::Months => format!("{}\u{a0}mois", number.value),
        Unit::Days => format!("{}\u{a0}jours", number.value),
        Unit::Holds if number.value == 1 => "oui".to_owned(),
        Unit::Holds => "non".to_owned(),
    }
}
