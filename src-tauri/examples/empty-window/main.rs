//! An empty window of the same tauri, the floor that the bench holds our start against: one plain page, no plugin, no
//! command, nothing of ours. It leaves the choice of renderer to whoever starts it.

#![cfg_attr(all(not(debug_assertions), windows), windows_subsystem = "windows")]

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!("examples/empty-window/tauri.conf.json"))
}
