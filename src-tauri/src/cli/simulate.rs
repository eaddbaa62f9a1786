//! `relais simulate`: the simulated platforms alone, with the page that breaks and mends them, until they are stopped.

use super::{Ended, voice::Voice};
use crate::stop;
use clap::Args;
use relais_simulator::{Clock, Options, Platform, Scenario, Simulator};
use relais_usecases::ports::{Clock as _, MachineClock};
use serde_json::json;
use std::sync::Arc;

/// `relais simulate [--port N] [--scenario NOM] [--json]`
#[derive(Args)]
pub(crate) struct Arguments {
    /// Port d’écoute ; les plateformes ont les suivants (0 : des ports libres)
    #[arg(long, value_name = "N", default_value_t = 8730, hide_default_value = true)]
    port: u16,
    /// Joue un scénario daté, par exemple viamedis-2024
    #[arg(long, value_name = "NOM")]
    scenario: Option<String>,
    /// Répond en JSON
    #[arg(long)]
    json: bool,
}

/// Serves until Ctrl-C, or until the system asks for the end.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Ended> {
    let voice = Voice::new(arguments.json);
    let mut options = Options::new(Clock::following(Arc::new(|| MachineClock.now()))).port(arguments.port);
    if let Some(name) = &arguments.scenario {
        let scenario = Scenario::named(name).ok_or_else(|| {
            Ended::misuse(format!("Il n’y a pas de scénario « {name} » ; il y a {}.", Scenario::names().join(", ")))
        })?;
        options = options.scenario(scenario);
    }
    // Listened to before anything is said: whoever reads the address may ask for the end at once.
    let stopped =
        stop::asked().map_err(|error| Ended::fault(format!("Le signal de fin n’est pas écouté ({error}).")))?;
    let simulator = Simulator::start(options).await.map_err(|error| Ended::misuse(format!("{error}.")))?;
    let own = Platform::all().map(|platform| (platform.code(), simulator.platform_base_url(platform)));
    let own: serde_json::Map<_, _> = own.map(|(code, url)| (code.to_owned(), url.into())).collect();
    let sentence = format!("Plateformes simulées et page de commande : {} (Ctrl-C pour arrêter)", simulator.base_url());
    voice.say(&sentence, &json!({ "base_url": simulator.base_url(), "platforms": own }));
    stopped.await;
    simulator.stop().await;
    voice.say("Arrêtées.", &json!({ "stopped": true }));
    Ok(())
}
