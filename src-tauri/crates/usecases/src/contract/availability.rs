//! The history of a platform's functions, hour by hour.

use jiff::civil::Date;
use relais_domain::{
    platform::{FailureCode, Function, FunctionState, PlatformCode, StateSource},
    source::SourceCode,
};

wire! {
    /// One function of one platform over the last days.
    pub struct HeatMapRequest {
        pub platform: PlatformCode,
        pub function: Function,
        /// Days up to today, today included.
        pub days: u16,
    }
    pub struct HeatMap {
        pub platform: PlatformCode,
        pub platform_label: String,
        pub function: Function,
        pub from: Date,
        pub until: Date,
        /// The hours that were observed, in order; an hour that is not here was not.
        pub cells: Vec<HeatCell>,
        /// Of the hours observed, in basis points, those that answered well or not so well.
        pub answered_bp: Option<u32>,
        pub hours_observed: u32,
        /// Hours out, failed or closed.
        pub hours_out: u32,
    }
    /// One hour on the practice's clock.
    pub struct HeatCell {
        pub on: Date,
        /// 0 to 23.
        pub hour: u8,
        /// The worst of the hour.
        pub state: FunctionState,
        pub calls: u32,
        pub failures: u32,
        /// Minutes out within the hour.
        pub minutes_out: u8,
        pub cause: Option<FailureCode>,
        pub source: StateSource,
        pub said_by: Option<SourceCode>,
    }
    /// Writes the same as a file for a spreadsheet.
    pub struct ExportAvailabilityRequest {
        pub platform: PlatformCode,
        pub function: Function,
        pub days: u16,
        pub path: String,
    }
    pub struct AvailabilityExported { pub path: String, pub rows: u32, pub bytes: u64 }
}
