//! Prepares the window's build: the embedded interface, the icons, the capabilities, and the permissions of the
//! window's own commands, so that none of them can be called without being named in `capabilities/`.

/// The commands of `src/errands.rs`, each with its own permission.
const COMMANDS: &[&str] = &[
    "call",
    "open_document",
    "open_portal",
    "open_control_page",
    "reveal_document",
    "save_copy",
    "choose_file",
    "choose_file_to_open",
    "copy_text",
];

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning=the window could not be prepared: {error:#}");
        std::process::exit(1);
    }
}
