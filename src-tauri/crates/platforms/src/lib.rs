//! Conversations with tiers-payant platforms over HTTP: connectors, circuit breaker, pacing.
