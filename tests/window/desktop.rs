//! A desktop of its own: screen, bus, secrets and home, apart from those of whoever runs the tests. Owns the environment
//! that programs see on it.

use std::ffi::OsString;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use tempfile::TempDir;

use super::process::Owned;
use super::until;
use crate::{Outcome, checkout};

/// The largest window any test asks for.
const SCREEN: &str = "1920x1080x24";

/// A bus with no services to start by itself: what is not started here is not there.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=SOCKET</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Whether this desktop keeps secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyring {
    /// A real gnome-keyring, already unlocked, as after logging in.
    Unlocked,
    /// None at all, as on a bare system: a normal state.
    Absent,
}

/// A running desktop. Ends with the value.
#[derive(Debug)]
pub struct Desktop {
    // Dropped in this order: programs before what they stand on, the home last.
    keyring: Option<Owned>,
    _bus: Owned,
    _screen: Owned,
    environment: Vec<(&'static str, OsString)>,
    pictures: PathBuf,
    pictures_taken: Arc<AtomicU32>,
    home: TempDir,
}

impl Desktop {
    /// Starts a desktop for the test called `name`, whose pictures and logs go to `target/e2e/<name>`.
    ///
    /// # Errors
    /// When one of its programs is not installed or does not start.
    pub async fn start(name: &str, keyring: Keyring) -> Outcome<Self> {
        Self::start_in(&checkout().join("target/e2e").join(name), keyring).await
    }

    /// Starts a desktop whose pictures and logs go to `pictures`, emptied first.
    ///
    /// # Errors
    /// When one of its programs is not installed or does not start.
    pub async fn start_in(pictures: &Path, keyring: Keyring) -> Outcome<Self> {
        if pictures.exists() {
            std::fs::remove_dir_all(pictures)?;
        }
        std::fs::create_dir_all(pictures)?;
        let home = home()?;
        let log = pictures.join("desktop.log");

        let mut screen = Owned::start(
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"])
                .stdin(Stdio::null())
                .stdout(Stdio::piped()),
            &log,
        )?;
        let display = format!(":{}", screen.first_line()?);

        let configuration = home.path().join("bus.conf");
        let socket = home.path().join("bus");
        std::fs::write(&configuration, BUS.replace("SOCKET", &socket.to_string_lossy()))?;
        let mut bus = Owned::start(
            Command::new("dbus-daemon")
                .arg("--config-file")
                .arg(&configuration)
                .args(["--nofork", "--nopidfile", "--print-address=1"])
                .stdin(Stdio::null())
                .stdout(Stdio::piped()),
            &log,
        )?;
        let address = bus.first_line()?;

        let environment = environment(home.path(), &display, &address);
        let mut desktop = Self {
            keyring: None,
            _bus: bus,
            _screen: screen,
            environment,
            pictures: pictures.to_owned(),
            pictures_taken: Arc::default(),
            home,
        };
        if keyring == Keyring::Unlocked {
            desktop.keyring = Some(desktop.start_keyring()?);
        }
        Ok(desktop)
    }

    /// The home folder of this desktop: practices are kept under it, apart from anybody's own.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Where this desktop's pictures and logs go.
    pub fn pictures(&self) -> &Path {
        &self.pictures
    }

    /// What the machine was asked to open so far: papers in the reader, portals in the browser.
    ///
    /// # Errors
    /// When the note cannot be read.
    pub fn opened(&self) -> Outcome<Vec<String>> {
        match std::fs::read_to_string(self.home().join("opened")) {
            Ok(note) => Ok(note.lines().map(str::to_owned).collect()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    /// Waits until the machine is asked to open something whose name holds these words, after the first `seen` things.
    ///
    /// # Errors
    /// What was opened instead, after the time a condition may take.
    pub async fn until_opened(&self, words: &str, seen: usize) -> Outcome<PathBuf> {
        let what = format!("« {words} » to be opened");
        let found = until(&what, async || {
            Ok(self.opened()?.into_iter().skip(seen).find(|path| path.contains(words)).map(PathBuf::from))
        })
        .await;
        found.map_err(|error| format!("{error}; opened: {:?}", self.opened().unwrap_or_default()).into())
    }

    /// How many pictures the windows of this desktop have taken: they are numbered in one row.
    pub(super) fn pictures_taken(&self) -> Arc<AtomicU32> {
        Arc::clone(&self.pictures_taken)
    }

    /// Where a practice of that name lives: under this desktop's home, so that it goes with it.
    pub fn practice(&self, name: &str) -> PathBuf {
        self.home().join(name)
    }

    /// The screen programs are shown on.
    pub(super) fn display(&self) -> String {
        let named = self.environment.iter().find(|(name, _)| *name == "DISPLAY");
        named.map(|(_, display)| display.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Sets a variable that the programs started from now on will see.
    pub fn set(&mut self, name: &'static str, value: impl Into<OsString>) {
        self.environment.push((name, value.into()));
    }

    /// A command that sees this desktop and nothing of the caller's.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.environment.iter().cloned()).current_dir(self.home()).stdin(Stdio::null());
        command
    }

    /// Starts the secret service, unlocked by a password on its input, and waits until the bus knows it.
    fn start_keyring(&self) -> Outcome<Owned> {
        let mut keyring = Owned::start(
            self.command("gnome-keyring-daemon")
                .args(["--foreground", "--components=secrets", "--unlock"])
                .stdin(Stdio::piped())
                .stdout(Stdio::null()),
            &self.pictures.join("desktop.log"),
        )?;
        keyring.input()?.write_all(b"a passphrase of the desktop")?;
        let known =
            self.command("gdbus").args(["wait", "--session", "--timeout=30", "org.freedesktop.secrets"]).status()?;
        if !known.success() {
            return Err("gnome-keyring-daemon did not offer its secrets on the bus".into());
        }
        Ok(keyring)
    }
}

/// What stands where the machine's PDF reader and browser are found: it notes what it is asked to open, one a line.
const READER: &str = "#!/bin/sh\nprintf '%s\\n' \"$1\" >> \"$HOME/opened\"\n";

/// The system's dialog begins in the home, with the line where a path is typed: it would take the keys for itself while it
/// still looks for the files of another folder.
const FILE_CHOOSER: &str = "[org/gtk/settings/file-chooser]\nstartup-mode='cwd'\nlocation-mode='filename-entry'\n";

/// A fresh home with the two folders gnome-keyring needs, a runtime folder only its owner can enter, and a reader.
fn home() -> Outcome<TempDir> {
    let home = tempfile::Builder::new().prefix("relais-").tempdir()?;
    let reader = home.path().join("bin/xdg-open");
    std::fs::create_dir_all(home.path().join("bin"))?;
    std::fs::write(&reader, READER)?;
    std::fs::set_permissions(&reader, std::fs::Permissions::from_mode(0o755))?;
    for folder in [".cache", ".config", ".local/share/keyrings", "run"] {
        std::fs::create_dir_all(home.path().join(folder))?;
    }
    let settings = home.path().join(".config/glib-2.0/settings");
    std::fs::create_dir_all(&settings)?;
    std::fs::write(settings.join("keyfile"), FILE_CHOOSER)?;
    std::fs::set_permissions(home.path().join("run"), std::fs::Permissions::from_mode(0o700))?;
    Ok(home)
}

/// What programs see: the caller's path, behind this desktop's own reader, and nothing else of his.
fn environment(home: &Path, display: &str, bus: &str) -> Vec<(&'static str, OsString)> {
    let mut path = home.join("bin").into_os_string();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    vec![
        ("PATH", path),
        ("HOME", home.into()),
        ("XDG_RUNTIME_DIR", home.join("run").into()),
        ("LANG", "C.UTF-8".into()),
        ("TZ", "Europe/Paris".into()),
        ("DISPLAY", display.into()),
        ("DBUS_SESSION_BUS_ADDRESS", bus.into()),
        // Without an accessibility bus, GTK waits for one at every start.
        ("NO_AT_BRIDGE", "1".into()),
        ("GSETTINGS_BACKEND", "keyfile".into()),
        // Without a GPU, WebKit's painting threads and its compositor share one software OpenGL, which has been seen to fall
        // under them; painted by the processor, the compositor is alone with it.
        ("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1".into()),
        ("RUST_BACKTRACE", "1".into()),
    ]
}
