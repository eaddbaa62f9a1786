//! Chooses how the web view paints, how it runs the page and how it holds memory, before anything is started. Owns the
//! environment variables named below and no more.
//!
//! Without a GPU, WebKitGTK's DMABUF renderer still starts a software one: an empty window takes twice the time and a
//! third more memory. Where no render node exists the older path is better, unless somebody chose otherwise, and unless
//! the window is driven by a test: WebDriver's pictures hang on that path.
//!
//! That path draws nothing with OpenGL in this process, and yet it was set up twice: by GTK when it opens the display, and by
//! WebKitGTK, which asks it which device paints. Both load Mesa's software renderer and the compiler under it, 25 MiB and a
//! part of the start. GTK is told to leave OpenGL alone, and WebKitGTK that no device paints.
//!
//! The page is run by the interpreter alone: its script answers keys and computes nothing, compiling it would cost more
//! memory than it saves time, and a web process that never makes memory executable is a smaller target
//! (docs/decisions/0011). A test that drives the window brings a checker of its own that does compute: it may compile.
//!
//! What is packaged is driven by its keyboard alone: the switch by which a test drives the window is taken away before the
//! web view can read it.
//!
//! The C library keeps more and more of what was freed once large blocks were; held at the threshold it starts with, the
//! web processes give back what reading the page took: some 2 MiB. Nor do their threads, which allocate little here (WebKit
//! has an allocator of its own), each need a heap: one for all saves half a MiB.

/// The switch WebKitGTK reads once, when its first web view is made.
#[cfg(target_os = "linux")]
const DISABLE_DMABUF: (&str, &str) = ("WEBKIT_DISABLE_DMABUF_RENDERER", "1");

/// What GTK reads when it opens the display.
#[cfg(target_os = "linux")]
const OPENGL: (&str, &str) = ("GDK_GL", "disable");

/// The device that WebKitGTK would otherwise look for by starting OpenGL.
#[cfg(target_os = "linux")]
const DEVICE: (&str, &str) = ("WEBKIT_WEB_RENDER_DEVICE_FILE", "/dev/null");

/// The switch JavaScriptCore reads when the web process starts.
#[cfg(target_os = "linux")]
const COMPILE: (&str, &str) = ("JSC_useJIT", "0");

/// The threshold glibc reads when the web processes start, in bytes; named, it no longer grows.
#[cfg(target_os = "linux")]
const TRIM_THRESHOLD: (&str, &str) = ("MALLOC_TRIM_THRESHOLD_", "131072");

/// How many heaps glibc gives the threads of each web process.
#[cfg(target_os = "linux")]
const HEAPS: (&str, &str) = ("MALLOC_ARENA_MAX", "1");

/// Set by the WebDriver that drives the window; in a packaged build nobody does, whatever the environment says.
#[cfg(target_os = "linux")]
const AUTOMATION: &str = "TAURI_WEBVIEW_AUTOMATION";

/// Picks them all for this machine. Must be the first statement of `main`: no other thread may exist yet.
#[cfg(target_os = "linux")]
pub(crate) fn choose() {
    if std::env::var_os(AUTOMATION).is_some() {
        if !cfg!(feature = "packaged") {
            return;
        }
        // SAFETY: as below.
        #[allow(unsafe_code)]
        unsafe {
            std::env::remove_var(AUTOMATION);
        }
    }
    // Who chose a renderer has chosen what it stands on.
    let lighter = !has_render_node() && std::env::var_os(DISABLE_DMABUF.0).is_none();
    let painting = [DISABLE_DMABUF, OPENGL, DEVICE].into_iter().filter(|_| lighter);
    for (switch, value) in [COMPILE, TRIM_THRESHOLD, HEAPS].into_iter().chain(painting) {
        if std::env::var_os(switch).is_some() {
            continue;
        }
        // SAFETY: `main` calls this before it does anything else, so this thread is the only one and nobody can be reading
        // the environment at the same time. The alternative, starting the program again, costs a second load at each start.
        #[allow(unsafe_code)]
        unsafe {
            std::env::set_var(switch, value);
        }
    }
}

/// Elsewhere the web view chooses well by itself.
#[cfg(not(target_os = "linux"))]
pub(crate) fn choose() {}

/// Whether the kernel offers a GPU to paint with.
#[cfg(target_os = "linux")]
fn has_render_node() -> bool {
    std::fs::read_dir("/dev/dri")
        .is_ok_and(|nodes| nodes.flatten().any(|node| node.file_name().to_string_lossy().starts_with("renderD")))
}
