//! The way between SQLite and its files: a `sqlite3_vfs` that hands every call to the system's own one, having asked the watched
//! folder's platter first and telling it afterwards. Files elsewhere pass untouched.
//!
//! The only code of the tests that is not safe: SQLite hands over pointers that are valid for the length of a call, a file
//! structure that it allocated with the size asked for here, and names that end with a zero.

#![allow(unsafe_code)]

use std::ffi::{CStr, CString, OsStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use rusqlite::ffi;

use super::platter::{Call, Platter};

/// Folders, each with what is written to it.
type Folders = Vec<(PathBuf, Arc<Platter>)>;
/// The folders that are watched.
static WATCHED: LazyLock<Mutex<Folders>> = LazyLock::new(Mutex::default);
/// The system's own way to files, as an address: it lives as long as the process.
static SYSTEM: OnceLock<usize> = OnceLock::new();

/// Watches what SQLite does under `folder` from now on.
pub(super) fn watch(folder: &Path) -> Arc<Platter> {
    SYSTEM.get_or_init(stand_between);
    let platter = Arc::new(Platter::default());
    leave(folder);
    WATCHED.lock().unwrap_or_else(PoisonError::into_inner).push((folder.to_owned(), platter.clone()));
    platter
}

/// Watches it no more: what is opened from now on passes untouched.
pub(super) fn leave(folder: &Path) {
    WATCHED.lock().unwrap_or_else(PoisonError::into_inner).retain(|(other, _)| other != folder);
}

fn platter_of(file: &Path) -> Option<Arc<Platter>> {
    let watched = WATCHED.lock().unwrap_or_else(PoisonError::into_inner);
    watched.iter().find(|(folder, _)| file.starts_with(folder)).map(|(_, platter)| platter.clone())
}

/// Registers ours as the usual one, and gives the system's.
fn stand_between() -> usize {
    // SAFETY: the structure found is SQLite's own and never freed; ours is a copy of it that is leaked, so both outlive every
    // connection. What is not replaced works on the copy as on the original, whose private data it shares.
    unsafe {
        assert_eq!(ffi::sqlite3_initialize(), ffi::SQLITE_OK);
        let system = ffi::sqlite3_vfs_find(std::ptr::null());
        assert!(!system.is_null(), "SQLite has no files of its own");
        let mut ours = *system;
        ours.zName = CString::from(c"relais-faulty").into_raw();
        ours.szOsFile = c_int::try_from(size_of::<File>()).unwrap() + (*system).szOsFile;
        ours.pNext = std::ptr::null_mut();
        ours.xOpen = Some(open);
        ours.xDelete = Some(delete);
        assert_eq!(ffi::sqlite3_vfs_register(Box::into_raw(Box::new(ours)), 1), ffi::SQLITE_OK);
        system as usize
    }
}

fn system() -> *mut ffi::sqlite3_vfs {
    *SYSTEM.get().unwrap() as *mut ffi::sqlite3_vfs
}

/// What SQLite holds of an open file; the system's own structure lies right behind it.
#[repr(C, align(8))]
struct File {
    methods: *const ffi::sqlite3_io_methods,
    watched: *const Watched,
}

struct Watched {
    path: PathBuf,
    platter: Arc<Platter>,
}

/// Ours, as SQLite knows it; the second version: shared memory, and no mapping of the file, which would pass us by.
static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

type Handle = *mut ffi::sqlite3_file;

/// The system's structure behind ours.
unsafe fn inner(file: Handle) -> Handle {
    // SAFETY: SQLite allocated `szOsFile` bytes, ours first.
    unsafe { file.cast::<File>().add(1).cast() }
}

unsafe fn watched<'f>(file: Handle) -> Option<&'f Watched> {
    // SAFETY: set when the file was opened, freed when it is closed, and a file is used by one call at a time.
    unsafe { (*file.cast::<File>()).watched.as_ref() }
}

/// Whether the platter lets this call through.
unsafe fn lets(file: Handle, call: Call) -> bool {
    // SAFETY: as for `watched`.
    unsafe { watched(file) }.is_none_or(|watched| watched.platter.lets(call))
}

/// Calls the system's own method.
macro_rules! system_method {
    ($file:expr, $method:ident $(, $argument:expr)*) => {{
        let inner = inner($file);
        (*(*inner).pMethods).$method.unwrap()(inner $(, $argument)*)
    }};
}

unsafe fn path_of(name: *const c_char) -> Option<PathBuf> {
    // SAFETY: a name that is there ends with a zero.
    (!name.is_null()).then(|| PathBuf::from(OsStr::from_bytes(unsafe { CStr::from_ptr(name) }.to_bytes())))
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    file: Handle,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: see the module; `file` has room for ours and the system's structure.
    unsafe {
        let ours = file.cast::<File>();
        (*ours).methods = std::ptr::null();
        (*ours).watched = std::ptr::null();
        let path = path_of(name);
        let platter = path.as_deref().and_then(platter_of);
        if platter.as_ref().is_some_and(|platter| !platter.lets(Call::Open)) {
            return ffi::SQLITE_CANTOPEN;
        }
        if let (Some(platter), Some(path)) = (&platter, &path) {
            platter.opened(path);
        }
        let opened = (*system()).xOpen.unwrap()(system(), name, inner(file), flags, out);
        if opened == ffi::SQLITE_OK {
            (*ours).methods = &raw const METHODS;
            if let (Some(platter), Some(path)) = (platter, path) {
                (*ours).watched = Box::into_raw(Box::new(Watched { path, platter }));
            }
        }
        opened
    }
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    // SAFETY: the name is SQLite's, valid during the call.
    unsafe {
        let path = path_of(name);
        let platter = path.as_deref().and_then(platter_of);
        if platter.as_ref().is_some_and(|platter| !platter.lets(Call::Delete)) {
            return ffi::SQLITE_IOERR_DELETE;
        }
        let deleted = (*system()).xDelete.unwrap()(system(), name, sync_folder);
        if let (ffi::SQLITE_OK, Some(platter), Some(path)) = (deleted, platter, path) {
            platter.deleted(&path);
        }
        deleted
    }
}

unsafe extern "C" fn close(file: Handle) -> c_int {
    // SAFETY: the last call of this file; what `open` made is given back.
    unsafe {
        let closed = system_method!(file, xClose);
        let ours = file.cast::<File>();
        let watched = std::mem::replace(&mut (*ours).watched, std::ptr::null());
        if !watched.is_null() {
            drop(Box::from_raw(watched.cast_mut()));
        }
        closed
    }
}

unsafe extern "C" fn read(file: Handle, to: *mut c_void, bytes: c_int, at: ffi::sqlite3_int64) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { if lets(file, Call::Read) { system_method!(file, xRead, to, bytes, at) } else { ffi::SQLITE_IOERR_READ } }
}

unsafe extern "C" fn write(file: Handle, from: *const c_void, bytes: c_int, at: ffi::sqlite3_int64) -> c_int {
    // SAFETY: `from` holds `bytes` bytes during the call.
    unsafe {
        if !lets(file, Call::Write) {
            return ffi::SQLITE_IOERR_WRITE;
        }
        let wrote = system_method!(file, xWrite, from, bytes, at);
        if let (ffi::SQLITE_OK, Some(watched)) = (wrote, watched(file)) {
            let slice = std::slice::from_raw_parts(from.cast::<u8>(), usize::try_from(bytes).unwrap_or_default());
            watched.platter.wrote(&watched.path, usize::try_from(at).unwrap_or_default(), slice);
        }
        wrote
    }
}

unsafe extern "C" fn truncate(file: Handle, len: ffi::sqlite3_int64) -> c_int {
    // SAFETY: passed on as it came.
    unsafe {
        if !lets(file, Call::Truncate) {
            return ffi::SQLITE_IOERR_TRUNCATE;
        }
        let truncated = system_method!(file, xTruncate, len);
        if let (ffi::SQLITE_OK, Some(watched)) = (truncated, watched(file)) {
            watched.platter.truncated(&watched.path, usize::try_from(len).unwrap_or_default());
        }
        truncated
    }
}

unsafe extern "C" fn sync(file: Handle, flags: c_int) -> c_int {
    // SAFETY: passed on as it came.
    unsafe {
        if !lets(file, Call::Sync) {
            return ffi::SQLITE_IOERR_FSYNC;
        }
        let synced = system_method!(file, xSync, flags);
        if let (ffi::SQLITE_OK, Some(watched)) = (synced, watched(file)) {
            watched.platter.synced(&watched.path);
        }
        synced
    }
}

unsafe extern "C" fn file_size(file: Handle, size: *mut ffi::sqlite3_int64) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { system_method!(file, xFileSize, size) }
}

unsafe extern "C" fn lock(file: Handle, level: c_int) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { system_method!(file, xLock, level) }
}

unsafe extern "C" fn unlock(file: Handle, level: c_int) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { system_method!(file, xUnlock, level) }
}

unsafe extern "C" fn check_reserved_lock(file: Handle, held: *mut c_int) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { system_method!(file, xCheckReservedLock, held) }
}

unsafe extern "C" fn file_control(file: Handle, operation: c_int, argument: *mut c_void) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { system_method!(file, xFileControl, operation, argument) }
}

unsafe extern "C" fn sector_size(file: Handle) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { system_method!(file, xSectorSize) }
}

unsafe extern "C" fn device_characteristics(file: Handle) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { system_method!(file, xDeviceCharacteristics) }
}

unsafe extern "C" fn shm_map(file: Handle, region: c_int, bytes: c_int, extend: c_int, out: *mut *mut c_void) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { system_method!(file, xShmMap, region, bytes, extend, out) }
}

unsafe extern "C" fn shm_lock(file: Handle, offset: c_int, count: c_int, flags: c_int) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { system_method!(file, xShmLock, offset, count, flags) }
}

unsafe extern "C" fn shm_barrier(file: Handle) {
    // SAFETY: passed on as it came.
    unsafe { system_method!(file, xShmBarrier) }
}

unsafe extern "C" fn shm_unmap(file: Handle, delete: c_int) -> c_int {
    // SAFETY: passed on as it came.
    unsafe { system_method!(file, xShmUnmap, delete) }
}
