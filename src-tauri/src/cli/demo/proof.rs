//! The proof: the journal exported, verified alone and against its anchor, the lists made anew from it, and the practice
//! opened again with its passphrase.

use super::{
    Broken, Told,
    stage::{Stage, ensure},
};
use relais_usecases::{
    contract::{
        AppState, ArchiveExported, ExportArchiveRequest, JournalHead, Nothing, OpenPracticeRequest, Unlock,
        Verification, VerifyArchiveRequest,
    },
    demonstration, journal, safekeeping,
};
use serde_json::json;
use std::path::Path;

/// Name of the archive where the papers stay.
const ARCHIVE: &str = "journal.relais";
/// Name of the anchor beside it.
const ANCHOR: &str = "ancre.json";

/// Exported, verified, rebuilt, reopened.
pub(super) async fn the_journal_is_whole(stage: &mut Stage) -> Told {
    let archive = stage.out.join(ARCHIVE).display().to_string();
    let exported: ArchiveExported = stage.ask("journal.export", ExportArchiveRequest { path: archive.clone() }).await?;
    let alone = journal::verify_file(Path::new(&archive), None).map_err(refused)?;
    ensure(alone.whole && !alone.anchored, "L’archive seule n’est pas trouvée entière.")?;
    let anchor = the_anchor(stage).await?;
    let request = VerifyArchiveRequest { path: Some(archive), anchor: Some(anchor) };
    let anchored: Verification = stage.ask("journal.verify", request).await?;
    ensure(anchored.whole && anchored.anchored, "L’ancre n’atteste pas l’archive.")?;
    ensure(anchored.entries == exported.entries, "L’archive ne compte pas les entrées du journal.")?;
    let sentence =
        format!("Archive de {} entrées exportée, entière seule et attestée par son ancre.", exported.entries);
    stage.step("archive", &sentence, json!({ "entries": exported.entries, "head_hash": exported.head_hash })).await?;

    let practice = stage.app.practice().map_err(refused)?;
    let rebuilt = safekeeping::rebuild(&practice, |_, _, _| {}).await.map_err(refused)?;
    ensure(rebuilt.as_before, "Les listes reconstruites diffèrent de celles qu’on lisait.")?;
    let sentence = format!("Listes reconstruites à partir de {} entrées : identiques.", rebuilt.entries);
    stage.step("rebuild", &sentence, json!({ "entries": rebuilt.entries, "as_before": true })).await?;
    opened_again(stage).await
}

/// Closing writes the anchors; one is taken beside the archive.
async fn the_anchor(stage: &Stage) -> Told<String> {
    let practice = stage.app.practice().map_err(refused)?;
    let forced = practice.database.write_anchors(practice.now(), true);
    ensure(forced.is_ok(), "Les ancres n’ont pas pu être écrites.")?;
    let head: JournalHead = stage.ask("journal.head", Nothing {}).await?;
    ensure(head.anchors.len() == stage.home.anchors.len(), "Il manque une ancre hors du cabinet.")?;
    ensure(head.anchors.iter().all(|anchor| anchor.seq == head.entries), "Une ancre est en retard sur le journal.")?;
    let beside = stage.out.join(ANCHOR);
    let copied = std::fs::copy(&head.anchors[0].path, &beside);
    copied.map_err(|error| Broken::Step(format!("L’ancre n’a pas été gardée ({error}).")))?;
    Ok(beside.display().to_string())
}

/// Closed, then opened with the passphrase: the same journal, no suspicion.
async fn opened_again(stage: &mut Stage) -> Told {
    let practice = stage.app.practice().map_err(refused)?;
    let folder = practice.folder.display().to_string();
    let before = practice.database.head().map_err(|error| Broken::Step(error.to_string()))?;
    drop(practice);
    stage.ask::<AppState>("practice.close", Nothing {}).await?;
    let unlock = Unlock::Passphrase { passphrase: demonstration::PASSPHRASE.to_owned() };
    let state: AppState = stage.ask("practice.open", OpenPracticeRequest { folder, unlock }).await?;
    ensure(!state.rollback_suspected, "Un retour en arrière est soupçonné à la réouverture.")?;
    ensure(state.journal_entries >= before.seq, "Des entrées manquent à la réouverture.")?;
    let sentence =
        format!("Cabinet fermé, rouvert avec sa phrase de passe : {} entrées, rien ne manque.", state.journal_entries);
    stage.step("reopened", &sentence, json!({ "entries": state.journal_entries })).await
}

fn refused(problem: relais_usecases::contract::Problem) -> Broken {
    Broken::Step(crate::cli::words::sentence(&problem))
}
