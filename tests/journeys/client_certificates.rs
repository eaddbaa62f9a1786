//! A client certificate in the vault: taken from a file with its key, sealed like every secret, spoken of before it ends, and given to the
//! platform's connector from nowhere else.

use relais_domain::credential::CertificateEnd;
use relais_usecases::contract::{
    CertificateFault, CertificatePut, CredentialView, EndingCertificates, HealthView, Problem, ProblemCode,
};
use relais_usecases::table;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::ground::{Outcome, Shop, call};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../src-tauri/crates/vault/tests/vault/certificates");

async fn ask<T: DeserializeOwned>(shop: &Shop, name: &str, request: Value) -> Result<T, Problem> {
    let answer = table::dispatch(&shop.app, name, call(), request).await?;
    Ok(serde_json::from_value(answer).unwrap())
}

async fn account(shop: &Shop) -> Result<CredentialView, Problem> {
    let facts = json!({
        "platform": null, "name": "Portail à certificat", "address": "https://portail.exemple.fr/", "holder": null,
        "for_connector": false, "login": "cabinet-12", "mailbox": "", "second_factor": "card", "code_receiver": "",
        "stand_in": "",
    });
    let request =
        json!({ "facts": facts, "secret": "Tournesol!premier", "seed": { "typed": "", "picture": null }, "notes": "" });
    ask(shop, "credential.add", request).await
}

async fn put(shop: &Shop, view: &CredentialView, file: &str, passphrase: &str) -> Result<CertificatePut, Problem> {
    let path = format!("{FIXTURES}/{file}");
    let request = json!({ "credential": view.item.credential, "path": path, "passphrase": passphrase });
    ask(shop, "credential.put_certificate", request).await
}

async fn ending(shop: &Shop) -> Vec<CertificateEnd> {
    let ending: EndingCertificates = ask(shop, "credential.ending", json!({})).await.unwrap();
    ending.rows.iter().map(|row| row.end).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_sealed_and_spoken_of_before_it_ends() -> Outcome {
    let shop = Shop::open().await;
    let added = account(&shop).await?;
    assert!(added.item.certificate.is_none());
    let entries = shop.entries();
    for (file, passphrase, why) in [
        ("modern.p12", "tulipe", CertificateFault::WrongPassphrase),
        ("ciphered.pem", "", CertificateFault::KeyCiphered),
    ] {
        let CertificatePut::Refused { why: said } = put(&shop, &added, file, passphrase).await? else {
            panic!("{file} was taken")
        };
        assert_eq!(said, why);
    }
    let missing = put(&shop, &added, "nowhere.p12", "").await.unwrap_err();
    assert_eq!((missing.code, shop.entries()), (ProblemCode::FileNotReadable, entries));

    let CertificatePut::Put { view } = put(&shop, &added, "modern.p12", "mimosa").await? else {
        panic!("a good file was refused")
    };
    let certificate = view.item.certificate.clone().unwrap();
    assert_eq!(certificate.subject, "O=Optique des Tilleuls, CN=cabinet-12");
    assert!(certificate.issuer.contains("démonstration") && certificate.end.is_none());
    assert_eq!(shop.entries(), entries + 1);
    assert!(view.timeline.iter().any(|row| row.body["fields"].to_string().contains("client_key")));

    // What is typed of the account does not touch it.
    let facts = json!({
        "platform": null, "name": "Portail à certificat", "address": "", "holder": null, "for_connector": false,
        "login": "cabinet-13", "mailbox": "", "second_factor": "card", "code_receiver": "", "stand_in": "",
    });
    let edit = json!({ "credential": view.item.credential, "facts": facts, "seed": null, "notes": null });
    let edited: CredentialView = ask(&shop, "credential.edit", edit).await?;
    assert_eq!(edited.item.certificate, view.item.certificate);

    // The database, opened with its key, has no word of the key.
    let pem = std::fs::read_to_string(format!("{FIXTURES}/pair.pem")).unwrap();
    let key: String = pem.lines().skip_while(|line| !line.contains("PRIVATE")).skip(1).take(1).collect();
    let dump = crate::credentials::everything_in_the_database(&shop);
    assert!(key.len() > 40 && !String::from_utf8_lossy(&dump).contains(&key));

    // Sixty, thirty and seven days before, and once it is over.
    for (now, expected) in [
        ("2045-11-01T09:00:00Z", vec![]),
        ("2045-12-01T09:00:00Z", vec![CertificateEnd::Within60]),
        ("2046-01-10T09:00:00Z", vec![CertificateEnd::Within30]),
        ("2046-01-25T09:00:00Z", vec![CertificateEnd::Within7]),
        ("2046-02-01T09:00:00Z", vec![CertificateEnd::Ended]),
    ] {
        shop.move_to(now);
        assert_eq!(ending(&shop).await, expected, "{now}");
    }
    let health: HealthView = ask(&shop, "credential.health", json!({})).await?;
    assert!(health.checked > 0);

    let dropped: CredentialView =
        ask(&shop, "credential.drop_certificate", json!({ "credential": view.item.credential })).await?;
    assert!(dropped.item.certificate.is_none() && ending(&shop).await.is_empty());
    Ok(())
}
