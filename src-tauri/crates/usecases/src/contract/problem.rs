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
        UnknownUser,
        LastOwner,
        OneselfAtWork,
        UserRetired,
        UnknownCredential,
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
        TrialUnderWay,
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
        DrawerChanged,
        TooManyUnknownPapers,
        UnknownInventory,
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
        NothingDelivered,
        DeliveryHolds,
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
        UnknownPaper,
        PaperReceived,
        TiersPayantOpen,
        AdvanceNotPaid,
        UnknownDownPayment,
        UnknownOperatorAdvance,
        ScheduleNotSound,
        ScheduleDiffers,
        CreditNotAllocated,
        ThirdPartyPaymentSuspended,
        ExposureAboveCeiling,
        UnknownLine,
        AccessNotSecured,
        NotABreach,
        TaskNotCalledFor,
        RiskNotWeighed,
        KnownBeforeItBegan,
        WrittenOff,
        NothingToWriteOff,
        /// `limit_cents`.
        SecondPersonNeeded,
        /// `from`: the instant.
        SecondNeeded,
        /// `from`: the instant.
        SecondWaits,
        NothingToOverride,
        UnknownPurge,
        /// `open`, `dossier`.
        MoneyStillOpen,
        MoneyToGiveBack,
        ChequeStillKept,
        NothingLeftToDo,
        /// The file is no longer the one that was read.
        FileChanged,
        ImportRunning,
        /// A batch of letters is being written.
        LettersRunning,
        /// A backup is being written, opened or put back.
        BackupRunning,
        /// It was stopped by a person, or the practice was closed.
        BackupStopped,
        NotABackup,
        /// It is cut short, or a part of it is not as it was written.
        BackupDamaged,
        /// It, or the archive beside it, cannot be read to its end any more: the stick was pulled out.
        BackupGone,
        /// The folder or stick chosen for backups is not there.
        BackupFolderAway,
        /// No share of the letters asked for is late and owed.
        NothingToRemind,
        /// A person stopped it: nothing of it remains.
        ImportCancelled,
        RoleNotAllowed,
        // Input that could not be read: `field` names it, `reason` says why.
        InvalidField,
        // Session and opening.
        Locked,
        NoPracticeOpen,
        /// The practice is open, and nobody said who he is.
        NobodyAtWork,
        /// `left`: how many more PINs may be tried; `seconds`: until the next may be.
        WrongPin,
        PinNotSet,
        PinLocked,
        /// `seconds`.
        TriedTooSoon,
        PracticeNotFound,
        PracticeAlreadyOpen,
        FolderRefused,
        /// `seconds` where a person proves who he is: until the next may be tried.
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
        // The exercise.
        ExerciseUnderWay,
        NoExercise,
        // Documents.
        GlyphMissing,
        UnknownDocument,
        PaperUnreadable,
        ReferenceNeeded,
        NothingToEstimate,
        /// No attempt at a platform came to nothing.
        NoAttempt,
        /// The dossier is not set aside.
        NotSetAside,
        // Journal and files.
        FileNotWritable,
        FileNotReadable,
        /// No program of this machine shows it: a paper by `path`, a page by `page`.
        NothingOpens,
        ArchiveFault,
        // Commands.
        CommandReused,
        UnknownCommand,
        InvalidRequest,
        Internal,
    }
}
