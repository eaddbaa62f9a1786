//! The parts documents are composed of: letterhead, title, foot, sections, facts, numbered sentences, signatures.
//!
//! Every document opens with [`compose`], which draws the same head and foot on each page; the documents themselves
//! only say what stands between.

use crate::error::PrintError;
use crate::face::CAP_HEIGHT_PER_MILLE;
use crate::french;
use crate::length::Length;
use crate::practice::{Addressee, Practice, Reference};
use crate::press::{self, Label};
use crate::sheet::{Align, COLUMN, Column, Mark, Page, Sheet};
use crate::text::{Ink, Rich, Style};

pub(crate) const BODY: Style = style(10_000, 14_000, Ink::Strong);
pub(crate) const LEAD: Style = style(11_500, 17_000, Ink::Strong);
pub(crate) const SMALL: Style = style(8_000, 11_200, Ink::Soft);
pub(crate) const HEADING: Style = style(10_500, 15_000, Ink::Accent);
pub(crate) const FIGURE: Style = style(23_000, 25_000, Ink::Strong);
const NAME: Style = style(12_500, 17_000, Ink::Strong);
const TITLE: Style = style(19_000, 26_000, Ink::Strong);
const ADDRESS: Style = style(9_000, 12_600, Ink::Soft);
pub(crate) const MARKED: Style = style(8_500, 12_000, Ink::Amber);

const HAIRLINE: Length = Length::mpt(500);
/// The space after a part.
pub(crate) const GAP: Length = Length::pt(12);
/// Between two columns.
pub(crate) const GUTTER: Length = Length::mm(6);
/// Where the foot begins.
const FOOT: Length = Length::mm(280);
/// The letterhead under the name: the address on the left, the numbers on the right.
const LETTERHEAD_LEFT: Column = Column { left: COLUMN.left, width: Length::mm(110) };
const LETTERHEAD_RIGHT: Column = Column { left: Length::mm(135), width: Length::mm(55) };
/// The room of a signature.
const SIGNATURE_HEIGHT: Length = Length::mm(26);
/// Where the window of a French DL envelope shows the address: from the left edge and from the top.
const WINDOW: Column = Column { left: Length::mm(110), width: Length::mm(80) };
const WINDOW_TOP: Length = Length::mm(50);
/// Below the window, where a letter's title may begin.
const WINDOW_BOTTOM: Length = Length::mm(84);

const fn style(size_mpt: i64, leading_mpt: i64, ink: Ink) -> Style {
    Style { size: Length::mpt(size_mpt), leading: Length::mpt(leading_mpt), ink }
}

impl Style {
    /// From the top of a line to its baseline: the capitals are centred in the leading.
    pub(crate) fn baseline(self) -> Length {
        (self.leading + self.size.per_mille(CAP_HEIGHT_PER_MILLE)) / 2
    }

    pub(crate) const fn in_ink(self, ink: Ink) -> Style {
        Style { ink, ..self }
    }
}

/// What heads a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Title<'a> {
    /// What it is: « Reçu de chèque ».
    pub(crate) kind: &'a str,
    pub(crate) practice: &'a Practice,
    pub(crate) reference: &'a Reference,
    /// The customer, for a letter that goes under a window envelope.
    pub(crate) addressee: Option<&'a Addressee>,
    /// What each copy is called; empty for a document of one copy.
    pub(crate) copies: &'a [&'a str],
}

/// The PDF of a document: `body` once for each copy, between the heads and the feet.
pub(crate) fn compose(
    title: &Title<'_>,
    body: impl Fn(&mut Sheet<'_>) -> Result<(), PrintError>,
) -> Result<Vec<u8>, PrintError> {
    let head =
        |sheet: &mut Sheet<'_>, first: bool| if first { title.first_head(sheet) } else { title.next_head(sheet) };
    let mut sheet = Sheet::new(&head);
    for _ in 0..title.copies.len().max(1) {
        sheet.begin_copy()?;
        body(&mut sheet)?;
    }
    let mut pages = sheet.into_pages();
    title.feet(&mut pages)?;
    let name = format!("{} {}", title.kind, title.reference.number);
    press::print(&pages, &Label { title: &name, author: &title.practice.name, issued_on: title.reference.issued_on })
}

impl Title<'_> {
    /// The head of the first page of a copy: the practice, the marks, the title with its number and date.
    fn first_head(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        self.demonstration_mark(sheet)?;
        sheet.text(&Rich::strong(&self.practice.name), NAME, COLUMN, Align::Left)?;
        let below_name = sheet.cursor();
        for line in &self.practice.address_lines {
            sheet.text(&Rich::plain(line), ADDRESS, LETTERHEAD_LEFT, Align::Left)?;
        }
        let below_address = sheet.cursor();
        sheet.go_to(below_name);
        for line in identifiers(self.practice) {
            sheet.text(&Rich::plain(&line), ADDRESS, LETTERHEAD_RIGHT, Align::Right)?;
        }
        let below = below_address.max(sheet.cursor());
        sheet.go_to(below);
        match self.addressee {
            Some(addressee) => self.address(sheet, addressee)?,
            None => sheet.skip(GAP),
        }
        self.title(sheet)
    }

    fn title(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        sheet.rule(COLUMN, Length::mpt(900), Ink::Accent);
        sheet.skip(Length::pt(11));
        let top = sheet.cursor();
        if let Some(copy) = self.copies.get(sheet.copy()) {
            sheet.go_to(top + Length::pt(8));
            sheet.text(&Rich::strong(copy), HEADING, COLUMN, Align::Right)?;
            sheet.go_to(top);
        }
        let column = Column { width: Length::mm(if self.copies.is_empty() { 170 } else { 130 }), ..COLUMN };
        sheet.text(&Rich::strong(self.kind), TITLE, column, Align::Left)?;
        sheet.skip(Length::pt(4));
        let number = Rich::plain("N°\u{a0}")
            .then_strong(&self.reference.number)
            .then("  ·  ")
            .then(&french::date(self.reference.issued_on));
        sheet.text(&number, BODY.in_ink(Ink::Soft), COLUMN.part(0, 2, GUTTER), Align::Left)?;
        sheet.skip(GAP);
        Ok(())
    }

    /// The address, where a window envelope shows it; a longer letterhead pushes it down.
    fn address(&self, sheet: &mut Sheet<'_>, addressee: &Addressee) -> Result<(), PrintError> {
        sheet.skip(GAP);
        let top = sheet.cursor().max(WINDOW_TOP);
        sheet.go_to(top);
        sheet.text(&Rich::plain(&addressee.name), LEAD, WINDOW, Align::Left)?;
        for line in &addressee.address_lines {
            sheet.text(&Rich::plain(line), LEAD, WINDOW, Align::Left)?;
        }
        let bottom = (sheet.cursor() + GAP).max(WINDOW_BOTTOM);
        sheet.go_to(bottom);
        Ok(())
    }

    /// The head of the pages that follow.
    fn next_head(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        self.demonstration_mark(sheet)?;
        let copy =
            self.copies.get(sheet.copy()).map_or(String::new(), |copy| format!(" · {copy}")).replace(' ', "\u{a0}");
        let running =
            format!("{} · {} n°\u{a0}{}{copy},\u{a0}suite", self.practice.name, self.kind, self.reference.number);
        sheet.text(&Rich::plain(&running), SMALL, COLUMN, Align::Left)?;
        sheet.skip(Length::pt(4));
        sheet.rule(COLUMN, HAIRLINE, Ink::Line);
        sheet.skip(GAP);
        Ok(())
    }

    /// The band across the top of every page of a practice that is not a real one.
    fn demonstration_mark(&self, sheet: &mut Sheet<'_>) -> Result<(), PrintError> {
        let Some(words) = self.practice.kind.mark() else { return Ok(()) };
        let (top, height) = (Length::mm(7), Length::pt(19));
        sheet.draw(Mark::Box { column: COLUMN, top, height, fill: Some(Ink::AmberGround), outline: Some(Ink::Amber) });
        let begin = sheet.cursor();
        sheet.go_to(top + (height - MARKED.leading) / 2);
        sheet.text(&Rich::strong(words), MARKED, COLUMN, Align::Centre)?;
        sheet.go_to(begin);
        Ok(())
    }

    /// The foot of every page: what it belongs to on the left, its place in its copy on the right.
    fn feet(&self, pages: &mut [Page]) -> Result<(), PrintError> {
        let total = |copy| pages.iter().filter(|page| page.copy == copy).count();
        let totals: Vec<usize> = pages.iter().map(|page| total(page.copy)).collect();
        let (mut copy, mut number) = (usize::MAX, 0);
        for (page, total) in pages.iter_mut().zip(totals) {
            number = if page.copy == copy { number + 1 } else { 1 };
            copy = page.copy;
            page.marks.push(Mark::Rule { column: COLUMN, at: FOOT, thickness: HAIRLINE, ink: Ink::Line });
            foot_line(page, 0, &format!("{} n°\u{a0}{}", self.kind, self.reference.number), Align::Left)?;
            foot_line(page, 0, &format!("page {number}/{total}"), Align::Right)?;
            if let Some(mark) = self.practice.kind.mark() {
                foot_line(page, 1, mark, Align::Left)?;
            }
        }
        Ok(())
    }
}

/// A line of the foot; a text too long for it is already whole in the head.
fn foot_line(page: &mut Page, index: i64, text: &str, align: Align) -> Result<(), PrintError> {
    let column = Column { width: Length::mm(150), ..COLUMN };
    for line in Rich::plain(text).lines(SMALL.size, column.width)?.into_iter().take(1) {
        let left = if align == Align::Right { COLUMN.right() - line.width } else { COLUMN.left };
        let baseline = FOOT + Length::pt(13) + SMALL.leading * index;
        page.marks.push(Mark::Text { left, baseline, size: SMALL.size, ink: SMALL.ink, runs: line.runs });
    }
    Ok(())
}

/// Telephone, FINESS and SIRET, a line each.
fn identifiers(practice: &Practice) -> Vec<String> {
    let phone = practice.phone.as_ref().map(|phone| format!("Tél.\u{a0}{}", phone.replace(' ', "\u{a0}")));
    let finess = practice.finess.as_ref().map(|finess| format!("FINESS\u{a0}{finess}"));
    let siret = practice.siret.as_ref().map(|siret| format!("SIRET\u{a0}{}", french::siret(siret)));
    [phone, finess, siret].into_iter().flatten().collect()
}

/// A paragraph and the space after it.
pub(crate) fn paragraph(sheet: &mut Sheet<'_>, rich: &Rich) -> Result<(), PrintError> {
    sheet.text(rich, BODY, COLUMN, Align::Left)?;
    sheet.skip(Length::pt(7));
    Ok(())
}

/// The title of a section; never left alone at the bottom of a page.
pub(crate) fn heading(sheet: &mut Sheet<'_>, text: &str) -> Result<(), PrintError> {
    sheet.reserve(HEADING.leading + BODY.leading * 3)?;
    sheet.text(&Rich::strong(text), HEADING, COLUMN, Align::Left)?;
    sheet.skip(Length::pt(4));
    Ok(())
}

/// Numbered sentences, one under the other, each kept whole.
pub(crate) fn numbered(sheet: &mut Sheet<'_>, sentences: &[Rich]) -> Result<(), PrintError> {
    for (index, sentence) in sentences.iter().enumerate() {
        sheet.keep_together(|sheet| {
            let begin = sheet.cursor();
            sheet.text(&Rich::strong(&format!("{}.", index + 1)), BODY.in_ink(Ink::Accent), COLUMN, Align::Left)?;
            sheet.go_to(begin);
            sheet.text(sentence, BODY, COLUMN.indented(Length::mm(7)), Align::Left)
        })?;
        sheet.skip(Length::pt(3));
    }
    Ok(())
}

/// The same before another section, which stands apart.
pub(crate) fn points(sheet: &mut Sheet<'_>, sentences: &[Rich]) -> Result<(), PrintError> {
    numbered(sheet, sentences)?;
    sheet.skip(Length::pt(5));
    Ok(())
}

/// A named fact.
#[derive(Debug, Clone)]
pub(crate) struct Fact<'a> {
    label: &'a str,
    value: Rich,
}

/// A fact: what it is called and what it says.
pub(crate) fn fact<'a>(label: &'a str, value: &str) -> Fact<'a> {
    Fact { label, value: Rich::plain(value) }
}

/// Facts in a grid of columns, the label above the value; each row as high as its longest.
pub(crate) fn facts(sheet: &mut Sheet<'_>, column: Column, columns: i64, facts: &[Fact<'_>]) -> Result<(), PrintError> {
    let per_row = usize::try_from(columns).unwrap_or(1).max(1);
    for row in facts.chunks(per_row) {
        sheet.keep_together(|sheet| {
            let begin = sheet.cursor();
            let mut bottom = begin;
            for (index, fact) in (0..).zip(row) {
                let cell = column.part(index, columns, GUTTER);
                sheet.go_to(begin);
                sheet.text(&Rich::plain(fact.label), SMALL, cell, Align::Left)?;
                sheet.text(&fact.value, BODY, cell, Align::Left)?;
                bottom = bottom.max(sheet.cursor());
            }
            sheet.go_to(bottom);
            Ok(())
        })?;
        sheet.skip(Length::pt(6));
    }
    Ok(())
}

/// A soft panel with the amount in figures on the right, what it is on the left, the words below.
pub(crate) fn amount_panel(
    sheet: &mut Sheet<'_>,
    what: &Rich,
    amount_cents: i64,
    words: Option<&str>,
) -> Result<(), PrintError> {
    figure_panel(sheet, what, &french::euros(amount_cents), words)
}

/// The same with figures made elsewhere: a range.
pub(crate) fn figure_panel(
    sheet: &mut Sheet<'_>,
    what: &Rich,
    figures: &str,
    words: Option<&str>,
) -> Result<(), PrintError> {
    sheet.boxed(COLUMN, Length::pt(10), (Some(Ink::Ground), None), |sheet, inside| {
        let begin = sheet.cursor();
        let figures = Rich::strong(figures);
        let lines = figures.lines(FIGURE.size, inside.width)?;
        let width = lines.iter().fold(Length::ZERO, |most, line| most.max(line.width));
        // Read aloud, what it is comes before how much; on paper they share a baseline.
        sheet.go_to(begin + FIGURE.baseline() - LEAD.baseline());
        sheet.text(what, LEAD, Column { width: inside.width - width - GUTTER, ..inside }, Align::Left)?;
        let below_what = sheet.cursor();
        sheet.go_to(begin);
        sheet.text(&figures, FIGURE, inside, Align::Right)?;
        let below = below_what.max(sheet.cursor());
        sheet.go_to(below);
        match words {
            Some(words) => sheet.text(&Rich::plain(words), BODY.in_ink(Ink::Soft), inside, Align::Left),
            None => Ok(()),
        }
    })?;
    sheet.skip(GAP);
    Ok(())
}

/// A box to sign in: who signs, and what is written above.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signature<'a> {
    pub(crate) who: &'a str,
    pub(crate) how: &'a str,
}

/// Boxes to sign in, side by side, after the place of the date.
pub(crate) fn signatures(sheet: &mut Sheet<'_>, boxes: &[Signature<'_>]) -> Result<(), PrintError> {
    let count = i64::try_from(boxes.len()).unwrap_or(1).max(1);
    sheet.keep_together(|sheet| {
        sheet.reserve(SIGNATURE_HEIGHT)?;
        let top = sheet.cursor();
        for (index, signature) in (0..).zip(boxes) {
            let column = COLUMN.part(index, count, GUTTER);
            sheet.draw(Mark::Box { column, top, height: SIGNATURE_HEIGHT, fill: None, outline: Some(Ink::Line) });
            sheet.go_to(top + Length::pt(6));
            let inside = column.inset(Length::pt(8));
            sheet.text(&Rich::strong(signature.who), BODY, inside, Align::Left)?;
            sheet.text(&Rich::plain(signature.how), SMALL, inside, Align::Left)?;
        }
        sheet.go_to(top + SIGNATURE_HEIGHT);
        Ok(())
    })?;
    sheet.skip(Length::pt(8));
    Ok(())
}

/// Small print at the end of a page.
pub(crate) fn small_print(sheet: &mut Sheet<'_>, text: &str) -> Result<(), PrintError> {
    sheet.text(&Rich::plain(text), SMALL, COLUMN, Align::Left)
}

/// The consumer mediator, when the practice names one.
pub(crate) fn mediator(sheet: &mut Sheet<'_>, practice: &Practice) -> Result<(), PrintError> {
    match &practice.mediator {
        Some(mediator) => small_print(sheet, &format!("Médiation de la consommation\u{a0}: {mediator}")),
        None => Ok(()),
    }
}
