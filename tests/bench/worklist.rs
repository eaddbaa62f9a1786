//! `worklist.p95`: what is left to do, list after list and in every order, in process, as a person goes through it in the
//! morning: 95 in a hundred of the pages are there within the limit.

use std::sync::Arc;

use relais_domain::dossier::WorkList;
use relais_tests::Outcome;
use relais_usecases::ports::NoKeyring;
use serde_json::json;

use crate::practice::{self, Size};
use crate::rounds::{ROUNDS, timed};
use crate::row::{Bar, Row, Unit, quantile};
use crate::say;
use crate::shop::Shop;

/// A list that is there within this is not waited for.
const LIMIT_US: u64 = 50_000;
/// Every order a list is sorted in.
const ORDERS: [&str; 6] = ["since", "amount", "number", "customer", "payer", "assignee"];

/// Measures it: a round is every list in every order and standing, once.
pub(crate) fn measure() -> Outcome<Vec<Row>> {
    let root = practice::copy(Size::Pharmacy, "worklist")?;
    let shop = Shop::on(&root, practice::evening(), 0x0da1, Arc::new(NoKeyring))?;
    shop.open()?;
    let mut samples = Vec::new();
    for round in 1..=ROUNDS {
        say(&format!("worklist, round {round} of {ROUNDS}"));
        let pages = pages(&shop)?;
        samples.push(quantile(&pages, 95));
    }
    shop.close()?;
    // Only a copy: left there, it would cost nothing but room.
    let _ = std::fs::remove_dir_all(&root);
    Ok(vec![Row {
        id: "worklist.p95",
        metric: "a page of a work-list, 95 in a hundred",
        size: Size::Pharmacy.dossiers(),
        unit: Unit::Microseconds,
        bar: Bar::Below(LIMIT_US),
        samples,
        reference: None,
    }])
}

fn pages(shop: &Shop) -> Outcome<Vec<u64>> {
    let (mut pages, mut seen) = (Vec::new(), 0);
    for list in WorkList::ALL {
        for sort in ORDERS {
            for (show, descending) in [("due", false), ("due", true), ("waiting", false), ("snoozed", false)] {
                let asked = json!({
                    "list": list, "show": show, "mine": false, "sort": sort, "descending": descending, "offset": 0,
                    "limit": 200,
                });
                let (took, view) = timed(|| shop.ask("work.list", asked))?;
                seen += view["total"].as_u64().unwrap_or_default();
                pages.push(took);
            }
        }
    }
    if seen > 0 { Ok(pages) } else { Err("nothing is left to do in the practice of the bench".into()) }
}
