//! A wire that can be listened to: stands between the practice and a simulated platform, passes every byte on, and keeps
//! what the practice said.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use relais_domain::platform::{Channel, PlatformCode};
use relais_usecases::contract::ConfigurePlatformRequest;
use relais_usecases::platforms;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::ground::{Shop, call};

/// What left for one platform since the wire was laid.
#[derive(Clone)]
pub(crate) struct Wire(Arc<Mutex<Vec<u8>>>);

impl Wire {
    /// Lays it before the platform of this code.
    pub(crate) async fn before(shop: &Shop, platform: &PlatformCode) -> Wire {
        let configured = shop.practice().lines.get(platform).unwrap().configured;
        let base = configured.base_url.unwrap();
        let host = base.strip_prefix("http://").unwrap().split('/').next().unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap().to_string();
        let heard = Arc::new(Mutex::new(Vec::new()));
        tokio::spawn(passed_on(listener, host.parse().unwrap(), heard.clone()));
        let moved = |address: Option<String>| address.map(|address| address.replace(&host, &here));
        let request = ConfigurePlatformRequest {
            platform: platform.clone(),
            label: configured.label,
            channel: Channel::Fhir,
            base_url: moved(Some(base)),
            token_url: moved(configured.token_url),
            client_id: configured.client_id,
            client_secret: None,
            portal_url: configured.portal_url,
        };
        platforms::configure(&shop.app, call(), request).await.unwrap();
        Wire(heard)
    }

    /// Everything that left so far, as text; forgets it.
    pub(crate) fn heard(&self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut *self.0.lock().unwrap())).into_owned()
    }
}

async fn passed_on(listener: TcpListener, to: SocketAddr, heard: Arc<Mutex<Vec<u8>>>) {
    while let Ok((near, _)) = listener.accept().await {
        let Ok(far) = TcpStream::connect(to).await else { continue };
        let heard = heard.clone();
        tokio::spawn(async move {
            let ((mut from_us, mut to_us), (mut from_them, mut to_them)) = (near.into_split(), far.into_split());
            tokio::spawn(async move { tokio::io::copy(&mut from_them, &mut to_us).await });
            let mut buffer = [0; 16 * 1024];
            while let Ok(read @ 1..) = from_us.read(&mut buffer).await {
                heard.lock().unwrap().extend_from_slice(&buffer[..read]);
                if to_them.write_all(&buffer[..read]).await.is_err() {
                    break;
                }
            }
        });
    }
}
