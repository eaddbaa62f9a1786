//! Plays the demonstration in a virtual display and says where it left the pictures and the PDFs. `./dev run` calls it
//! where there is no screen to open the window on.

use std::io::Write;
use std::process::ExitCode;

/// Where pictures go when nobody says otherwise.
const DEFAULT_FOLDER: &str = "target/demo";

#[cfg(target_os = "linux")]
async fn play(folder: &std::path::Path) -> relais_tests::Outcome {
    use relais_tests::window::{Desktop, Keyring};
    let desktop = Desktop::start_in(folder, Keyring::Unlocked).await?;
    let window = desktop.open(&[]).await?;
    let told = relais_tests::story::play(&desktop, &window).await;
    if told.is_err() {
        // What was on the screen explains more than the sentence; without it the sentence still stands.
        let _ = window.picture("stopped").await;
        return told;
    }
    window.close().await
}

#[cfg(not(target_os = "linux"))]
async fn play(_: &std::path::Path) -> relais_tests::Outcome {
    Err("a virtual display needs Linux: open Relais itself".into())
}

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let folder = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => DEFAULT_FOLDER.to_owned(),
        (Some("--out"), Some(folder)) => folder,
        _ => {
            let _ = writeln!(std::io::stderr(), "demo-window takes --out FOLDER and nothing else");
            return ExitCode::FAILURE;
        }
    };
    let folder = std::path::Path::new(&folder);
    let (words, code) = match play(folder).await {
        Ok(()) => {
            (format!("The story was played; its pictures and PDFs are in {}", folder.display()), ExitCode::SUCCESS)
        }
        Err(error) => {
            (format!("The story stopped: {error}\nIts pictures are in {}", folder.display()), ExitCode::FAILURE)
        }
    };
    let _ = writeln!(std::io::stdout(), "{words}");
    code
}
