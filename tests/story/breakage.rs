//! The simulated platforms, broken by hand: the page is opened from the thread of the demonstration, and its forms are
//! sent as a browser sends them. Owns that little browser; what each breakage does is the simulator's.

use std::io::{Read, Write};
use std::net::TcpStream;

use super::{Hand, Story};
use crate::Outcome;
use crate::window::Press;

/// The page where platforms are broken and mended.
pub struct Controls {
    address: String,
}

impl Story<'_> {
    /// The palette leads to the thread of the demonstration, and that to the page of the platforms.
    ///
    /// # Errors
    /// When one does not lead to the other.
    pub async fn opens_controls(&self) -> Outcome<Controls> {
        let mut hand = Hand::new(self.window);
        hand.press(Press::Control('k')).await?;
        hand.types("Palette de commandes", "fil de la").await?;
        hand.press(Press::Enter).await?;
        self.window.read("Le fil de la démonstration").await?;
        let seen = self.desktop.opened()?.len();
        hand.tabs_to("Dérégler une plateforme", 6).await?;
        self.picture("thread").await?;
        hand.press(Press::Enter).await?;
        let page = self.desktop.until_opened("http://127.0.0.1:", seen).await?;
        let address = page.to_string_lossy().trim_start_matches("http://").trim_end_matches('/').to_owned();
        hand.press(Press::Escape).await?;
        self.window.see_no("dialog[open]").await?;
        Ok(Controls { address })
    }
}

impl Controls {
    /// Where the simulated platforms listen: host and port.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Breaks a function of a platform for the next `calls`, or until it is mended.
    ///
    /// # Errors
    /// When the page refuses.
    pub fn breaks(&self, platform: &str, function: &str, fault: &str, calls: Option<u32>) -> Outcome {
        let count = calls.map(|calls| calls.to_string()).unwrap_or_default();
        self.sends("fault", &format!("platform={platform}&function={function}&fault={fault}&count={count}"))
    }

    /// Mends everything of a platform.
    ///
    /// # Errors
    /// When the page refuses.
    pub fn mends(&self, platform: &str) -> Outcome {
        self.sends("mend", &format!("platform={platform}"))
    }

    /// Sends a form; the page answers by showing itself again.
    fn sends(&self, form: &str, fields: &str) -> Outcome {
        let address = &self.address;
        let mut stream = TcpStream::connect(address)?;
        let length = fields.len();
        write!(
            stream,
            "POST /control/{form} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n\
             {fields}"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let status = answer.lines().next().unwrap_or_default();
        if status.contains(" 303 ") { Ok(()) } else { Err(format!("« {fields} » was answered by {answer}").into()) }
    }
}
