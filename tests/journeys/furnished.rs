//! The demonstration as it opens: full enough to look at, and every number of every screen tied to the others.

use std::collections::BTreeMap;

use relais_domain::cheque::{ChequePosition, ChequeState};
use relais_domain::context::{Activity, PaymentMeans};
use relais_domain::dossier::{RecheckColour, TrackState, Way};
use relais_domain::money::Cents;
use relais_usecases::contract::{
    ChequeCount, ChequeList, ChequeSort, IncidentRef, ListChequesRequest, ListInventoriesRequest, ListSlipsRequest,
    Nothing, SearchRequest, VerifyArchiveRequest, WorkNext,
};
use relais_usecases::{access, inventory, journal, pilotage, recovery, search, slips, view_cheques};

use crate::ground::{Outcome, Shop, Start, call, day};

async fn demonstration() -> Shop {
    Shop::start(Start { scenario: true, furnished: true }).await
}

fn counted<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    keys.fold(BTreeMap::new(), |mut counts, key| {
        *counts.entry(key).or_default() += 1;
        counts
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn dossiers_in_every_state_whose_sums_tie() -> Outcome {
    let shop = demonstration().await;
    let rows = search::search(&shop.app, call(), SearchRequest { text: String::new(), limit: 200 }).await?.rows;
    assert_eq!(rows.len(), 66);
    let mut tracks = Vec::new();
    let mut means = Vec::new();
    let mut paid = Cents::ZERO;
    for row in &rows {
        let view = shop.dossier(row.dossier).await;
        let insurers: Vec<Cents> = view.tracks.iter().map(|track| track.share_cents).collect();
        let shares = [view.amo_share_cents, view.customer_share_cents, Cents::sum(insurers).unwrap()];
        assert_eq!(Cents::sum(shares).unwrap(), view.total_cents, "{}", view.number);
        let lines = view.lines.iter().map(|line| line.unit_price_cents.times(line.quantity).unwrap());
        assert_eq!(Cents::sum(lines).unwrap(), view.total_cents, "{}", view.number);
        assert!(view.customer_share_due_cents <= view.customer_share_cents);
        // Whoever has his glasses and nothing left to wait for owes nothing.
        let over =
            view.tracks.iter().all(|track| matches!(track.state, TrackState::Paid | TrackState::ClaimedByCustomer));
        if over && view.cheques.iter().all(|cheque| cheque.position == ChequePosition::Returned) {
            let owes = [view.customer_share_due_cents, view.difference_due_cents];
            assert!(view.settled, "{} owes {owes:?}", view.number);
        }
        for track in &view.tracks {
            assert!(track.paid_cents <= track.share_cents);
            assert_eq!(track.state == TrackState::Paid, track.paid_cents.is_positive(), "{}", view.number);
        }
        paid = Cents::sum(view.tracks.iter().map(|track| track.paid_cents).chain([paid])).unwrap();
        means.extend(view.payments.iter().map(|payment| payment.means));
        tracks.extend(view.tracks.iter().map(|track| track.state));
    }
    let states = counted(tracks.into_iter());
    for state in TrackState::ALL {
        // A shop that is no pharmacy entrusts nothing; nothing was cancelled, withdrawn or left to confirm here.
        use TrackState as T;
        let absent = matches!(state, T::Entrusted | T::OutcomeUnknown | T::Cancelled | T::Withdrawn);
        assert_eq!(states.contains_key(&state), !absent, "{state:?}: {states:?}");
    }
    assert_eq!(counted(means.into_iter()).into_keys().count(), [PaymentMeans::Card; 4].len());
    assert_eq!(counted(rows.iter().map(|row| row.activity)).get(&Activity::Hearing).copied(), Some(5));
    assert!(rows.iter().filter(|row| row.settled).count() >= 25);
    // What reached the bank is what the dossiers were paid.
    let credits = shop.practice().database.read(|queries| queries.bank_credits(relais_storage::rows::Page::first(100)));
    let credits: Vec<_> = Result::<_, relais_storage::StorageError>::unwrap(credits);
    assert_eq!(Cents::sum(credits.iter().map(|credit| credit.amount_cents)).unwrap(), paid);
    Ok(())
}

/// What a pharmacy handed over is its concentrator's: nothing of it waits here, and each Thursday paid some of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_pharmacys_demonstration_is_carried_by_its_concentrator() -> Outcome {
    let shop = Shop::of_a_pharmacy().await;
    let rows = search::search(&shop.app, call(), SearchRequest { text: String::new(), limit: 200 }).await?.rows;
    assert_eq!(rows.len(), 51);
    assert!(rows.iter().all(|row| row.activity == Activity::Pharmacy));
    let mut states = Vec::new();
    for row in &rows {
        let view = shop.dossier(row.dossier).await;
        assert!(view.delivered_on.is_some(), "{}", view.number);
        let lines = view.lines.iter().map(|line| line.unit_price_cents.times(line.quantity).unwrap());
        assert_eq!(Cents::sum(lines).unwrap(), view.total_cents, "{}", view.number);
        states.extend(view.tracks.iter().map(|track| track.state));
    }
    let states = counted(states.into_iter());
    assert!(states.keys().all(|state| matches!(state, TrackState::Entrusted | TrackState::Advised | TrackState::Paid)));
    assert_eq!(states.len(), 3, "{states:?}");
    assert!(shop.queue().await.waiting.is_empty(), "the concentrator sends, Relais does not");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn cheques_under_every_tab_and_counts_that_match() -> Outcome {
    let shop = demonstration().await;
    let request =
        ListChequesRequest { position: None, sort: ChequeSort::DecideBy, descending: false, offset: 0, limit: 100 };
    let list = view_cheques::list(&shop.app, call(), request).await?;
    let by_row = counted(list.rows.iter().map(|row| row.position));
    let by_count: BTreeMap<_, _> = list.counts.iter().map(|c| (c.position, c.count as usize)).collect();
    assert_eq!(by_row, by_count);
    let expected = BTreeMap::from([
        (ChequePosition::Kept, 4),
        (ChequePosition::ToReturn, 1),
        (ChequePosition::ToComplete, 1),
        (ChequePosition::ToDeposit, 1),
        (ChequePosition::Returned, 2),
        (ChequePosition::Deposited, 1),
    ]);
    assert_eq!(by_row, expected);
    assert_eq!(Cents::sum(list.rows.iter().map(|row| row.amount_cents)).unwrap(), list.total_cents);
    let state = access::state(&shop.app, call(), Nothing {}).await?;
    assert_eq!(state.badges.cheques_to_act_on, 3);
    every_count_is_that_of_its_list(&shop, &list).await
}

/// Whatever screen counts cheques counts what the list behind it shows.
async fn every_count_is_that_of_its_list(shop: &Shop, all: &ChequeList) -> Outcome {
    let mut in_the_drawer = (0, 0);
    for ChequeCount { position, count, amount_cents } in &all.counts {
        let request = ListChequesRequest {
            position: Some(*position),
            sort: ChequeSort::DecideBy,
            descending: false,
            offset: 0,
            limit: 100,
        };
        let tab = view_cheques::list(&shop.app, call(), request).await?;
        assert_eq!((tab.rows.len(), tab.total, tab.total_cents), (*count as usize, *count, *amount_cents));
        assert!(tab.rows.iter().all(|row| row.position == *position));
        let kept = tab.rows.iter().filter(|row| row.state == ChequeState::Kept).count();
        let dated: u32 = tab.limits.iter().map(|limit| limit.count).sum();
        assert_eq!(dated as usize, kept, "the limit dates of {position:?}");
        if kept > 0 {
            in_the_drawer = (in_the_drawer.0 + count, in_the_drawer.1 + amount_cents.get());
        }
    }
    let to_act_on = |count: &&ChequeCount| {
        use ChequePosition::{ToComplete, ToDeposit, ToReturn};
        matches!(count.position, ToReturn | ToComplete | ToDeposit)
    };
    let badges = access::state(&shop.app, call(), Nothing {}).await?.badges;
    assert_eq!(badges.cheques_to_act_on, all.counts.iter().filter(to_act_on).map(|count| count.count).sum::<u32>());
    let pilotage = pilotage::view(&shop.app, call(), Nothing {}).await?;
    let figures = &pilotage.figures;
    assert_eq!((figures.cheques_kept, figures.cheques_kept_cents), in_the_drawer);
    let dated: u32 = pilotage.cheque_limits.iter().map(|limit| limit.count).sum();
    assert_eq!(dated, in_the_drawer.0);
    let slips = slips::list(&shop.app, call(), ListSlipsRequest { offset: 0, limit: 100 }).await?;
    assert_eq!(slips.rows.len(), slips.total as usize);
    let inventories = inventory::list(&shop.app, call(), ListInventoriesRequest { offset: 0, limit: 100 }).await?;
    assert_eq!(inventories.rows.len(), inventories.total as usize);
    for incident in recovery::list(&shop.app, call(), Nothing {}).await?.incidents {
        let rows = recovery::view(&shop.app, call(), IncidentRef { incident: incident.incident }).await?.rows;
        let with_cheque = rows.iter().filter(|row| row.cheque.is_some()).count();
        assert_eq!(incident.funnel.cheques as usize, with_cheque);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outage_has_just_begun_and_earlier_ones_are_told_to_their_end() -> Outcome {
    let shop = demonstration().await;
    assert_eq!(shop.practice().today(), day("2024-01-31"));
    let incidents = recovery::list(&shop.app, call(), Nothing {}).await?.incidents;
    let platforms: Vec<_> =
        incidents.iter().map(|i| (i.platform_label.as_str(), i.closed, i.recoverable, i.funnel.dossiers)).collect();
    assert_eq!(platforms, [("Viamedis", false, false, 5), ("SP santé", false, true, 5), ("Almerys", true, false, 5)]);
    let november = &incidents[2].funnel;
    assert_eq!((november.green, november.orange, november.red, november.settled), (3, 1, 1, 5));
    let view = recovery::view(&shop.app, call(), IncidentRef { incident: incidents[0].incident }).await?;
    let ways = counted(view.rows.iter().map(|row| row.way));
    assert_eq!(ways.get(&Way::ChequeKept), Some(&2));
    assert!(view.rows.iter().all(|row| row.colour.is_none() && row.last_failure.is_none()));
    // Nothing was checked again, though the customer who claims back himself is not to be.
    assert_eq!((view.incident.funnel.rechecked, view.incident.funnel.to_recheck), (0, 4));

    let queue = shop.queue().await;
    assert_eq!((queue.waiting.len(), queue.unknown.len()), (4, 0));
    let state = access::state(&shop.app, call(), Nothing {}).await?;
    assert_eq!(state.badges.queue_waiting, 4);
    // The number beside the navigation is that of every open incident together.
    let open = incidents.iter().filter(|incident| !incident.closed).map(|incident| incident.dossiers_open);
    assert_eq!(state.badges.recovery_open, open.sum::<u32>());

    // The platforms answer as the drawers promise: the outage ends green, orange and red.
    shop.story_goes_to("pec_back").await;
    let incident = shop.incident().await.unwrap().incident;
    recovery::start(&shop.app, call(), IncidentRef { incident }).await?;
    let view = shop
        .until("the end of the run", || async {
            let view = recovery::view(&shop.app, call(), IncidentRef { incident }).await.unwrap();
            view.progress.as_ref().is_some_and(|progress| !progress.running).then_some(view)
        })
        .await;
    let colours = counted(view.rows.iter().filter_map(|row| row.colour));
    let expected = [(RecheckColour::Green, 2), (RecheckColour::Orange, 1), (RecheckColour::Red, 1)];
    assert_eq!(colours, BTreeMap::from(expected));
    // What is delivered and agreed is to be invoiced, and what was set aside is asked of nobody before it is delivered: no
    // money is awaited of either.
    let to_do = |name: &str| view.rows.iter().find(|row| row.customer == name).map(|row| (row.colour, row.to_do));
    let green = Some(RecheckColour::Green);
    assert_eq!(to_do("Théo Maillard"), Some((green, Some(WorkNext::Invoice))));
    assert_eq!(to_do("Louis-Marie Prévost"), Some((green, None)));
    assert_eq!(to_do("Céline Noël"), Some((Some(RecheckColour::Orange), Some(WorkNext::Invoice))));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn its_journal_is_whole_and_its_views_can_be_made_anew() -> Outcome {
    let shop = demonstration().await;
    let whole = journal::verify(&shop.app, call(), VerifyArchiveRequest { path: None, anchor: None }).await?;
    assert!(whole.whole && whole.anchored, "{whole:?}");
    assert_eq!(whole.entries, shop.entries());
    let practice = shop.practice();
    let dump = || -> String {
        Result::<_, relais_storage::StorageError>::unwrap(practice.database.read(|queries| queries.dump_views()))
    };
    let before = dump();
    practice.database.rebuild(|_| {}).unwrap();
    assert_eq!(before, dump());
    // Time only goes forward in it, and the longest name is found by its middle.
    let rows: Vec<relais_storage::rows::JournalRow> = Result::<_, relais_storage::StorageError>::unwrap(
        practice.database.read(|queries| queries.journal_page(relais_storage::rows::Page::first(5_000))),
    );
    assert!(rows.iter().all(|row| !row.clock_suspect));
    let found = search::search(&shop.app, call(), SearchRequest { text: "saint hilaire".to_owned(), limit: 5 }).await?;
    assert_eq!((found.rows.len(), found.rows[0].customer.chars().count()), (1, 56));
    Ok(())
}

/// The same names, numbers and amounts every time.
#[tokio::test(flavor = "multi_thread")]
async fn two_demonstrations_are_the_same() -> Outcome {
    let mut told = Vec::new();
    for _ in 0..2 {
        let shop = demonstration().await;
        let rows = search::search(&shop.app, call(), SearchRequest { text: String::new(), limit: 200 }).await?.rows;
        told.push(
            rows.into_iter()
                .map(|row| (row.number, row.customer, row.total_cents, row.track, row.reference, row.delivered_on))
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(told[0], told[1]);
    Ok(())
}
