//! The window opens, answers, listens to the keys, and can be killed and opened again.

use relais_tests::Outcome;
use relais_tests::window::{Desktop, Keyring, LARGE, Press, SMALL, run, until};

/// Counts the keys the page hears, as the shortcuts of the product do: by the key's place on the keyboard.
const LISTEN: &str = "window.heard = [];
    addEventListener('keydown', event => heard.push((event.altKey ? 'Alt+' : '') + event.code), true);";

#[tokio::test]
async fn the_window_opens_and_is_called_relais() -> Outcome {
    run("the-window-opens", Keyring::Unlocked, &[], async |_, window| {
        assert_eq!(window.title().await?, "Relais");
        for size in [LARGE, SMALL] {
            window.resize(size).await?;
            window.picture(&format!("{}x{}", size.0, size.1)).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_page_hears_function_keys_and_alt_with_a_digit() -> Outcome {
    run("the-page-hears-keys", Keyring::Absent, &[], async |_, window| {
        window.driver().execute(LISTEN, Vec::new()).await?;
        let presses = [Press::F(2), Press::F(4), Press::F(6), Press::AltDigit(1), Press::AltDigit(6), Press::Escape];
        for press in presses {
            window.press(press).await?;
        }
        let expected = ["F2", "F4", "F6", "Alt+AltLeft", "Alt+Digit1", "Alt+AltLeft", "Alt+Digit6", "Escape"];
        until("the keys pressed", async || {
            let heard: Vec<String> = window.driver().execute("return heard;", Vec::new()).await?.convert()?;
            if heard.len() < expected.len() {
                return Ok(None);
            }
            assert_eq!(heard, expected);
            Ok(Some(()))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn the_window_opens_again_after_a_kill() -> Outcome {
    let desktop = Desktop::start("opens-after-a-kill", Keyring::Unlocked).await?;
    desktop.open(&[]).await?.kill().await?;
    let window = desktop.open(&[]).await?;
    assert_eq!(window.title().await?, "Relais");
    window.close().await
}

#[tokio::test]
async fn axe_sees_a_fault_planted_in_the_page() -> Outcome {
    run("axe-sees-a-fault", Keyring::Absent, &[], async |_, window| {
        let plant = "document.body.append(document.createElement('img'));";
        window.driver().execute(plant, Vec::new()).await?;
        let found = window.axe().await?;
        assert!(found.iter().any(|violation| violation.id == "image-alt"), "axe found only {found:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_window_is_painted_by_the_lighter_renderer_and_its_script_is_not_compiled() -> Outcome {
    let desktop = Desktop::start("lighter-renderer", Keyring::Absent).await?;
    let environment = desktop.launch(&[])?.environment_of_painter().await?;
    let has_gpu = std::fs::read_dir("/dev/dri")
        .is_ok_and(|nodes| nodes.flatten().any(|node| node.file_name().to_string_lossy().starts_with("renderD")));
    let lighter = environment.iter().any(|variable| variable == "WEBKIT_DISABLE_DMABUF_RENDERER=1");
    assert_eq!(lighter, !has_gpu, "the web process was started with {environment:?}");
    assert!(
        environment.iter().any(|variable| variable == "JSC_useJIT=0"),
        "the web process may compile: {environment:?}"
    );
    Ok(())
}
