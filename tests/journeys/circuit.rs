//! The pharmacy's own circuit: the lots its software transmitted and what the concentrator brought back, read from lists,
//! previewed, recorded once, undone while nothing else happened; and nothing sent twice, by the queue, the portal or a list.

use std::time::Duration;

use relais_domain::circuit::ReturnOutcome;
use relais_domain::context::Activity;
use relais_domain::dossier::{TrackState, Way};
use relais_domain::ids::DossierId;
use relais_domain::platform::Function;
use relais_domain::request::RequestState;
use relais_domain::tabular::{ColumnChoice, Separator, TableKind, TextEncoding, WordChoice};
use relais_simulator::{Breakage, Fault, Function as Broken, Platform};
use relais_usecases::contract::{
    CircuitRead, CircuitReading, EntrustRequest, ImportRef, ImportTaken, LineFaultCode, LineStatus, LineWarning,
    MappingFound, Nothing, PortalStepRequest, PreviewLine, ProblemCode, ReadCircuitRequest, RemoveMappingRequest,
    RequestRef, SettleUnknownRequest, TableFault, TableSource, TakeBackRequest, TakeCircuitRequest,
};
use relais_usecases::{assisted_portal, circuit, queue, replay, table_reading};

use crate::ground::{Outcome, Shop, call, cents, glasses};

const LOTS: &str = include_str!("../../docs/examples/lots-transmis.csv");
const RETURNS: &str = include_str!("../../docs/examples/retours-concentrateur.csv");

fn pasted(table: TableKind, text: &str) -> TableSource {
    TableSource {
        table,
        path: String::new(),
        text: text.to_owned(),
        encoding: None,
        separator: None,
        header: None,
        columns: None,
        words: Vec::new(),
    }
}

pub(crate) fn lots(text: &str) -> TableSource {
    pasted(TableKind::TransmittedLots, text)
}

pub(crate) fn returns(text: &str) -> TableSource {
    pasted(TableKind::ConcentratorReturns, text)
}

async fn reads(shop: &Shop, source: TableSource) -> CircuitRead {
    let request = ReadCircuitRequest { source, lot: String::new() };
    match circuit::read(&shop.app, call(), request).await.unwrap() {
        CircuitReading::Read { read } => *read,
        CircuitReading::Refused { fault } => panic!("refused: {fault:?}"),
    }
}

async fn lines(shop: &Shop, source: TableSource) -> Vec<PreviewLine> {
    reads(shop, source).await.preview.unwrap().lines
}

pub(crate) async fn takes(shop: &Shop, source: TableSource, left_out: &[u32], save_as: &str) -> Outcome<ImportTaken> {
    let checksum = reads(shop, source.clone()).await.table.checksum;
    let request = TakeCircuitRequest {
        source,
        lot: String::new(),
        checksum,
        left_out: left_out.to_vec(),
        save_as: save_as.to_owned(),
    };
    circuit::take(&shop.app, call(), request).await
}

/// A sale of a pharmacy under an invoice's number.
async fn sold(shop: &Shop, reference: &str) -> DossierId {
    let mut request = glasses("Bernard", "viamedis", "4417002230");
    (request.activity, request.reference) = (Activity::Pharmacy, reference.to_owned());
    shop.sells(request).await.dossier
}

/// One line of a lot, for the share of [`glasses`].
pub(crate) fn one(lot: &str, invoice: &str) -> String {
    format!("N° lot;N° facture;Nom;Part RC\n{lot};{invoice};Bernard;371,00\n")
}

fn statuses(lines: &[PreviewLine], status: LineStatus) -> usize {
    lines.iter().filter(|line| line.status == status).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_lots_is_previewed_recorded_and_adds_nothing_twice() -> Outcome {
    let shop = Shop::open().await;
    let read = reads(&shop, lots(LOTS)).await;
    assert_eq!(read.table.found, MappingFound::Proposed);
    assert_eq!(read.table.missing, Vec::<String>::new());
    let preview = read.preview.unwrap().lines;
    assert_eq!((preview.len(), statuses(&preview, LineStatus::New)), (44, 36));
    let faults: Vec<_> = preview
        .iter()
        .filter_map(|line| line.fault.as_ref().map(|fault| (line.line, fault.code, fault.field.as_str())))
        .collect();
    assert_eq!(
        faults,
        [
            (22, LineFaultCode::Unreadable, "amc_share"),
            (23, LineFaultCode::Unreadable, "delivered_on"),
            (24, LineFaultCode::Missing, "invoice"),
            (25, LineFaultCode::Repeated, ""),
            (36, LineFaultCode::NotPositive, "amc_share"),
            (37, LineFaultCode::Cells, ""),
            (38, LineFaultCode::InFuture, "on"),
            (39, LineFaultCode::Ambiguous, "amc_share"),
        ]
    );
    let entries = shop.entries();
    assert_eq!(reads(&shop, lots(LOTS)).await.imported_at, None);
    assert_eq!(shop.entries(), entries, "a preview records nothing");
    let taken = takes(&shop, lots(LOTS), &[2, 3], "Logiciel de l’officine").await?;
    assert_eq!((taken.taken, taken.opened, taken.left_out, taken.faulty), (34, 34, 2, 8));
    let view = circuit::view(&shop.app, call(), Nothing {}).await?;
    assert_eq!((view.rows.len(), view.imports.len()), (34, 1));
    assert!(view.rows.iter().all(|row| row.state == TrackState::Entrusted && !row.twice));
    let dear = view.rows.iter().find(|row| row.invoice == "F24018804").unwrap();
    assert_eq!((dear.share_cents, dear.lot.as_str(), dear.customer.as_str()), (cents(120_450), "0118", "Élise Estève"));
    let dossier = shop.dossier(dear.dossier).await;
    assert_eq!((dossier.way, dossier.reference.as_deref()), (Some(Way::DeliveredThirdPartyPayment), Some("F24018804")));
    assert_eq!(dossier.customer_share_due_cents, cents(0), "the customer's share stays in the pharmacy's software");
    // Again: what was taken is known, what was left out is still new.
    let again = reads(&shop, lots(LOTS)).await;
    assert!(again.imported_at.is_some());
    assert_eq!((again.table.found, again.table.mapping_name.as_str()), (MappingFound::Saved, "Logiciel de l’officine"));
    let again = again.preview.unwrap().lines;
    assert_eq!((statuses(&again, LineStatus::Known), statuses(&again, LineStatus::New)), (34, 2));
    let (before, rest) = (shop.entries(), takes(&shop, lots(LOTS), &[], "").await?);
    assert_eq!((rest.taken, rest.known), (2, 34));
    let nothing = takes(&shop, lots(LOTS), &[], "").await.unwrap_err();
    assert_eq!(nothing.code, ProblemCode::NothingToImport);
    assert!(shop.entries() > before);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_any_shape_is_read_corrected_and_found_again() -> Outcome {
    let shop = Shop::open().await;
    // As an older Windows writes it, with tabulations and names of its own.
    let text = one("7", "F7").replace(';', "\t").replace("N° facture", "Pièce").replace("Part RC", "À recevoir");
    let older: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let path = shop.home.path().join("lots.txt");
    std::fs::write(&path, older).unwrap();
    let file = TableSource { path: path.display().to_string(), ..lots("") };
    let read = reads(&shop, file.clone()).await;
    assert_eq!(
        (read.table.shape.encoding, read.table.shape.separator, read.table.shape.header),
        (TextEncoding::Windows1252, Separator::Tab, true)
    );
    assert_eq!((read.table.name.as_str(), read.table.missing.len()), ("lots.txt", 2));
    assert!(read.preview.is_none(), "nothing is guessed silently");
    let refused = takes(&shop, file.clone(), &[], "").await.unwrap_err();
    assert_eq!((refused.code, refused.params["field"].as_str()), (ProblemCode::InvalidField, Some("invoice")));
    let choice = |field: &str, column| ColumnChoice { field: field.to_owned(), column };
    let chosen = TableSource { columns: Some(vec![choice("invoice", 1), choice("amc_share", 3)]), ..file.clone() };
    assert_eq!(takes(&shop, chosen, &[], "Ancien logiciel").await?.opened, 1);
    let found = reads(&shop, file.clone()).await;
    assert_eq!((found.table.found, found.table.missing.len()), (MappingFound::Saved, 0));
    assert_eq!(found.preview.unwrap().lines[0].status, LineStatus::Known);
    // The same headers written in another way are still the same headers.
    let commas = lots(&text.replace('\t', ",").replace("371,00", "\"12,00\"").replace("F7", "F8"));
    assert_eq!(reads(&shop, commas).await.table.mapping_name, "");
    let remove = RemoveMappingRequest { table: TableKind::TransmittedLots, name: "ancien logiciel".to_owned() };
    assert_eq!(table_reading::remove_mapping(&shop.app, call(), remove).await?.names, Vec::<String>::new());
    assert_eq!(reads(&shop, file.clone()).await.table.found, MappingFound::Proposed);
    // A file that changed since it was read is not taken.
    let checksum = found.table.checksum;
    std::fs::write(&path, one("8", "F8")).unwrap();
    let changed =
        TakeCircuitRequest { source: file, lot: String::new(), checksum, left_out: vec![], save_as: String::new() };
    let changed = circuit::take(&shop.app, call(), changed).await.unwrap_err();
    assert_eq!(changed.code, ProblemCode::FileChanged);
    let spreadsheet = ReadCircuitRequest { source: lots("PK\u{3}\u{4}\u{0}"), lot: String::new() };
    let spreadsheet = circuit::read(&shop.app, call(), spreadsheet).await?;
    assert_eq!(spreadsheet, CircuitReading::Refused { fault: TableFault::NoText });
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_here_and_is_in_a_lot_is_entrusted_and_never_sent() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = sold(&shop, "F 41").await;
    let view = shop.goes(dossier, Way::ChequeKept).await;
    let request = view.tracks[0].request.unwrap();
    assert_eq!(view.tracks[0].state, TrackState::Queued);
    let preview = lines(&shop, lots(&one("118", "F41"))).await;
    assert_eq!((preview[0].status, preview[0].dossier), (LineStatus::Waiting, Some(dossier)));
    assert_eq!((preview[0].from, preview[0].to), (Some(TrackState::Queued), Some(TrackState::Entrusted)));
    let taken = takes(&shop, lots(&one("118", "F41")), &[], "").await?;
    assert_eq!((taken.taken, taken.opened, taken.entrusted), (1, 0, 1));
    let queued = shop.queue().await;
    assert_eq!((queued.waiting.len(), queued.done[0].state), (0, RequestState::Entrusted));
    let sent = replay::send_one(&shop.app, call(), RequestRef { request }).await;
    assert!(sent.is_err() || sent.unwrap().state == RequestState::Entrusted);
    // Neither does a person type it on the portal.
    for function in [Function::PriorAuthorisation, Function::Claim] {
        let step = PortalStepRequest { dossier, rank: 1, function, cancels: false };
        let refused = assisted_portal::step(&shop.app, call(), step).await.unwrap_err();
        assert_eq!((refused.code, refused.params["state"].as_str()), (ProblemCode::TrackState, Some("entrusted")));
    }
    assert_eq!(shop.control.agreements(Platform::VIAMEDIS), []);
    // The list was another pharmacy's: it waits again, as before.
    let import = taken.import;
    let undone = circuit::undo(&shop.app, call(), ImportRef { import }).await?;
    assert_eq!((undone.undone, undone.kept.len()), (1, 0));
    assert_eq!(shop.queue().await.waiting[0].request, request);
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::Queued);
    let again = circuit::undo(&shop.app, call(), ImportRef { import }).await.unwrap_err();
    assert_eq!(again.code, ProblemCode::ImportUndone);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_relais_sent_too_is_said_and_is_not_sent_again() -> Outcome {
    let shop = Shop::open().await;
    let dossier = sold(&shop, "F42").await;
    shop.goes(dossier, Way::ChequeKept).await;
    let request = shop.dossier(dossier).await.tracks[0].request.unwrap();
    let lost = Breakage::new(Platform::VIAMEDIS, Broken::PriorAuthorisation, Fault::AnswerLost).times(1);
    shop.control.break_function(lost).await.unwrap();
    let _ = replay::send_one(&shop.app, call(), RequestRef { request }).await?;
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::OutcomeUnknown);
    let preview = lines(&shop, lots(&one("118", "F42"))).await;
    assert_eq!((preview[0].status, preview[0].to), (LineStatus::Twice, Some(TrackState::OutcomeUnknown)));
    assert_eq!(takes(&shop, lots(&one("118", "F42")), &[], "").await?.twice, 1);
    let track = shop.dossier(dossier).await.tracks.remove(0);
    assert!(track.circuit.unwrap().twice);
    // The platform never had it after all: it is the concentrator's, and does not wait here again.
    let settle = SettleUnknownRequest { request, received: false };
    let queued = queue::settle_unknown(&shop.app, call(), settle).await?;
    assert_eq!((queued.waiting.len(), queued.done[0].state), (0, RequestState::Entrusted));
    assert_eq!(shop.dossier(dossier).await.tracks[0].state, TrackState::Entrusted);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_moves_each_share_where_it_says() -> Outcome {
    let shop = Shop::open().await;
    takes(&shop, lots(LOTS), &[], "").await?;
    let words =
        |source| TableSource { words: vec![WordChoice { word: "en cours".into(), means: String::new() }], ..source };
    let read = reads(&shop, words(returns(RETURNS))).await;
    let told: Vec<_> = read.table.words.iter().map(|word| (word.text.as_str(), word.means.as_str())).collect();
    assert_eq!(told, [("Accepté", "accepted"), ("Rejeté", "rejected"), ("Payé", "advised"), ("En cours", "")]);
    let preview = read.preview.unwrap().lines;
    assert_eq!((preview.len(), statuses(&preview, LineStatus::Returned)), (13, 9));
    let fault = |line: usize| (preview[line].status, preview[line].fault.as_ref().map(|fault| fault.code));
    assert_eq!(fault(9), (LineStatus::Unreadable, Some(LineFaultCode::Missing)), "an advice has its amount");
    assert_eq!(fault(10), (LineStatus::Unknown, Some(LineFaultCode::NoDossier)));
    assert_eq!(fault(11), (LineStatus::Unknown, Some(LineFaultCode::OtherLot)));
    assert_eq!(fault(12), (LineStatus::Unreadable, Some(LineFaultCode::UnknownWord)));
    let taken = takes(&shop, returns(RETURNS), &[], "Concentrateur").await?;
    assert_eq!((taken.taken, taken.rejected, taken.faulty), (9, 2, 4));
    let rows = circuit::view(&shop.app, call(), Nothing {}).await?.rows;
    let row = |invoice: &str| rows.iter().find(|row| row.invoice == invoice).unwrap();
    assert_eq!(row("F24018800").state, TrackState::Accepted);
    let rejected = row("F24018806");
    assert_eq!((rejected.state, rejected.outcome), (TrackState::Refused, Some(ReturnOutcome::Rejected)));
    assert_eq!((rejected.code.as_str(), rejected.wording.as_str()), ("R45", "Droits fermés à la date des soins"));
    let advised = row("F24018808");
    assert_eq!((advised.state, advised.reference.as_str()), (TrackState::Advised, "VIR-2024-0131-77"));
    assert_eq!(shop.dossier(advised.dossier).await.tracks[0].paid_cents, cents(0), "advised is not paid");
    // The same returns again, and a rejected invoice transmitted again in another lot.
    let nothing = takes(&shop, returns(RETURNS), &[], "").await.unwrap_err();
    assert_eq!(nothing.code, ProblemCode::NothingToImport);
    let corrected = LOTS.lines().find(|line| line.contains("F24018806")).unwrap().replace("0118;", "0131;");
    let again = format!("{}\n{corrected}\n", LOTS.lines().next().unwrap());
    assert_eq!(lines(&shop, lots(&again)).await[0].status, LineStatus::Joins);
    takes(&shop, lots(&again), &[], "").await?;
    assert_eq!(shop.dossier(rejected.dossier).await.tracks[0].state, TrackState::Entrusted);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_undone_but_for_what_has_moved_on() -> Outcome {
    let shop = Shop::open().await;
    let kept = sold(&shop, "F1").await;
    let taken = takes(&shop, lots("N° lot;N° facture;Part RC\n5;F1;371,00\n5;F2;10,00\n5;F3;20,00\n"), &[], "").await?;
    let rows = circuit::view(&shop.app, call(), Nothing {}).await?.rows;
    let moved_on = rows.iter().find(|row| row.invoice == "F2").unwrap();
    assert_eq!(moved_on.customer, "Facture F2", "a list without names names its invoices");
    let edit = relais_usecases::contract::RecordMomentRequest {
        dossier: moved_on.dossier,
        moment: relais_usecases::contract::Moment::Delivery,
        on: shop.practice().today(),
    };
    relais_usecases::edit_dossier::record_moment(&shop.app, call(), edit).await?;
    let undone = circuit::undo(&shop.app, call(), ImportRef { import: taken.import }).await?;
    let left: Vec<_> = undone.kept.iter().map(|kept| kept.dossier).collect();
    assert_eq!((undone.undone, left), (2, vec![moved_on.dossier]));
    assert_eq!(shop.dossier(kept).await.tracks[0].state, TrackState::NotSent, "it is where it was");
    let opened = rows.iter().find(|row| row.invoice == "F3").unwrap().dossier;
    assert_eq!(shop.dossier(opened).await.tracks[0].state, TrackState::Withdrawn, "its number is given for good");
    assert_eq!(shop.dossier(moved_on.dossier).await.tracks[0].state, TrackState::Entrusted);
    // The rebuilt views are those that were kept up.
    let practice = shop.practice();
    let dump = practice.database.read(|queries| queries.dump_views()).unwrap();
    practice.database.rebuild(|_| {}).unwrap();
    assert_eq!(practice.database.read(|queries| queries.dump_views()).unwrap(), dump);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_entrusts_one_dossier_and_takes_it_back() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = sold(&shop, "F9").await;
    shop.goes(dossier, Way::ChequeKept).await;
    let entrust = EntrustRequest { dossier, rank: 1, lot: "12".into(), invoice: String::new(), on: None };
    let view = circuit::entrust(&shop.app, call(), entrust.clone()).await?;
    assert_eq!((view.tracks[0].state, shop.queue().await.waiting.len()), (TrackState::Entrusted, 0));
    let known = view.tracks[0].circuit.clone().unwrap();
    assert_eq!((known.lot.as_str(), known.invoice.as_str()), ("12", "F9"));
    assert_eq!(lines(&shop, lots(&one("12", "F9"))).await[0].status, LineStatus::Known, "the list says the same");
    let twice = circuit::entrust(&shop.app, call(), entrust).await.unwrap_err();
    assert_eq!(twice.code, ProblemCode::TrackState);
    let back = |reason: &str| TakeBackRequest { dossier, rank: 1, reason: reason.to_owned() };
    let unsaid = circuit::take_back(&shop.app, call(), back(" ")).await.unwrap_err();
    assert_eq!(unsaid.code, ProblemCode::ReasonNeeded);
    let view = circuit::take_back(&shop.app, call(), back("Facture annulée dans le logiciel.")).await?;
    assert_eq!(view.tracks[0].state, TrackState::Withdrawn);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_list_says_against_a_dossier_is_warned_of() -> Outcome {
    let shop = Shop::open().await;
    let (less, claims) = (sold(&shop, "F1").await, sold(&shop, "F2").await);
    shop.goes(claims, Way::CustomerAdvances).await;
    let list = "N° lot;N° facture;Part RC\n5;F1;300,00\n5;F2;371,00\n";
    let preview = lines(&shop, lots(list)).await;
    assert_eq!(
        preview.iter().map(|line| line.warning).collect::<Vec<_>>(),
        [Some(LineWarning::AmountDiffers), Some(LineWarning::CustomerClaims)]
    );
    takes(&shop, lots(list), &[], "").await?;
    assert_eq!(shop.dossier(less).await.tracks[0].state, TrackState::Entrusted);
    let claims = shop.dossier(claims).await;
    assert_eq!(claims.tracks[0].state, TrackState::ClaimedByCustomer, "nobody here asks for it");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_stopped_leaves_nothing() -> Outcome {
    let shop = Shop::open().await;
    let mut list = String::from("N° lot;N° facture;Part RC\n");
    (0..1_500).for_each(|number| list.push_str(&format!("9;F{number};12,00\n")));
    let checksum = reads(&shop, lots(&list)).await.table.checksum;
    let entries = shop.entries();
    let request = TakeCircuitRequest {
        source: lots(&list),
        lot: String::new(),
        checksum,
        left_out: vec![],
        save_as: String::new(),
    };
    let app = shop.app.clone();
    let import = tokio::spawn(async move { circuit::take(&app, call(), request).await });
    let under_way = async {
        loop {
            let progress = circuit::progress(&shop.app, call(), Nothing {}).await.unwrap();
            if progress.done > 3 {
                return progress;
            }
            tokio::task::yield_now().await;
        }
    };
    let done = tokio::time::timeout(Duration::from_secs(60), under_way).await.expect("the import never began");
    assert_eq!((done.running, done.total), (true, 1_500));
    let other = takes(&shop, lots(&one("1", "A1")), &[], "").await.unwrap_err();
    assert_eq!(other.code, ProblemCode::ImportRunning);
    circuit::cancel(&shop.app, call(), Nothing {}).await?;
    assert_eq!(import.await.unwrap().unwrap_err().code, ProblemCode::ImportCancelled);
    assert_eq!(shop.entries(), entries, "nothing half-written");
    assert_eq!(circuit::view(&shop.app, call(), Nothing {}).await?.rows, []);
    Ok(())
}
