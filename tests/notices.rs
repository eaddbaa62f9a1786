//! What we hand out and did not make is named in `NOTICE`, and a font keeps its licence beside it. Part of the tidy house.

use super::{checkout, extension, git, must_be_empty};
use serde_json::Value;
use std::path::Path;

const FONTS: [&str; 5] = ["ttf", "otf", "ttc", "woff", "woff2"];
/// What a licence's file is called beside a font.
const LICENCES: [&str; 3] = ["OFL.txt", "LICENSE", "LICENSE.txt"];

fn notice() -> String {
    std::fs::read_to_string(checkout().join("NOTICE")).expect("NOTICE is at the root")
}

#[test]
fn a_bundled_font_is_named_and_has_its_licence_beside_it() {
    let (listed, notice) = (git(&["ls-files", "--cached", "--others", "--exclude-standard"]), notice());
    let fonts: Vec<_> = listed.lines().filter(|path| FONTS.contains(&extension(path))).collect();
    assert!(!fonts.is_empty(), "no font was found: this test no longer looks in the right place");
    let mut broken = Vec::new();
    for font in fonts {
        let folder = Path::new(font).parent().unwrap_or(Path::new(""));
        if !LICENCES.iter().any(|name| checkout().join(folder).join(name).is_file()) {
            broken.push(format!("{font} has no licence beside it"));
        }
        if !notice.contains(font) {
            broken.push(format!("{font} is not named in NOTICE"));
        }
    }
    must_be_empty("put the font's licence in its folder (OFL.txt) and its path in NOTICE", &broken);
}

#[test]
fn a_package_inside_the_pages_is_named() {
    let manifest = std::fs::read_to_string(checkout().join("ui/package.json")).expect("it is committed");
    let manifest: Value = serde_json::from_str(&manifest).expect("it is JSON");
    let packages = manifest["dependencies"].as_object().expect("it lists what the pages are made of");
    assert!(!packages.is_empty());
    // The compiler of the pages leaves its runtime in them.
    let inside = packages.keys().map(String::as_str).chain(["svelte"]);
    let notice = notice();
    let broken: Vec<_> =
        inside.filter(|name| !notice.contains(name)).map(|name| format!("{name} is not named")).collect();
    must_be_empty("name it in NOTICE with its copyright and licence", &broken);
}
