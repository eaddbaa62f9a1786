//! Each part of the page as a list: what a spreadsheet and the printed page both say, in French whatever the interface.

use crate::{
    contract::{AdvanceToRepay, OwedLine, PenaltyRule, PilotageDossiers, PilotagePart, PilotageView},
    people,
};
use jiff::civil::Date;
use relais_domain::{dossier::TrackState, owed::Debtor};

/// What is in a cell; each paper spells it its own way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Text(String),
    Cents(i64),
    Count(i64),
    Day(Date),
    None,
}

/// A column: its heading, its share of a printed width in thousandths, and whether figures stand in it.
pub(super) type Head = (&'static str, i64, bool);

/// A list.
pub(super) struct Listing {
    pub(super) title: &'static str,
    pub(super) heads: Vec<Head>,
    pub(super) rows: Vec<Vec<Cell>>,
}

fn text(said: &str) -> Cell {
    Cell::Text(said.to_owned())
}

const AGES: [Head; 6] = [
    ("0-7 j", 105, true),
    ("8-15 j", 105, true),
    ("16-30 j", 105, true),
    ("31-60 j", 105, true),
    ("61-90 j", 105, true),
    ("> 90 j", 105, true),
];

/// A part of the page; the shares behind a figure come beside it.
pub(super) fn of(view: &PilotageView, part: PilotagePart, behind: Option<&PilotageDossiers>) -> Listing {
    match part {
        PilotagePart::Operators => owed("Ce qui est dû, par opérateur", "Opérateur", &view.by_operator),
        PilotagePart::Payers => owed("Ce qui est dû, par complémentaire", "Complémentaire", &view.by_payer),
        PilotagePart::States => owed("Ce qui est dû, par état", "État", &view.by_state),
        PilotagePart::Cheques => cheques(view),
        PilotagePart::Exposures => exposures(view),
        PilotagePart::Delays => delays(view),
        PilotagePart::Penalties => penalties(view),
        PilotagePart::Advances => advances(view),
        PilotagePart::Dossiers => dossiers(behind),
    }
}

fn owed(title: &'static str, of: &'static str, lines: &[OwedLine]) -> Listing {
    let mut heads = vec![(of, 250, false), ("Total", 120, true)];
    heads.extend(AGES);
    let row = |line: &OwedLine| {
        let mut cells = vec![text(&line_words(line)), Cell::Cents(line.cents)];
        cells.extend(line.ages.map(Cell::Cents));
        cells
    };
    let mut rows: Vec<Vec<Cell>> = lines.iter().map(row).collect();
    if !rows.is_empty() {
        let mut total = vec![text("Total"), Cell::Cents(lines.iter().map(|line| line.cents).sum())];
        total.extend((0..6).map(|age| Cell::Cents(lines.iter().map(|line| line.ages[age]).sum())));
        rows.push(total);
    }
    Listing { title, heads, rows }
}

/// What a line is about.
pub(super) fn line_words(line: &OwedLine) -> String {
    if line.debtor != Debtor::Insurer {
        return debtor_words(line.debtor).to_owned();
    }
    match (&line.label, line.state, &line.operator, &line.payer) {
        (Some(label), ..) => label.clone(),
        (None, Some(state), ..) => state_words(state).to_owned(),
        (None, None, Some(_), _) => "opérateur non dit".to_owned(),
        _ => "complémentaire non dite".to_owned(),
    }
}

pub(super) const fn debtor_words(debtor: Debtor) -> &'static str {
    match debtor {
        Debtor::Insurer => "Complémentaires",
        Debtor::Customer => "Clients",
        Debtor::CustomerCredit => "Trop perçus à rendre aux clients",
        Debtor::Doubtful => "Parts abandonnées, à décider",
        Debtor::MandatoryInsurance => "Assurance maladie",
    }
}

const fn state_words(state: TrackState) -> &'static str {
    match state {
        TrackState::NotSent => "Non envoyé",
        TrackState::Queued => "En file, non envoyé",
        TrackState::Entrusted => "Confié au concentrateur",
        TrackState::Sent => "Envoyé, sans retour",
        TrackState::OutcomeUnknown => "À confirmer",
        TrackState::Accepted => "Accordé",
        TrackState::Refused => "Refusé",
        TrackState::Cancelled => "Accord annulé",
        TrackState::Withdrawn => "Retiré, jamais envoyé",
        TrackState::Advised => "Avisé, pas encaissé",
        TrackState::Paid => "Encaissé",
        TrackState::ClaimedByCustomer => "Réclamé par le client",
    }
}

fn cheques(view: &PilotageView) -> Listing {
    let rows = view.cheque_limits.iter().map(|limit| {
        vec![Cell::Day(limit.on), Cell::Count(i64::from(limit.count)), Cell::Cents(limit.amount_cents.get())]
    });
    Listing {
        title: "Chèques au coffre, par date limite",
        heads: vec![("À décider avant le", 400, false), ("Chèques", 250, true), ("Montant", 350, true)],
        rows: rows.collect(),
    }
}

fn advances(view: &PilotageView) -> Listing {
    let row = |one: &AdvanceToRepay| {
        vec![
            text(&one.number),
            text(&one.operator_label),
            Cell::Day(one.received_on),
            Cell::Cents(one.amount_cents.get()),
            one.due_on.map_or(Cell::None, Cell::Day),
            one.due_cents.map_or(Cell::None, |cents| Cell::Cents(cents.get())),
            Cell::Cents(one.balance_cents.get()),
        ]
    };
    Listing {
        title: "Avances d’opérateurs à rembourser",
        heads: vec![
            ("Avance", 130, false),
            ("Opérateur", 210, false),
            ("Reçue le", 120, false),
            ("Montant", 140, true),
            ("Échéance", 120, false),
            ("À l’échéance", 140, true),
            ("Reste", 140, true),
        ],
        rows: view.advances.iter().map(row).collect(),
    }
}

fn exposures(view: &PilotageView) -> Listing {
    let rows = view.exposures.iter().map(|one| {
        let mut cells = vec![text(one.label.as_deref().unwrap_or("opérateur non dit")), Cell::Cents(one.owed_cents)];
        match &one.horizons {
            Some(horizons) => {
                cells.extend(horizons.iter().map(|horizon| Cell::Cents(horizon.missing_cents)));
                cells.extend(horizons.iter().map(|horizon| Cell::Cents(horizon.owed_cents)));
            }
            None => {
                cells.push(text("historique trop court"));
                cells.extend(std::iter::repeat_n(Cell::None, 5));
            }
        }
        cells
    });
    Listing {
        title: "Si un opérateur s’arrête, d’après le flux de l’établissement, hors charges",
        heads: vec![
            ("Opérateur", 190, false),
            ("Dû aujourd’hui", 130, true),
            ("Manque 7 j", 110, true),
            ("Manque 15 j", 115, true),
            ("Manque 30 j", 115, true),
            ("Dû à 7 j", 110, true),
            ("Dû à 15 j", 115, true),
            ("Dû à 30 j", 115, true),
        ],
        rows: rows.collect(),
    }
}

fn delays(view: &PilotageView) -> Listing {
    let rows = view.delays.iter().map(|delay| {
        vec![
            text(delay.payer_label.as_deref().unwrap_or("complémentaire non dite")),
            text(delay.operator_label.as_deref().unwrap_or("opérateur non dit")),
            Cell::Count(i64::from(delay.shares)),
            Cell::Count(i64::from(delay.p10_days)),
            Cell::Count(i64::from(delay.median_days)),
            Cell::Count(i64::from(delay.p90_days)),
            delay.contract.as_ref().map_or(Cell::None, |term| Cell::Count(i64::from(term.days))),
        ]
    });
    Listing {
        title: "Délais de paiement sur douze mois, en jours ouvrés",
        heads: vec![
            ("Complémentaire", 280, false),
            ("Opérateur", 200, false),
            ("Parts payées", 120, true),
            ("P10", 90, true),
            ("Médiane", 110, true),
            ("P90", 90, true),
            ("Convenu", 110, true),
        ],
        rows: rows.collect(),
    }
}

pub(super) const fn rule_words(rule: PenaltyRule) -> &'static str {
    match rule {
        PenaltyRule::AmcLate => "Complémentaire en retard",
        PenaltyRule::AmoLate => "Assurance maladie en retard",
        PenaltyRule::Rejected => "Rejet malgré des droits accrédités",
    }
}

fn penalties(view: &PilotageView) -> Listing {
    let rows = view.penalties.lines.iter().map(|line| {
        let who = match line.rule {
            PenaltyRule::AmoLate => "Assurance maladie",
            _ => line.label.as_deref().unwrap_or("opérateur non dit"),
        };
        vec![
            text(rule_words(line.rule)),
            text(who),
            Cell::Count(i64::from(line.paid_shares)),
            Cell::Cents(line.paid_cents),
            Cell::Count(i64::from(line.open_shares)),
            Cell::Cents(line.open_cents),
            Cell::Cents(line.due_cents),
            Cell::Cents(line.received_cents),
        ]
    });
    Listing {
        title: "Pénalités de retard sur douze mois",
        heads: vec![
            ("Règle", 200, false),
            ("Payeur", 150, false),
            ("Payées tard", 90, true),
            ("Montant", 120, true),
            ("Non payées", 90, true),
            ("Montant", 120, true),
            ("Dû", 115, true),
            ("Reçu", 115, true),
        ],
        rows: rows.collect(),
    }
}

fn dossiers(behind: Option<&PilotageDossiers>) -> Listing {
    let rows = behind.iter().flat_map(|behind| &behind.rows).map(|row| {
        let state = row.state.map_or_else(|| debtor_words(row.debtor), state_words);
        vec![
            text(&row.number),
            text(&people::listed(&row.customer)),
            text(row.payer_label.as_deref().unwrap_or_default()),
            text(row.operator_label.as_deref().unwrap_or_default()),
            text(state),
            Cell::Day(row.since),
            Cell::Count(row.age_days),
            row.paid_on.map_or(Cell::None, Cell::Day),
            Cell::Count(i64::from(row.working_days)),
            Cell::Cents(row.cents),
        ]
    });
    Listing {
        title: "Dossiers",
        heads: vec![
            ("Dossier", 90, false),
            ("Client", 150, false),
            ("Complémentaire", 150, false),
            ("Opérateur", 100, false),
            ("État", 120, false),
            ("Depuis le", 90, false),
            ("Jours", 60, true),
            ("Payé le", 90, false),
            ("Jours ouvrés", 60, true),
            ("Montant", 90, true),
        ],
        rows: rows.collect(),
    }
}
