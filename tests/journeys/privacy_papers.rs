//! The papers of data protection say what the program does and how this practice is set: a field that is kept back, a duration that
//! was changed and a platform that is configured are on paper the same day; what nobody said is a line to fill.

use relais_domain::{reference_file::Status, retention::DataKind};
use relais_usecases::contract::{
    ExportGroundsRequest, GroundsTaken, Nothing, PrintPrivacyPaperRequest, PrivacyPaper, ProblemCode,
    SetAnswerableRequest, SetClockRequest, SetConsentRuleRequest, TakeGroundsRequest,
};
use relais_usecases::{field_lists, lookup_guard, privacy_papers, retention};

use crate::ground::{Outcome, Shop, call, glasses, pdf_text};

/// The text of a paper, every run of spaces made one.
async fn prints(shop: &Shop, paper: PrivacyPaper) -> Outcome<String> {
    let ready = privacy_papers::print(&shop.app, call(), PrintPrivacyPaperRequest { paper }).await?;
    Ok(pdf_text(&ready.path).split_whitespace().collect::<Vec<_>>().join(" "))
}

fn says(text: &str, words: &[&str]) {
    for words in words {
        assert!(text.contains(words), "« {words} »:\n{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_papers_say_what_the_practice_does_today() -> Outcome {
    let shop = Shop::open().await;
    shop.sells(glasses("Kermarrec", "almerys", "4417002230")).await;
    let notice = prints(&shop, PrivacyPaper::Notice).await?;
    says(
        &notice,
        &[
            "Vos données et vos droits",
            "Viamedis (directement) : droits",
            "Votre accord est demandé avant",
            "2 ans après la fin du dossier",
            "Commission nationale de l’informatique et des libertés",
            "adresse à vérifier",
            "Délégué à la protection des données, et comment le joindre",
            "sont à remplir à la main",
        ],
    );
    // What is only about the staff is not the customers' business.
    assert!(!notice.contains("Coffre des comptes"), "{notice}");
    let register = prints(&shop, PrivacyPaper::Register).await?;
    says(
        &register,
        &[
            "7. Sauvegardes",
            "Coffre des comptes de plateformes",
            "Manque : l’information du personnel",
            "Manque : aucune sauvegarde n’est connue",
            "titulaire ou gérant (1)",
            "à vérifier",
            "bases 2024-02, durées 2024-02, champs",
        ],
    );
    let assessment = prints(&shop, PrivacyPaper::ImpactAssessment).await?;
    says(&assessment, &["Dossiers gardés ce jour", "2,6 millions", "Accès illégitime", "presse-papiers"]);

    // What changes in the program changes on paper.
    lookup_guard::print_staff_notice(&shop.app, call(), Nothing {}).await?;
    field_lists::set_consent_rule(&shop.app, call(), SetConsentRuleRequest { asked_first: false }).await?;
    let clock = SetClockRequest {
        kind: DataKind::Nir,
        months: 30,
        source: "Avis du conseil".to_owned(),
        status: Status::Confirmed,
        reason: "Recours en cours".to_owned(),
    };
    retention::set_clock(&shop.app, call(), clock).await?;
    let register = prints(&shop, PrivacyPaper::Register).await?;
    says(
        &register,
        &[
            "30 mois après la fin du dossier",
            "Avis du conseil ; motif : Recours en cours",
            "vérifié)",
            "information imprimée le",
            "Manque : l’accord du client n’est pas demandé d’abord",
        ],
    );
    assert!(!register.contains("Manque : l’information du personnel"), "{register}");
    says(&prints(&shop, PrivacyPaper::Notice).await?, &["30 mois", "Votre refus de transmettre"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_answers_is_said_once_and_printed_since() -> Outcome {
    let shop = Shop::open().await;
    let said = |representative: &str, dpo: &str| SetAnswerableRequest {
        representative: representative.to_owned(),
        dpo: dpo.to_owned(),
    };
    let set = async |request| privacy_papers::set_answerable(&shop.app, call(), request).await;
    let before = privacy_papers::view(&shop.app, call(), Nothing {}).await?;
    assert!(before.set.shipped && before.representative.is_empty());
    let view = set(said("Claire Aubry, gérante", "Cabinet Lex, dpo@lex.example")).await?;
    assert!(!view.set.shipped && view.dpo == "Cabinet Lex, dpo@lex.example");
    assert_eq!(view.grounds.len(), before.grounds.len());
    says(&prints(&shop, PrivacyPaper::Notice).await?, &["Claire Aubry, gérante", "Cabinet Lex, dpo@lex.example"]);
    let again = set(said("Claire Aubry, gérante", "Cabinet Lex, dpo@lex.example")).await?;
    assert_eq!(again.set.checksum, view.set.checksum);
    let refused = set(said(&"x".repeat(201), "")).await.unwrap_err();
    assert_eq!((refused.code, refused.params["field"].as_str()), (ProblemCode::InvalidField, Some("representative")));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn grounds_are_taken_whole_from_a_file_or_not_at_all() -> Outcome {
    let shop = Shop::open().await;
    let path = shop.home.path().join("bases.toml");
    let request = ExportGroundsRequest { path: path.display().to_string() };
    privacy_papers::export_grounds(&shop.app, call(), request).await?;
    let exported = std::fs::read_to_string(&path).unwrap();
    let takes = async |text: String| {
        std::fs::write(&path, text).unwrap();
        privacy_papers::take_grounds(&shop.app, call(), TakeGroundsRequest { path: path.display().to_string() }).await
    };
    let GroundsTaken::Refused { faults } = takes(exported.replacen("\"cheques\"", "\"loans\"", 1)).await? else {
        panic!("an unknown activity was taken")
    };
    assert_eq!(faults[0].about, "processing");
    let own = exported.replacen("\"RGPD, articles 33 et 34\"", "\"Avis de notre conseil\"", 1);
    let GroundsTaken::Taken { view } = takes(own).await? else { panic!("a good file was refused") };
    assert!(view.grounds.iter().any(|ground| ground.source == "Avis de notre conseil"));
    says(&prints(&shop, PrivacyPaper::Register).await?, &["Avis de notre conseil"]);
    let view = privacy_papers::restore_grounds(&shop.app, call(), Nothing {}).await?;
    assert!(view.set.shipped);
    Ok(())
}
