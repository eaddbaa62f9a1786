//! « À faire »: a share goes from list to list as what happens to it does, and is in one at a time; who does it and until when
//! it is put off are entries of its dossier, which outlive a rebuild; put off, it comes back by itself on its day.

use relais_domain::context::{Activity, Role};
use relais_domain::dossier::{Way, WorkList, WorkWhy};
use relais_domain::ids::{DossierId, UserId};
use relais_domain::practice::{self, User};
use relais_storage::rows::Page;
use relais_usecases::contract::{
    AllocationView, AssignWorkRequest, ExportWorkRequest, Moment, OpenDossierRequest, PrintWorkRequest, ProblemCode,
    RecordAdviceRequest, RecordBankCreditRequest, ResumeWorkRequest, SnoozeWorkRequest, WorkItemRow, WorkNext,
    WorkOrder, WorkRef, WorkRequest, WorkStanding, WorkView,
};
use relais_usecases::{advice, bank_credit, work};

use crate::ground::{Outcome, Shop, Start, call, cents, code, day, glasses, pdf_text};

const fn asked(list: WorkList, show: WorkStanding) -> WorkRequest {
    WorkRequest { list, show, mine: false, sort: WorkOrder::Since, descending: false, offset: 0, limit: 500 }
}

async fn seen(shop: &Shop, list: WorkList, show: WorkStanding) -> WorkView {
    work::list(&shop.app, call(), asked(list, show)).await.unwrap()
}

/// The dossier's row, in whichever list it stands to be done.
async fn row_of(shop: &Shop, dossier: DossierId, show: WorkStanding) -> Option<(WorkList, WorkItemRow)> {
    let mut found = Vec::new();
    for list in WorkList::ALL {
        let view = seen(shop, list, show).await;
        found.extend(view.rows.into_iter().filter(|row| row.dossier == dossier).map(|row| (list, row)));
    }
    assert!(found.len() <= 1, "one share is in two lists: {found:?}");
    found.pop()
}

async fn delivered(shop: &Shop, name: &str, way: Way) -> DossierId {
    let dossier = shop.sells(glasses(name, "almerys", "4417002230")).await.dossier;
    shop.goes(dossier, way).await;
    shop.marks(dossier, Moment::Delivery).await;
    dossier
}

async fn dispensed(shop: &Shop, name: &str) -> DossierId {
    let request = OpenDossierRequest { activity: Activity::Pharmacy, ..glasses(name, "viamedis", "4417002230") };
    let dossier = shop.sells(request).await.dossier;
    shop.goes(dossier, Way::DeliveredThirdPartyPayment).await;
    dossier
}

/// Somebody else who works here.
async fn hired(shop: &Shop, name: &'static str, role: Role) -> UserId {
    let practice = shop.practice();
    let user = UserId(practice.ids.fresh(practice.clock.now()));
    let created = practice.command(call(), name, move |tx, _| {
        let state = tx.load::<User>(user.0)?;
        tx.append::<User>(user.0, practice::create_user(&state, user, role)?)?;
        tx.put_user_name(user, name)?;
        Ok(())
    });
    created.await.unwrap();
    user
}

fn one(dossier: DossierId) -> Vec<WorkRef> {
    vec![WorkRef { dossier, place: 1 }]
}

fn rebuilds(shop: &Shop) {
    let dump = || shop.practice().database.read(|queries| queries.dump_views()).unwrap();
    let kept = dump();
    shop.practice().database.rebuild(|_| {}).unwrap();
    assert!(dump() == kept, "rebuilt, the lists are others");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_share_goes_from_list_to_list() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = dispensed(&shop, "Bernard").await;
    // Wednesday 31 January: the concentrator has it, and nobody is late.
    let (list, row) = row_of(&shop, dossier, WorkStanding::Waiting).await.unwrap();
    assert_eq!(
        (list, row.why, row.next, row.cents),
        (WorkList::NoReturn, WorkWhy::Entrusted, WorkNext::Remind, 371_00)
    );
    assert!(row_of(&shop, dossier, WorkStanding::Due).await.is_none());
    // The convention leaves three working days: on Tuesday 6 they are over.
    shop.move_to("2024-02-06T09:00:00Z");
    let (_, row) = row_of(&shop, dossier, WorkStanding::Due).await.unwrap();
    assert_eq!(
        (row.days, row.operator_label.as_deref(), row.customer.as_str()),
        (6, Some("Viamedis"), "Lucie Bernard")
    );
    // Announced, it waits for its money; after the practice's own delay it is work.
    let request = RecordAdviceRequest { dossier, rank: 1, amount_cents: cents(371_00), on: day("2024-02-06") };
    advice::record(&shop.app, call(), request).await?;
    let (list, row) = row_of(&shop, dossier, WorkStanding::Waiting).await.unwrap();
    assert_eq!((list, row.why, row.since), (WorkList::AdvisedUnpaid, WorkWhy::Advised, day("2024-02-06")));
    shop.move_to("2024-02-20T09:00:00Z");
    assert_eq!(row_of(&shop, dossier, WorkStanding::Due).await.unwrap().1.next, WorkNext::Reconcile);
    // Less comes than was announced: the payer is asked why before the customer is asked for anything.
    let request = RecordBankCreditRequest {
        amount_cents: cents(300_00),
        on: day("2024-02-20"),
        payer: Some(code("viamedis")),
        label: "VIR VIAMEDIS".to_owned(),
        allocations: vec![AllocationView { dossier, rank: 1, amount_cents: cents(300_00) }],
    };
    bank_credit::record(&shop.app, call(), request).await?;
    let (list, row) = row_of(&shop, dossier, WorkStanding::Due).await.unwrap();
    assert_eq!((list, row.why, row.cents), (WorkList::Difference, WorkWhy::PaidLess, 71_00));
    rebuilds(&shop);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counts_are_their_rows_and_what_is_on_show_is_every_share() -> Outcome {
    let shop = Shop::start(Start { scenario: true, furnished: true }).await;
    shop.days_later(40);
    let view = seen(&shop, WorkList::NoReturn, WorkStanding::Due).await;
    assert_eq!(view.lists.iter().map(|one| one.list).collect::<Vec<_>>(), WorkList::ALL);
    let mut shares = Vec::new();
    for counts in &view.lists {
        let told = [
            (WorkStanding::Due, counts.due),
            (WorkStanding::Waiting, counts.waiting),
            (WorkStanding::Snoozed, counts.snoozed),
        ];
        for (show, count) in told {
            let list = seen(&shop, counts.list, show).await;
            assert_eq!((list.total, list.rows.len()), (count, count as usize), "{counts:?} {show:?}");
            assert_eq!(list.rows.iter().map(|row| row.cents).sum::<i64>(), list.cents);
            assert!(list.rows.iter().all(|row| row.why.list() == counts.list));
            assert!(list.rows.is_sorted_by_key(|row| row.since));
            shares.extend(list.rows.into_iter().map(|row| (row.dossier, row.place, row.why, row.cents)));
        }
    }
    assert!(view.lists.iter().filter(|one| one.due > 0).count() >= 3, "{:?}", view.lists);
    // The same, dossier by dossier, from the journal.
    let practice = shop.practice();
    let recounted = practice.database.read(|queries| {
        let mut all = Vec::new();
        for row in queries.recent_dossiers(Page::first(5_000))? {
            let dossier = queries.stream::<relais_domain::dossier::Dossier>(row.id.0)?.unwrap();
            all.extend(dossier.work().into_iter().map(|item| (row.id, item.place, item.why, item.cents)));
        }
        Ok::<_, relais_storage::StorageError>(all)
    });
    let mut recounted = recounted.unwrap();
    shares.sort_unstable();
    recounted.sort_unstable();
    assert_eq!(shares, recounted);
    // Sorted otherwise, they are the same ones.
    for sort in [WorkOrder::Amount, WorkOrder::Number, WorkOrder::Customer, WorkOrder::Payer, WorkOrder::Assignee] {
        let request = WorkRequest { sort, descending: true, ..asked(WorkList::NotGone, WorkStanding::Due) };
        let other = work::list(&shop.app, call(), request).await?;
        assert_eq!(other.rows.len(), seen(&shop, WorkList::NotGone, WorkStanding::Due).await.rows.len(), "{sort:?}");
        assert!(sort != WorkOrder::Amount || other.rows.is_sorted_by_key(|row| -row.cents));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn work_is_given_and_put_off() -> Outcome {
    let shop = Shop::in_the_outage().await;
    let dossier = delivered(&shop, "Bernard", Way::ChequeKept).await;
    let other = delivered(&shop, "Lefèvre", Way::ChequeKept).await;
    let (maelle, reader) =
        (hired(&shop, "Maëlle Brucker", Role::Billing).await, hired(&shop, "Cabinet Vidal", Role::Accountant).await);
    shop.move_to("2024-02-02T09:00:00Z");
    let people = seen(&shop, WorkList::NotInvoiced, WorkStanding::Due).await.people;
    assert!(people.iter().any(|one| one.user == maelle) && people.iter().all(|one| one.user != reader), "{people:?}");
    let assign = |items, to| work::assign(&shop.app, call(), AssignWorkRequest { items, to });
    let all = vec![WorkRef { dossier, place: 1 }, WorkRef { dossier: other, place: 1 }];
    assign(all, Some(maelle)).await?;
    let refused = assign(one(dossier), Some(reader)).await.unwrap_err();
    assert_eq!((refused.code, refused.params["field"].as_str()), (ProblemCode::InvalidField, Some("assignee")));
    let nothing = assign(vec![WorkRef { dossier, place: 3 }], Some(maelle)).await.unwrap_err();
    assert_eq!(nothing.code, ProblemCode::NothingLeftToDo);
    assign(one(other), Some(shop.practice().user.id)).await?;
    // « À moi ».
    let mine = WorkRequest { mine: true, ..asked(WorkList::NotGone, WorkStanding::Due) };
    let mine = work::list(&shop.app, call(), mine).await?;
    assert_eq!((mine.rows.len(), mine.total, mine.rows[0].dossier), (1, 1, other), "{:?}", mine.lists);
    let (list, row) = row_of(&shop, dossier, WorkStanding::Due).await.unwrap();
    assert_eq!(row.assignee.map(|person| person.name).as_deref(), Some("Maëlle Brucker"));

    // Put off until Monday for a reason.
    let snooze = |until, reason: &str| {
        let request = SnoozeWorkRequest { items: one(dossier), until, reason: reason.to_owned() };
        work::snooze(&shop.app, call(), request)
    };
    for (until, reason, field) in [
        (day("2024-02-02"), "Rappelle lundi", "comes_back"),
        (day("2025-06-01"), "Rappelle lundi", "comes_back"),
        (day("2024-02-05"), "  ", "reason"),
    ] {
        let refused = snooze(until, reason).await.unwrap_err();
        assert_eq!(refused.params["field"].as_str(), Some(field));
    }
    let before = seen(&shop, list, WorkStanding::Due).await.total;
    snooze(day("2024-02-05"), "Almerys rappelle lundi").await?;
    assert_eq!(seen(&shop, list, WorkStanding::Due).await.total, before - 1);
    let (_, row) = row_of(&shop, dossier, WorkStanding::Snoozed).await.unwrap();
    assert_eq!(
        (row.snoozed_until, row.snooze_reason.as_deref()),
        (Some(day("2024-02-05")), Some("Almerys rappelle lundi"))
    );
    rebuilds(&shop);
    // The dossier tells it, by name.
    let timeline = shop.dossier(dossier).await.timeline;
    let given = timeline.iter().find(|entry| entry.kind == "dossier.work_assigned").unwrap();
    assert_eq!(given.body["to_name"], "Maëlle Brucker");
    let paper =
        PrintWorkRequest { list, show: WorkStanding::Snoozed, mine: false, sort: WorkOrder::Since, descending: false };
    let text = pdf_text(&work::print(&shop.app, call(), paper.clone()).await?.path);
    for said in ["À faire", "Bernard", "rappelle", "Maëlle", "371,00", "31/01/2024"] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    let file = tempfile::tempdir().unwrap().keep().join("a-faire.csv");
    let request = ExportWorkRequest { path: file.display().to_string(), asked: paper };
    assert_eq!(work::export(&shop.app, call(), request).await?.rows, 1);
    assert!(std::fs::read_to_string(&file).unwrap().contains("Almerys rappelle lundi"));
    // Back by itself on its day, and its reason with it.
    shop.move_to("2024-02-05T09:00:00Z");
    let (_, row) = row_of(&shop, dossier, WorkStanding::Due).await.unwrap();
    assert_eq!(row.snooze_reason.as_deref(), Some("Almerys rappelle lundi"));
    // Or before it, when a person says so.
    snooze(day("2024-03-01"), "Vacances").await?;
    work::resume(&shop.app, call(), ResumeWorkRequest { items: one(dossier) }).await?;
    let (_, row) = row_of(&shop, dossier, WorkStanding::Due).await.unwrap();
    assert_eq!((row.snoozed_until, row.snooze_reason), (None, None));
    rebuilds(&shop);
    Ok(())
}
