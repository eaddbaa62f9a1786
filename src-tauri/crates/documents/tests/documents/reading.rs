//! Reading a PDF with programs that are not ours.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A document on disk, to be read.
pub(crate) struct Document {
    path: PathBuf,
    bytes: usize,
}

/// A word and its box, in points from the top left.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Word {
    pub(crate) page: usize,
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
    pub(crate) text: String,
}

/// A rendered page: a byte a pixel, 0 is black.
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pixels: Vec<u8>,
}

impl Document {
    /// Writes the document under the target folder, in a folder named after the running test.
    pub(crate) fn new(name: &str, bytes: &[u8]) -> Document {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents").join(test_name());
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{name}.pdf"));
        std::fs::write(&path, bytes).unwrap();
        Document { path, bytes: bytes.len() }
    }

    /// What the file weighs.
    pub(crate) fn len(&self) -> usize {
        self.bytes
    }

    /// The text, laid out as on the page.
    pub(crate) fn text(&self) -> String {
        let output = run(Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(&self.path).arg("-"));
        String::from_utf8(output).unwrap()
    }

    /// The text in the order it is read aloud, every run of spaces, line ends and page breaks made one space: what it
    /// says, wherever its lines break.
    pub(crate) fn prose(&self) -> String {
        let output = run(Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(&self.path).arg("-"));
        let text = String::from_utf8(output).unwrap();
        text.split([' ', '\n', '\u{c}']).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Every word with its place.
    pub(crate) fn words(&self) -> Vec<Word> {
        let output = run(Command::new("pdftotext").args(["-bbox", "-enc", "UTF-8"]).arg(&self.path).arg("-"));
        let (mut words, mut page) = (Vec::new(), 0);
        for line in String::from_utf8(output).unwrap().lines().map(str::trim) {
            if line.starts_with("<page") {
                page += 1;
            } else if let Some(rest) = line.strip_prefix("<word ") {
                let value = |name: &str| {
                    let from = rest.find(name).unwrap() + name.len() + 2;
                    rest[from..].split('"').next().unwrap().parse().unwrap()
                };
                let text = rest.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
                let (left, top, right, bottom) = (value("xMin"), value("yMin"), value("xMax"), value("yMax"));
                words.push(Word { page, left, top, right, bottom, text });
            }
        }
        words
    }

    /// The pages, rendered in grey at 72 dots an inch: a pixel is a point.
    pub(crate) fn pictures(&self) -> Vec<Picture> {
        let folder = tempfile::tempdir().unwrap();
        run(Command::new("pdftoppm").args(["-r", "72", "-gray"]).arg(&self.path).arg(folder.path().join("page")));
        let mut files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.iter().map(|file| Picture::read(&std::fs::read(file).unwrap())).collect()
    }

    /// The fonts of the file, a line each as `pdffonts` lists them.
    pub(crate) fn fonts(&self) -> Vec<String> {
        let output = run(Command::new("pdffonts").arg(&self.path));
        String::from_utf8(output).unwrap().lines().skip(2).map(str::to_owned).collect()
    }

    /// What the file says of itself.
    pub(crate) fn about(&self) -> String {
        String::from_utf8(run(Command::new("pdfinfo").env("TZ", "UTC").arg(&self.path))).unwrap()
    }
}

impl Picture {
    /// Reads a binary PGM: `P5`, width, height, 255, then the pixels.
    fn read(bytes: &[u8]) -> Picture {
        let mut fields = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
        assert_eq!(fields.next().unwrap(), b"P5");
        let mut number = || std::str::from_utf8(fields.next().unwrap()).unwrap().parse::<usize>().unwrap();
        let (width, height) = (number(), number());
        let rest = fields.next().unwrap();
        let pixels = rest[rest.len() - width * height..].to_vec();
        Picture { width, height, pixels }
    }

    /// How many pixels of a box are darker than paper and its soft grounds.
    pub(crate) fn ink(&self, (left, right): (usize, usize), (top, bottom): (usize, usize)) -> usize {
        (top..bottom.min(self.height))
            .flat_map(|row| (left..right.min(self.width)).map(move |column| row * self.width + column))
            .filter(|pixel| self.pixels[*pixel] < 225)
            .count()
    }
}

/// The test that runs on this thread, fit to name a folder.
fn test_name() -> String {
    std::thread::current().name().unwrap_or("unnamed").replace("::", ".")
}

/// The output of a command that must succeed.
fn run(command: &mut Command) -> Vec<u8> {
    let output = command.output().expect("poppler-utils is installed (./dev setup)");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
