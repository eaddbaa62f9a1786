//! The views after any history are those a rebuild writes, and searches find the same.

use crate::shop::{Shop, cents, code};
use proptest::prelude::*;
use relais_domain::{
    cheque::{ChequeCommand, OverriddenAct, Override, ReturnManner},
    context::PaymentMeans,
    dossier::{Agreement, CustomerPayment, DossierCommand, PaymentPurpose, Priced, TrackMove, TrackState, Way},
    ids::*,
    incident::{IncidentCommand, IncidentOpened},
    platform::{FailureCode, Function, FunctionState, StateSource},
    reference::Limits,
    request::{Queued, RequestAnswer, RequestCommand},
    second::Second,
};
use relais_storage::CommandError;

/// Something that may be tried; the rules refuse what makes no sense, and that is part of the history.
#[derive(Debug, Clone)]
enum Deed {
    Open { amc: i64, customer: i64 },
    Price { amc: i64, second: Option<i64> },
    Order,
    Deliver,
    Way(Way),
    Pay(i64),
    TakeBack(i64),
    Keep,
    Return,
    AskOverride(OverriddenAct),
    Move(TrackState, Option<i64>),
    Recheck(Option<i64>),
    Credit(i64),
    Queue,
    Request(u8),
    Incident(u8),
    Observe(FunctionState),
    Rename(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    let amount = 1i64..60_000;
    prop_oneof![
        3 => (amount.clone(), 0i64..5_000).prop_map(|(amc, customer)| Deed::Open { amc, customer }),
        1 => (amount.clone(), proptest::option::of(amount.clone())).prop_map(|(amc, second)| Deed::Price { amc, second }),
        1 => Just(Deed::Order),
        1 => Just(Deed::Deliver),
        1 => proptest::sample::select(Way::ALL.to_vec()).prop_map(Deed::Way),
        1 => amount.clone().prop_map(Deed::Pay),
        1 => amount.clone().prop_map(Deed::TakeBack),
        2 => Just(Deed::Keep),
        1 => Just(Deed::Return),
        1 => proptest::sample::select(vec![OverriddenAct::Deposit, OverriddenAct::Return]).prop_map(Deed::AskOverride),
        3 => (proptest::sample::select(TrackState::ALL.to_vec()), proptest::option::of(amount.clone()))
            .prop_map(|(to, amount)| Deed::Move(to, amount)),
        1 => proptest::option::of(amount.clone()).prop_map(Deed::Recheck),
        1 => amount.prop_map(Deed::Credit),
        1 => Just(Deed::Queue),
        3 => (0u8..6).prop_map(Deed::Request),
        1 => (0u8..5).prop_map(Deed::Incident),
        1 => proptest::sample::select(vec![FunctionState::Up, FunctionState::Down, FunctionState::Degraded])
            .prop_map(Deed::Observe),
        1 => (0u8..9).prop_map(Deed::Rename),
    ]
}

/// What the deeds act upon: the last of each thing, so that histories grow deep.
#[derive(Default)]
struct Last {
    dossier: Option<(DossierId, PersonId)>,
    cheque: Option<ChequeId>,
    request: Option<RequestId>,
    incident: Option<IncidentId>,
}

fn act(shop: &mut Shop, last: &mut Last, deed: Deed) -> Result<(), CommandError<crate::shop::Failure>> {
    let Some((dossier, person)) = last.dossier else {
        let known = shop.person("Le Goff", "Yann", "0612345678");
        let person = known.id;
        last.dossier = Some((shop.open_dossier(known, 20_000, 1_000)?, person));
        return Ok(());
    };
    let today = shop.today;
    match deed {
        Deed::Open { amc, customer } => {
            let known = shop.person("Tanguy", &format!("Rose{amc}"), "0298000102");
            let person = known.id;
            last.dossier = Some((shop.open_dossier(known, amc, customer)?, person));
        }
        Deed::Price { amc, second } => {
            let shares: Vec<_> = [Some(amc), second].into_iter().flatten().map(cents).collect();
            let total = cents(shares.iter().map(|share| share.get()).sum());
            let priced = Priced {
                total_cents: total,
                amo_share_cents: cents(0),
                amc_share_cents: shares,
                customer_share_cents: cents(0),
                lines: vec![],
            };
            shop.on_dossier(dossier, DossierCommand::Price(priced))?;
        }
        Deed::Order => shop.on_dossier(dossier, DossierCommand::Order { on: today })?,
        Deed::Deliver => shop.on_dossier(dossier, DossierCommand::Deliver { on: today })?,
        Deed::Way(way) => shop.on_dossier(dossier, DossierCommand::ChooseWay { way, incident: last.incident })?,
        Deed::Pay(amount) => {
            let payment = payment(amount, today);
            shop.on_dossier(dossier, DossierCommand::RecordCustomerPayment { payment, limits: Limits::default() })?;
        }
        Deed::TakeBack(amount) => {
            let paid = shop.db.read(|q| q.customer_payments(dossier)).map_err(CommandError::Storage)?;
            let amount = paid.first().map_or(amount, |row| row.amount_cents.get());
            shop.on_dossier(dossier, DossierCommand::ReverseCustomerPayment { payment: payment(amount, today) })?;
        }
        Deed::Keep => last.cheque = Some(shop.keep_cheque(dossier, "")?),
        Deed::Return => {
            let Some(cheque) = last.cheque else { return Ok(()) };
            let reason = Some(TextId(shop.ids.id()));
            let second = Second { by: Some(UserId(shop.ids.id())), somebody_may: true };
            let over = Override { reason, second };
            let back = ChequeCommand::Return { on: today, manner: ReturnManner::InPerson, over };
            shop.on_cheque(cheque, back)?;
        }
        Deed::AskOverride(act) => {
            let Some(cheque) = last.cheque else { return Ok(()) };
            let over = Override { reason: Some(TextId(shop.ids.id())), second: Second::default() };
            shop.on_cheque(cheque, ChequeCommand::AskOverride { act, over, limits: Limits::default() })?;
        }
        Deed::Move(to, amount) => {
            let moved = TrackMove {
                amount_cents: amount.map(cents),
                reason: Some(TextId(shop.ids.id())),
                ..TrackMove::to(1, to)
            };
            shop.on_dossier(dossier, DossierCommand::MoveTrack(moved))?;
        }
        Deed::Recheck(covered) => {
            let incident = IncidentId(shop.ids.id());
            let agreement = covered.map(|covered| Agreement {
                reference: Some("PEC1".to_owned()),
                covered_cents: Some(cents(covered)),
                valid_until: None,
            });
            shop.on_dossier(dossier, DossierCommand::Recheck { rank: 1, incident, agreement, request: None })?;
        }
        Deed::Credit(amount) => drop(shop.credit(dossier, amount)?),
        Deed::Queue => {
            let request = RequestId(shop.ids.id());
            let queued = Queued {
                request,
                dossier,
                rank: 1,
                platform: code("viamedis"),
                function: Function::Claim,
                amount_cents: cents(5),
                incident: last.incident,
                cancels: None,
                invoice: None,
                authorisation: None,
            };
            shop.on_request(request, RequestCommand::Queue(queued))?;
            last.request = Some(request);
        }
        Deed::Request(step) => return request_step(shop, last, step),
        Deed::Incident(step) => return incident_step(shop, last, step),
        Deed::Observe(state) => shop.observe("viamedis", Function::Rights, state)?,
        Deed::Rename(n) => {
            let mut renamed = shop.person(&format!("Nom{n}"), "", "");
            renamed.id = person;
            shop.run(move |tx, _| Ok(tx.update_person(&renamed)?))?;
        }
    }
    Ok(())
}

fn payment(amount: i64, on: jiff::civil::Date) -> CustomerPayment {
    CustomerPayment {
        amount_cents: cents(amount),
        means: PaymentMeans::Card,
        on,
        purpose: PaymentPurpose::CustomerShare,
    }
}

fn request_step(shop: &mut Shop, last: &Last, step: u8) -> Result<(), CommandError<crate::shop::Failure>> {
    let Some(request) = last.request else { return Ok(()) };
    let (reason, evidence) = (TextId(shop.ids.id()), EvidenceId(shop.ids.id()));
    let answer = RequestAnswer::Refused { reason_code: None };
    shop.on_request(
        request,
        match step {
            0 => RequestCommand::StartSending,
            1 => RequestCommand::RecordNotSent { failure: FailureCode::TimedOut, retry_after_s: Some(30) },
            2 => RequestCommand::RecordOutcomeUnknown { failure: FailureCode::ConnectionLost },
            3 => RequestCommand::RecordNotReceived { by_staff: true },
            4 => RequestCommand::RecordAnswer { answer, evidence: Some(evidence), by_staff: false, message: None },
            _ => RequestCommand::Withdraw { reason },
        },
    )
}

fn incident_step(shop: &mut Shop, last: &mut Last, step: u8) -> Result<(), CommandError<crate::shop::Failure>> {
    let fresh = IncidentId(shop.ids.id());
    let opened = IncidentOpened {
        incident: fresh,
        platform: code("viamedis"),
        function: Function::Rights,
        since: shop.now,
        cause: None,
        source: StateSource::Declared,
    };
    let incident = match (step, last.incident) {
        (0, _) | (_, None) => {
            shop.on_incident(fresh, IncidentCommand::Open(opened))?;
            last.incident = Some(fresh);
            return Ok(());
        }
        (_, Some(incident)) => incident,
    };
    shop.on_incident(
        incident,
        match step {
            1 => IncidentCommand::JoinFunction { function: Function::Claim },
            2 => IncidentCommand::RestoreFunction { function: Function::Rights },
            3 => IncidentCommand::StartRecovery,
            _ => IncidentCommand::Close { open_dossiers: 0 },
        },
    )
}

const TYPED: [&str; 6] = ["r", "nom", "goff yann", "0298", "2024", "tanguy"];

fn searched(shop: &Shop) -> Vec<Vec<u32>> {
    TYPED.iter().map(|typed| shop.found_by(typed)).collect()
}

/// Histories tried; `./dev torture` asks for more, some ten a second.
fn cases() -> u32 {
    24 + crate::kill::torture_seconds() * 10
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_history_gives_the_views_a_rebuild_gives(deeds in proptest::collection::vec(deed(), 1..60)) {
        let place = tempfile::tempdir().unwrap();
        let mut shop = Shop::create(place.path());
        shop.configure("viamedis").unwrap();
        let mut last = Last::default();
        for deed in deeds {
            match act(&mut shop, &mut last, deed) {
                Ok(()) | Err(CommandError::Refused(crate::shop::Failure::Refused(_))) => {}
                Err(error) => prop_assert!(false, "{error:?}"),
            }
        }
        let (dump, found) = (shop.dump(), searched(&shop));
        let rebuilt = shop.db.rebuild(|_| {}).unwrap();
        prop_assert_eq!(rebuilt.len(), 17);
        prop_assert_eq!(&shop.dump(), &dump);
        prop_assert_eq!(searched(&shop), found);
        drop(shop);
        let shop = Shop::open(place.path(), 9);
        prop_assert_eq!(shop.dump(), dump);
    }
}

#[test]
fn a_view_of_another_version_is_rebuilt_at_opening_with_progress() {
    use relais_storage::{Database, DatabaseKey, OpenOptions, PracticeFolder};
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(place.path());
    let person = shop.person("Le Goff", "Yann", "");
    shop.open_dossier(person, 10_000, 500).unwrap();
    let dump = shop.dump();
    drop(shop);
    let connection = crate::opening::keyed(&place.path().join("practice.db"));
    connection
        .execute_batch(
            "UPDATE view_version SET version = 0 WHERE view = 'dossier'; DROP TABLE dossier_view;
             CREATE TABLE dossier_view (former INTEGER);",
        )
        .unwrap();
    drop(connection);
    let (told, progress) = std::sync::mpsc::channel();
    let options =
        OpenOptions::default().on_progress(move |step| told.send((step.view, step.done, step.total)).unwrap());
    let folder = PracticeFolder::open(place.path()).unwrap();
    let (db, opening) = Database::open(&folder, &DatabaseKey::new(crate::shop::KEY), options).unwrap();
    assert_eq!(opening.rebuilt, ["dossier", "search"]);
    assert_eq!(progress.try_iter().collect::<Vec<_>>(), [("dossier", 2, 2), ("search", 1, 1)]);
    let shop = Shop::over(db, 8);
    assert_eq!((shop.dump(), shop.found_by("goff")), (dump, vec![1]));
}
