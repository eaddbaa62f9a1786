//! Whoever was erased does not come back with a backup of before: put back alone, with what is left of a damaged practice on top of
//! it, or with an archive.

use std::fs;
use std::path::{Path, PathBuf};

use relais_domain::picture::Side;
use relais_domain::purge::PurgeState;
use relais_usecases::backups::unwatched;
use relais_usecases::contract::{
    AppState, Nothing, RestorePreview, RetentionView, SalvagePart, Stage, VerifyArchiveRequest,
};
use relais_usecases::{access, demonstration, erasure, journal, safekeeping};
use serde_json::{Value, json};

use crate::card_pieces::picture;
use crate::cheque_pictures::{cheque, destroys, keeps};
use crate::credentials::adds;
use crate::erasure::{a_second_person, certified, found, kept, one, raw, settled};
use crate::ground::{Outcome, Shop, call};
use crate::proof::exported;
use crate::raw_pages::clear_pages;
use crate::team::{HER_PIN, ask, pin};

const PAGE: usize = 4096;

/// A practice that erased a customer after its backup, and closed.
struct After {
    shop: Shop,
    backup: PathBuf,
    archive: PathBuf,
    database: PathBuf,
    /// The pages on which a customer is who stays, from 0.
    pages_of_another: Vec<usize>,
}

async fn after_an_erasure() -> Outcome<After> {
    let shop = Shop::open().await;
    let lea = a_second_person(&shop).await;
    let dossier = settled(&shop, "Kervoalenn", "4417002277").await;
    settled(&shop, "Tanguy", "4417002288").await;
    let backup = shop.home.path().join("avant.relais");
    safekeeping::back_up(&shop.practice(), &backup, unwatched()).await?;
    ask::<RetentionView>(&shop, "purge.ask", one(dossier, json!({ "user": lea, "proof": pin(HER_PIN) }))).await?;
    certified(&shop).await;
    let archive = exported(&shop).await;
    let (keys, database) = (shop.practice().keys.whole().unwrap(), shop.practice().database.folder().database_file());
    access::close(&shop.app, call(), Nothing {}).await?;
    let pages = clear_pages(&database, keys.database_key().expose());
    let holds = |page: &[u8]| page.windows(6).any(|window| window == b"Tanguy");
    let pages_of_another = (1..pages.len()).filter(|at| holds(&pages[*at])).collect();
    Ok(After { shop, backup, archive, database, pages_of_another })
}

impl After {
    fn request(&self, salvage: bool, archive: Option<&Path>) -> Value {
        let unlock = json!({ "with": "passphrase", "passphrase": demonstration::PASSPHRASE });
        json!({ "path": self.backup, "unlock": unlock, "salvage": salvage, "archive": archive })
    }

    async fn partly(&self) -> Vec<SalvagePart> {
        let preview: RestorePreview = ask(&self.shop, "restore.read", self.request(true, None)).await.unwrap();
        let named = Path::new(&preview.folder).file_name().unwrap().to_string_lossy().into_owned();
        assert!(named.starts_with("demonstration-"), "a demonstration would be called {named}");
        preview.salvage.unwrap().partly
    }

    /// Put back, he is nowhere, the other is there, and the journal says since when.
    async fn nobody_comes_back(&self, salvage: bool, archive: Option<&Path>) -> Outcome {
        let shop = &self.shop;
        let state: AppState = ask(shop, "restore.run", self.request(salvage, archive)).await?;
        assert_eq!(state.stage, Stage::Open);
        assert_ne!(shop.practice().database.folder().database_file(), self.database);
        let named = shop.practice().folder.file_name().unwrap().to_string_lossy().into_owned();
        assert!(named.starts_with("demonstration-"), "a demonstration put back is called {named}");
        assert_eq!(raw(shop), Vec::<&str>::new(), "a page of the practice that was put back holds him");
        assert_eq!((found(shop, "kervoalenn").await, found(shop, "tanguy").await), (0, 1));
        let purges = kept(shop).await.purges;
        assert_eq!(
            purges.iter().map(|purge| (purge.state, purge.done)).collect::<Vec<_>>(),
            [(PurgeState::Certified, 1)]
        );
        let verified = journal::verify(&shop.app, call(), VerifyArchiveRequest { path: None, anchor: None }).await?;
        assert!(verified.whole && verified.papers.unwrap().unsound.is_empty());
        Ok(())
    }
}

/// It is older than the erasure, and what came after it is declined: the practice here still says who was erased.
#[tokio::test(flavor = "multi_thread")]
async fn an_older_backup_alone_brings_nobody_back() -> Outcome {
    after_an_erasure().await?.nobody_comes_back(false, None).await
}

/// The customers cannot be read whole, so that those of the backup stay, with him among them.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_a_damaged_practice_brings_nobody_back() -> Outcome {
    let after = after_an_erasure().await?;
    let whole = fs::read(&after.database).unwrap();
    assert_eq!(after.partly().await, []);
    for page in &after.pages_of_another {
        let mut bytes = whole.clone();
        bytes[page * PAGE + 77] ^= 1;
        fs::write(&after.database, bytes).unwrap();
        if after.partly().await.contains(&SalvagePart::Customers) {
            return after.nobody_comes_back(true, None).await;
        }
    }
    panic!("no page holds a customer: {:?}", after.pages_of_another)
}

/// Nothing of the practice here can be read: an archive knows of the erasure.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_an_archive_brings_nobody_back() -> Outcome {
    let after = after_an_erasure().await?;
    let mut bytes = fs::read(&after.database).unwrap();
    bytes[100..PAGE].reverse();
    fs::write(&after.database, bytes).unwrap();
    after.nobody_comes_back(true, Some(&after.archive)).await
}

/// The page that says where the papers' keys and the accounts lie is lost, so that the backup's rows stay: those of what went by its
/// own clock since are not among them.
#[tokio::test(flavor = "multi_thread")]
async fn what_its_clock_erased_does_not_come_back_from_a_table_that_cannot_be_read() -> Outcome {
    let shop = Shop::open().await;
    let pictured = cheque(&shop).await;
    keeps(&shop, pictured, Side::Front, &picture(&shop, "recto.png", "TUMBLEWEED")).await?;
    destroys(&shop, pictured, "2024-01-31").await;
    let gone = adds(&shop, "Portail quitté", None, "Tournesol!premier").await.item.credential;
    let stays = adds(&shop, "Portail gardé", None, "Glycine?deuxieme").await.item.credential;
    ask::<Value>(&shop, "credential.remove", json!({ "credential": gone })).await?;
    let held = |shop: &Shop, sql: &str| -> Vec<Vec<u8>> {
        let connection = shop.opened_with_its_key();
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let pictures = "SELECT key FROM piece WHERE kind = 'cheque_front'";
    let accounts = "SELECT id FROM credential UNION SELECT credential FROM credential_item";
    let is_there = |shop: &Shop, id: relais_domain::ids::CredentialId| {
        held(shop, accounts).iter().any(|row| row == id.0.as_bytes())
    };
    assert_eq!((held(&shop, pictures).len(), is_there(&shop, gone), is_there(&shop, stays)), (1, true, true));
    let backup = shop.home.path().join("avant.relais");
    safekeeping::back_up(&shop.practice(), &backup, unwatched()).await?;
    shop.days_later(31);
    erasure::daily(&shop.app).await?;
    assert_eq!((held(&shop, pictures).len(), is_there(&shop, gone), is_there(&shop, stays)), (0, false, true));

    let roots: Vec<u32> = {
        let connection = shop.opened_with_its_key();
        let sql = "SELECT rootpage FROM sqlite_schema WHERE name IN ('piece', 'credential', 'credential_item')";
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let database = shop.practice().database.folder().database_file();
    access::close(&shop.app, call(), Nothing {}).await?;
    let mut bytes = fs::read(&database).unwrap();
    for page in &roots {
        bytes[(*page as usize - 1) * PAGE + 77] ^= 1;
    }
    fs::write(&database, bytes).unwrap();
    let after = After { shop, backup, archive: PathBuf::new(), database, pages_of_another: Vec::new() };
    assert_eq!(after.partly().await, [SalvagePart::Papers, SalvagePart::Accounts]);
    let state: AppState = ask(&after.shop, "restore.run", after.request(true, None)).await?;
    assert_eq!(state.stage, Stage::Open);
    let shop = &after.shop;
    assert_eq!((held(shop, pictures).len(), is_there(shop, gone), is_there(shop, stays)), (0, false, true));
    assert_eq!(shop.cheque(pictured).await.pictures, []);
    Ok(())
}
