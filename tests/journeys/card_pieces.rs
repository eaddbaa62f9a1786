//! The pictures of a card: sealed beside the database, shown again byte for byte, gone with their key, known to the journal
//! by their length and a proof alone.

use std::path::PathBuf;

use base64::Engine as _;
use relais_domain::card::CardPart;
use relais_domain::ids::DossierId;
use relais_domain::picture::{PictureFormat, Side};
use relais_usecases::contract::{
    CardPictureRef, DossierView, EraseCardPartRequest, KeepCardPictureRequest, PictureShown, ProblemCode,
    ReadCardPictureRequest, ReadCardTextRequest, VerifyArchiveRequest,
};
use relais_usecases::{card_parts, journal, read_card};
use rstest::rstest;

use crate::ground::{Outcome, Shop, call, glasses};

/// The beginning of a PNG, and something to look for.
pub(crate) fn picture(shop: &Shop, name: &str, marker: &str) -> PathBuf {
    let path = shop.home.path().join(name);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend_from_slice(marker.repeat(40).as_bytes());
    std::fs::write(&path, bytes).unwrap();
    path
}

async fn keeps(shop: &Shop, dossier: DossierId, side: Side, path: &std::path::Path) -> Outcome<DossierView> {
    let path = path.display().to_string();
    card_parts::keep_picture(&shop.app, call(), KeepCardPictureRequest { dossier, rank: 1, side, path }).await
}

async fn shows(shop: &Shop, dossier: DossierId, side: Side) -> Outcome<PictureShown> {
    card_parts::view_picture(&shop.app, call(), CardPictureRef { dossier, rank: 1, side }).await
}

pub(crate) fn decoded(shown: &PictureShown) -> Vec<u8> {
    base64::engine::general_purpose::STANDARD.decode(&shown.base64).unwrap()
}

pub(crate) fn sealed(shop: &Shop) -> Vec<Vec<u8>> {
    let folder = shop.practice().database.folder().pieces_folder();
    let entries = std::fs::read_dir(folder).map(|entries| entries.map(|entry| entry.unwrap().path()).collect());
    let paths: Vec<PathBuf> = entries.unwrap_or_default();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_shown_again_and_goes_with_its_key() -> Outcome {
    let shop = Shop::open().await;
    let dossier = shop.sells(glasses("Vauquelin", "viamedis", "4417002230")).await.dossier;
    let front = picture(&shop, "recto.png", "TUMBLEWEED");
    let kept = keeps(&shop, dossier, Side::Front, &front).await?;
    assert_eq!(kept.tracks[0].pictures.len(), 1);
    let shown = shows(&shop, dossier, Side::Front).await?;
    assert_eq!((shown.format, decoded(&shown)), (PictureFormat::Png, std::fs::read(&front).unwrap()));
    assert!(sealed(&shop).iter().all(|file| !file.windows(10).any(|window| window == b"TUMBLEWEED")));
    let verify = || journal::verify(&shop.app, call(), VerifyArchiveRequest { path: None, anchor: None });
    assert_eq!(verify().await?.papers.unwrap().issued, 1, "a picture is looked at like a paper");

    // Another of the same side takes its place; the key of the first is gone.
    let kept = keeps(&shop, dossier, Side::Front, &picture(&shop, "recto-2.png", "SAGEBRUSH")).await?;
    assert_eq!((kept.tracks[0].pictures.len(), verify().await?.papers.unwrap().issued), (1, 1));
    let request = EraseCardPartRequest { dossier, rank: 1, part: CardPart::Front };
    let erased = card_parts::erase(&shop.app, call(), request.clone()).await?;
    assert_eq!(erased.tracks[0].pictures, []);
    assert_eq!(shows(&shop, dossier, Side::Front).await.unwrap_err().code, ProblemCode::NothingToErase);
    let again = card_parts::erase(&shop.app, call(), request).await;
    assert_eq!(again.unwrap_err().code, ProblemCode::NothingToErase);
    let told = |kind: &str| erased.timeline.iter().filter(|row| row.kind == kind).count();
    assert_eq!((told("dossier.card_picture_kept"), told("dossier.card_part_erased")), (2, 2));
    let before = shop.practice().database.read(|queries| queries.dump_views()).unwrap();
    shop.practice().database.rebuild(|_| {}).unwrap();
    assert_eq!(shop.practice().database.read(|queries| queries.dump_views()).unwrap(), before);
    Ok(())
}

/// The front of a made-up card, with its datamatrix.
fn front() -> PathBuf {
    relais_tests::checkout().join("tests/story/pictures/card-front.png")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_datamatrix_of_a_picture_is_read_and_the_picture_is_not_kept() -> Outcome {
    let shop = Shop::open().await;
    let entries = shop.entries();
    let reads = |path: PathBuf| {
        read_card::picture(&shop.app, call(), ReadCardPictureRequest { path: path.display().to_string() })
    };
    let text = reads(front()).await?.text;
    assert_eq!(text, "775671993;VM;94;00XA73190;20240101;20241231;R;OPTI 100%");
    let read = read_card::text(&shop.app, call(), ReadCardTextRequest { text }).await?;
    assert_eq!((read.proposals.len(), read.grid.len(), read.leftover), (7, 1, vec![]));
    let blank = reads(picture(&shop, "flou.png", "x")).await.unwrap_err();
    assert_eq!((blank.code, &blank.params["reason"]), (ProblemCode::InvalidField, &"not_a_picture".into()));
    let without = reads(relais_tests::checkout().join("icons/128x128.png")).await.unwrap_err();
    assert_eq!(without.params["reason"], "no_datamatrix");
    assert_eq!((shop.entries(), sealed(&shop).len()), (entries, 0));
    Ok(())
}

#[rstest]
#[case::a_letter(b"Madame, Monsieur".to_vec(), "not_a_picture")]
#[case::nothing(Vec::new(), "not_a_picture")]
#[case::too_large(vec![0xff; 6 * 1024 * 1024 + 1], "picture_too_large")]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_is_not_kept(#[case] bytes: Vec<u8>, #[case] reason: &str) {
    let shop = Shop::open().await;
    let dossier = shop.sells(glasses("Vauquelin", "viamedis", "4417002230")).await.dossier;
    let path = shop.home.path().join("fichier.jpg");
    std::fs::write(&path, bytes).unwrap();
    let entries = shop.entries();
    let refused = keeps(&shop, dossier, Side::Back, &path).await.unwrap_err();
    assert_eq!((refused.code, &refused.params["reason"]), (ProblemCode::InvalidField, &reason.into()));
    assert_eq!((shop.entries(), sealed(&shop).len()), (entries, 0));
}
