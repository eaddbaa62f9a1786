//! Prepares the window's build: the embedded interface, the icons and the capabilities. Nothing else is built here.

fn main() {
    tauri_build::build();
}
