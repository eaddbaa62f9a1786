//! Who answers for an insurer: the table is replaced by a file whole or not at all, changed row by row and undone, written
//! again; it proposes an operator where the card names none, and says who is touched when one stops.

use std::path::{Path, PathBuf};

use relais_domain::amo::AmoChannel;
use relais_domain::dossier::{ConsentDecision, Way};
use relais_domain::ids::DossierId;
use relais_domain::money::Cents;
use relais_domain::platform::{Function, FunctionState, StateSource};
use relais_domain::reference_file::{Fault, Status};
use relais_domain::routing::SHIPPED;
use relais_usecases::contract::{
    AffectedRequest, AffectedView, CardView, ChangeRoutingRequest, DeclareAmoRequest, DeclareFunctionRequest,
    ExportAffectedRequest, ExportRoutingRequest, Nothing, OpenDossierRequest, OpenPracticeRequest, OperatorsRequest,
    PreviewRoutingRequest, Problem, ProblemCode, RecordCardRequest, RoutingPreviewed, RoutingRowFields, RoutingTaken,
    RoutingView, TakeRoutingRequest, Unlock, VerifyRightsRequest,
};
use relais_usecases::{
    access, amo, demonstration, platforms, record_card, routing, routing_affected, routing_table, verify_rights,
};

use crate::ground::{Outcome, Shop, call, cents, code, day, glasses};

fn typed(insurer: &str, amc: &str, operators: &[&str]) -> RoutingRowFields {
    RoutingRowFields {
        insurer_name: insurer.to_owned(),
        amc_number: amc.to_owned(),
        csr: String::new(),
        domain: "OPTI".to_owned(),
        from: day("2024-01-01"),
        to: None,
        operators: operators.iter().map(|operator| code(operator)).collect(),
        network: String::new(),
        status: Status::Confirmed,
        source: "Convention lue chez l’assureur".to_owned(),
        noted_on: day("2024-01-15"),
    }
}

async fn changes(
    shop: &Shop,
    was: Option<RoutingRowFields>,
    becomes: Option<RoutingRowFields>,
) -> Result<RoutingView, Problem> {
    routing_table::change(&shop.app, call(), ChangeRoutingRequest { was, becomes }).await
}

async fn table(shop: &Shop) -> RoutingView {
    routing_table::view(&shop.app, call(), Nothing {}).await.unwrap()
}

fn file(shop: &Shop, name: &str, text: &str) -> PathBuf {
    let path = shop.home.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

async fn takes(shop: &Shop, path: &Path, announced: &str) -> Outcome<RoutingTaken> {
    let path = path.display().to_string();
    let previewed = routing_table::preview(&shop.app, call(), PreviewRoutingRequest { path: path.clone() }).await?;
    let RoutingPreviewed::Previewed { preview } = previewed else { panic!("{previewed:?}") };
    let request = TakeRoutingRequest { path, checksum: preview.checksum, announced: announced.to_owned() };
    routing_table::take(&shop.app, call(), request).await
}

async fn touched(shop: &Shop, operator: &str, function: Option<Function>) -> AffectedView {
    let request = AffectedRequest { operator: code(operator), function };
    routing_affected::affected(&shop.app, call(), request).await.unwrap()
}

/// A sale whose card names an insurer and no operator.
fn without_operator(insurer: &str, member: &str) -> OpenDossierRequest {
    OpenDossierRequest { operator: None, insurer_name: insurer.to_owned(), ..glasses("Bernard", "viamedis", member) }
}

async fn order(shop: &Shop, dossier: DossierId) -> Vec<(String, bool)> {
    let order = routing::operators(&shop.app, call(), OperatorsRequest { dossier, rank: 1 }).await.unwrap();
    order.operators.into_iter().map(|one| (one.operator.as_str().to_owned(), one.by_card)).collect()
}

fn asked(codes: &[(&str, bool)]) -> Vec<(String, bool)> {
    codes.iter().map(|(code, by_card)| ((*code).to_owned(), *by_card)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_that_ships_is_to_verify_and_changes_row_by_row() -> Outcome {
    let shop = Shop::open().await;
    let shipped = table(&shop).await;
    assert!(shipped.reference.shipped && shipped.changes == 0);
    assert!(shipped.rows.iter().all(|row| row.row.status == Status::ToVerify && !row.by_hand));
    let entries = shop.entries();

    // Added, seen, ended by its period, undone twice.
    let added = typed("Mutuelle des Trois Vallées", "986402170", &["viamedis", "almerys"]);
    let view = changes(&shop, None, Some(added.clone())).await?;
    assert_eq!((view.rows.len(), view.changes), (shipped.rows.len() + 1, 1));
    assert!(view.rows.last().unwrap().by_hand && view.rows.last().unwrap().in_force);
    let ended = RoutingRowFields { to: Some(day("2024-01-30")), ..added.clone() };
    let view = changes(&shop, Some(added.clone()), Some(ended.clone())).await?;
    assert!(!view.rows.last().unwrap().in_force);
    assert_eq!(shop.entries(), entries + 2);
    let view = routing_table::undo(&shop.app, call(), Nothing {}).await?;
    assert_eq!(view.rows.last().unwrap().row, added);
    let view = routing_table::undo(&shop.app, call(), Nothing {}).await?;
    assert_eq!((view.rows.len(), view.changes), (shipped.rows.len(), 0));
    // Nothing is left to undo: nothing is recorded.
    let entries = shop.entries();
    routing_table::undo(&shop.app, call(), Nothing {}).await?;
    assert_eq!(shop.entries(), entries);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_cannot_be_is_refused_in_a_sentence_and_records_nothing() -> Outcome {
    let shop = Shop::open().await;
    let first = typed("Mutuelle A", "986402170", &["viamedis"]);
    changes(&shop, None, Some(first.clone())).await?;
    let entries = shop.entries();
    let same_days = RoutingRowFields { from: day("2024-06-01"), ..typed("Mutuelle A", "0986402170", &["almerys"]) };
    let refused = changes(&shop, None, Some(same_days.clone())).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.params["insurer"].as_str()),
        (ProblemCode::RoutingRowsOverlap, Some("Mutuelle A"))
    );
    let gone = RoutingRowFields { source: "Autre".to_owned(), ..first.clone() };
    assert_eq!(changes(&shop, Some(gone), None).await.unwrap_err().code, ProblemCode::RoutingRowGone);
    let nobody =
        RoutingRowFields { operators: vec![code("inconnu")], ..typed("Mutuelle B", "77565712", &["viamedis"]) };
    assert_eq!(changes(&shop, None, Some(nobody)).await.unwrap_err().params["field"], "operators");
    let elsewhere =
        RoutingRowFields { network: "ailleurs".to_owned(), ..typed("Mutuelle B", "77565712", &["viamedis"]) };
    assert_eq!(changes(&shop, None, Some(elsewhere)).await.unwrap_err().params["field"], "network");
    assert_eq!(shop.entries(), entries);
    // Ended first, the next one may begin.
    let ended = RoutingRowFields { to: Some(day("2024-05-31")), ..first.clone() };
    changes(&shop, Some(first), Some(ended)).await?;
    changes(&shop, None, Some(same_days)).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_taken_whole_or_not_at_all_and_its_checksum_is_checked() -> Outcome {
    let shop = Shop::open().await;
    let entries = shop.entries();
    let wrong =
        SHIPPED.replace("operators = [\"almerys\"]", "operators = [\"almeris\"]").replace("2023-12-31", "2022-12-31");
    let path = file(&shop, "fausse.toml", &wrong);
    let request = PreviewRoutingRequest { path: path.display().to_string() };
    let RoutingPreviewed::Refused { faults } = routing_table::preview(&shop.app, call(), request).await? else {
        panic!("a file with faults was previewed")
    };
    let line = |text: &str| u32::try_from(wrong.lines().position(|line| line.contains(text)).unwrap() + 1).unwrap();
    let told: Vec<_> = faults.iter().map(|fault| (fault.fault, fault.about.as_str())).collect();
    assert_eq!(told, [(Fault::UnknownOperator, "almeris"), (Fault::Reversed, "Mercer")]);
    assert!(faults[0].line.abs_diff(line("\"Alan\"")) <= 1, "{faults:?}");
    assert_eq!(shop.entries(), entries);

    // A good one: announced wrongly it is refused, then taken.
    let good =
        SHIPPED.replace("version = \"2024-02\"", "version = \"2024-03\"").replace("\"Alan\"", "\"Alan Assurance\"");
    let path = file(&shop, "table.toml", &good);
    let RoutingTaken::Refused { faults } = takes(&shop, &path, "00ff").await? else { panic!("taken") };
    assert_eq!(faults[0].fault, Fault::Checksum);
    changes(&shop, None, Some(typed("Mutuelle A", "986402170", &["viamedis"]))).await?;
    let RoutingTaken::Taken { routing } = takes(&shop, &path, "").await? else { panic!("refused") };
    assert_eq!((routing.reference.version.as_str(), routing.reference.shipped, routing.changes), ("2024-03", false, 0));
    assert!(routing.rows.iter().any(|row| row.row.insurer_name == "Alan Assurance"));
    // Changed between the preview and the taking: refused.
    let stale =
        TakeRoutingRequest { path: path.display().to_string(), checksum: "0".repeat(64), announced: String::new() };
    assert!(matches!(routing_table::take(&shop.app, call(), stale).await?, RoutingTaken::Refused { .. }));
    let back = routing_table::restore(&shop.app, call(), Nothing {}).await?;
    assert!(back.reference.shipped);
    Ok(())
}

/// A file as an integrator's: 2 000 insurers, with numbers, criteria, domains and years.
fn two_thousand_rows() -> String {
    let head = SHIPPED.split("# Two operators").next().unwrap();
    let rows = (0..2_000).map(|at| {
        let (domain, second) = (["OPTI", "AUDI", "PHAR"][at % 3], ["", ", \"almerys\""][at % 2]);
        let csr = if at % 5 == 0 { format!("csr = \"{:02}???????\"\n", at % 90) } else { String::new() };
        format!(
            "[[rows]]\ninsurer = \"Mutuelle n° {at}\"\namc = \"{:09}\"\n{csr}domain = \"{domain}\"\nfrom = 2024-01-01\n\
             operators = [\"viamedis\"{second}]\nstatus = \"to_verify\"\nsource = \"Table de l’éditeur\"\nnoted = 2024-01-15\n",
            300_000_000 + at,
        )
    });
    rows.fold(head.to_owned(), |file, row| format!("{file}\n{row}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_rows_are_taken_edited_written_and_survive_a_reopening_and_a_rebuild() -> Outcome {
    let mut shop = Shop::open().await;
    let path = file(&shop, "grande.toml", &two_thousand_rows());
    let RoutingTaken::Taken { routing } = takes(&shop, &path, "").await? else { panic!("refused") };
    assert_eq!(routing.rows.len(), 2_000);
    let was = routing.rows[7].row.clone();
    let ended = RoutingRowFields { to: Some(day("2024-06-30")), ..was.clone() };
    let edited = changes(&shop, Some(was), Some(ended)).await?;
    let added = changes(&shop, None, Some(typed("Mutuelle des Trois Vallées", "986402170", &["almerys"]))).await?;
    assert_eq!((edited.rows.len(), added.rows.len()), (2_000, 2_001));

    let folder = shop.practice().folder.display().to_string();
    access::close(&shop.app, call(), Nothing {}).await?;
    shop.restarted();
    let unlock = Unlock::Passphrase { passphrase: demonstration::PASSPHRASE.to_owned() };
    access::open_practice(&shop.app, call(), OpenPracticeRequest { folder, unlock }).await?;
    assert_eq!(table(&shop).await, added);
    shop.practice().database.rebuild(|_| {}).unwrap();
    assert_eq!(table(&shop).await, added);

    // Written and taken again, it is the same table; its checksum lies beside it and is checked.
    let copy = shop.home.path().join("copie.toml");
    let request = ExportRoutingRequest { path: copy.display().to_string() };
    let exported = routing_table::export(&shop.app, call(), request).await?;
    assert_eq!(exported.rows, 2_001);
    let beside = std::fs::read_to_string(&exported.checksum_path).unwrap();
    assert_eq!(beside, format!("{}  copie.toml\n", exported.checksum));
    let RoutingTaken::Taken { routing } = takes(&shop, &copy, &exported.checksum.to_uppercase()).await? else {
        panic!("refused")
    };
    let rows = |view: &RoutingView| view.rows.iter().map(|row| row.row.clone()).collect::<Vec<_>>();
    assert_eq!(rows(&routing), rows(&added));
    assert_eq!(routing.reference.checksum, exported.checksum);
    std::fs::write(&copy, std::fs::read_to_string(&copy).unwrap() + "\n").unwrap();
    let request = PreviewRoutingRequest { path: copy.display().to_string() };
    let RoutingPreviewed::Refused { faults } = routing_table::preview(&shop.app, call(), request).await? else {
        panic!("a file that is not as its checksum says was previewed")
    };
    assert_eq!(faults[0].fault, Fault::Checksum);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_proposes_where_the_card_names_nobody() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(without_operator("AESIO", "4417002230")).await;
    let proposal = shop.dossier(sold.dossier).await.tracks[0].proposal.clone().unwrap();
    assert_eq!((proposal.operator_label.as_str(), proposal.second_label.as_deref()), ("Viamedis", Some("Almerys")));
    assert_eq!((proposal.status, proposal.noted_on), (Status::ToVerify, day("2024-02-06")));
    assert_eq!(order(&shop, sold.dossier).await, asked(&[("viamedis", false), ("almerys", false)]));

    // It is asked, and queued to, as if the card had said so.
    shop.says(sold.dossier, ConsentDecision::Given).await;
    let rights = verify_rights::verify(
        &shop.app,
        call(),
        VerifyRightsRequest { dossier: sold.dossier, rank: 1, service_date: None },
    )
    .await?;
    assert_eq!(rights.platform, code("viamedis"));
    shop.goes(sold.dossier, Way::ChequeKept).await;
    assert_eq!(shop.queue().await.waiting[0].platform, code("viamedis"));

    // A row that is more precise answers alone; the card's own comes before everything.
    changes(&shop, None, Some(typed("Aésio", "986402170", &["almerys"]))).await?;
    assert_eq!(order(&shop, sold.dossier).await, asked(&[("almerys", false)]));
    let card = CardView { operator: Some(code("sp-sante")), ..shop.dossier(sold.dossier).await.tracks[0].card.clone() };
    let request = RecordCardRequest { dossier: sold.dossier, rank: 1, card, share_cents: None };
    let view = record_card::record(&shop.app, call(), request).await?;
    assert!(view.tracks[0].proposal.is_none());
    assert_eq!(order(&shop, sold.dossier).await, asked(&[("sp-sante", true), ("almerys", false)]));

    // An operator the practice has no line to is shown, and not asked.
    let elsewhere =
        shop.sells(OpenDossierRequest { amc_number: "77565712".to_owned(), ..without_operator("B", "2") }).await;
    changes(&shop, None, Some(typed("B", "77565712", &["korelio", "almerys"]))).await?;
    let proposal = shop.dossier(elsewhere.dossier).await.tracks[0].proposal.clone().unwrap();
    assert!(!proposal.configured && proposal.operator_label == "Korelio");
    assert_eq!(order(&shop, elsewhere.dossier).await, asked(&[("almerys", false)]));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_touched_when_an_operator_stops() -> Outcome {
    let shop = Shop::open().await;
    assert!(touched(&shop, "viamedis", None).await.dossiers.is_empty());
    let by_card = shop.sells(glasses("Haddadi", "viamedis", "4417002231")).await;
    let by_table = shop.sells(without_operator("Aésio", "4417002232")).await;
    let other = shop.sells(without_operator("Alan", "4417002233")).await;
    let view = touched(&shop, "viamedis", None).await;
    let told: Vec<_> = view.dossiers.iter().map(|row| (row.dossier, row.by_card, row.second.is_some())).collect();
    assert_eq!(told.len(), 2);
    assert!(
        told.contains(&(by_card.dossier, true, false)) && told.contains(&(by_table.dossier, false, true)),
        "{told:?}"
    );
    assert!(!told.iter().any(|(dossier, ..)| *dossier == other.dossier));
    assert_eq!((view.total_cents, view.second_count, view.second_cents), (cents(742_00), 1, cents(371_00)));
    let insurer = |name: &str| view.insurers.iter().find(|row| row.insurer == name).cloned();
    let aesio = insurer("Aésio").unwrap();
    assert_eq!((aesio.position, aesio.dossiers, aesio.amount_cents), (1, 1, cents(371_00)));
    assert_eq!(aesio.others.iter().map(|other| other.label.as_str()).collect::<Vec<_>>(), ["Almerys"]);
    assert!(insurer("CA Assurances").unwrap().others.is_empty());
    assert!(insurer("Alan").is_none());
    // Almerys is only Aésio's second: its stop stops nothing there.
    let almerys = touched(&shop, "almerys", None).await;
    assert_eq!(almerys.dossiers.iter().map(|row| row.dossier).collect::<Vec<_>>(), [other.dossier]);
    assert_eq!(almerys.insurers.iter().find(|row| row.insurer == "Aésio").unwrap().position, 2);

    // The second's own state is told, of the function asked about.
    let down = DeclareFunctionRequest {
        platform: code("almerys"),
        function: Function::Rights,
        state: FunctionState::Down,
        said_by: None,
        text: None,
    };
    platforms::declare(&shop.app, call(), down).await?;
    let rights = touched(&shop, "viamedis", Some(Function::Rights)).await;
    let second = rights.dossiers.iter().find_map(|row| row.second.clone()).unwrap();
    assert_eq!(second.state, FunctionState::Down);
    let payment = touched(&shop, "viamedis", Some(Function::Payment)).await;
    assert_eq!((payment.dossiers.len(), payment.total_cents), (0, Cents::ZERO));

    let path = shop.home.path().join("touches.csv");
    let request =
        ExportAffectedRequest { operator: code("viamedis"), function: None, path: path.display().to_string() };
    let exported = routing_affected::export(&shop.app, call(), request).await?;
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!((exported.rows, text.lines().count()), (2, 3));
    assert!(text.contains(";Lucie Bernard;Aésio;31/01/2024;371,00;Viamedis;table;Almerys\r\n"), "{text}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mandatory_insurance_keeps_working_when_an_operator_is_down() -> Outcome {
    let shop = Shop::open().await;
    let declare = async |channel, state| amo::declare(&shop.app, call(), DeclareAmoRequest { channel, state }).await;
    let strip = declare(AmoChannel::SesamVitale, FunctionState::Up).await?;
    let known = |strip: &relais_usecases::contract::PlatformStrip| {
        strip.amo.iter().map(|row| (row.channel, row.state)).collect::<Vec<_>>()
    };
    let expected = [(AmoChannel::SesamVitale, FunctionState::Up), (AmoChannel::AmeliPro, FunctionState::Unknown)];
    assert_eq!(known(&strip), expected);
    assert_eq!(strip.amo[0].source, Some(StateSource::Declared));
    let viamedis = strip.platforms.iter().find(|row| row.platform == code("viamedis")).unwrap().functions.clone();
    for function in Function::ALL {
        let down = DeclareFunctionRequest {
            platform: code("viamedis"),
            function,
            state: FunctionState::Down,
            said_by: None,
            text: None,
        };
        assert_eq!(known(&platforms::declare(&shop.app, call(), down).await?), expected);
    }
    // And the other way round: no incident, no function moved.
    let incident = shop.incident().await.unwrap();
    let strip = declare(AmoChannel::AmeliPro, FunctionState::Closed).await?;
    assert_eq!(known(&strip)[1].1, FunctionState::Closed);
    assert_eq!(shop.incident().await.unwrap(), incident);
    assert_eq!(viamedis.len(), Function::ALL.len());
    let entries = shop.entries();
    declare(AmoChannel::AmeliPro, FunctionState::Closed).await?;
    assert_eq!(shop.entries(), entries);
    Ok(())
}
