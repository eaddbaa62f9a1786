//! What each entry of a cheque's life says, on a paper; papers are in French whatever the interface.

use relais_documents::{date_fr, euros_fr};
use relais_domain::{
    cheque::{ChequeEvent, RejectGround, ReturnManner},
    event::Event,
};

/// One short sentence.
pub(crate) fn of(event: &Event) -> String {
    let Event::Cheque(event) = event else { return String::new() };
    match event {
        ChequeEvent::Kept(kept) => format!("Reçu et conservé, {}", euros_fr(kept.amount_cents.get())),
        ChequeEvent::ReceiptPrinted { .. } => "Reçu imprimé, en deux exemplaires".to_owned(),
        ChequeEvent::ConvertedToDepositedLater { deposit_not_before, .. } => {
            format!("Accord changé : remise en banque à partir du {}", date_fr(*deposit_not_before))
        }
        ChequeEvent::NoticeGiven { on, .. } => format!("Client prévenu de la remise le {}", date_fr(*on)),
        ChequeEvent::Returned { on, manner, .. } => {
            let how = match manner {
                ReturnManner::InPerson => "en main propre",
                ReturnManner::TrackedPost => "par courrier suivi",
                ReturnManner::DestroyedOnRequest => "détruit sur demande",
            };
            format!("Rendu le {}, {how}", date_fr(*on))
        }
        ChequeEvent::Deposited { on, .. } => format!("Remis en banque le {}", date_fr(*on)),
        ChequeEvent::TakenBack { on, .. } => format!("Repris d’une remise défaite le {}", date_fr(*on)),
        ChequeEvent::Credited { on, .. } => format!("Crédité le {}, sauf bonne fin", date_fr(*on)),
        ChequeEvent::MadeFinal(taken) => format!("Crédit définitif le {}", date_fr(taken.on)),
        ChequeEvent::Rejected { ground, taken } => format!("Rejeté le {} : {}", date_fr(taken.on), ground_fr(*ground)),
        ChequeEvent::Represented { on, .. } => format!("Représenté le {}", date_fr(*on)),
        ChequeEvent::CertificateRequested(taken) => {
            format!("Certificat de non-paiement demandé le {}", date_fr(taken.on))
        }
        ChequeEvent::CertificateReceived(taken) => format!("Certificat de non-paiement reçu le {}", date_fr(taken.on)),
        ChequeEvent::LitigationBegun(taken) => format!("Contentieux ouvert le {}", date_fr(taken.on)),
        ChequeEvent::Opposed { taken, .. } => format!("Opposition du tireur le {}", date_fr(taken.on)),
        ChequeEvent::Lost { stolen: true, taken } => format!("Vol constaté le {}", date_fr(taken.on)),
        ChequeEvent::Lost { taken, .. } => format!("Perte constatée le {}", date_fr(taken.on)),
        ChequeEvent::Found(taken) => format!("Retrouvé le {}", date_fr(taken.on)),
        ChequeEvent::Expired(taken) => format!("Périmé, constaté le {}", date_fr(taken.on)),
        ChequeEvent::EvidencePrinted { .. } => "Fiche de preuve imprimée".to_owned(),
        ChequeEvent::PictureKept(_) => "Image du chèque gardée".to_owned(),
        ChequeEvent::OverrideAsked(_) => "Passer outre demandé par une seule personne".to_owned(),
        ChequeEvent::OverrideWithdrawn {} => "Demande de passer outre retirée".to_owned(),
        ChequeEvent::OverrideSeconded { .. } => "Passer outre accordé par une deuxième personne".to_owned(),
        ChequeEvent::FeesCharged { on, amount_cents } => {
            format!("Frais de rejet pris par la banque le {}, {}", date_fr(*on), euros_fr(amount_cents.get()))
        }
        ChequeEvent::FeesRepaid { on, amount_cents, .. } => {
            format!("Frais de rejet réglés par le client le {}, {}", date_fr(*on), euros_fr(amount_cents.get()))
        }
        ChequeEvent::FeesLeft { amount_cents, .. } => {
            format!("Frais de rejet laissés à la charge du magasin, {}", euros_fr(amount_cents.get()))
        }
        ChequeEvent::FeesUndone { .. } => "Dernière écriture des frais de rejet annulée".to_owned(),
        ChequeEvent::PictureErased { .. } => "Image du chèque effacée".to_owned(),
    }
}

const fn ground_fr(ground: RejectGround) -> &'static str {
    match ground {
        RejectGround::InsufficientFunds => "provision insuffisante",
        RejectGround::AccountClosed => "compte clos",
        RejectGround::Irregular => "chèque irrégulier",
        RejectGround::Expired => "présenté trop tard",
        RejectGround::Other => "autre motif",
    }
}
