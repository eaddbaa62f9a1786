//! Accounts come from another program's file and leave in an encrypted one: shown first without a secret, taken line by line, and never
//! twice.

use relais_usecases::contract::{
    AccountsExported, AccountsImported, CredentialItem, CredentialList, ImportPreview, ImportState, ImportWhy, Problem,
    ProblemCode,
};
use relais_usecases::{disclosures, table};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::ground::{Outcome, Shop, call};

const CSV: &str = "name,url,username,password,note\n\
    Portail,https://portail.exemple.fr/connexion,opt-44,Tournesol!2024,mimosa\n\
    Banque,https://banque.exemple.fr/,0044,Glycine?2024,\n\
    vide,https://vide.exemple.fr/,x,,\n\
    Portail encore,https://www.portail.exemple.fr/,OPT-44,Pivoine;2024,\n";
const PASSPHRASE: &str = "sept chevaux boivent au puits du moulin rouge";

async fn ask<T: DeserializeOwned>(shop: &Shop, name: &str, request: Value) -> Result<T, Problem> {
    let answer = table::dispatch(&shop.app, name, call(), request).await?;
    Ok(serde_json::from_value(answer).unwrap())
}

fn put(shop: &Shop, name: &str, text: &str) -> String {
    let path = shop.home.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

async fn reads(shop: &Shop, path: &str, passphrase: Option<&str>) -> Result<ImportPreview, Problem> {
    ask(shop, "credential.read_import", json!({ "path": path, "passphrase": passphrase })).await
}

fn states(preview: &ImportPreview) -> Vec<(u32, ImportState, Option<ImportWhy>)> {
    preview.rows.iter().map(|row| (row.at, row.state, row.why)).collect()
}

fn taking(path: &str, preview: &ImportPreview, passphrase: Option<&str>, taken: &[u32]) -> Value {
    json!({ "path": path, "checksum": preview.checksum, "passphrase": passphrase, "holder": null, "taken": taken })
}

async fn of_people(shop: &Shop) -> Vec<CredentialItem> {
    let list: CredentialList = ask(shop, "credential.list", json!({})).await.unwrap();
    list.rows.into_iter().filter(|row| !row.for_connector).collect()
}

async fn shown(shop: &Shop, item: &CredentialItem) -> String {
    let request = json!({ "credential": item.credential, "part": "secret", "number": null });
    let secret = disclosures::disclose(&shop.app, "credential.reveal", call(), request).await.unwrap();
    String::from_utf8(secret.expose().to_vec()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_ticked_of_a_file_is_taken_once() -> Outcome {
    let shop = Shop::open().await;
    let path = put(&shop, "mots-de-passe.csv", CSV);
    let entries = shop.entries();
    let preview = reads(&shop, &path, None).await?;
    use ImportState as S;
    assert_eq!(
        states(&preview),
        [
            (2, S::New, None),
            (3, S::New, None),
            (4, S::Unreadable, Some(ImportWhy::NoSecret)),
            (5, S::Unreadable, Some(ImportWhy::Twice)),
        ]
    );
    let sent = serde_json::to_string(&preview).unwrap();
    assert!(["Tournesol", "Glycine", "Pivoine", "mimosa"].iter().all(|secret| !sent.contains(secret)));
    assert_eq!(shop.entries(), entries);

    // One line is left out; what cannot be taken is not, though it was asked for.
    let done: AccountsImported = ask(&shop, "credential.import", taking(&path, &preview, None, &[2, 4, 5])).await?;
    assert_eq!((done.added, done.changed, shop.entries()), (1, 0, entries + 1));
    let here = of_people(&shop).await;
    assert_eq!((here[0].label.as_str(), here[0].login.as_str(), here[0].has_notes), ("Portail", "opt-44", true));
    assert_eq!(shown(&shop, &here[0]).await, "Tournesol!2024");

    // The same file again brings what was left out and nothing else.
    let again = reads(&shop, &path, None).await?;
    assert_eq!(states(&again)[..2], [(2, S::Known, None), (3, S::New, None)]);
    assert_eq!(states(&again)[3], (5, S::OtherSecret, None));
    let done: AccountsImported = ask(&shop, "credential.import", taking(&path, &again, None, &[2, 3])).await?;
    assert_eq!((done.added, done.changed), (1, 0));
    let entries = shop.entries();
    let done: AccountsImported = ask(&shop, "credential.import", taking(&path, &again, None, &[2, 3])).await?;
    assert_eq!((done.added, done.changed, shop.entries()), (0, 0, entries));

    // Another secret of an account that is here is taken when it is ticked; the one of before stays in its history.
    let done: AccountsImported = ask(&shop, "credential.import", taking(&path, &again, None, &[5])).await?;
    assert_eq!((done.added, done.changed), (0, 1));
    let portal = of_people(&shop).await.into_iter().find(|row| row.label == "Portail").unwrap();
    assert_eq!(shown(&shop, &portal).await, "Pivoine;2024");

    // A file that changed since it was shown is not taken.
    put(&shop, "mots-de-passe.csv", &CSV.replace("Glycine", "Bleuet"));
    let changed = ask::<Value>(&shop, "credential.import", taking(&path, &again, None, &[3])).await.unwrap_err();
    assert_eq!(changed.params["reason"], "changed");
    for (text, reason) in
        [("", "no_accounts"), ("a;b\n1;2\n", "unknown_accounts"), ("{\"encrypted\":true}", "encrypted_accounts")]
    {
        let refused = reads(&shop, &put(&shop, "autre", text), None).await.unwrap_err();
        assert_eq!((&refused.params["field"], &refused.params["reason"]), (&json!("path"), &json!(reason)));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leaves_is_encrypted_and_comes_back() -> Outcome {
    let shop = Shop::open().await;
    let path = put(&shop, "mots-de-passe.csv", CSV);
    let preview = reads(&shop, &path, None).await?;
    ask::<Value>(&shop, "credential.import", taking(&path, &preview, None, &[2, 3])).await?;
    let base = shop.home.path().join("comptes.kdbx").display().to_string();
    let writing = |passphrase: &str| json!({ "path": base, "passphrase": passphrase });
    let weak = ask::<Value>(&shop, "credential.export", writing("azerty")).await.unwrap_err();
    assert_eq!((weak.code, std::fs::exists(&base).unwrap()), (ProblemCode::PassphraseTooWeak, false));
    let written: AccountsExported = ask(&shop, "credential.export", writing(PASSPHRASE)).await?;
    assert_eq!(written.accounts, 4, "those of the connectors too");
    let bytes = std::fs::read(&base).unwrap();
    for secret in ["Tournesol!2024", "Glycine?2024", "mimosa", "Portail", "KeePassFile"] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
    }
    assert_eq!(reads(&shop, &base, None).await.unwrap_err().params["field"], "passphrase");
    assert_eq!(reads(&shop, &base, Some("une autre phrase")).await.unwrap_err().code, ProblemCode::WrongPassphrase);

    // In another practice, it brings what it holds.
    let other = Shop::open().await;
    let read = reads(&other, &base, Some(PASSPHRASE)).await?;
    let taken: Vec<u32> = read.rows.iter().filter(|row| row.state == ImportState::New).map(|row| row.at).collect();
    let done: AccountsImported =
        ask(&other, "credential.import", taking(&base, &read, Some(PASSPHRASE), &taken)).await?;
    assert_eq!(done.added, 4);
    let portal = of_people(&other).await.into_iter().find(|row| row.label == "Portail").unwrap();
    assert_eq!((shown(&other, &portal).await.as_str(), portal.has_notes), ("Tournesol!2024", true));
    Ok(())
}
