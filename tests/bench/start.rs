//! `start.paint` and `start.pss`: from the program's start to the counter painted with what the practice holds, and what
//! the program and its web processes weigh then, beside an empty window of the same tauri under the better of its two
//! renderers.
//!
//! A first start, not counted, shows what the screen looks like once nothing moves any more; the others are timed until
//! the screen looks like that. The practice is opened by a real keyring, as on any other morning.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use relais_tests::window::{Desktop, Keyring};
use relais_tests::{Outcome, program};
use relais_usecases::opening::Nameplate;
use relais_usecases::ports::{NoKeyring, OsKeyring};
use relais_vault::{KeyFile, Passphrase, Vault};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::runtime::Runtime;

use crate::memory::pss_of_tree;
use crate::practice::{self, Size};
use crate::rounds::ROUNDS;
use crate::row::{Bar, Reference, Row, Unit, median};
use crate::say;
use crate::screen::{Picture, Screen};
use crate::shop::{PASSPHRASE, Shop};

/// The word that makes this program hand the practice's keys to the keyring of the desktop it runs on.
pub(crate) const REMEMBER: &str = "remember";
/// The switch WebKitGTK reads.
const DISABLE_DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
/// How often the screen is looked at.
const GLANCE: Duration = Duration::from_millis(4);
/// Nothing moved for so long: this is what it looks like.
const STILL: Duration = Duration::from_millis(1_500);
/// A caret or a clock may differ: less than that, in hundred-thousandths of the screen, is the same picture.
const SAME: usize = 60;
/// A window that is not there by now never will be.
const PATIENCE: Duration = Duration::from_secs(60);

/// Measures on the two practices.
pub(crate) fn measure() -> Outcome<Vec<Row>> {
    let runtime = Runtime::new()?;
    let ground = Ground {
        desktop: runtime.block_on(Desktop::start_in(&practice::ground().join("desktop"), Keyring::Unlocked))?,
        screen: Screen::start(&practice::ground().join("screen"))?,
        runtime,
    };
    let empty = ground.better_empty_window()?;
    let mut rows = Vec::new();
    for size in [Size::Optician, Size::Pharmacy] {
        rows.extend(ground.beside(size, &empty)?);
    }
    Ok(rows)
}

/// The desktop that programs see and the screen they paint on.
struct Ground {
    desktop: Desktop,
    screen: Screen,
    runtime: Runtime,
}

/// A program to start, and what the screen looks like once it has painted.
struct Started {
    program: PathBuf,
    environment: Vec<(&'static str, String)>,
    painted: Option<Picture>,
}

/// One start.
#[derive(Debug, Clone, Copy)]
struct Start {
    paint_us: u64,
    pss_kib: u64,
}

impl Ground {
    fn beside(&self, size: Size, empty: &Started) -> Outcome<Vec<Row>> {
        let root = practice::copy(size, "start")?;
        let handed = self.desktop.command(std::env::current_exe()?).arg(REMEMBER).arg(&root).status()?;
        if !handed.success() {
            return Err("the keyring did not take the keys".into());
        }
        let home = vec![("RELAIS_HOME", root.display().to_string())];
        let mut ours = Started { program: program()?, environment: home, painted: None };
        ours.painted = Some(self.final_picture(&ours)?);
        let (mut starts, mut floors) = (Vec::new(), Vec::new());
        for round in 1..=ROUNDS {
            say(&format!("start on {} dossiers, round {round} of {ROUNDS}", size.dossiers()));
            starts.push(self.start(&ours)?);
            floors.push(self.start(empty)?);
        }
        std::fs::remove_dir_all(root)?;
        let row = |id, metric, unit, number: fn(&Start) -> u64| Row {
            id,
            metric,
            size: size.dossiers(),
            unit,
            bar: Bar::Ratio(1_300),
            samples: starts.iter().map(number).collect(),
            reference: Some(Reference {
                name: "an empty window of the same tauri".to_owned(),
                samples: floors.iter().map(number).collect(),
            }),
        };
        Ok(vec![
            row("start.paint", "start to counter painted", Unit::Microseconds, |start| start.paint_us),
            row("start.pss", "memory of the process tree", Unit::Kibibytes, |start| start.pss_kib),
        ])
    }

    /// The empty window under each renderer, and the one that paints sooner.
    fn better_empty_window(&self) -> Outcome<Started> {
        let program = std::env::current_exe()?.with_file_name("examples").join("empty-window");
        let mut best: Option<(u64, Started)> = None;
        for environment in [Vec::new(), vec![(DISABLE_DMABUF, "1".to_owned())]] {
            let mut empty = Started { program: program.clone(), environment, painted: None };
            empty.painted = Some(self.final_picture(&empty)?);
            let starts: Vec<u64> = (0..3).map(|_| Ok(self.start(&empty)?.paint_us)).collect::<Outcome<_>>()?;
            let took = median(&starts);
            if best.as_ref().is_none_or(|(best, _)| took < *best) {
                best = Some((took, empty));
            }
        }
        best.map(|(_, empty)| empty).ok_or_else(|| "there is no empty window".into())
    }

    /// What the screen looks like when nothing moves any more.
    fn final_picture(&self, started: &Started) -> Outcome<Picture> {
        let dark = self.dark()?;
        let _running = self.launch(started)?;
        let (mut last, mut since) = (dark, Instant::now());
        self.until("a window that stands still", || {
            let now = self.screen.look()?;
            if now.differs(&last) > SAME {
                (last, since) = (now, Instant::now());
            }
            let still = !last.is_dark() && since.elapsed() > STILL;
            Ok(still.then(|| last.clone()))
        })
    }

    /// One start, timed from outside until the screen looks as it will.
    fn start(&self, started: &Started) -> Outcome<Start> {
        let painted = started.painted.as_ref().ok_or("what it will look like is known")?;
        self.dark()?;
        let begun = Instant::now();
        let running = self.launch(started)?;
        let paint_us = self.until("the window painted", || {
            let took = begun.elapsed();
            Ok((self.screen.look()?.differs(painted) <= SAME).then_some(took))
        })?;
        let settled = Instant::now();
        self.until("a window at rest", || Ok((settled.elapsed() > STILL).then_some(())))?;
        let pss_kib = pss_of_tree(running.0.id())?;
        Ok(Start { paint_us: u64::try_from(paint_us.as_micros())?, pss_kib })
    }

    /// Waits until the windows of the last start are gone.
    fn dark(&self) -> Outcome<Picture> {
        self.until("a dark screen", || Ok(Some(self.screen.look()?).filter(Picture::is_dark)))
    }

    fn launch(&self, started: &Started) -> Outcome<Running> {
        let mut command: Command = self.desktop.command(&started.program);
        command.env("DISPLAY", self.screen.display()).envs(started.environment.iter().cloned());
        command.stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        let child = command.spawn().map_err(|error| format!("{}: {error}", started.program.display()))?;
        Ok(Running(child))
    }

    fn until<T>(&self, what: &str, mut look: impl FnMut() -> Outcome<Option<T>>) -> Outcome<T> {
        self.runtime.block_on(async {
            let mut glances = tokio::time::interval(GLANCE);
            let looking = async {
                loop {
                    glances.tick().await;
                    if let Some(found) = look()? {
                        return Ok(found);
                    }
                }
            };
            let found = tokio::time::timeout(PATIENCE, looking).await;
            found.map_err(|_| format!("waited {} s for {what}", PATIENCE.as_secs()))?
        })
    }
}

/// A running program and all it started; ended with the value.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(group) = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw) {
            // It may have ended by itself; nothing else is to be done then.
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.0.wait();
    }
}

/// Hands the keys of the practice under `root` to the keyring of this desktop, as its owner would have agreed to.
pub(crate) fn remember(root: &Path) -> Outcome {
    let shop = Shop::on(root, practice::evening(), 0, Arc::new(NoKeyring))?;
    let folder = shop.folder()?;
    let wrapped = KeyFile::in_folder(&folder).read()?;
    let vault = Vault::new(wrapped.practice_id(), Arc::new(OsKeyring::new(OsKeyring::USUAL_PATIENCE)));
    let keys = vault.open_with_passphrase(&wrapped, &Passphrase::new(PASSPHRASE.to_owned())?)?;
    vault.remember(&keys)?;
    let plate = Nameplate::read(&folder).ok_or("the practice has a nameplate")?;
    Nameplate { remembered: true, ..plate }.write(&folder)?;
    Ok(())
}
