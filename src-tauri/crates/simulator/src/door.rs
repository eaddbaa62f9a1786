//! The listening sockets: one shared by all platforms, and one of its own for each, so that « connection refused » can
//! be a real refusal by the operating system. A shut door keeps its port bound without listening: nobody else can take
//! the number meanwhile, and every attempt is refused.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, oneshot, watch};

use crate::board::Place;
use crate::fault::Fault;
use crate::places::{Function, Platform};
use crate::wire::Tap;
use crate::world::World;

/// Connections the operating system may queue before they are accepted.
const BACKLOG: u32 = 256;

/// Pause after an `accept` that failed, for instance because no file descriptor is left.
const ACCEPT_RETRY: Duration = Duration::from_millis(100);

/// What connections of a door are told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct DoorSignal {
    stopping: bool,
    /// Grows each time every open connection is to be cut.
    cuts: u64,
    /// Grows each time the connections nobody reads are to be let go.
    releases: u64,
}

impl DoorSignal {
    /// Whether a connection opened under `at_first` is over.
    pub(crate) fn ends(&self, at_first: &DoorSignal, held: bool) -> bool {
        self.stopping || self.cuts != at_first.cuts || (held && self.releases != at_first.releases)
    }
}

/// What a door is asked to do.
#[derive(Debug)]
pub(crate) enum Order {
    /// Stop listening and cut what is open.
    Shut(oneshot::Sender<io::Result<()>>),
    /// Listen again.
    Open(oneshot::Sender<io::Result<()>>),
    /// Let go of the connections nobody reads.
    Release(oneshot::Sender<io::Result<()>>),
}

enum Socket {
    Listening(TcpListener),
    /// The port is kept when the system allowed it.
    Shut(Option<TcpSocket>),
}

/// A listening socket that can be shut.
pub(crate) struct Door {
    address: SocketAddr,
    platform: Option<Platform>,
    socket: Socket,
    world: Arc<World>,
    orders: mpsc::Receiver<Order>,
    signal: watch::Sender<DoorSignal>,
    alive: mpsc::Sender<()>,
}

/// Binds without listening.
fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // On Windows this option would let another program share the port.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

impl Door {
    /// Opens a door.
    pub(crate) fn open(
        address: SocketAddr,
        platform: Option<Platform>,
        world: Arc<World>,
        orders: mpsc::Receiver<Order>,
        alive: mpsc::Sender<()>,
    ) -> io::Result<Door> {
        let listener = bind(address)?.listen(BACKLOG)?;
        let address = listener.local_addr()?;
        let signal = watch::Sender::new(DoorSignal::default());
        Ok(Door { address, platform, socket: Socket::Listening(listener), world, orders, signal, alive })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    fn obey(&mut self, order: Order) {
        let (done, result) = match order {
            Order::Shut(done) => {
                self.socket = Socket::Shut(None);
                self.signal.send_modify(|signal| signal.cuts += 1);
                self.socket = Socket::Shut(bind(self.address).ok());
                (done, Ok(()))
            }
            Order::Open(done) => (done, self.listen()),
            Order::Release(done) => {
                self.signal.send_modify(|signal| signal.releases += 1);
                (done, Ok(()))
            }
        };
        // The one who asked may have gone away; the door is as it was told to be.
        let _ = done.send(result);
    }

    fn listen(&mut self) -> io::Result<()> {
        let Socket::Shut(kept) = &mut self.socket else { return Ok(()) };
        let kept = match kept.take() {
            Some(socket) => socket,
            None => bind(self.address)?,
        };
        self.socket = Socket::Listening(kept.listen(BACKLOG)?);
        Ok(())
    }

    /// Lets a connection in as the platform's connection fault says; `None` when it was reset.
    fn admit(&self, stream: TcpStream) -> Option<Tap> {
        let fault = self.platform.and_then(|platform| {
            let place = Place { platform, function: Function::Connection, activity: None };
            self.world.with(|state| state.meet_connection(place))
        });
        if fault == Some(Fault::Reset) {
            if let Err(error) = stream.set_zero_linger() {
                tracing::debug!(%error, "SO_LINGER refused: the connection closes instead of being reset");
            }
            return None;
        }
        let held = fault == Some(Fault::HangAccept);
        Some(Tap::new(stream, held, self.signal.subscribe(), self.alive.clone()))
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.signal.send_modify(|signal| signal.stopping = true);
    }
}

impl Listener for Door {
    type Io = Tap;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Tap, SocketAddr) {
        loop {
            let accepted = match &self.socket {
                Socket::Listening(listener) => tokio::select! {
                    // An order is obeyed before one more connection is let in.
                    biased;
                    order = self.orders.recv() => Err(order),
                    accepted = listener.accept() => Ok(accepted),
                },
                Socket::Shut(_) => Err(self.orders.recv().await),
            };
            match accepted {
                Ok(Ok((stream, peer))) => {
                    if let Some(tap) = self.admit(stream) {
                        return (tap, peer);
                    }
                }
                Ok(Err(error)) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_RETRY).await;
                }
                Err(Some(order)) => self.obey(order),
                // Whoever gives orders is gone: the simulator is being dropped.
                Err(None) => std::future::pending().await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
