//! Names to addresses, through the system, with the fence of [`Isolation`] applied to what comes back: a real platform's
//! name that leads to this computer, or a demonstration's that leads away from it, leads nowhere.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::connector::config::Isolation;

#[derive(Debug)]
pub(super) struct FencedResolver {
    pub(super) isolation: Isolation,
}

impl Resolve for FencedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let isolation = self.isolation;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|address| isolation.allows_address(address.ip())).collect();
            if allowed.is_empty() {
                return Err("no address this practice may speak to".into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}
