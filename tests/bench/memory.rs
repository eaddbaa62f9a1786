//! What a program and all it started weigh together, as the kernel counts it: pages shared among several are divided.

use std::path::Path;

use relais_tests::Outcome;

/// The proportional set of the whole tree, in KiB.
pub(crate) fn pss_of_tree(root: u32) -> Outcome<u64> {
    let processes = processes()?;
    let mut tree = vec![root];
    let mut next = 0;
    while let Some(&parent) = tree.get(next) {
        tree.extend(processes.iter().filter(|(_, its_parent)| *its_parent == parent).map(|(pid, _)| *pid));
        next += 1;
    }
    // A process may end between two looks: it weighs nothing then.
    Ok(tree.into_iter().filter_map(pss).sum())
}

/// Every process with its parent.
fn processes() -> Outcome<Vec<(u32, u32)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc")? {
        let folder = entry?.path();
        let pid = folder.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok());
        if let (Some(pid), Some(parent)) = (pid, parent(&folder)) {
            found.push((pid, parent));
        }
    }
    Ok(found)
}

fn parent(folder: &Path) -> Option<u32> {
    let status = std::fs::read_to_string(folder.join("status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim().parse().ok()
}

fn pss(pid: u32) -> Option<u64> {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?.trim().strip_suffix(" kB")?.parse().ok()
}
