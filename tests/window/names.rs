//! Finding things by what a person calls them: the label of a field, the words of a button, a row by what it says. What
//! an open dialog covers is not there, as for a person. Owns the script that reads names; knows no screen.

use serde_json::json;
use thirtyfour::prelude::ElementWaitable;
use thirtyfour::{Key, WebElement};

use super::session::{GLANCE, naming};
use super::{PATIENCE, Window, until};
use crate::Outcome;

/// What is looked for by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What one presses.
    Button,
    /// What one types or chooses in.
    Field,
    /// A tab of a screen.
    Tab,
    /// A row of a list.
    Row,
}

impl Kind {
    fn css(self) -> &'static str {
        match self {
            Self::Button => "button:not([role=tab])",
            Self::Field => "input, select, textarea",
            Self::Tab => "[role=tab]",
            Self::Row => "tbody tr:not([aria-hidden])",
        }
    }
}

/// Reads the accessible name of an element the way the product gives it: its label, its own words without key hints and
/// drawings, or what it says of itself. Spaces of any width count as one.
const NAMES: &str = r#"
    const tidy = text => (text || '').replace(/\s+/g, ' ').trim();
    const words = element => {
        const copy = element.cloneNode(true);
        copy.querySelectorAll('kbd, [aria-hidden=true], .optional').forEach(part => part.remove());
        copy.querySelectorAll('td, th').forEach(cell => cell.append(' '));
        return tidy(copy.textContent);
    };
    const nameOf = element => tidy(element.getAttribute('aria-label'))
        || (element.labels && element.labels.length ? words(element.labels[0]) : '')
        || words(element)
        || tidy(element.getAttribute('title'));
    const shown = element => element.getClientRects().length > 0;
    const within = [...document.querySelectorAll('dialog[open]')].at(-1) || document;
"#;

/// What is found, once it can be used. A busy button is enabled, to keep the focus, and does not answer. A row is no box of its own for
/// the driver: its first cell is.
const USABLE: &str = "found.matches(':disabled, [aria-busy=true]') ? null
    : found.matches('tr') ? found.querySelector('th, td') : found";

impl Window {
    /// The name of what has the cursor; nothing when nothing has.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn focused(&self) -> Outcome<String> {
        let script = format!(
            "{NAMES} const held = document.activeElement;
             return held && held !== document.body ? nameOf(held) : '';"
        );
        Ok(self.driver().execute(script, Vec::new()).await?.convert()?)
    }

    /// Waits until the cursor is in what bears this name.
    ///
    /// # Errors
    /// Where the cursor is instead, after [`PATIENCE`].
    pub async fn until_focused(&self, name: &str) -> Outcome {
        let mut held = String::new();
        let found = until(&format!("the cursor in « {name} »"), async || {
            held = self.focused().await?;
            Ok((held == name).then_some(()))
        })
        .await;
        found.map_err(|error| format!("{error}; it is in « {held} »").into())
    }

    /// Waits until the cursor is in what has a name that begins with these words, or has them in it: a button that says
    /// more than its name, a row.
    ///
    /// # Errors
    /// Where the cursor is instead, after [`PATIENCE`].
    pub async fn until_focused_on(&self, words: &str) -> Outcome {
        let mut held = String::new();
        let found = until(&format!("the cursor on « {words} »"), async || {
            held = self.focused().await?;
            Ok(held.contains(words).then_some(()))
        })
        .await;
        found.map_err(|error| format!("{error}; it is on « {held} »").into())
    }

    /// Waits until the field that has the cursor holds this text, spaces apart; a list is taken as it is.
    ///
    /// # Errors
    /// What it holds instead, after [`PATIENCE`].
    pub async fn until_holds(&self, text: &str) -> Outcome {
        let script =
            "const held = document.activeElement; return held instanceof HTMLInputElement ? held.value : null;";
        let bare = |text: &str| text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
        let mut held = None;
        let found = until(&format!("the field to hold « {text} »"), async || {
            held = self.driver().execute(script, Vec::new()).await?.convert::<Option<String>>()?;
            Ok(held.as_deref().is_none_or(|value| text.is_empty() || bare(value) == bare(text)).then_some(()))
        })
        .await;
        found.map_err(|error| format!("{error}; it holds « {} »", held.unwrap_or_default()).into())
    }

    /// Waits for the thing of that kind whose name is this one, or begins with it when no other is closer.
    ///
    /// # Errors
    /// The names there are, when none suits after [`PATIENCE`].
    pub async fn named(&self, kind: Kind, name: &str) -> Outcome<WebElement> {
        let found = until(&format!("the {kind:?} « {name} »"), async || self.find(kind, name, "found").await).await;
        self.or_names(kind, found).await
    }

    /// Looks once for the thing of that name, and gives what the script `of_it` makes of it.
    async fn find(&self, kind: Kind, name: &str, of_it: &str) -> Outcome<Option<WebElement>> {
        let script = format!(
            "{NAMES} const all = [...within.querySelectorAll(arguments[0])].filter(shown);
             const wanted = arguments[1], contains = arguments[2];
             const named = all.map(element => [nameOf(element), element]);
             const found = (named.find(([name]) => name === wanted)
                 || named.find(([name]) => name.startsWith(wanted))
                 || (contains && named.find(([name]) => name.includes(wanted))) || [])[1];
             return found ? {of_it} : null;"
        );
        let arguments = vec![json!(kind.css()), json!(name), json!(kind == Kind::Row)];
        let found = self.driver().execute(script, arguments).await?;
        Ok(if found.json().is_null() { None } else { Some(found.element()?) })
    }

    /// Says what there is where something was not found.
    async fn or_names<T>(&self, kind: Kind, found: Outcome<T>) -> Outcome<T> {
        match found {
            Ok(found) => Ok(found),
            Err(error) => Err(format!("{error}\nThere are: {}", self.names(kind).await?.join(" | ")).into()),
        }
    }

    /// What the row of that name says, all of it.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn row(&self, name: &str) -> Outcome<String> {
        self.named(Kind::Row, name).await?;
        let rows = self.names(Kind::Row).await?;
        rows.into_iter().find(|row| row.contains(name)).ok_or_else(|| format!("the row « {name} » has gone").into())
    }

    /// The names of everything of that kind that can be seen.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn names(&self, kind: Kind) -> Outcome<Vec<String>> {
        let script = format!("{NAMES} return [...within.querySelectorAll(arguments[0])].filter(shown).map(nameOf);");
        Ok(self.driver().execute(script, vec![json!(kind.css())]).await?.convert()?)
    }

    /// Clicks the thing of that name, once it can be.
    ///
    /// # Errors
    /// When it is not there or cannot be clicked before [`PATIENCE`] is over.
    pub async fn click_on(&self, kind: Kind, name: &str) -> Outcome {
        let clicked = until(&format!("the {kind:?} « {name} » to be clicked"), async || {
            let Some(element) = self.find(kind, name, USABLE).await? else { return Ok(None) };
            element.click().await?;
            Ok(Some(()))
        })
        .await;
        self.or_names(kind, clicked).await
    }

    /// Clicks an element, once it can be used and nothing passes over it.
    ///
    /// # Errors
    /// When it cannot be clicked before [`PATIENCE`] is over.
    pub async fn click_once_free(&self, element: &WebElement) -> Outcome {
        naming("the element to be usable", element.wait_until().wait(PATIENCE, GLANCE).enabled().await)?;
        until("the element to be free of what passes over it and of what it is doing", async || {
            // A busy button is enabled, to keep the focus, and does not answer.
            if element.attr("aria-busy").await?.as_deref() == Some("true") {
                return Ok(None);
            }
            element.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Types into the field of that name, in place of what it held.
    ///
    /// # Errors
    /// When there is no such field, or it cannot be typed in.
    pub async fn fill_in(&self, name: &str, text: &str) -> Outcome {
        let field =
            until(&format!("the field « {name} » to be usable"), async || self.find(Kind::Field, name, USABLE).await)
                .await;
        let field = self.or_names(Kind::Field, field).await?;
        field.click().await?;
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(Key::Delete + text).await?;
        self.until_holds(text).await
    }

    /// Chooses in the list of that name what begins with these words.
    ///
    /// # Errors
    /// What there is to choose from, when nothing does.
    pub async fn choose(&self, name: &str, words: &str) -> Outcome {
        let list = self.named(Kind::Field, name).await?;
        let script = r"const [list, words] = arguments;
            const tidy = text => text.replace(/\s+/g, ' ').trim();
            const found = [...list.options].find(option => tidy(option.text).startsWith(words));
            if (!found) return [...list.options].map(option => option.text).join(' | ');
            list.value = found.value;
            list.dispatchEvent(new Event('input', { bubbles: true }));
            list.dispatchEvent(new Event('change', { bubbles: true }));
            return null;";
        let arguments = vec![list.to_json()?, json!(words)];
        let others: Option<String> = self.driver().execute(script, arguments).await?.convert()?;
        others.map_or(Ok(()), |others| Err(format!("« {words} » is not in « {name} »: {others}").into()))
    }
}
