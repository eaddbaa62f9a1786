//! The people of the story, made up: what they buy, who insures them, and the cheque they write.

use relais_domain::identifiers::Cmc7Line;

use crate::Outcome;

/// Somebody who buys glasses.
#[derive(Debug, Clone, Copy)]
pub struct Customer {
    /// As on the card.
    pub family_name: &'static str,
    /// As on the card.
    pub given_name: &'static str,
    /// In one of the ranges kept for fiction.
    pub phone: &'static str,
    /// As on the card.
    pub insurer: &'static str,
    /// Who is asked for the insurer.
    pub operator: &'static str,
    /// The insurer's number.
    pub amc_number: &'static str,
    /// The last digits choose what the platform will answer.
    pub member_number: &'static str,
    /// The quote of the main software.
    pub reference: &'static str,
    /// Their cheque, as the reader reads it.
    pub cheque: &'static str,
}

/// The customer of the story: 480 €, of which the insurer is to cover 379,91 €.
pub const LUCIE: Customer = Customer {
    family_name: "Vauquelin",
    given_name: "Lucie",
    phone: "0639980142",
    insurer: "Mutuelle des Trois Vallées",
    operator: "Viamedis",
    amc_number: "986402170",
    member_number: "4417002230",
    reference: "DV-2024-0131",
    cheque: "6679545042014506908052108899000",
};

/// Another, whose insurer is reached through a portal only.
pub const MALO: Customer = Customer {
    family_name: "Kerguélen",
    given_name: "Malo",
    phone: "0639980171",
    insurer: "Prévoyance des Abers",
    operator: "SP santé",
    amc_number: "775611204",
    member_number: "5521000310",
    reference: "DV-2024-0132",
    cheque: "6679546042014506908052108899000",
};

/// Goes home to think: nothing is ordered.
pub(super) const ODETTE: Customer = Customer {
    family_name: "Lagarde",
    given_name: "Odette",
    phone: "0639980143",
    reference: "DV-2024-0133",
    member_number: "4417002231",
    ..LUCIE
};

/// Takes his glasses under tiers payant, and pays his share in four ways.
pub(super) const BASILE: Customer = Customer {
    family_name: "Morvan",
    given_name: "Basile",
    phone: "0639980144",
    reference: "DV-2024-0134",
    member_number: "4417002232",
    ..LUCIE
};

/// Claims back herself; her cheque is deposited in March.
pub(super) const NOUR: Customer = Customer {
    family_name: "Belkacem",
    given_name: "Nour",
    phone: "0639980145",
    reference: "DV-2024-0135",
    member_number: "4417002233",
    cheque: "6679547042014506908052108899000",
    ..LUCIE
};

/// Pays everything now.
pub(super) const ILAN: Customer = Customer {
    family_name: "Fournel",
    given_name: "Ilan",
    phone: "0639980146",
    reference: "DV-2024-0136",
    member_number: "4417002234",
    ..LUCIE
};

/// Comes back when the platform does.
pub(super) const CAMILLE: Customer = Customer {
    family_name: "Rozier",
    given_name: "Camille",
    phone: "0639980147",
    reference: "DV-2024-0137",
    member_number: "4417002235",
    ..LUCIE
};

/// Insured where the platform answers: its answer is lost on the way.
pub(super) const SACHA: Customer = Customer {
    family_name: "Delmas",
    given_name: "Sacha",
    phone: "0639980148",
    insurer: "Mutuelle du Littoral",
    operator: "Almerys",
    amc_number: "775611204",
    reference: "DV-2024-0138",
    member_number: "5521000316",
    ..LUCIE
};

/// Insured there too, on a day when it is slow.
pub(super) const GWEN: Customer = Customer {
    family_name: "Tessier",
    given_name: "Gwen",
    phone: "0639980149",
    reference: "DV-2024-0139",
    member_number: "5521000313",
    ..SACHA
};

/// Insured there too; her insurer covers less than is asked.
pub(super) const MARGAUX: Customer = Customer {
    family_name: "Lescure",
    given_name: "Margaux",
    phone: "0639980150",
    reference: "DV-2024-0151",
    member_number: "5521000317",
    ..SACHA
};

impl Customer {
    /// As the lists and papers say it.
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }

    /// The name after « de », which it may shorten.
    pub fn of(&self) -> String {
        let name = self.name();
        if name.starts_with(['A', 'E', 'É', 'I', 'O', 'U']) { format!("d’{name}") } else { format!("de {name}") }
    }

    /// The key printed on their cheque.
    ///
    /// # Errors
    /// When the line of the story is not a line of cheque.
    pub fn cheque_key(&self) -> Outcome<String> {
        let line = Cmc7Line::parse(self.cheque).map_err(|error| format!("{error:?}"))?;
        Ok(line.rlmc_key().to_string())
    }
}

/// Buys hearing aids, and takes them home for the trial.
pub(super) const ARMAND: Customer = Customer {
    family_name: "Delorme",
    given_name: "Armand",
    phone: "0639980190",
    reference: "DV-2024-0150",
    member_number: "4417002250",
    ..LUCIE
};

/// Comes to the pharmacy with a prescription.
pub(super) const YVETTE: Customer = Customer {
    family_name: "Roussel",
    given_name: "Yvette",
    phone: "0639980191",
    reference: "FA-2024-9001",
    member_number: "4417002260",
    ..LUCIE
};
