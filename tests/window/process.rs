//! Processes that end with the value that owns them. Each runs in a process group of its own, so that what it started in
//! turn (a web driver's program, a program's web processes) ends with it too. Nothing is ever ended by its name.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use crate::Outcome;

/// A running process and its descendants; ended and reaped on drop.
#[derive(Debug)]
pub(super) struct Owned {
    child: Child,
    name: String,
}

impl Owned {
    /// Starts `command` in its own group. Both its outputs go to `log` unless it already says otherwise.
    pub(super) fn start(command: &mut Command, log: &Path) -> Outcome<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let log = File::options().create(true).append(true).open(log)?;
        command.stderr(Stdio::from(log)).process_group(0);
        let child = command.spawn().map_err(|error| format!("{name} does not start ({error}): run ./dev setup"))?;
        Ok(Self { child, name })
    }

    /// The first line it prints: how Xvfb tells its display and the bus its address, once they are ready.
    pub(super) fn first_line(&mut self) -> Outcome<String> {
        let output = self.child.stdout.as_mut().ok_or("its output goes elsewhere")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let line = line.trim().to_owned();
        if line.is_empty() {
            return Err(format!("{} ended before it was ready", self.name).into());
        }
        Ok(line)
    }

    /// Hands over what it reads from, to be written and closed.
    pub(super) fn input(&mut self) -> Outcome<std::process::ChildStdin> {
        Ok(self.child.stdin.take().ok_or("its input comes from elsewhere")?)
    }

    /// The member of the group that runs `program`, if there is one.
    pub(super) fn member_running(&self, program: &Path) -> Outcome<Option<Pid>> {
        let program = program.canonicalize()?;
        for entry in std::fs::read_dir("/proc")? {
            let folder = entry?.path();
            let Some(pid) = pid_of(&folder) else { continue };
            if group_of(&folder) == Some(self.group()) && executable_of(&folder).as_deref() == Some(&*program) {
                return Ok(Pid::from_raw(pid));
            }
        }
        Ok(None)
    }

    /// What a member of the group whose program has this file name was started with, if there is such a member.
    pub(super) fn environment_of(&self, file_name: &str) -> Outcome<Option<Vec<String>>> {
        for entry in std::fs::read_dir("/proc")? {
            let folder = entry?.path();
            let runs_it = || executable_of(&folder).is_some_and(|path| path.ends_with(file_name));
            if pid_of(&folder).is_some() && group_of(&folder) == Some(self.group()) && runs_it() {
                let variables = std::fs::read(folder.join("environ"))?;
                let variables = variables.split(|byte| *byte == 0);
                return Ok(Some(variables.map(|variable| String::from_utf8_lossy(variable).into_owned()).collect()));
            }
        }
        Ok(None)
    }

    /// The members of the group whose program has this file name.
    pub(super) fn members_named(&self, file_name: &str) -> Outcome<Vec<i32>> {
        let mut members = Vec::new();
        for entry in std::fs::read_dir("/proc")? {
            let folder = entry?.path();
            let runs_it = || executable_of(&folder).is_some_and(|path| path.ends_with(file_name));
            if let Some(pid) = pid_of(&folder)
                && group_of(&folder) == Some(self.group())
                && runs_it()
            {
                members.push(pid);
            }
        }
        Ok(members)
    }

    /// Whether the process has ended by itself.
    pub(super) fn has_ended(&mut self) -> Outcome<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    fn group(&self) -> i32 {
        i32::try_from(self.child.id()).expect("a process id is a small positive number")
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        if let Some(group) = Pid::from_raw(self.group()) {
            // It may have ended by itself; nothing else is to be done then.
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}

/// Ends a process at once, as a power cut would.
pub(super) fn kill_at_once(pid: Pid) -> Outcome {
    Ok(kill_process(pid, Signal::KILL)?)
}

/// Whether a process is gone, or only waits to be reaped by whoever started it.
pub(super) fn is_gone(pid: Pid) -> bool {
    let folder = PathBuf::from(format!("/proc/{}", pid.as_raw_nonzero()));
    status_fields(&folder).is_none_or(|fields| fields.first().is_some_and(|state| state == "Z"))
}

fn pid_of(folder: &Path) -> Option<i32> {
    folder.file_name()?.to_str()?.parse().ok()
}

fn executable_of(folder: &Path) -> Option<PathBuf> {
    std::fs::read_link(folder.join("exe")).ok()
}

/// The process group, third field after the name.
fn group_of(folder: &Path) -> Option<i32> {
    status_fields(folder)?.get(2)?.parse().ok()
}

/// The fields of /proc/N/stat after the name, which may itself hold spaces and brackets: state, parent, group…
fn status_fields(folder: &Path) -> Option<Vec<String>> {
    let line = std::fs::read_to_string(folder.join("stat")).ok()?;
    let (_, fields) = line.rsplit_once(')')?;
    Some(fields.split_whitespace().map(str::to_owned).collect())
}
