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
async fn faults_planted_in_the_page_are_seen_in_either_theme() -> Outcome {
    run("faults-are-seen", Keyring::Absent, &[], async |_, window| {
        window.accessible("as it is").await?;
        let plant = "const [image, faint] = ['img', 'p'].map(name => document.createElement(name));
            faint.className = 'faint';
            faint.textContent = 'Presque invisible';
            document.body.append(image, faint);
            const sheet = new CSSStyleSheet();
            const faintly = 'color: #777; background: #888; position: fixed; inset: 0 auto auto 0; z-index: 9;';
            sheet.replaceSync(arguments[0] + ' .faint {' + faintly + '}');
            document.adoptedStyleSheets = [sheet];";
        for (theme, seen_in) in [("light", "planted, light"), ("dark", "planted, dark")] {
            let only_there = format!(":root[data-theme='{theme}']");
            window.driver().execute(plant, vec![only_there.into()]).await?;
            let found = window.accessible("planted").await.expect_err("faults were planted").to_string();
            assert!(found.contains("planted, dark: image-alt"), "found only {found}");
            assert_eq!(found.matches(&format!("{seen_in}: color-contrast")).count(), 1, "found only {found}");
            assert_eq!(found.matches("color-contrast").count(), 1, "found {found}");
        }
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
