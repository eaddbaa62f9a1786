//! The shell: the window, and the command line on the same core. Which of the two is decided before anything of the
//! window starts. Every rule lives in the crates below.

#![cfg_attr(all(not(debug_assertions), windows), windows_subsystem = "windows")]

mod afresh;
mod cli;
mod clipboard;
mod console;
mod dumps;
mod errands;
mod fence;
mod ground;
mod home;
#[cfg(test)]
mod ipc;
mod language;
mod logging;
mod renderer;
mod secrets;
mod stop;
mod watch;
mod window;

use std::process::ExitCode;

fn main() -> ExitCode {
    renderer::choose();
    dumps::never();
    let wanted = match cli::read(std::env::args_os()) {
        Ok(wanted) => wanted,
        Err(ended) => {
            console::attach();
            return ended.say();
        }
    };
    match wanted {
        cli::Wanted::Window => open_window(),
        cli::Wanted::Command(command) => {
            console::attach();
            cli::run(command)
        }
    }
}

fn open_window() -> ExitCode {
    let opened = home::Home::of_this_machine().map_err(window::WindowError::from).and_then(|home| {
        logging::to_file(&home.logs);
        window::open(&home)
    });
    match opened.or_else(afresh::start) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "no window");
            console::attach();
            cli::Ended::fault(error.to_string()).say()
        }
    }
}
