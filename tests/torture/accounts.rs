//! Arbitrary files of accounts: the exports of other programs, wounded. Two hundred thousand by default and as many as the time allows;
//! none may panic, and what is kept is never more than the bytes that came.

use relais_exchange::passwords::read;

use crate::inputs::{resident_kib, wounded};
use crate::{Chance, deadline};

/// Inputs given at least, whatever the time.
const INPUTS: u64 = 200_000;
/// Memory that may be held beyond what was held at the start, in KiB.
const MOST_KIB: u64 = 256 * 1024;

const EXPORTS: [&str; 4] = [
    "<?xml version=\"1.0\"?><KeePassFile><Meta><RecycleBinUUID>b</RecycleBinUUID></Meta><Root><Group><UUID>a</UUID><Entry><String>\
     <Key>Title</Key><Value>Portail</Value></String><String><Key>Password</Key><Value ProtectInMemory=\"True\">a&amp;&#233;<![CDATA[b]]>\
     </Value></String><History><Entry/></History></Entry></Group></Root></KeePassFile>",
    "{\"encrypted\":false,\"items\":[{\"type\":1,\"name\":\"Portail\",\"notes\":null,\"login\":{\"uris\":[{\"uri\":\"https://x.exemple.fr\"}],\
     \"username\":\"a\",\"password\":\"b\",\"totp\":null}},{\"type\":2,\"name\":\"Note\"}]}",
    "name,url,username,password,note\nPortail,https://x.exemple.fr/,a,\"b,\"\"c\",\n",
    "\"url\",\"username\",\"password\",\"httpRealm\"\r\n\"https://x.exemple.fr\",\"a\",\"b\",\"\"\r\n",
];

#[test]
fn no_export_makes_the_reading_of_accounts_panic_or_hold_on_to_memory() {
    let mut chance = Chance::seeded(0x0acc_0075);
    let before = resident_kib();
    let (until, mut given, mut taken) = (deadline(), 0u64, 0u64);
    while given < INPUTS || std::time::Instant::now() < until {
        let export = EXPORTS[usize::try_from(chance.below(EXPORTS.len() as u64)).unwrap()];
        let bytes = wounded(export, &mut chance);
        if let Ok(accounts) = read(&bytes) {
            taken += 1;
            let kept = accounts.entries.iter().filter_map(|entry| entry.account.as_ref().ok());
            let kept: usize = kept.map(|it| it.secret.len() + it.login.len() + it.notes.len() + it.seed.len()).sum();
            assert!(kept <= bytes.len() * 3, "{kept} kept of {}", bytes.len());
        }
        given += 1;
    }
    let held = resident_kib().saturating_sub(before);
    eprintln!("torture: {given} files of accounts, {taken} of them read, {held} KiB more held");
    assert!(taken > 0 && taken < given);
    assert!(held < MOST_KIB, "{held} KiB more than at the start");
}
