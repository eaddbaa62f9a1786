//! A screen seen from outside: Xvfb keeps its picture in a file, and the file is read. Nothing is asked of the program that
//! paints, and nothing runs inside it: what is timed is what a person would see.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use relais_tests::Outcome;

/// The windows fill it: nothing else is ever on it.
const SCREEN: &str = "1366x768x24";
/// Rows looked at, one in so many: text is taller than that.
const STRIDE: usize = 3;

/// A running screen; it goes dark with the value.
pub(crate) struct Screen {
    server: Child,
    picture: File,
    layout: Layout,
    display: String,
}

/// Where the pixels are in the file, as its header says.
struct Layout {
    first: u64,
    rows: usize,
    row_bytes: usize,
    visible_bytes: usize,
}

/// What was on the screen: one row in [`STRIDE`].
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Picture(Vec<u8>);

impl Picture {
    /// No window is there.
    pub(crate) fn is_dark(&self) -> bool {
        self.0.iter().all(|byte| *byte == 0)
    }

    /// How many pixels are not the same, in hundred-thousandths of those there are.
    pub(crate) fn differs(&self, other: &Picture) -> usize {
        let pixels = |picture: &Picture| picture.0.len() / 4;
        let (mine, theirs) = (self.0.as_chunks::<4>().0, other.0.as_chunks::<4>().0);
        mine.iter().zip(theirs).filter(|(a, b)| a != b).count() * 100_000 / pixels(self).max(1)
    }
}

impl Screen {
    /// Starts a screen whose picture is kept under `folder`.
    pub(crate) fn start(folder: &Path) -> Outcome<Screen> {
        std::fs::create_dir_all(folder)?;
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset", "-fbdir"])
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("Xvfb does not start ({error}): run ./dev setup"))?;
        let mut line = String::new();
        BufReader::new(server.stdout.take().ok_or("its output is ours")?).read_line(&mut line)?;
        let picture = File::open(folder.join("Xvfb_screen0"))?;
        let layout = Layout::read(&picture)?;
        Ok(Screen { server, picture, layout, display: format!(":{}", line.trim()) })
    }

    /// What a program needs to paint on it.
    pub(crate) fn display(&self) -> &str {
        &self.display
    }

    /// What is on it now.
    pub(crate) fn look(&self) -> Outcome<Picture> {
        let Layout { first, rows, row_bytes, visible_bytes } = self.layout;
        let mut pixels = vec![0; rows.div_ceil(STRIDE) * visible_bytes];
        for (nth, row) in pixels.chunks_mut(visible_bytes).enumerate() {
            self.picture.read_exact_at(row, first + u64::try_from(nth * STRIDE * row_bytes)?)?;
        }
        Ok(Picture(pixels))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // It may have ended by itself; nothing else is to be done then.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Layout {
    /// The header of an X window dump: 25 numbers of four bytes, the most significant first, then the colours.
    fn read(picture: &File) -> Outcome<Layout> {
        let mut header = [0; 100];
        picture.read_exact_at(&mut header, 0)?;
        let number = |nth: usize| u32::from_be_bytes([0, 1, 2, 3].map(|byte| header[nth * 4 + byte]));
        let (size, width, rows, bits, row_bytes, colours) =
            (number(0), number(4), number(5), number(11), number(12), number(19));
        if bits != 32 {
            return Err(format!("the screen has {bits} bits a pixel, not 32").into());
        }
        Ok(Layout {
            first: u64::from(size) + 12 * u64::from(colours),
            rows: usize::try_from(rows)?,
            row_bytes: usize::try_from(row_bytes)?,
            visible_bytes: usize::try_from(width)? * 4,
        })
    }
}
