//! The demonstration, as a person lives it in the real window: one customer's glasses, from the sale during the outage of
//! January 2024 to the cheque given back. `./dev run` plays it where there is no screen, and the tests of the real window
//! check it on the way. Owns the order of the story; the product owns everything it shows.
//!
//! One file a chapter. Chapters follow one another in one window; each leaves it on the counter.

mod advances;
mod bank;
mod breach;
mod breakage;
mod card;
mod certificate;
mod cheque;
mod cheque_refused;
mod closure;
mod covers;
mod credentials;
mod customer;
mod down_payment;
mod exercise;
mod formalities;
mod hand;
mod hearing;
mod inventory;
mod opening;
mod operator_advances;
mod outage;
mod papers;
mod payments;
mod people;
mod pharmacy;
mod pilotage;
mod plugged;
mod portal;
mod privacy;
mod proof;
mod recovery;
mod refund;
mod rights;
mod routing;
mod sale;
mod slips;
mod traces;
mod unknown;
mod waiting;
mod ways;
mod work;

pub use breakage::Controls;
pub use customer::{Customer, LUCIE, MALO};
pub use hand::Hand;
pub use people::{HER_PASSPHRASE, HER_PIN, LEA};

use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::window::{Desktop, Kind, LARGE, SMALL, Theme, Window, until};

/// The story as it is told: the desktop it happens on and the window it is told in.
pub struct Story<'a> {
    desktop: &'a Desktop,
    window: &'a Window,
}

/// Plays the whole story in a window that was just opened, and keeps a picture of each moment, the papers and what the
/// hand typed in the desktop's folder.
///
/// # Errors
/// At the first moment that is not as told.
pub async fn play(desktop: &Desktop, window: &Window) -> Outcome {
    let story = Story::new(desktop, window);
    window.read("Bienvenue dans Relais").await?;
    story.pictures("first-run").await?;
    story.first_run().await?;
    story.platforms_are_seen().await?;
    story.counter_path().await?;
    story.portal_sale().await?;
    story.queue_is_seen().await?;
    story.rights_come_back().await?;
    story.authorisations_come_back().await?;
    story.recovery().await?;
    story.customers_are_written_to().await?;
    story.cheques_are_acted_on_in_place().await?;
    story.portal().await?;
    story.cheques_are_settled().await?;
    story.advice_is_not_money().await?;
    story.money_comes().await?;
    story.journal_is_whole().await?;
    story.journal_is_exported().await?;
    story.books_tie().await
}

/// Plays what an outage asks of a counter beyond the one customer of the story: every way through, and what waits.
///
/// # Errors
/// At the first moment that is not as told.
pub async fn play_every_way(desktop: &Desktop, window: &Window) -> Outcome {
    let story = Story::new(desktop, window);
    story.first_run().await?;
    story.every_way().await?;
    let controls = story.opens_controls().await?;
    story.late_answer(&controls).await?;
    story.queue_is_worked().await?;
    story.answer_is_lost(&controls).await?;
    story.paid_twice().await?;
    story.journal_is_whole().await?;
    story.books_tie().await
}

/// Plays what is known of a cover by every way: live, kept, heard, read.
///
/// # Errors
/// At the first moment that is not as told.
pub async fn play_covers(desktop: &Desktop, window: &Window) -> Outcome {
    let story = Story::new(desktop, window);
    story.first_run().await?;
    let controls = story.opens_controls().await?;
    story.everything_known_of_a_cover(&controls).await?;
    story.journal_is_whole().await
}

/// Plays a precautionary closure: what failed for good, what the press says, and sixty days of history.
///
/// # Errors
/// At the first moment that is not as told.
pub async fn play_closure(desktop: &Desktop, window: &Window) -> Outcome {
    let story = Story::new(desktop, window);
    story.first_run().await?;
    let controls = story.opens_controls().await?;
    story.failed_for_good(&controls).await?;
    story.closure_is_declared().await?;
    story.history_is_looked_at().await?;
    story.journal_is_whole().await
}

/// Plays the life of a cheque after it left the drawer.
///
/// # Errors
/// At the first moment that is not as told.
pub async fn play_slips(desktop: &Desktop, window: &Window) -> Outcome {
    let story = Story::new(desktop, window);
    story.first_run().await?;
    story.cheques_after_the_drawer().await?;
    story.journal_is_whole().await?;
    story.books_tie().await
}

/// Plays the outage of a hearing-aid dispenser, from the sale to the transfer.
///
/// # Errors
/// At the first moment that is not as told.
pub async fn play_hearing(desktop: &Desktop, window: &Window) -> Outcome {
    let story = Story::new(desktop, window);
    story.first_run().await?;
    story.hearing_aids_through_the_outage().await?;
    story.journal_is_whole().await?;
    story.books_tie().await
}

/// Plays the outage of a pharmacy, from the first minutes to the incident closed.
///
/// # Errors
/// At the first moment that is not as told.
pub async fn play_pharmacy(desktop: &Desktop, window: &Window) -> Outcome {
    let story = Story::new(desktop, window);
    story.first_run_of_a_pharmacy().await?;
    story.pharmacy_through_the_outage().await?;
    story.journal_is_whole().await?;
    story.books_tie().await
}

/// Plays the owner's Monday.
///
/// # Errors
/// At the first moment that is not as told.
pub async fn play_pilotage(desktop: &Desktop, window: &Window) -> Outcome {
    let story = Story::new(desktop, window);
    story.first_run().await?;
    story.owner_looks_at_what_is_owed().await?;
    story.journal_is_whole().await?;
    story.books_tie().await
}

/// Plays the count of the drawer.
///
/// # Errors
/// At the first moment that is not as told.
pub async fn play_inventory(desktop: &Desktop, window: &Window) -> Outcome {
    let story = Story::new(desktop, window);
    story.first_run().await?;
    story.drawer_is_counted().await?;
    story.journal_is_whole().await?;
    story.books_tie().await
}

impl<'a> Story<'a> {
    /// A story to be told chapter by chapter.
    pub fn new(desktop: &'a Desktop, window: &'a Window) -> Self {
        Self { desktop, window }
    }

    /// Keeps the moment: a picture as most counters see it.
    async fn picture(&self, name: &str) -> Outcome<PathBuf> {
        self.window.picture(name).await
    }

    /// Keeps a great moment: light and dark as most counters see it, then on a large screen.
    ///
    /// # Errors
    /// When the window cannot be pictured.
    pub async fn pictures(&self, name: &str) -> Outcome {
        self.clears_what_was_said().await?;
        self.pictures_as_they_are(name).await
    }

    /// The same, with what was just said.
    ///
    /// # Errors
    /// When the window cannot be pictured.
    pub async fn pictures_as_they_are(&self, name: &str) -> Outcome {
        self.picture(name).await?;
        self.window.theme(Theme::Dark).await?;
        self.picture(&format!("{name}-dark")).await?;
        // The colours are the same on a large screen: only what is where may differ.
        self.window.theme(Theme::Light).await?;
        self.window.resize(LARGE).await?;
        self.picture(&format!("{name}-1920")).await?;
        self.window.resize(SMALL).await
    }

    /// Hides the sentences that tell what was just done, those that still come included: they pass by themselves, a picture would
    /// keep them.
    async fn clears_what_was_said(&self) -> Outcome {
        let hide = "document.querySelectorAll('.toast button[aria-label]').forEach(hide => hide.click());
            return document.querySelector('.toast') === null;";
        until("what was said to be gone", async || {
            Ok(self.window.driver().execute(hide, Vec::new()).await?.convert::<bool>()?.then_some(()))
        })
        .await
    }

    /// Goes to the next moment of the demonstration, named on the button of its line.
    async fn goes_on_to(&self, moment: &str) -> Outcome {
        self.window.click_on(Kind::Button, moment).await?;
        self.window.read(&format!("{moment}.")).await
    }

    /// Where pictures, papers and notes go.
    fn folder(&self) -> &Path {
        self.desktop.pictures()
    }

    /// Waits until the machine's reader was given a paper of that name, and keeps a copy beside the pictures.
    async fn paper(&self, name: &str, seen: usize) -> Outcome<PathBuf> {
        let path = self.desktop.until_opened(name, seen).await?;
        let kept = self.folder().join(path.file_name().ok_or("a paper has a name")?);
        until("the paper to be written", async || Ok(path.metadata().is_ok_and(|file| file.len() > 0).then_some(())))
            .await?;
        std::fs::copy(&path, &kept)?;
        Ok(kept)
    }
}
