//! One run of the program, driven as a person drives it: look, press, type, read. Owns the web driver and, through it,
//! the program; both end with the value.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::json;
use thirtyfour::prelude::{ElementQueryable, ElementWaitable};
use thirtyfour::{By, Capabilities, Key, WebDriver, WebElement};

use super::process::{Owned, is_gone, kill_at_once};
use super::{Desktop, PATIENCE, Press, Violation, axe, until};
use crate::scan::{self, Needle};
use crate::{Outcome, checkout, program};

/// The common screen of a counter.
pub const SMALL: (u32, u32) = (1366, 768);
/// The common screen of a back office.
pub const LARGE: (u32, u32) = (1920, 1080);

/// How often the driver looks again for an element.
pub(super) const GLANCE: Duration = Duration::from_millis(50);

/// Light or dark, as the `data-theme` attribute of the page says it over the system's own preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on a light ground.
    Light,
    /// Light ink on a dark ground.
    Dark,
}

impl Theme {
    /// Both, to be gone through.
    pub const BOTH: [Self; 2] = [Self::Light, Self::Dark];

    /// The attribute's value, which also names pictures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The window of one run of the program.
#[derive(Debug)]
pub struct Window {
    // The session ends before the programs it speaks to.
    driver: WebDriver,
    drivers: Owned,
    program: PathBuf,
    pictures: PathBuf,
    pictures_taken: Arc<AtomicU32>,
}

/// One run of the program as people start it, with no web driver at its side.
#[derive(Debug)]
pub struct Undriven {
    program: Owned,
}

impl Undriven {
    /// Waits for the web process that paints the window, and gives back the environment it was started with.
    ///
    /// # Errors
    /// When none has started before [`PATIENCE`] is over.
    pub async fn environment_of_painter(&self) -> Outcome<Vec<String>> {
        until("the window's web process", async || self.program.environment_of("WebKitWebProcess")).await
    }
}

impl Undriven {
    /// Waits until the program has ended by itself.
    ///
    /// # Errors
    /// When it still runs after [`PATIENCE`].
    pub async fn until_ended(mut self) -> Outcome {
        until("the program to end", async || Ok(self.program.has_ended()?.then_some(()))).await
    }
}

impl Desktop {
    /// Starts the program on this desktop as people do, with no web driver.
    ///
    /// # Errors
    /// When the program is not built or does not start.
    pub fn launch(&self, arguments: &[&str]) -> Outcome<Undriven> {
        let mut command = self.command(program()?);
        command.args(arguments).stdout(std::process::Stdio::null());
        Ok(Undriven { program: Owned::start(&mut command, &self.pictures().join("program.log"))? })
    }

    /// Opens the program on this desktop with these arguments, and waits until its window answers.
    ///
    /// # Errors
    /// When a driver is missing, or the window does not open.
    pub async fn open(&self, arguments: &[&str]) -> Outcome<Window> {
        let program = program()?;
        let (port, native_port) = (free_port()?, free_port()?);
        let drivers = Owned::start(
            self.command(checkout().join("target/tools/bin/tauri-driver"))
                .arg("--port")
                .arg(port.to_string())
                .arg("--native-port")
                .arg(native_port.to_string())
                .stdout(std::process::Stdio::null()),
            &self.pictures().join("program.log"),
        )?;
        for port in [port, native_port] {
            until("the web drivers to listen", async || Ok(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()))
                .await?;
        }

        let mut capabilities = Capabilities::new();
        capabilities.set("tauri:options", json!({ "application": program, "args": arguments }))?;
        let driver = WebDriver::builder(format!("http://127.0.0.1:{port}"), capabilities)
            .request_timeout(PATIENCE * 2)
            .connect()
            .await?;
        let (pictures, pictures_taken) = (self.pictures().to_owned(), self.pictures_taken());
        let window = Window { driver, drivers, program, pictures, pictures_taken };
        window.driver.set_script_timeout(PATIENCE).await?;
        window.resize(SMALL).await?;
        Ok(window)
    }
}

impl Window {
    /// How many times each needle is in the memory of the program and of the processes of its page: the one that runs it and the
    /// one that fetches for it. Each by its name.
    ///
    /// # Errors
    /// When one is missing, or is not ours to look into.
    pub fn held_in_memory(&self, needles: &[Needle]) -> Outcome<Vec<(&'static str, Vec<usize>)>> {
        let mut held = Vec::new();
        for name in ["relais", "WebKitWebProcess", "WebKitNetworkProcess"] {
            let members = self.drivers.members_named(name)?;
            if members.is_empty() {
                return Err(format!("no {name} runs").into());
            }
            for pid in members {
                held.push((name, scan::found(&pid.to_string(), needles)?));
            }
        }
        Ok(held)
    }

    /// The driver itself, for what this harness has no word for.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// The title, as the window's bar shows it.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn title(&self) -> Outcome<String> {
        Ok(self.driver.title().await?)
    }

    /// Waits until an element that matches this CSS selector can be seen.
    ///
    /// # Errors
    /// When none can before [`PATIENCE`] is over.
    pub async fn see(&self, css: &str) -> Outcome<WebElement> {
        let query = self.driver.query(By::Css(css)).and_displayed().wait(PATIENCE, GLANCE).desc(css);
        naming(&format!("to see « {css} »"), query.first().await)
    }

    /// Waits until no element that matches this CSS selector is left.
    ///
    /// # Errors
    /// When one is still there after [`PATIENCE`].
    pub async fn see_no(&self, css: &str) -> Outcome {
        // Asked of the page itself: an element handed over could go while it is asked about.
        let is_gone = "return document.querySelector(arguments[0]) === null;";
        until(&format!("« {css} » to be gone"), async || {
            let gone = self.driver.execute(is_gone, vec![css.into()]).await?.convert::<bool>()?;
            Ok(gone.then_some(()))
        })
        .await
    }

    /// Waits until the page shows these words. Runs of spaces count as one, and so does a line's end, as for a reader.
    ///
    /// # Errors
    /// The page's own words, when these are not among them after [`PATIENCE`].
    pub async fn read(&self, words: &str) -> Outcome {
        // The page looks itself: all it says would be long to carry each time.
        let says = "return document.body.innerText.replace(/\\s+/g, ' ').includes(arguments[0]);";
        let found = until(&format!("« {words} »"), async || {
            let says = self.driver.execute(says, vec![words.into()]).await?.convert::<bool>()?;
            Ok(says.then_some(()))
        })
        .await;
        match found {
            Ok(()) => Ok(()),
            Err(error) => Err(format!("{error}\nThe page says: {}", self.words().await?).into()),
        }
    }

    /// All the words the page shows.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn words(&self) -> Outcome<String> {
        let text: String = self.driver.execute("return document.body.innerText;", Vec::new()).await?.convert()?;
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Presses a key, wherever the cursor is.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn press(&self, press: Press) -> Outcome {
        let (modifier, key) = press.keys();
        let mut chain = self.driver.action_chain();
        if let Some(modifier) = &modifier {
            chain = chain.key_down(modifier.clone());
        }
        chain = chain.key_down(key).key_up(key);
        if let Some(modifier) = modifier {
            chain = chain.key_up(modifier);
        }
        Ok(chain.perform().await?)
    }

    /// Types a text, wherever the cursor is.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn type_text(&self, text: &str) -> Outcome {
        Ok(self.driver.action_chain().send_keys(text).perform().await?)
    }

    /// Replaces what a field holds: goes into it, takes all of it, types.
    ///
    /// # Errors
    /// When the field cannot be seen, or the window does not answer.
    pub async fn fill(&self, css: &str, text: &str) -> Outcome {
        let field = self.see(css).await?;
        field.wait_until().wait(PATIENCE, GLANCE).enabled().await?;
        field.click().await?;
        field.send_keys(Key::Control + "a").await?;
        Ok(field.send_keys(text).await?)
    }

    /// Clicks an element, once it can be seen and clicked.
    ///
    /// # Errors
    /// When it cannot before [`PATIENCE`] is over.
    pub async fn click(&self, css: &str) -> Outcome {
        let element = self.see(css).await?;
        element.wait_until().wait(PATIENCE, GLANCE).clickable().await?;
        Ok(element.click().await?)
    }

    /// Gives the page this width and height, and waits until it has them.
    ///
    /// # Errors
    /// When the window keeps another size.
    pub async fn resize(&self, (width, height): (u32, u32)) -> Outcome {
        self.driver.set_window_rect(0, 0, width, height).await?;
        let what = format!("a page of {width} by {height}");
        until(&what, async || {
            let inner: (u32, u32) =
                self.driver.execute("return [innerWidth, innerHeight];", Vec::new()).await?.convert()?;
            Ok((inner == (width, height)).then_some(()))
        })
        .await
    }

    /// Shows the page in this theme, whatever the system prefers.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn theme(&self, theme: Theme) -> Outcome {
        let script = "document.documentElement.dataset.theme = arguments[0];";
        self.driver.execute(script, vec![json!(theme.name())]).await?;
        self.until_still().await
    }

    /// Brings to its end whatever is on its way from one look to another: its own end needs frames, which a busy machine
    /// may not paint.
    ///
    /// # Errors
    /// When something still moves after [`PATIENCE`].
    pub async fn until_still(&self) -> Outcome {
        let still = "document.getAnimations().forEach(one => one.finish());
            return document.getAnimations().every(one => one.playState !== 'running');";
        until("the page to be still", async || {
            Ok(self.driver.execute(still, Vec::new()).await?.convert::<bool>()?.then_some(()))
        })
        .await
    }

    /// Waits until what the page now is has been painted: a picture taken at once would show the frame before.
    async fn until_painted(&self) -> Outcome {
        let two_frames = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));";
        self.driver.execute_async(two_frames, Vec::new()).await?;
        self.until_still().await
    }

    /// Keeps a picture of the page as `NN-name.png` in the test's folder.
    ///
    /// # Errors
    /// When the picture cannot be taken or written.
    pub async fn picture(&self, name: &str) -> Outcome<PathBuf> {
        naming(&format!("the picture « {name} »"), self.until_painted().await)?;
        let number = self.pictures_taken.fetch_add(1, Ordering::Relaxed) + 1;
        let path = self.pictures.join(format!("{number:02}-{name}.png"));
        self.driver.screenshot(&path).await?;
        Ok(path)
    }

    /// What axe-core finds on the page as it stands, by these rules.
    async fn axe(&self, rules: axe::Rules) -> Outcome<Vec<Violation>> {
        // The library is some 600 KB, and stays in the page until that is left.
        if !self.driver.execute("return 'axe' in window;", Vec::new()).await?.convert::<bool>()? {
            self.driver.execute(axe::library()?, Vec::new()).await?;
        }
        let found = self.driver.execute_async(axe::script(rules), Vec::new()).await?;
        match found.json().as_str() {
            Some(failure) => Err(format!("axe-core failed: {failure}").into()),
            None => Ok(found.convert()?),
        }
    }

    /// Passes when axe-core finds nothing in either theme; leaves the page in the light one.
    ///
    /// # Errors
    /// The violations, each with its elements and what to mend.
    pub async fn accessible(&self, state: &str) -> Outcome {
        let mut found = String::new();
        for (theme, rules) in [(Theme::Dark, axe::Rules::Every), (Theme::Light, axe::Rules::Colours)] {
            let looked_at = format!("{state}, {}", theme.name());
            naming(&looked_at, self.theme(theme).await)?;
            for violation in naming(&looked_at, self.axe(rules).await)? {
                found.push_str(&format!("{state}, {}: {violation}", theme.name()));
            }
        }
        if found.is_empty() { Ok(()) } else { Err(found.into()) }
    }

    /// Kills the program as a power cut would, and waits until it is gone. The desktop and the practice stay.
    ///
    /// # Errors
    /// When the program was no longer running.
    pub async fn kill(self) -> Outcome {
        let program = self.drivers.member_running(&self.program)?.ok_or("the program is not running")?;
        kill_at_once(program)?;
        until("the killed program to be gone", async || Ok(is_gone(program).then_some(()))).await?;
        // There is no session left to end: the driver is not asked to.
        Ok(self.driver.leak()?)
    }

    /// Closes the window as a person does, and waits until the program has ended by itself.
    ///
    /// # Errors
    /// When the program is still running after [`PATIENCE`].
    pub async fn close(self) -> Outcome {
        let program = self.drivers.member_running(&self.program)?.ok_or("the program is not running")?;
        self.driver.quit().await?;
        until("the program to end", async || Ok(is_gone(program).then_some(()))).await
    }
}

/// Says at which step something failed.
pub(super) fn naming<T, E>(step: &str, outcome: Result<T, E>) -> Outcome<T>
where
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    outcome.map_err(|error| format!("{step}: {}", error.into()).into())
}

/// A port nobody listens on now. Somebody could take it before the driver does; the driver's own refusal tells.
fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
