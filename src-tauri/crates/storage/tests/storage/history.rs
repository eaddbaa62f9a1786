//! One story through every list: what each query says after each step.

use crate::shop::{Shop, cents, code};
use jiff::civil::date;
use relais_domain::{
    cheque::{ChequeCommand, ChequePosition, Override, ReturnManner},
    context::PaymentMeans,
    dossier::{
        CustomerPayment, DossierCommand, PaymentPurpose, RightsChecked, RightsOutcome, TrackMove, TrackState, Way,
    },
    ids::{IncidentId, RequestId, TextId},
    incident::{IncidentCommand, IncidentOpened},
    platform::{FailureCode, Function, FunctionState, StateSource},
    reference::Limits,
    request::{Queued, RequestCommand, RequestState},
};
use relais_storage::rows::{Page, RequestFilter};

/// However many there were, the one that ended last comes first.
#[test]
fn requests_that_are_done_come_the_latest_first() {
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(place.path());
    let person = shop.person("Quéméneur", "Anne-Laure", "0612345678");
    let dossier = shop.open_dossier(person, 37_991, 4_200).unwrap();
    let requests: Vec<_> = (0..4).map(|_| RequestId(shop.ids.id())).collect();
    for request in &requests {
        let queued = Queued {
            request: *request,
            dossier,
            rank: 1,
            platform: code("viamedis"),
            function: Function::Claim,
            amount_cents: cents(37_991),
            incident: None,
            cancels: None,
            invoice: None,
            authorisation: None,
        };
        shop.on_request(*request, RequestCommand::Queue(queued)).unwrap();
    }
    // They end in another order than they began, and one still waits.
    let order = [2, 0, 3];
    for at in order {
        let reason = TextId(shop.ids.id());
        shop.on_request(requests[at], RequestCommand::Withdraw { reason }).unwrap();
    }
    let (done, count) = shop
        .db
        .read(|queries| {
            let done = queries.requests(&RequestFilter::Done, Page::first(2))?;
            Ok::<_, relais_storage::StorageError>((done, queries.requests_done_count()?))
        })
        .unwrap();
    let done: Vec<_> = done.into_iter().map(|row| row.id).collect();
    assert_eq!((done, count), (vec![requests[3], requests[0]], 3));
}

#[test]
fn an_outage_from_cut_to_discharge() {
    let place = tempfile::tempdir().unwrap();
    let mut shop = Shop::create(place.path());
    shop.configure("viamedis").unwrap();
    shop.configure("almerys").unwrap();
    shop.observe("viamedis", Function::Rights, FunctionState::Down).unwrap();
    let (incident, request) = (IncidentId(shop.ids.id()), RequestId(shop.ids.id()));
    let opened = IncidentOpened {
        incident,
        platform: code("viamedis"),
        function: Function::Rights,
        since: shop.now,
        cause: Some(FailureCode::ConnectionRefused),
        source: StateSource::Measured,
    };
    shop.on_incident(incident, IncidentCommand::Open(opened)).unwrap();

    let person = shop.person("Quéméneur", "Anne-Laure", "0612345678");
    let dossier = shop.open_dossier(person.clone(), 37_991, 4_200).unwrap();
    let check = RightsChecked {
        rank: 1,
        platform: code("viamedis"),
        asked_at: shop.now,
        elapsed_ms: 120,
        service_date: shop.today,
        instead_of: None,
        source: StateSource::Measured,
        evidence: None,
        evidence_digest: None,
        outcome: RightsOutcome::NotVerified { failure: FailureCode::ConnectionRefused, since: Some(shop.now) },
    };
    shop.on_dossier(dossier, DossierCommand::RecordRightsCheck(check)).unwrap();
    shop.on_dossier(dossier, DossierCommand::ChooseWay { way: Way::ChequeKept, incident: Some(incident) }).unwrap();
    let cheque = shop.keep_cheque(dossier, "0123456012345678901212345678901").unwrap();
    let payment = CustomerPayment {
        amount_cents: cents(4_200),
        means: PaymentMeans::Card,
        on: shop.today,
        purpose: PaymentPurpose::CustomerShare,
    };
    shop.on_dossier(dossier, DossierCommand::RecordCustomerPayment { payment, limits: Limits::default() }).unwrap();
    let queued = Queued {
        request,
        dossier,
        rank: 1,
        platform: code("viamedis"),
        function: Function::Claim,
        amount_cents: cents(37_991),
        incident: Some(incident),
        cancels: None,
        invoice: None,
        authorisation: None,
    };
    shop.on_request(request, RequestCommand::Queue(queued)).unwrap();
    shop.on_request(request, RequestCommand::StartSending).unwrap();
    let failed = RequestCommand::RecordNotSent { failure: FailureCode::TooManyCalls, retry_after_s: Some(90) };
    shop.on_request(request, failed).unwrap();

    shop.db
        .read(|queries| {
            let row = queries.dossier(dossier)?.unwrap();
            assert_eq!((row.label().as_str(), row.name.family_name.as_str()), ("2024-0001", "Quéméneur"));
            assert_eq!((row.way, row.incident, row.settled), (Some(Way::ChequeKept), Some(incident), false));
            assert_eq!(row.rights.as_ref().unwrap().failure, Some(FailureCode::ConnectionRefused));
            assert_eq!((row.customer_due_cents, row.cheques_kept, row.cover_known_at), (cents(0), 1, None));
            let waiting = queries.requests(&RequestFilter::Waiting, Page::first(10))?;
            assert_eq!(waiting.len(), 1);
            assert_eq!((waiting[0].state, waiting[0].attempts), (RequestState::Queued, 1));
            assert_eq!(waiting[0].retry_at.unwrap().as_second(), shop.now.as_second() + 90);
            let counts = queries.counts()?;
            assert_eq!((counts.queue_waiting, counts.recoveries_open), (1, 1));
            let open = queries.open_incident(&code("viamedis"))?.unwrap();
            assert_eq!((open.id, open.dossiers, open.dossiers_open), (incident, 1, 1));
            assert_eq!(queries.open_incident(&code("almerys"))?, None);
            let strip = queries.platform_strip()?;
            assert_eq!(strip.iter().map(|row| row.platform.as_str()).collect::<Vec<_>>(), ["viamedis", "almerys"]);
            assert_eq!(strip[0].functions[0].state, FunctionState::Down);
            let kept = queries.cheques_kept()?;
            assert_eq!(kept[0].position(date(2024, 2, 1)), ChequePosition::Kept);
            assert_eq!((kept[0].name.given_name.as_str(), kept[0].dossier_label.as_str()), ("Anne-Laure", "2024-0001"));
            Ok::<_, relais_storage::StorageError>(())
        })
        .unwrap();

    let advised = TrackMove { amount_cents: Some(cents(37_991)), ..TrackMove::to(1, TrackState::Advised) };
    shop.on_dossier(dossier, DossierCommand::MoveTrack(advised)).unwrap();
    let at = |shop: &Shop| shop.db.read(|queries| queries.cheque(cheque)).unwrap().unwrap().position(shop.today);
    assert_eq!(at(&shop), ChequePosition::Kept, "advised is not paid");
    shop.credit(dossier, 37_991).unwrap();
    assert_eq!(at(&shop), ChequePosition::ToReturn);
    let back = ChequeCommand::Return { on: shop.today, manner: ReturnManner::InPerson, over: Override::default() };
    shop.on_cheque(cheque, back).unwrap();
    shop.db
        .read(|queries| {
            assert!(queries.dossier(dossier)?.unwrap().settled);
            assert_eq!(queries.cheques_left(Page::first(10))?[0].id, cheque);
            assert_eq!(queries.bank_credits(Page::first(10))?[0].allocations[0].dossier, dossier);
            assert_eq!(queries.incident_dossiers(incident)?.len(), 1);
            let kinds: Vec<_> = queries.timeline(dossier)?.into_iter().map(|row| row.kind).collect();
            assert_eq!(kinds.len(), 15, "{kinds:?}");
            assert_eq!((kinds[0].as_str(), kinds[14].as_str()), ("dossier.opened", "dossier.cheque_released"));
            let practice = queries.practice()?.unwrap();
            assert_eq!(practice.letterhead.name, "Optique du Port");
            assert_eq!(queries.users()?[0].name, "Claire Vasseur");
            Ok::<_, relais_storage::StorageError>(())
        })
        .unwrap();
}
