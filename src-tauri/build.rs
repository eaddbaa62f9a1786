//! Prepares the window's build: the embedded interface, the icons, the capabilities, and the permissions of the
//! window's own commands, so that none of them can be called without being named in `capabilities/`.

/// The commands of `src/errands.rs` and `src/secrets.rs`, each with its own permission.
const COMMANDS: &[&str] = &[
    "call",
    "open_document",
    "open_portal",
    "open_control_page",
    "reveal_document",
    "save_copy",
    "choose_file",
    "choose_file_to_open",
    "choose_folder",
    "copy_text",
    "choose_language",
    "reveal_secret",
    "show_code",
    "propose_secret",
    "copy_secret",
    "open_credential_page",
];

fn main() {
    pack_addresses();
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning=the window could not be prepared: {error:#}");
        std::process::exit(1);
    }
}

/// The first glibc that reads a packed table of addresses.
const PACKED_SINCE: (u32, u32) = (2, 36);

/// Writes the program's table of relative addresses in its short form: the loader reads the long one, 2.5 MB, from end to
/// end at each start. Only where this machine's own glibc can read it: the program is built for no older one.
fn pack_addresses() {
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" && glibc().is_some_and(|version| version >= PACKED_SINCE) {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of this machine's glibc; none where nobody tells.
fn glibc() -> Option<(u32, u32)> {
    let told = std::process::Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let words = String::from_utf8(told.stdout).ok()?;
    let (major, minor) = words.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
