//! The encrypted database: SQLCipher, the writer thread, views, people, backup.
