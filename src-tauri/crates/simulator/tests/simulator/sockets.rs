//! Listening: where, for whom, and what remains after the end.

use std::io::ErrorKind;
use std::net::SocketAddr;

use relais_simulator::{Clock, Fault, Function, Options, Platform, Simulator, StartError};
use rstest::rstest;

use crate::bench::{Bench, MONDAY, instant};
use crate::client::{Heard, Raw, Request, call};

fn quiet() -> Options {
    Options::new(Clock::fixed(instant(MONDAY)))
}

#[rstest]
#[case::everywhere("0.0.0.0:0")]
#[case::everywhere_in_v6("[::]:0")]
#[case::the_shop_network("192.168.1.20:0")]
#[tokio::test]
async fn only_loopback_is_listened_on(#[case] address: SocketAddr) {
    let refused = Simulator::start(quiet().address(address)).await;
    assert!(matches!(refused, Err(StartError::NotLoopback(told)) if told == address));
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let bench = Bench::new().await;
    let port = bench.base.rsplit(':').next().unwrap().parse().unwrap();
    let refused = Simulator::start(quiet().port(port)).await;
    assert!(matches!(refused, Err(StartError::Port { address, .. }) if address.port() == port));
}

#[tokio::test]
async fn a_platform_has_an_address_of_its_own_that_serves_nothing_else() {
    let bench = Bench::new().await;
    let own = bench.simulator.platform_base_url(Platform::ALMERYS);
    assert!(own.ends_with("/almerys") && !own.starts_with(&bench.base));
    assert_eq!(call(&own, Request::get("/almerys/fhir/metadata")).await.status, 200);
    for elsewhere in ["/viamedis/fhir/metadata", "/", "/control/state"] {
        assert_eq!(call(&own, Request::get(elsewhere)).await.status, 404);
    }
}

#[tokio::test]
async fn stopping_ends_hung_connections_and_frees_the_ports() {
    let bench = Bench::new().await;
    bench.break_viamedis(Function::Portal, Fault::HangHeaders).await;
    bench.break_viamedis(Function::Connection, Fault::HangAccept).await;
    let own = bench.simulator.platform_base_url(Platform::VIAMEDIS);
    let mut idle = Raw::connect(&bench.base).await.unwrap();
    let mut held = Raw::connect(&own).await.unwrap();
    held.send(&Request::get("/viamedis/portail")).await;
    bench.met(Fault::HangAccept).await;
    assert_eq!(held.listen().await, Heard::Silence);
    bench.simulator.stop().await;
    assert!(matches!(idle.next().await, Heard::Closed | Heard::Reset));
    assert!(matches!(held.next().await, Heard::Closed | Heard::Reset));
    for base in [&bench.base, &own] {
        let refused = Raw::connect(base).await.err().expect("nobody listens any more");
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    }
}

#[tokio::test]
async fn a_request_too_large_is_refused() {
    let bench = Bench::new().await;
    let body = format!("\"{}\"", "x".repeat(1024 * 1024 - 1));
    let request = Request::form("/viamedis/fhir/Claim", &body).header("Content-Type", "application/json");
    let mut raw = Raw::connect(&bench.base).await.unwrap();
    raw.send(&request).await;
    assert_eq!(raw.head().await.status, 413);
}
