//! The last metre: a TCP connection that can be told to stop, slow down or break at a given byte of an answer. Faults a
//! web framework is built to make impossible are made here, under it, where only bytes pass.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::Sleep;

use crate::door::{Door, DoorSignal};

/// The pace of `Fault::Slow`: enough bytes to keep a read timeout from ever firing, too few to ever finish.
const DRIP_INTERVAL: Duration = Duration::from_secs(1);

/// What the connection does with the next answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// Lets it through.
    Pass,
    /// Resets the connection before the first byte.
    Reset,
    /// Lets the head and so many bytes of the body through, then closes.
    CutAfter(usize),
    /// Closes before the first byte.
    CutAtOnce,
    /// Lets the head and so many bytes of the body through, then nothing more.
    HoldAfter(usize),
    /// Lets the head through, then a byte of body at each interval.
    Drip,
}

/// How far the present answer has come.
#[derive(Debug)]
struct Progress {
    plan: Plan,
    /// Bytes of the head's closing blank line seen so far; four when the body starts.
    blank_line: usize,
    body_sent: usize,
}

/// The handle by which a request's handler tells its own connection what to do.
#[derive(Debug, Clone)]
pub(crate) struct Wire(Arc<Mutex<Progress>>);

impl Wire {
    fn new() -> Self {
        Wire(Arc::new(Mutex::new(Progress { plan: Plan::Pass, blank_line: 0, body_sent: 0 })))
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn plan(&self, plan: Plan) {
        *self.progress() = Progress { plan, blank_line: 0, body_sent: 0 };
    }

    pub(crate) fn pass(&self) {
        self.plan(Plan::Pass);
    }

    pub(crate) fn reset(&self) {
        self.plan(Plan::Reset);
    }

    pub(crate) fn cut_at_once(&self) {
        self.plan(Plan::CutAtOnce);
    }

    pub(crate) fn cut_after(&self, body_bytes: usize) {
        self.plan(Plan::CutAfter(body_bytes));
    }

    pub(crate) fn hold_after(&self, body_bytes: usize) {
        self.plan(Plan::HoldAfter(body_bytes));
    }

    pub(crate) fn drip(&self) {
        self.plan(Plan::Drip);
    }
}

impl Connected<IncomingStream<'_, Door>> for Wire {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().wire.clone()
    }
}

/// What to do with a piece of an answer.
enum Verdict {
    Write(usize),
    Hold,
    Break { reset: bool },
}

impl Progress {
    /// How much of `piece` may leave now.
    fn verdict(&self, piece: &[u8]) -> Verdict {
        let head = self.head_bytes(piece);
        let allow = |limit: usize| head + (piece.len() - head).min(limit.saturating_sub(self.body_sent));
        match self.plan {
            Plan::Pass => Verdict::Write(piece.len()),
            Plan::Reset => Verdict::Break { reset: true },
            Plan::CutAtOnce => Verdict::Break { reset: false },
            Plan::CutAfter(limit) => match allow(limit) {
                0 => Verdict::Break { reset: false },
                bytes => Verdict::Write(bytes),
            },
            Plan::HoldAfter(limit) => match allow(limit) {
                0 => Verdict::Hold,
                bytes => Verdict::Write(bytes),
            },
            Plan::Drip => Verdict::Write(if head > 0 { head } else { piece.len().min(1) }),
        }
    }

    /// How many bytes of `piece` still belong to the head.
    fn head_bytes(&self, piece: &[u8]) -> usize {
        let mut matched = self.blank_line;
        for (index, byte) in piece.iter().enumerate() {
            if matched == 4 {
                return index;
            }
            matched = Self::matched(matched, *byte);
        }
        piece.len()
    }

    fn sent(&mut self, piece: &[u8]) {
        for byte in piece {
            if self.blank_line == 4 {
                self.body_sent += 1;
            } else {
                self.blank_line = Self::matched(self.blank_line, *byte);
            }
        }
    }

    fn matched(before: usize, byte: u8) -> usize {
        match (before, byte) {
            (0 | 2, b'\r') | (1 | 3, b'\n') => before + 1,
            (_, b'\r') => 1,
            _ => 0,
        }
    }
}

/// A connection under the framework.
pub(crate) struct Tap {
    stream: TcpStream,
    wire: Wire,
    /// Nobody will ever read it.
    held: bool,
    ended: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    pause: Option<Pin<Box<Sleep>>>,
    /// Dropped with the connection, so that stopping can wait for the last one.
    _alive: mpsc::Sender<()>,
}

impl Tap {
    pub(crate) fn new(
        stream: TcpStream,
        held: bool,
        mut signal: watch::Receiver<DoorSignal>,
        alive: mpsc::Sender<()>,
    ) -> Self {
        // Bytes of a dripped answer must leave one by one.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY refused");
        }
        let at_first = *signal.borrow_and_update();
        let ended = async move {
            // An error means that the door itself is gone.
            let _ = signal.wait_for(|now| now.ends(&at_first, held)).await;
        };
        Tap { stream, wire: Wire::new(), held, ended: Some(Box::pin(ended)), pause: None, _alive: alive }
    }

    /// Whether the connection was ended from above; registers the task to be woken when it is.
    fn over(&mut self, context: &mut Context<'_>) -> bool {
        let Some(ended) = &mut self.ended else { return true };
        if ended.as_mut().poll(context).is_pending() {
            return false;
        }
        self.ended = None;
        true
    }
}

fn broken() -> io::Error {
    io::ErrorKind::ConnectionReset.into()
}

impl AsyncRead for Tap {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.over(context) {
            return Poll::Ready(Err(broken()));
        }
        if self.held {
            return Poll::Pending;
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Tap {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, piece: &[u8]) -> Poll<io::Result<usize>> {
        if self.over(context) {
            return Poll::Ready(Err(broken()));
        }
        if let Some(pause) = &mut self.pause {
            if pause.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            self.pause = None;
        }
        let this = &mut *self;
        let mut progress = this.wire.progress();
        let bytes = match progress.verdict(piece) {
            Verdict::Write(bytes) => bytes,
            Verdict::Hold => return Poll::Pending,
            Verdict::Break { reset } => {
                if reset && let Err(error) = this.stream.set_zero_linger() {
                    tracing::debug!(%error, "SO_LINGER refused: the connection closes instead of being reset");
                }
                return Poll::Ready(Err(broken()));
            }
        };
        let written = match Pin::new(&mut this.stream).poll_write(context, &piece[..bytes]) {
            Poll::Ready(Ok(written)) => written,
            other => return other,
        };
        let body_before = progress.body_sent;
        progress.sent(&piece[..written]);
        if progress.plan == Plan::Drip && progress.body_sent > body_before {
            this.pause = Some(Box::pin(tokio::time::sleep(DRIP_INTERVAL)));
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
