//! Starting and stopping a run: four sockets (one shared, one for each platform), their servers, and the task that
//! follows a clock that moves. Stopping ends every connection, also those a fault keeps hanging.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::control::{Control, DoorHandle};
use crate::door::{Door, Order};
use crate::places::Platform;
use crate::scenario::Scenario;
use crate::serve::{self, Site};
use crate::wire::Wire;
use crate::world::World;

/// How often a clock that moves by itself is compared with the scenario, for what no request can notice: a port that
/// shuts.
const FOLLOWING_INTERVAL: Duration = Duration::from_secs(1);

/// Orders a door may have waiting: they are given one at a time.
const ORDER_QUEUE: usize = 4;

/// How to start.
#[derive(Debug, Clone)]
pub struct Options {
    address: SocketAddr,
    clock: Clock,
    scenario: Option<Scenario>,
}

impl Options {
    /// On any free port, without a scenario.
    pub fn new(clock: Clock) -> Self {
        Options { address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0), clock, scenario: None }
    }

    /// At an address; it must be a loopback one. Port 0 takes any free port; with another port the platforms' own
    /// ports are the following ones.
    pub fn address(self, address: SocketAddr) -> Self {
        Options { address, ..self }
    }

    /// On a port of 127.0.0.1.
    pub fn port(self, port: u16) -> Self {
        self.address(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port))
    }

    /// Playing a scenario.
    pub fn scenario(self, scenario: Scenario) -> Self {
        Options { scenario: Some(scenario), ..self }
    }
}

/// Why a run did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The simulator speaks to its own machine only.
    #[error("le simulateur n’écoute que sur la machine elle-même : {0} n’est pas une adresse de bouclage")]
    NotLoopback(SocketAddr),
    /// A port is taken, or may not be had.
    #[error("le port {address} ne peut pas être ouvert : {source}")]
    Port {
        /// Which.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
}

/// Tiers-payant platforms that can be made to fail.
pub struct Simulator;

/// A run. Dropping it ends it; `stop` also waits for the end.
pub struct RunningSimulator {
    address: SocketAddr,
    own: Vec<(Platform, SocketAddr)>,
    control: Control,
    servers: Vec<JoinHandle<()>>,
    alive: mpsc::Receiver<()>,
}

impl Simulator {
    /// Starts a run. Must be called within a tokio runtime.
    pub async fn start(options: Options) -> Result<RunningSimulator, StartError> {
        let Options { address, clock, scenario } = options;
        if !address.ip().is_loopback() {
            return Err(StartError::NotLoopback(address));
        }
        let follows = clock.follows();
        let world = Arc::new(World::new(clock));
        let (alive, ended) = mpsc::channel(1);
        let open = |address: SocketAddr, platform| {
            let (orders, received) = mpsc::channel::<Order>(ORDER_QUEUE);
            Door::open(address, platform, Arc::clone(&world), received, alive.clone())
                .map(|door| (door, orders))
                .map_err(|source| StartError::Port { address, source })
        };
        let (shared, shared_orders) = open(address, None)?;
        let mut doors = Vec::new();
        let mut handles = Vec::new();
        for (offset, platform) in (1u16..).zip(Platform::all()) {
            let port = if address.port() == 0 { 0 } else { address.port().saturating_add(offset) };
            let (door, orders) = open(SocketAddr::new(address.ip(), port), Some(platform))?;
            handles.push(DoorHandle { platform, orders, shut: false });
            doors.push((platform, door));
        }
        let doors_held = Arc::new(Mutex::new(handles));
        let control = Control { world: Arc::clone(&world), doors: doors_held, runtime: Handle::current() };
        world.with(|state| state.play(scenario));
        let own: Vec<_> = doors.iter().map(|(platform, door)| (*platform, door.address())).collect();
        let address = shared.address();
        let site = |only| Site { control: control.clone(), only, shared: address, own: own.clone().into() };
        let mut servers = vec![serve_door(shared, site(None), Some(shared_orders))];
        servers.extend(doors.into_iter().map(|(platform, door)| serve_door(door, site(Some(platform)), None)));
        if follows {
            servers.push(tokio::spawn(follow(control.clone())));
        }
        if let Err(error) = control.settle_doors().await {
            tracing::warn!(%error, "a port could not be set as the scenario says");
        }
        Ok(RunningSimulator { address, own, control, servers, alive: ended })
    }
}

/// Serves one door until the run stops. The shared door gets no orders, but lives as long as someone could give some.
fn serve_door(door: Door, site: Site, orders: Option<mpsc::Sender<Order>>) -> JoinHandle<()> {
    let world = Arc::clone(&site.control.world);
    let service = serve::router(site).into_make_service_with_connect_info::<Wire>();
    tokio::spawn(async move {
        let _orders = orders;
        tokio::select! {
            () = world.stopped() => {}
            result = axum::serve(door, service).into_future() => {
                if let Err(error) = result {
                    tracing::error!(%error, "a platform stopped serving");
                }
            }
        }
    })
}

/// Keeps the ports in step with a clock that moves by itself.
async fn follow(control: Control) {
    let mut ticks = tokio::time::interval(FOLLOWING_INTERVAL);
    loop {
        tokio::select! {
            () = control.world.stopped() => return,
            _ = ticks.tick() => {
                if let Err(error) = control.settle_doors().await {
                    tracing::warn!(%error, "a port could not be set as the scenario says");
                }
            }
        }
    }
}

impl RunningSimulator {
    /// Where all platforms and the control page are: `http://127.0.0.1:PORT`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where one platform is on its own port, which can really refuse connections:
    /// `http://127.0.0.1:PORT/viamedis`.
    pub fn platform_base_url(&self, platform: Platform) -> String {
        let address = self.own.iter().find(|(known, _)| *known == platform).map_or(self.address, |(_, own)| *own);
        format!("http://{address}/{}", platform.code())
    }

    /// The hand on this run.
    pub fn control(&self) -> Control {
        self.control.clone()
    }

    /// Ends the run and waits until its last connection is closed and its ports are free.
    pub async fn stop(mut self) {
        self.control.world.stop();
        for server in self.servers.drain(..) {
            if let Err(error) = server.await {
                tracing::error!(%error, "a server of the simulator failed");
            }
        }
        // Each connection holds a sender; nothing is ever sent.
        let _ = self.alive.recv().await;
    }
}

impl Drop for RunningSimulator {
    fn drop(&mut self) {
        self.control.world.stop();
    }
}
