//! The shell: opens the one window. Every rule lives in the crates below it.

#![cfg_attr(all(not(debug_assertions), windows), windows_subsystem = "windows")]

mod renderer;

fn main() -> tauri::Result<()> {
    renderer::choose();
    tauri::Builder::default().run(tauri::generate_context!())
}
