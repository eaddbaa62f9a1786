//! What protects the data, as it is set in this practice today: read from its settings, its people and its backups. What is not
//! there is told as missing, and what the program cannot see is not told at all.

use super::words;
use crate::{app::OpenPractice, contract::Problem, field_lists, reference_files};
use jiff::civil::Date;
use relais_documents as documents;
use relais_domain::{context::Role, lookup_guard::Threshold, practice::Practice};
use relais_storage::Queries;

/// What is read once.
pub(super) struct Facts {
    state: Practice,
    roles: Vec<Role>,
    access_months: u32,
    per_hour: Threshold,
    asked_first: bool,
    withheld: usize,
    last_backup: Option<Date>,
}

fn there(says: String) -> documents::Measure {
    documents::Measure { says, missing: false }
}

fn missing(says: &str) -> documents::Measure {
    documents::Measure { says: says.to_owned(), missing: true }
}

impl Facts {
    pub(super) fn read(queries: &Queries<'_>, practice: &OpenPractice) -> Result<Facts, Problem> {
        let state = reference_files::practice_state(queries)?;
        let users = queries.users()?.into_iter().filter(|user| user.retired_at.is_none());
        let activities = state.profile.as_ref().map(|profile| profile.activities.clone()).unwrap_or_default();
        let (limits, _) = state.privacy.limits(&activities);
        let in_use = field_lists::in_use(queries)?;
        let backups = queries.backups()?.into_iter().filter(|row| row.destroyed_at.is_none());
        Ok(Facts {
            roles: users.map(|user| user.role).collect(),
            access_months: queries.access_keep_months()?,
            per_hour: limits.per_hour,
            asked_first: in_use.privacy.asked_first,
            withheld: in_use.privacy.withheld.len(),
            last_backup: backups.map(|row| practice.date_of(row.written_at)).max(),
            state,
        })
    }

    /// How many people are at work here.
    pub(super) fn people(&self) -> u32 {
        u32::try_from(self.roles.len()).unwrap_or(u32::MAX)
    }

    /// Everything, for the register.
    pub(super) fn all(&self) -> Vec<documents::Measure> {
        let mut measures = self.against_access();
        measures.extend(self.against_change());
        measures.extend(self.against_loss());
        measures.extend(self.restraint());
        measures
    }

    /// What keeps the data few.
    pub(super) fn restraint(&self) -> Vec<documents::Measure> {
        let withheld = match self.withheld {
            0 => "Champs transmis réduits à la liste de chaque opérateur ; aucun champ facultatif n’est retenu"
                .to_owned(),
            1 => "Champs transmis réduits à la liste de chaque opérateur, moins un champ facultatif retenu".to_owned(),
            count => {
                format!(
                    "Champs transmis réduits à la liste de chaque opérateur, moins {count} champs facultatifs retenus"
                )
            }
        };
        vec![
            there(withheld),
            match self.asked_first {
                true => there("Accord du client demandé avant toute transmission à un opérateur ; son refus est respecté".to_owned()),
                false => missing("l’accord du client n’est pas demandé d’abord ; son refus est respecté"),
            },
            there("Ni correction optique, ni nom de médicament : la catégorie et le montant suffisent".to_owned()),
            there("Durée propre à chaque donnée ; ce qui est échu est montré, effacé jusqu’à la dernière page et certifié".to_owned()),
        ]
    }

    fn against_access(&self) -> Vec<documents::Measure> {
        let mut of_role: Vec<String> = Vec::new();
        for role in Role::ALL {
            match self.roles.iter().filter(|known| **known == role).count() {
                0 => {}
                count => of_role.push(format!("{} ({count})", words::role(role))),
            }
        }
        let locks = Role::ALL.into_iter().filter(|role| self.roles.contains(role));
        let locks: Vec<String> = locks
            .map(|role| format!("{} {} min", words::role(role), self.state.idle_locks.of(role).minutes()))
            .collect();
        vec![
            there("Base chiffrée page par page (AES-256) ; sa clé est tirée au hasard et enveloppée par une phrase de passe et une clé de secours imprimée".to_owned()),
            there(format!(
                "Personnes nommées : {}. Ce que chaque rôle peut demander est vérifié à chaque commande",
                of_role.join(", ")
            )),
            there(format!("Verrouillage sans activité : {}", locks.join(", "))),
            there(format!("Journal des accès enchaîné et scellé par mois, gardé {} mois, à part du reste", self.access_months)),
            match (self.per_hour.warn_above, self.per_hour.stop_above) {
                (None, None) => missing("aucune limite au nombre de consultations par heure"),
                (warn, stop) => {
                    let warn = warn.map(|above| format!("signalées au-delà de {above}"));
                    let stop = stop.map(|above| format!("bloquées au-delà de {above}"));
                    let said: Vec<String> = warn.into_iter().chain(stop).collect();
                    there(format!("Consultations par personne et par heure : {}", said.join(", ")))
                }
            },
            match &self.state.privacy.staff_notice {
                Some((_, on)) => there(format!("Équipe informée de cette surveillance : information imprimée le {}", documents::date_fr(*on))),
                None => missing("l’information du personnel sur la surveillance des consultations n’est pas imprimée"),
            },
            there("Secrets des plateformes scellés un par un, ouverts un à la fois, et chaque ouverture notée".to_owned()),
            there("Aucun serveur : rien n’est envoyé hors des opérateurs configurés, ni mesure d’usage, ni rapport d’erreur".to_owned()),
        ]
    }

    fn against_change(&self) -> Vec<documents::Measure> {
        vec![
            there("Faits gardés dans un journal enchaîné par empreintes : une écriture changée ou retirée se voit à la vérification".to_owned()),
            there("Une erreur est corrigée par une autre écriture ; l’empreinte de la dernière est gardée hors de la base".to_owned()),
            match self.roles.len() {
                0 | 1 => there("Effacements et pertes importantes confirmés un jour plus tard, faute d’une deuxième personne".to_owned()),
                _ => there("Effacements et pertes importantes regardés par une deuxième personne".to_owned()),
            },
        ]
    }

    fn against_loss(&self) -> Vec<documents::Measure> {
        vec![
            match self.last_backup {
                Some(on) => {
                    there(format!("Sauvegarde chiffrée, la dernière connue écrite le {}", documents::date_fr(on)))
                }
                None => missing("aucune sauvegarde n’est connue"),
            },
            there("Écritures faites en entier ou pas du tout, aussi après une coupure de courant".to_owned()),
        ]
    }

    /// The three things one fears for people's data, with what stands against each.
    pub(super) fn feared(&self) -> Vec<documents::FearedEvent> {
        let event = |what: &str, ways: &str, measures| documents::FearedEvent {
            what: what.to_owned(),
            ways: ways.to_owned(),
            measures,
        };
        vec![
            event(
                "Accès illégitime à des données",
                "Compte de plateforme volé, session laissée ouverte, ordinateur volé, personne de l’équipe trop curieuse, papier oublié",
                self.against_access(),
            ),
            event(
                "Changement non voulu de données",
                "Erreur de saisie, fraude, logiciel malveillant, base abîmée",
                self.against_change(),
            ),
            event(
                "Disparition de données",
                "Panne ou vol de l’ordinateur, incendie, logiciel de rançon, phrase de passe oubliée",
                self.against_loss(),
            ),
        ]
    }
}
