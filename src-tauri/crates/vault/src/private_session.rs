//! A session bus of its own with a real keyring on it, for tests: nothing of the person's session is seen or touched.
//!
//! Starts `dbus-daemon` and `gnome-keyring-daemon` as children in a fresh home, and ends and reaps both by their own ids.
//! It changes no variable of its own process: [`PrivateSession::variables`] are for the child that runs the test.

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::DBusProxy;
use zbus::names::BusName;

/// Name that a Secret Service owns on the bus.
const SECRET_SERVICE: &str = "org.freedesktop.secrets";
/// A daemon starts in tens of milliseconds; on a machine busy compiling, in a few seconds.
const STARTS_WITHIN: Duration = Duration::from_secs(60);
/// Password of the private login keyring.
const PASSWORD: &[u8] = b"private session";

/// A bus that starts nothing on demand: whatever answers on it was started here.
const BUS_CONFIGURATION: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=DIRECTORY</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A private session; its processes end with it.
#[derive(Debug)]
pub struct PrivateSession {
    address: String,
    // Dropped in this order: the keyring leaves the bus, the bus ends, the home goes.
    keyring: Option<OwnedProcess>,
    _bus: OwnedProcess,
    home: TempDir,
}

impl PrivateSession {
    /// A bus on which nothing answers.
    pub fn without_keyring() -> io::Result<Self> {
        let home = tempfile::Builder::new().prefix("relais-session-").tempdir()?;
        for folder in [".cache", ".local/share/keyrings", "run"] {
            fs::create_dir_all(home.path().join(folder))?;
        }
        let (bus, address) = start_bus(home.path())?;
        Ok(Self { address, keyring: None, _bus: bus, home })
    }

    /// A bus with an unlocked keyring, as after a usual log-in.
    pub fn with_keyring() -> io::Result<Self> {
        let mut session = Self::without_keyring()?;
        session.start_keyring()?;
        Ok(session)
    }

    /// Starts the keyring, unlocked, on the items of this home.
    pub fn start_keyring(&mut self) -> io::Result<()> {
        self.start(true)
    }

    /// Ends the keyring and starts it again, locked, on the same items: as after an automatic log-in.
    pub fn restart_keyring_locked(&mut self) -> io::Result<()> {
        self.stop_keyring();
        self.start(false)
    }

    /// Ends the keyring; the bus stays.
    pub fn stop_keyring(&mut self) {
        self.keyring = None;
    }

    /// What a process must have in its environment to live in this session.
    pub fn variables(&self) -> Vec<(&'static str, OsString)> {
        let home = self.home.path();
        vec![
            ("DBUS_SESSION_BUS_ADDRESS", OsString::from(&self.address)),
            ("HOME", home.into()),
            ("XDG_CACHE_HOME", home.join(".cache").into()),
            ("XDG_DATA_HOME", home.join(".local/share").into()),
            ("XDG_CONFIG_HOME", home.join(".config").into()),
            ("XDG_RUNTIME_DIR", home.join("run").into()),
        ]
    }

    /// The home of the session.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Where the bus listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    fn start(&mut self, unlocked: bool) -> io::Result<()> {
        let connection = self.connect()?;
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]);
        if unlocked {
            command.arg("--unlock");
        }
        let log = fs::File::create(self.home.path().join("keyring.log"))?;
        command
            .envs(self.variables())
            .env_remove("GNOME_KEYRING_CONTROL")
            .stdin(if unlocked { Stdio::piped() } else { Stdio::null() })
            .stdout(log.try_clone()?)
            .stderr(log);
        let mut keyring = OwnedProcess(command.spawn()?);
        if let Some(mut input) = keyring.0.stdin.take() {
            input.write_all(PASSWORD)?;
        }
        wait_for_owner(connection, SECRET_SERVICE)?;
        self.keyring = Some(keyring);
        Ok(())
    }

    fn connect(&self) -> io::Result<Connection> {
        Builder::address(self.address.as_str()).and_then(Builder::build).map_err(io::Error::other)
    }
}

fn start_bus(home: &Path) -> io::Result<(OwnedProcess, String)> {
    let configuration: PathBuf = home.join("bus.conf");
    let directory = home.join("run");
    fs::write(&configuration, BUS_CONFIGURATION.replace("DIRECTORY", &directory.to_string_lossy()))?;
    let mut bus = OwnedProcess(
        Command::new("dbus-daemon")
            .arg("--config-file")
            .arg(&configuration)
            .args(["--nofork", "--nopidfile", "--nosyslog", "--print-address=1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(home.join("bus.log"))?)
            .spawn()?,
    );
    let output = bus.0.stdout.take().ok_or_else(|| io::Error::other("the bus has no output"))?;
    let address = within(move || {
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).map(|_| line.trim().to_owned())
    })??;
    if address.is_empty() { Err(io::Error::other("the bus did not start")) } else { Ok((bus, address)) }
}

/// Waits until somebody owns `name` on the bus: listens first, asks then, so that no change is missed.
fn wait_for_owner(connection: Connection, name: &'static str) -> io::Result<()> {
    let waited = move || -> zbus::Result<()> {
        let bus = DBusProxy::new(&connection)?;
        let changes = bus.receive_name_owner_changed_with_args(&[(0, name)])?;
        if bus.name_has_owner(BusName::try_from(name)?)? {
            return Ok(());
        }
        for change in changes {
            if change.args()?.new_owner().is_some() {
                return Ok(());
            }
        }
        Err(zbus::Error::Failure("the bus ended".to_owned()))
    };
    within(waited)?.map_err(io::Error::other)
}

/// Runs on a thread of its own for a bounded time.
fn within<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> io::Result<T> {
    let (done, waited) = mpsc::sync_channel(1);
    thread::spawn(move || done.send(work()));
    waited.recv_timeout(STARTS_WITHIN).map_err(|_| io::Error::from(io::ErrorKind::TimedOut))
}

/// A child ended and reaped when dropped, by its own id.
#[derive(Debug)]
struct OwnedProcess(Child);

impl Drop for OwnedProcess {
    fn drop(&mut self) {
        // Already ended is as good as ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
