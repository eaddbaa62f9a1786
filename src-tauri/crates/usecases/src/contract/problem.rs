//! The one closed list of reasons why a deed is not done. The sentence belongs to the catalogue.

wire! {
    /// Why it was not done.
    pub struct Problem {
        pub code: ProblemCode,
        /// Parameters of the sentence, by name; amounts in cents, dates ISO.
        #[ts(type = "Record<string, string | number | boolean | null>")]
        pub params: serde_json::Value,
    }
}

wire_codes! {
    /// A code only where the window acts or speaks differently.
    pub enum ProblemCode {
        // The rules' refusals (relais_domain::refusal::Refusal), same words.
        UnknownDossier,
        AlreadyExists,
        UnknownTrack,
        UnknownSighting,
        SharesDoNotAddUp,
        AmountNotPositive,
        MoreThanDue,
        AmountOutOfRange,
        CashAboveLimit,
        DateInFuture,
        DateTooEarly,
        AlreadyDelivered,
        NotOrdered,
        ValidityReversed,
        NothingToErase,
        SolidarityContract,
        TrackState,
        TiersPayantBarred,
        WayHasEffects,
        BlankPayee,
        ChequeDateInFuture,
        ChequeExpired,
        ChequeAmountDiffers,
        ChequeAlreadyRecorded,
        ChequeNotKept,
        ChequeElsewhere,
        PaperNeeded,
        UnknownSlip,
        SlipClosed,
        SlipSize,
        AmcSharePaid,
        OwnerMustOverride,
        ReasonNeeded,
        PromisedNotBefore,
        NoticeNeeded,
        KeptTooLong,
        AmcShareNotPaid,
        DifferenceDue,
        MoreThanCredited,
        UnknownBankCredit,
        AlreadyInvoiced,
        NotDelivered,
        InvoiceTooSoon,
        InvoiceStands,
        CancellationUnderWay,
        NothingToCancel,
        RequestState,
        IncidentClosed,
        IncidentHasOpenDossiers,
        ConsentNotGiven,
        AnotherIncidentOpen,
        EndsBeforeItBegins,
        IncidentFull,
        UnknownPlatform,
        RoutingRowGone,
        RoutingRowsOverlap,
        TooManyChanges,
        TooManyMappings,
        UnknownImport,
        ImportUndone,
        NothingToImport,
        ChangedSince,
        NotEntrusted,
        /// The file is no longer the one that was read.
        FileChanged,
        ImportRunning,
        /// A person stopped it: nothing of it remains.
        ImportCancelled,
        RoleNotAllowed,
        // Input that could not be read: `field` names it, `reason` says why.
        InvalidField,
        // Session and opening.
        Locked,
        NoPracticeOpen,
        PracticeNotFound,
        PracticeAlreadyOpen,
        FolderRefused,
        WrongPassphrase,
        WrongRecoveryKey,
        PassphraseTooWeak,
        KeyringUnavailable,
        KeyringLocked,
        KeyringRefused,
        KeyringItemLost,
        KeyringTimedOut,
        DatabaseWrongKey,
        DatabaseDamaged,
        DatabaseNewer,
        NotADatabase,
        // Platforms.
        NoPlatformForDossier,
        MemberNumberMissing,
        ConsentMissing,
        ConsentRefused,
        WayNeedsConsent,
        AuthorisationOpen,
        /// The same formality waits already, or is being decided.
        FormalityOpen,
        /// Whether the platform has it is not known: nothing is taken back blindly.
        FateUnknown,
        LookupsStopped,
        LookupsNotStopped,
        PlatformNotAllowedHere,
        /// Requests still wait for it.
        PlatformHasRequests,
        SimulatorNotStarted,
        // Documents.
        GlyphMissing,
        UnknownDocument,
        PaperUnreadable,
        ReferenceNeeded,
        NothingToEstimate,
        // Journal and files.
        FileNotWritable,
        FileNotReadable,
        ArchiveFault,
        // Commands.
        CommandReused,
        UnknownCommand,
        InvalidRequest,
        Internal,
    }
}
