//! `lookup.verdict`: from the key going down to the words in the page, in the real window, for every fault of the simulator
//! with a fresh breaker; and for a platform that answers rightly after two seconds, which must give an answer.
//!
//! The page itself notes the instants: when the key came, and when the words that say the verdict were there.

use relais_simulator::{Fault, Function};
use relais_tests::Outcome;
use relais_tests::story::{Controls, Customer, Hand, MALO, Story};
use relais_tests::window::{Desktop, Keyring, Press, Window, until};
use tokio::runtime::Runtime;

use crate::practice;
use crate::row::{Bar, Row, Unit};
use crate::say;

/// Times each fault is met.
const TIMES: usize = 3;
/// What a counter is promised.
const PROMISED_US: u64 = 3_000_000;

/// A customer of the platform that is broken.
const CUSTOMER: Customer = Customer {
    family_name: "Delmas",
    given_name: "Sacha",
    operator: "Almerys",
    reference: "DV-2024-0300",
    member_number: "5521000316",
    ..MALO
};

/// Notes when F4 comes, when the question is said to be under way, and when it no longer is.
const WATCH: &str = r"
    if (!window.verdicts) {
        window.verdicts = { asked: 0, told: 0 };
        document.addEventListener('keydown', event => {
            if (event.key === 'F4') window.verdicts = { asked: performance.now(), under_way: false, told: 0 };
        }, true);
        new MutationObserver(() => {
            const watched = window.verdicts;
            if (!watched.asked || watched.told) return;
            const under_way = document.body.textContent.includes('Demande en cours');
            if (under_way) watched.under_way = true;
            else if (watched.under_way) watched.told = performance.now();
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
    }";
/// How long it took, in microseconds, and the words; nothing while it is not told.
const TOLD: &str = r"
    const { asked, told } = window.verdicts;
    const said = document.querySelector('.rights .said');
    return told ? [Math.round((told - asked) * 1000), said ? said.innerText : ''] : null;";
/// Whether nothing is asked.
const IDLE: &str = "return !document.body.textContent.includes('Demande en cours');";
/// Asks the platform what concerns nobody: its pauses end, and its breaker closes.
const PROBE: &str = r"
    const done = arguments[0];
    window.__TAURI_INTERNALS__
        .invoke('call', { name: 'platform.probe', commandId: crypto.randomUUID(), request: { platform: 'almerys' } })
        .then(strip => {
            const row = strip.platforms.find(row => row.platform === 'almerys');
            done(row.functions.find(row => row.function === 'rights').state);
        }, problem => done(JSON.stringify(problem)));";

/// The watch over look-ups counts and stops nobody: as many in a minute are nothing a person would do.
const WITHOUT_LIMITS: &str = r"
    const done = arguments[0];
    const call = (name, request) =>
        window.__TAURI_INTERNALS__.invoke('call', { name, commandId: crypto.randomUUID(), request });
    call('lookup_guard.view', {}).then(({ limits, hours }) => {
        const none = { warn_above: null, stop_above: null };
        const open = Object.fromEntries(Object.keys(limits).map(rule => [rule, none]));
        return call('lookup_guard.set_limits', { limits: open, hours });
    }).then(() => done('set'), problem => done(JSON.stringify(problem)));";

/// Measures every fault.
pub(crate) fn measure() -> Outcome<Vec<Row>> {
    Runtime::new()?.block_on(async {
        let desktop = Desktop::start_in(&practice::ground().join("verdict"), Keyring::Unlocked).await?;
        let window = desktop.open(&[]).await?;
        let rows = rows(&desktop, &window).await;
        if rows.is_err() {
            // The failure is what the reader wants; a picture that cannot be taken must not hide it.
            let _ = window.picture("failed").await;
        }
        let rows = rows?;
        window.close().await?;
        Ok(rows)
    })
}

async fn rows(desktop: &Desktop, window: &Window) -> Outcome<Vec<Row>> {
    let story = Story::new(desktop, window);
    story.first_run().await?;
    let controls = story.opens_controls().await?;
    story.sells(&mut Hand::new(window), &CUSTOMER).await?;
    window.read("Droits ouverts").await?;
    window.driver().execute(WATCH, Vec::new()).await?;
    let limits = window.driver().execute_async(WITHOUT_LIMITS, Vec::new()).await?.convert::<String>()?;
    if limits != "set" {
        return Err(limits.into());
    }
    let counter = Counter { window, controls };
    let mut rows = Vec::new();
    // The healthy one first: what the others teach of the platform's pace would slow it.
    let others = Fault::ALL.into_iter().filter(|fault| *fault != Fault::Late);
    for fault in std::iter::once(Fault::Late).chain(others) {
        let function = if fault.applies_to(Function::Rights) { "rights" } else { "connection" };
        if function == "connection" && !fault.applies_to(Function::Connection) {
            continue;
        }
        say(&format!("lookup.verdict, {fault}"));
        let mut samples = Vec::new();
        for _ in 0..TIMES {
            let told = counter.verdict(function, fault).await;
            samples.push(told.map_err(|error| format!("{fault}: {error}"))?);
        }
        rows.push(Row {
            id: "lookup.verdict",
            metric: fault.label(),
            size: 1,
            unit: Unit::Microseconds,
            bar: Bar::Below(PROMISED_US),
            samples,
            reference: None,
        });
    }
    Ok(rows)
}

/// The fault as the simulator is told of it. A platform that asks for a delay has it: the shortest there is.
fn order(fault: Fault) -> String {
    match fault {
        Fault::TooManyCalls { .. } => format!("{}&retry_after_s=1", fault.code()),
        _ => fault.code().to_owned(),
    }
}

/// The counter, and the hand on the platforms.
struct Counter<'w> {
    window: &'w Window,
    controls: Controls,
}

impl Counter<'_> {
    /// One question while the platform is broken so, with a breaker that knows nothing of it.
    async fn verdict(&self, function: &str, fault: Fault) -> Outcome<u64> {
        self.controls.mends("almerys")?;
        self.is_well_again().await?;
        if fault == Fault::HangAccept {
            // Refused first: that cuts the connections still open, which would be answered on.
            self.controls.breaks("almerys", function, "refuse", None)?;
        }
        self.controls.breaks("almerys", function, &order(fault), None)?;
        self.nothing_is_asked().await?;
        self.window.press(Press::F(4)).await?;
        let (took, said) = until("the verdict", async || {
            let told = self.window.driver().execute(TOLD, Vec::new()).await?;
            Ok(told.convert::<Option<(u64, String)>>()?)
        })
        .await?;
        let live = said.contains("Droits ouverts, couvre") && said.contains("réponse en direct");
        // Late is not down; and what is down is never told as a right in force.
        match (fault, live) {
            (Fault::Late, true) => Ok(took),
            (Fault::Late, false) => Err(format!("an answer after two seconds was not taken: {said}").into()),
            (_, true) => Err(format!("{fault} was told as a right in force: {said}").into()),
            (_, false) => Ok(took),
        }
    }

    /// A question still under way would take the key for its own.
    async fn nothing_is_asked(&self) -> Outcome {
        until("the question before to have ended", async || {
            let idle = self.window.driver().execute(IDLE, Vec::new()).await?.convert::<bool>()?;
            Ok(idle.then_some(()))
        })
        .await
    }

    async fn is_well_again(&self) -> Outcome {
        until("the platform to answer again", async || {
            let state = self.window.driver().execute_async(PROBE, Vec::new()).await?.convert::<String>()?;
            // Slow answers are remembered longer than the breaker is open.
            Ok(matches!(state.as_str(), "up" | "degraded").then_some(()))
        })
        .await
    }
}
