//! Where a practice's folder may not be: network shares and cloud-synced trees, told by path, marker file and mount.
//!
//! Names are what these services call their folders. A mapped drive of Windows and a share mounted by macOS under
//! `/Volumes` look like local disks to portable code and are not seen here.

use crate::folder::FolderError;
use std::path::{Component, Path, Prefix};

/// What a synced folder's name begins with, in lower case, and the service's name. Services add the account's name
/// after a space, a hyphen or a parenthesis.
const CLOUD_FOLDERS: &[(&str, &str)] = &[
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("iclouddrive", "iCloud Drive"),
    ("icloud drive", "iCloud Drive"),
    ("mobile documents", "iCloud Drive"),
    ("com~apple~clouddocs", "iCloud Drive"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("kdrive", "kDrive"),
    ("pcloud drive", "pCloud"),
    ("pclouddrive", "pCloud"),
    ("synologydrive", "Synology Drive"),
    ("cloudstorage", "un stockage en ligne"),
];

/// Files that sync clients leave at the root of what they copy.
const CLOUD_MARKERS: &[(&str, &str)] = &[
    (".dropbox.cache", "Dropbox"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".tmp.driveupload", "Google Drive"),
];

/// Mount types of Linux that are somebody else's disk.
const NETWORK_MOUNTS: &[(&str, &str)] = &[
    ("nfs", "NFS"),
    ("nfs4", "NFS"),
    ("cifs", "CIFS"),
    ("smb3", "CIFS"),
    ("smbfs", "CIFS"),
    ("ncpfs", "NCP"),
    ("afs", "AFS"),
    ("ceph", "Ceph"),
    ("glusterfs", "GlusterFS"),
    ("davfs", "WebDAV"),
    ("fuse.sshfs", "SSHFS"),
    ("fuse.rclone", "rclone"),
    ("fuse.davfs2", "WebDAV"),
    ("fuse.gvfsd-fuse", "GVfs"),
    ("fuse.s3fs", "S3"),
    ("fuse.onedriver", "OneDrive"),
    ("fuse.google-drive-ocamlfuse", "Google Drive"),
];

/// Refuses an absolute path that is shared or synced.
pub(crate) fn refuse_shared(path: &Path) -> Result<(), FolderError> {
    if let Some(place) = cloud_folder(path).or_else(|| cloud_marker(path)) {
        return Err(FolderError::CloudSynced { place: place.to_owned() });
    }
    let mounts = if cfg!(target_os = "linux") { std::fs::read_to_string("/proc/mounts").ok() } else { None };
    let network = unc(path).or_else(|| mounts.as_deref().and_then(|mounts| network_mount(path, mounts)));
    match network {
        Some(place) => Err(FolderError::NetworkShare { place: place.to_owned() }),
        None => Ok(()),
    }
}

fn cloud_folder(path: &Path) -> Option<&'static str> {
    path.components().find_map(|component| {
        let Component::Normal(name) = component else { return None };
        let name = name.to_string_lossy().to_lowercase();
        let named = |folder: &str| {
            let rest = name.strip_prefix(folder)?;
            (rest.is_empty() || rest.starts_with([' ', '-', '(', '_'])).then_some(())
        };
        CLOUD_FOLDERS.iter().find(|(folder, _)| named(folder).is_some()).map(|(_, service)| *service)
    })
}

fn cloud_marker(path: &Path) -> Option<&'static str> {
    path.ancestors().find_map(|ancestor| {
        let marked = |(marker, _): &&(&str, &str)| ancestor.join(marker).exists();
        CLOUD_MARKERS.iter().find(marked).map(|(_, service)| *service)
    })
}

/// `\\server\share`, which only Windows parses as such.
fn unc(path: &Path) -> Option<&'static str> {
    match path.components().next()? {
        Component::Prefix(prefix) => match prefix.kind() {
            Prefix::UNC(..) | Prefix::VerbatimUNC(..) => Some("UNC"),
            _ => None,
        },
        _ => None,
    }
}

/// The network kind of the mount that holds `path`, if it is one. `mounts` is the text of `/proc/mounts`, in which a
/// space is spelled `\040`.
fn network_mount(path: &Path, mounts: &str) -> Option<&'static str> {
    let mut deepest: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let mut fields = line.split(' ');
        let (Some(point), Some(kind)) = (fields.nth(1), fields.next()) else { continue };
        let point = point.replace("\\040", " ");
        let depth = Path::new(&point).components().count();
        // Of two mounts on one point the later hides the earlier.
        if path.starts_with(&point) && deepest.is_none_or(|(before, _)| depth >= before) {
            deepest = Some((depth, kind));
        }
    }
    let (_, kind) = deepest?;
    NETWORK_MOUNTS.iter().find(|(network, _)| *network == kind).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::onedrive("/home/a/OneDrive/Relais", Some("OneDrive"))]
    #[case::onedrive_of_a_company("/c/Users/a/OneDrive - Optique du Port/Relais", Some("OneDrive"))]
    #[case::dropbox("/home/a/Dropbox (Perso)/r", Some("Dropbox"))]
    #[case::icloud("/Users/a/Library/Mobile Documents/com~apple~CloudDocs/r", Some("iCloud Drive"))]
    #[case::google("/Users/a/Library/CloudStorage/GoogleDrive-a@b.fr/r", Some("un stockage en ligne"))]
    #[case::nextcloud("/home/a/Nextcloud/r", Some("Nextcloud"))]
    #[case::a_name_that_begins_alike("/home/a/Dropboxes/r", None)]
    #[case::local("/home/a/.local/share/relais", None)]
    fn synced_folders_are_named(#[case] path: &str, #[case] service: Option<&str>) {
        assert_eq!(cloud_folder(Path::new(path)), service);
    }

    #[rstest]
    #[case::local("/home/a", None)]
    #[case::nfs("/srv/shop/relais", Some("NFS"))]
    #[case::a_local_disk_inside_the_share("/srv/shop/local/relais", None)]
    #[case::sshfs_with_a_space("/mnt/le serveur/r", Some("SSHFS"))]
    #[case::a_neighbour_of_the_share("/srv/shopping", None)]
    fn the_deepest_mount_tells(#[case] path: &str, #[case] kind: Option<&str>) {
        let mounts = "/dev/sda1 / ext4 rw 0 0\nserver:/x /srv/shop nfs4 rw 0 0\n/dev/sdb1 /srv/shop/local ext4 rw 0 0\n\
                      u@h: /mnt/le\\040serveur fuse.sshfs rw 0 0\n";
        assert_eq!(network_mount(Path::new(path), mounts), kind);
    }

    #[test]
    fn a_marker_above_is_seen() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join(".nextcloudsync.log"), "").unwrap();
        let refused = crate::PracticeFolder::create(&root.path().join("cabinet"));
        assert!(matches!(refused, Err(FolderError::CloudSynced { place }) if place == "Nextcloud"));
        assert!(!root.path().join("cabinet").exists());
    }
}
