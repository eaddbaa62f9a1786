//! The chain verifier, the totals and the anchors, without a file.

use jiff::Timestamp;
use relais_journal::anchor::{AnchorVerdict, compare, confirm};
use relais_journal::{
    Anchor, AnchorError, ArchiveKey, ArchiveWriteError, ArchiveWriter, ChainBreak, ChainVerifier, EndAttestation, Hash,
    Head, PublicKey, chain, verify_archive,
};
use rstest::rstest;

use crate::sample::*;

#[test]
fn the_chain_is_sha_256_over_the_previous_hash_and_the_bytes() {
    // From `printf '%064d' 0 | xxd -r -p | sha256sum` and the same with `abc` after it.
    assert_eq!(
        chain(&Hash::GENESIS, b"").to_string(),
        "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
    );
    let first = chain(&Hash::GENESIS, b"abc");
    assert_eq!(first.to_string().parse::<Hash>().unwrap(), first);
    assert_ne!(chain(&first, b"abc"), first);
}

#[rstest]
#[case::short("66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f292")]
#[case::capitals("66687AADF862BD776C8FC18B8E9F8E20089714856EE233B3902A591D0D5F2925")]
#[case::not_hex("66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f292g")]
#[case::accents("66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f29é")]
fn one_spelling_of_a_hash(#[case] text: &str) {
    assert!(text.parse::<Hash>().is_err());
}

#[test]
fn a_break_leaves_the_verifier_where_it_was() {
    let journal = journal(3);
    let mut chains = ChainVerifier::new();
    chains.push(&journal[0].bytes, &journal[0].hash).unwrap();
    let skipped = chains.push(&journal[2].bytes, &journal[2].hash).unwrap_err();
    assert_eq!(skipped, ChainBreak::Number { position: 2, post: FIRST_POST, expected: 2, found: 3 });
    assert_eq!(chains.push(&journal[1].bytes, &journal[0].hash), Err(ChainBreak::Hash { position: 2 }));
    chains.push(&journal[1].bytes, &journal[1].hash).unwrap();
    chains.push(&journal[2].bytes, &journal[2].hash).unwrap();
    assert_eq!(chains.entries(), 3);
}

#[test]
fn posts_are_followed_each_on_its_own() {
    let mut chains = ChainVerifier::new();
    for recorded in mixed_journal() {
        chains.push(&recorded.bytes, &recorded.hash).unwrap();
    }
    let numbers: Vec<_> = chains.posts().iter().map(|chain| (chain.post, chain.post_seq)).collect();
    assert_eq!(numbers, [(post(0), 5), (post(1), 4), (post(2), 3)]);
    let totals = chains.totals().unwrap();
    assert_eq!(totals.entries(), 12);
    // Entries 4, 8 and 12 keep a cheque of n × 100 + 7; 5 and 9 record a payment; 2, 6 and 10 correct one.
    let sums: Vec<_> = totals.amount_cents().iter().map(|(kind, cents)| (kind.as_str(), *cents)).collect();
    assert_eq!(sums, [("cheque.kept", 2_421), ("payment.corrected", -150), ("payment.recorded", 10_000)]);
}

#[test]
fn a_clock_set_back_is_counted() {
    let mut entries = entries_of(&[0; 5]);
    entries[2].recorded_at_utc = "1985-01-01T00:00:00Z".parse().unwrap();
    let report = verify_archive(&archive(&chained(&entries))[..], None, &mut |_| {}).unwrap();
    assert_eq!(report.posts[0].clock_set_back, 1);
    assert_eq!(
        report.to_string(),
        "Le journal est entier (cabinet de démonstration, 5 entrées) ; fin attestée par l'archive seule. \
         L'horloge du poste a été reculée une fois."
    );
}

#[rstest]
#[case::head(9, EndAttestation::Anchor { post: FIRST_POST, post_seq: 9, beyond: 0 }, "fin attestée par l'ancre")]
#[case::behind(
    4,
    EndAttestation::Anchor { post: FIRST_POST, post_seq: 4, beyond: 5 },
    "attesté par l'ancre jusqu'à l'entrée 4, au-delà par l'archive seule"
)]
fn the_report_says_who_attests_the_end(#[case] seq: u64, #[case] end: EndAttestation, #[case] words: &str) {
    let journal = journal(9);
    let outside = anchor(&journal, seq, 1).into();
    let report = verify_archive(&archive(&journal)[..], Some(&outside), &mut |_| {}).unwrap();
    assert_eq!(report.end, end);
    assert_eq!(report.end.to_string(), words);
    assert_eq!((report.practice, report.entries, report.written_at_utc), (PRACTICE, 9, written_at()));
    assert_eq!(report.time_zone, "Europe/Paris");
    assert_eq!(report.totals().unwrap(), anchor(&journal, 9, 1).totals);
}

#[test]
fn progress_is_told_every_now_and_then_and_at_the_end() {
    let mut told = Vec::new();
    verify_archive(&archive(&journal(2_500))[..], None, &mut |entries| told.push(entries)).unwrap();
    assert_eq!(told, [1_024, 2_048, 2_500]);
}

#[test]
fn a_broken_or_empty_journal_is_not_archived() {
    let journal = journal(3);
    let mut writer = ArchiveWriter::new(Vec::new()).unwrap();
    writer.push(&journal[0].bytes, &journal[0].hash).unwrap();
    let refused = writer.push(&journal[2].bytes, &journal[2].hash);
    assert!(matches!(refused, Err(ArchiveWriteError::Chain(ChainBreak::Number { .. }))));
    let empty = ArchiveWriter::new(Vec::new()).unwrap().finish(&key(), written_at());
    assert!(matches!(empty, Err(ArchiveWriteError::Empty)));
    let undated = writer.finish(&key(), Timestamp::MAX);
    assert!(matches!(undated, Err(ArchiveWriteError::Manifest)));
}

fn head(seq: u64) -> Head {
    let Anchor { practice, post, seq, hash, totals, .. } = anchor(&journal(9), seq, 0);
    Head { practice, post, seq, hash, totals }
}

#[rstest]
#[case::same(9, 9, None, AnchorVerdict::Same)]
#[case::behind(4, 9, Some(4), AnchorVerdict::Behind)]
#[case::behind_but_the_chain_was_rewritten(4, 9, Some(5), AnchorVerdict::NotInChain)]
#[case::behind_but_the_entry_is_gone(4, 9, None, AnchorVerdict::NotInChain)]
#[case::ahead(9, 4, None, AnchorVerdict::AheadMeansRollback)]
fn anchors_and_heads(
    #[case] anchored: u64,
    #[case] stands: u64,
    #[case] recorded: Option<u64>,
    #[case] verdict: AnchorVerdict,
) {
    let journal = journal(9);
    let recorded = recorded.map(|seq| anchor(&journal, seq, 0).hash);
    assert_eq!(confirm(&anchor(&journal, anchored, 0), &head(stands), recorded.as_ref()), verdict);
}

#[rstest]
#[case::another_practice(|it: &mut Anchor| it.practice = post(8))]
#[case::another_post(|it: &mut Anchor| it.post = post(8))]
#[case::another_hash(|it: &mut Anchor| it.hash = Hash::GENESIS)]
#[case::other_totals(|it: &mut Anchor| it.totals = head(8).totals)]
fn an_anchor_of_something_else(#[case] spoil: fn(&mut Anchor)) {
    let mut anchor = anchor(&journal(9), 9, 0);
    assert_eq!(compare(&anchor, &head(9)), AnchorVerdict::Same);
    spoil(&mut anchor);
    assert_eq!(compare(&anchor, &head(9)), AnchorVerdict::NotInChain);
}

#[test]
fn an_anchor_is_read_back() {
    let written = anchor(&journal(9), 9, 1);
    assert_eq!(Anchor::from_json(written.to_json().unwrap().as_bytes()).unwrap(), written);
    let keyless = Anchor { public_key: None, ..written };
    assert_eq!(Anchor::from_json(keyless.to_json().unwrap().as_bytes()).unwrap(), keyless);
}

#[rstest]
#[case::id_in_capitals("0190", "0A90")]
#[case::no_entry("\"seq\": 9", "\"seq\": 0")]
#[case::date_in_another_form("18:01:00.000Z", "18:01:00Z")]
#[case::member_more("\"seq\": 9", "\"seq\": 9, \"note\": 1")]
#[case::version_zero("\"version\": 1", "\"version\": 0")]
#[case::cut("}\n", "")]
fn an_anchor_out_of_form_is_refused(#[case] old: &str, #[case] new: &str) {
    let text = anchor(&journal(9), 9, 1).to_json().unwrap();
    assert!(text.contains(old));
    assert!(matches!(Anchor::from_json(text.replace(old, new).as_bytes()), Err(AnchorError::Form(_))));
}

#[test]
fn a_newer_anchor_says_so() {
    let text = anchor(&journal(9), 9, 1).to_json().unwrap().replace("\"version\": 1", "\"version\": 2, \"more\": 3");
    assert!(matches!(Anchor::from_json(text.as_bytes()), Err(AnchorError::Newer { version: 2 })));
}

/// RFC 8032, section 7.1, TEST 1.
#[test]
fn the_signature_is_that_of_the_standard() {
    let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60".parse::<Hash>().unwrap();
    let key = ArchiveKey::from_seed(seed.as_bytes());
    let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    assert_eq!(key.public_key(), public.parse::<PublicKey>().unwrap());
    assert_eq!(
        key.sign(b"").to_string(),
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    );
    assert!(key.public_key().signed(b"", &key.sign(b"")));
    assert!(!key.public_key().signed(b"a", &key.sign(b"")));
    assert!(!format!("{key:?}").contains("9d61b19d"), "the seed is never shown");
}
