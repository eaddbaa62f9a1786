//! `vault.unlock`, `vault.reveal`, `vault.health`: a vault of a thousand accounts whose key is in a real keyring. Opened by a
//! passphrase, the derivation of its key apart; one secret given out, its line in the access log durable, beside `secret-tool`
//! on the same bus; all of them listed and looked into.
//!
//! The keyring is that of a desktop of its own: what is measured runs again inside it.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use relais_domain::context::Activity;
use relais_tests::Outcome;
use relais_tests::window::{Desktop, Keyring};
use relais_usecases::{access, disclosures, first_run};
use relais_vault::{Ingredient, OsKeyring, Recipe};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::practice;
use crate::rounds::{ROUNDS, Rounds, interleaved, timed};
use crate::row::{Bar, Reference, Row, Unit, median};
use crate::say;
use crate::shop::{Shop, refused};

/// First argument of the bench when it runs inside the desktop.
pub(crate) const INSIDE: &str = "vault-inside";
/// Accounts of the vault.
const ACCOUNTS: u32 = 1_000;
/// Secrets given out in a round: their middle is the round's number.
const REVEALED: usize = 20;
/// Open within this.
const UNLOCK_US: u64 = 50_000;
/// At most twice `secret-tool`, in thousandths.
const TWICE: u64 = 2_000;
/// Listed and looked into within this.
const HEALTH_US: u64 = 200_000;

/// What was measured inside.
#[derive(Serialize, Deserialize)]
struct Seen {
    unlock: Vec<u64>,
    reveal: Vec<u64>,
    secret_tool: Vec<u64>,
    health: Vec<u64>,
}

/// Measures all three.
pub(crate) fn measure() -> Outcome<Vec<Row>> {
    say(&format!("vault of {ACCOUNTS} accounts"));
    let root = practice::ground().join("vault");
    if root.exists() {
        std::fs::remove_dir_all(&root)?;
    }
    std::fs::create_dir_all(&root)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let desktop = runtime.block_on(Desktop::start("bench-vault", Keyring::Unlocked))?;
    let output = desktop.command(std::env::current_exe()?).args([INSIDE.as_ref(), root.as_os_str()]).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let Seen { unlock, reveal, secret_tool, health } = serde_json::from_slice(&output.stdout)?;
    std::fs::remove_dir_all(root)?;
    let row = |id, metric, bar, samples, reference| Row {
        id,
        metric,
        size: ACCOUNTS,
        unit: Unit::Microseconds,
        bar,
        samples,
        reference,
    };
    let beside = Reference { name: "secret-tool lookup".to_owned(), samples: secret_tool };
    Ok(vec![
        row("vault.unlock", "by a passphrase, its derivation apart", Bar::Below(UNLOCK_US), unlock, None),
        row("vault.reveal", "one secret, its line durable", Bar::Ratio(TWICE), reveal, Some(beside)),
        row("vault.health", "every account listed and looked into", Bar::Below(HEALTH_US), health, None),
    ])
}

/// What runs inside the desktop.
pub(crate) fn inside(root: &Path) -> Outcome {
    let shop = Shop::on(root, practice::evening(), 0x7a17, Arc::new(OsKeyring::new(OsKeyring::USUAL_PATIENCE)))?;
    let request = practice::new_practice(Activity::Optics, true);
    shop.runtime.block_on(first_run::create_practice(&shop.app, shop.call(), request)).map_err(refused)?;
    let accounts = fill(&shop)?;
    remember_beside()?;
    let all_of = |_| {
        let (took, _) = timed(|| {
            shop.ask("credential.list", json!({}))?;
            shop.ask("credential.health", json!({}))
        })?;
        Ok::<u64, Box<dyn std::error::Error + Send + Sync>>(took)
    };
    let health = (0..ROUNDS).map(all_of).collect::<Outcome<Vec<u64>>>()?;
    let Rounds { ours, reference } =
        interleaved(ROUNDS * REVEALED, |nth| revealed(&shop, &accounts[nth % accounts.len()]), |_| looked_up())?;
    let middles = |samples: &[u64]| samples.chunks(REVEALED).map(median).collect::<Vec<_>>();
    let unlock = (0..ROUNDS).map(|_| unlocked(&shop)).collect::<Outcome<Vec<u64>>>()?;
    let seen = Seen { unlock, reveal: middles(&ours), secret_tool: middles(&reference), health };
    shop.close()?;
    Ok(serde_json::to_writer(std::io::stdout(), &seen)?)
}

/// A thousand accounts: most secrets were drawn, one in ten is that of another account, one in ten is close to one.
fn fill(shop: &Shop) -> Outcome<Vec<Value>> {
    let recipe = Recipe { of: Ingredient::Characters, length: 16, capitals: true, digits: true, signs: true };
    let mut chosen = String::new();
    (0..ACCOUNTS)
        .map(|nth| {
            let facts = json!({
                "platform": null, "name": format!("Portail {nth}"), "address": "", "holder": null,
                "for_connector": false, "login": format!("compte-{nth}"), "mailbox": "", "second_factor": "none",
                "code_receiver": "", "stand_in": "",
            });
            match nth % 10 {
                8 => {}
                9 => chosen.push('1'),
                _ => chosen = String::from_utf8(recipe.propose()?.secret.expose().to_vec())?,
            }
            let seed = json!({ "typed": "", "picture": null });
            let request = json!({ "facts": facts, "secret": chosen, "seed": seed, "notes": "" });
            Ok(shop.ask("credential.add", request)?["item"]["credential"].clone())
        })
        .collect()
}

/// F4 held on one account.
fn revealed(shop: &Shop, credential: &Value) -> Outcome<u64> {
    let request = json!({ "credential": credential, "part": "secret", "number": null });
    let (took, secret) = timed(|| {
        let asked = disclosures::disclose(&shop.app, "credential.reveal", shop.call(), request);
        shop.runtime.block_on(asked).map_err(refused)
    })?;
    if secret.expose().len() >= 16 { Ok(took) } else { Err("no secret was given out".into()) }
}

/// A secret of the same kind, in the same keyring.
fn remember_beside() -> Outcome {
    let mut tool = Command::new("secret-tool");
    let tool = tool.args(["store", "--label=banc", "banc", "un"]).stdin(Stdio::piped());
    let mut running = tool.spawn().map_err(|error| format!("secret-tool ({error}): run ./dev setup"))?;
    running.stdin.take().ok_or("no input")?.write_all(b"Glycine?00000!0")?;
    if running.wait()?.success() { Ok(()) } else { Err("secret-tool kept nothing".into()) }
}

fn looked_up() -> Outcome<u64> {
    let (took, output) = timed(|| Ok(Command::new("secret-tool").args(["lookup", "banc", "un"]).output()?))?;
    if output.stdout == b"Glycine?00000!0" { Ok(took) } else { Err("secret-tool found another secret".into()) }
}

/// Locked, and opened again by the passphrase, up to a first secret that could be given out.
fn unlocked(shop: &Shop) -> Outcome<u64> {
    shop.runtime
        .block_on(access::lock(&shop.app, shop.call(), relais_usecases::contract::Nothing {}))
        .map_err(refused)?;
    let (took, _) = timed(|| shop.open())?;
    Ok(took)
}
