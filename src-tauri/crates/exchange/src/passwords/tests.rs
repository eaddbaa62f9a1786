//! What each program exports, made up in its shape, read entry by entry; and what is none of them.

use super::*;
use rstest::rstest;

const KEEPASS: &str = r#"<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<KeePassFile>
  <Meta><Generator>KeePass</Generator><RecycleBinUUID>binbinbinbinbinbinbinA==</RecycleBinUUID></Meta>
  <Root>
    <Group>
      <UUID>rootrootrootrootrootrA==</UUID><Name>Cabinet</Name>
      <Entry>
        <UUID>aaaaaaaaaaaaaaaaaaaaaA==</UUID>
        <String><Key>Notes</Key><Value>Réponse : mimosa &amp; lilas</Value></String>
        <String><Key>Password</Key><Value ProtectInMemory="True">Tournesol!&lt;2024&gt;&#233;</Value></String>
        <String><Key>Title</Key><Value>Viamedis</Value></String>
        <String><Key>URL</Key><Value>https://portail.exemple.fr/</Value></String>
        <String><Key>UserName</Key><Value>opt-44</Value></String>
        <String><Key>otp</Key><Value>otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ</Value></String>
        <History>
          <Entry>
            <String><Key>Password</Key><Value>Ancien!2023</Value></String>
            <String><Key>Title</Key><Value>Viamedis avant</Value></String>
          </Entry>
        </History>
      </Entry>
      <Group>
        <UUID>subsubsubsubsubsubsubA==</UUID><Name>Banque</Name>
        <Entry>
          <String><Key>Title</Key><Value>Banque</Value></String>
          <String><Key>Password</Key><Value/></String>
        </Entry>
        <Entry><String><Key>Password</Key><Value><![CDATA[a<b]]></Value></String></Entry>
      </Group>
      <Group>
        <UUID>binbinbinbinbinbinbinA==</UUID><Name>Corbeille</Name>
        <Entry>
          <String><Key>Title</Key><Value>Jeté</Value></String>
          <String><Key>Password</Key><Value>x</Value></String>
        </Entry>
      </Group>
      <Entry>
        <String><Key>Title</Key><Value>Almerys</Value></String>
        <String><Key>Password</Key><Value>Glycine?2024</Value></String>
      </Entry>
    </Group>
  </Root>
</KeePassFile>"#;

const BITWARDEN: &str = r#"{
  "encrypted": false,
  "folders": [{ "id": "f", "name": "Cabinet" }],
  "items": [
    { "id": "1", "type": 1, "name": "Viamedis", "notes": "Réponse : mimosa", "favorite": false,
      "login": { "uris": [{ "match": null, "uri": "https://portail.exemple.fr/" }], "username": "opt-44",
                 "password": "Tournesol!2024", "totp": "GEZDGNBVGY3TQOJQ" } },
    { "id": "2", "type": 2, "name": "Alarme", "notes": "4417", "secureNote": { "type": 0 } },
    { "id": "3", "type": 1, "name": "Vide", "login": { "username": "x", "password": null, "totp": null } },
    { "id": "4", "type": "login", "name": "Autre forme" },
    { "id": "5", "type": 1, "name": "Court", "login": { "password": "p" } }
  ]
}"#;

const CHROME: &str = "name,url,username,password,note\n\
    portail.exemple.fr,https://portail.exemple.fr/,opt-44,Tournesol!2024,\"deux\nlignes\"\n\
    sans,https://autre.exemple.fr/,x,,\n\
    trop,https://a.exemple.fr/,x,p,n,encore\n\
    \"guillemet \"\"dit\"\"\",https://b.exemple.fr/,y,\"a,b\",\n";

const FIREFOX: &str = "\u{feff}\"url\",\"username\",\"password\",\"httpRealm\",\"formActionOrigin\",\"guid\",\"timeCreated\",\
    \"timeLastUsed\",\"timePasswordChanged\"\r\n\
    \"https://portail.exemple.fr\",\"opt-44\",\"Tournesol!2024\",\"\",\"https://portail.exemple.fr\",\"{a}\",\"1\",\"2\",\"3\"\r\n";

const SAFARI: &str = "Title,URL,Username,Password,Notes,OTPAuth\n\
    Portail,https://portail.exemple.fr/,opt-44,Tournesol!2024,,otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ\n";

fn entries(text: &str) -> Vec<Entry> {
    read(text.as_bytes()).unwrap().entries
}

fn account(entry: &Entry) -> [&str; 5] {
    let account = entry.account.as_ref().unwrap();
    [&account.address, &account.login, &account.secret, &account.seed, &account.notes]
}

#[test]
fn keepass_gives_its_entries_without_their_history_and_says_what_lies_in_the_bin() {
    let read = entries(KEEPASS);
    let link = "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ";
    let whole = ["https://portail.exemple.fr/", "opt-44", "Tournesol!<2024>é", link, "Réponse : mimosa & lilas"];
    assert_eq!((read[0].at, read[0].title.as_str(), account(&read[0])), (1, "Viamedis", whole));
    assert_eq!((read[1].title.as_str(), read[1].account.clone()), ("Banque", Err(NotAnAccount::NoSecret)));
    assert_eq!((read[2].title.as_str(), account(&read[2])[2]), ("", "a<b"));
    assert_eq!((read[3].title.as_str(), read[3].account.clone()), ("Jeté", Err(NotAnAccount::InBin)));
    assert_eq!((read[4].at, read[4].title.as_str(), account(&read[4])[2]), (5, "Almerys", "Glycine?2024"));
    assert_eq!(read.len(), 5);
}

#[test]
fn bitwarden_gives_its_logins_and_says_what_else_there_is() {
    let read = entries(BITWARDEN);
    let whole = ["https://portail.exemple.fr/", "opt-44", "Tournesol!2024", "GEZDGNBVGY3TQOJQ", "Réponse : mimosa"];
    assert_eq!(account(&read[0]), whole);
    let left: Vec<_> =
        read[1..4].iter().map(|entry| (entry.title.as_str(), entry.account.clone().unwrap_err())).collect();
    assert_eq!(
        left,
        [
            ("Alarme", NotAnAccount::NotALogin),
            ("Vide", NotAnAccount::NoSecret),
            ("Autre forme", NotAnAccount::Malformed)
        ]
    );
    assert_eq!(account(&read[4]), ["", "", "p", "", ""]);
}

#[rstest]
#[case::plain("abc", Some("abc"))]
#[case::escapes(r#"a\"\\\/\b\f\n\r\tz"#, Some("a\"\\/\u{8}\u{c}\n\r\tz"))]
#[case::numbers(r"\u00e9\ud83d\udd11!", Some("é🔑!"))]
#[case::half_a_pair(r"\ud83d", None)]
#[case::half_a_pair_and_more(r"\ud83dabcdef", None)]
#[case::the_other_half(r"\udd11", None)]
#[case::a_pair_that_is_none(r"\ud83d\u0041", None)]
fn a_secret_of_json_is_read_as_it_is_written(#[case] written: &str, #[case] expected: Option<&str>) {
    let file = format!(r#"{{"items": [{{"type": 1, "name": "x", "login": {{"password": "{written}"}}}}]}}"#);
    let read = entries(&file);
    let found = read[0].account.as_ref().map(|account| account.secret.as_str());
    assert_eq!(found.map_err(|why| *why), expected.ok_or(NotAnAccount::Malformed));
}

#[rstest]
#[case::one("Portail")]
#[case::two("Portail,https://x.exemple.fr/")]
#[case::too_many("a,b,c,d,e,f,g")]
fn a_line_of_another_length_is_no_account(#[case] line: &str) {
    let read = entries(&format!("name,url,username,password,note\n{line}\n"));
    assert_eq!(
        read.iter().map(|entry| entry.account.clone().unwrap_err()).collect::<Vec<_>>(),
        [NotAnAccount::Malformed]
    );
}

#[test]
fn browsers_give_a_line_an_account() {
    let read = entries(CHROME);
    assert_eq!(account(&read[0]), ["https://portail.exemple.fr/", "opt-44", "Tournesol!2024", "", "deux\nlignes"]);
    let left: Vec<_> = read[1..3].iter().map(|entry| (entry.at, entry.account.clone().unwrap_err())).collect();
    assert_eq!(left, [(4, NotAnAccount::NoSecret), (5, NotAnAccount::Malformed)]);
    assert_eq!((read[3].at, read[3].title.as_str(), account(&read[3])[2]), (6, "guillemet \"dit\"", "a,b"));
    let read = entries(FIREFOX);
    assert_eq!((read[0].title.as_str(), account(&read[0])[1]), ("https://portail.exemple.fr", "opt-44"));
    let read = entries(SAFARI);
    assert_eq!((read[0].title.as_str(), account(&read[0])[3]), ("Portail", "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ"));
}

#[rstest]
#[case::nothing("", NotRead::Empty)]
#[case::spaces(" \r\n ", NotRead::Empty)]
#[case::a_header_alone("name,url,username,password\n", NotRead::Empty)]
#[case::another_table("Facture;Montant\nF1;12,00\n", NotRead::NoColumns)]
#[case::another_xml("<html><body/></html>", NotRead::Unknown)]
#[case::a_document_type("<!DOCTYPE x [<!ENTITY a \"b\">]><KeePassFile/>", NotRead::Unknown)]
#[case::an_entity("<KeePassFile>\n<Root>&secret;</Root></KeePassFile>", NotRead::Damaged { line: 2 })]
#[case::cut_xml("<KeePassFile>\n<Root>\n", NotRead::Damaged { line: 3 })]
#[case::crossed_xml("<KeePassFile>\n<Root></Meta></KeePassFile>", NotRead::Damaged { line: 2 })]
#[case::cut_json("{\n\"items\": [", NotRead::Damaged { line: 2 })]
#[case::another_json("{\"a\": 1}", NotRead::Unknown)]
#[case::items_of_another_kind("{\"items\": 3}", NotRead::Unknown)]
#[case::encrypted_json("{\"encrypted\": true, \"passwordProtected\": true, \"data\": \"2.x\"}", NotRead::Encrypted)]
fn what_is_none_of_them_is_said(#[case] text: &str, #[case] expected: NotRead) {
    assert_eq!(read(text.as_bytes()).err(), Some(expected));
}

#[test]
fn bytes_that_are_no_text_and_files_without_end_are_said() {
    assert_eq!(read(&[0x03, 0xd9, 0xa2, 0x9a, 0x67]).err(), Some(NotRead::Encrypted));
    assert_eq!(read(&[b'a', 0xff]).err(), Some(NotRead::NotText));
    assert_eq!(read(&vec![b' '; MAX_BYTES + 1]).err(), Some(NotRead::TooLarge));
    let many = format!("name,url,username,password\n{}", "a,b,c,d\n".repeat(MAX_ENTRIES + 1));
    assert_eq!(read(many.as_bytes()).err(), Some(NotRead::TooMany));
    let deep = format!("<KeePassFile>{}", "<Group>".repeat(100_000));
    assert_eq!(read(deep.as_bytes()).err(), Some(NotRead::Unknown));
}

#[test]
fn what_is_written_is_read_again() {
    let odd = Account {
        address: "https://x.exemple.fr/?a=1&b=\"2\"".to_owned(),
        login: "é<>&'".to_owned(),
        secret: "]]>&amp;\t x".to_owned().into(),
        seed: Zeroizing::default(),
        notes: "deux\nlignes".to_owned().into(),
    };
    let full = Account { seed: "GEZDGNBVGY3TQOJQ".to_owned().into(), ..odd.clone() };
    let written = write_keepass("Cabinet & Cie", &[("un", &odd), ("deux", &full)]);
    let read = read(&written).unwrap();
    assert_eq!(read.program, Program::KeePass);
    let back: Vec<_> = read.entries.into_iter().map(|entry| (entry.title, entry.account.unwrap())).collect();
    assert_eq!(back, [("un".to_owned(), odd), ("deux".to_owned(), full)]);
}

proptest::proptest! {
    #[test]
    fn any_accounts_come_back(texts in proptest::collection::vec("[^\\p{Cc}\u{fffe}\u{ffff}]{1,20}", 1..8)) {
        let accounts: Vec<Account> = texts.iter().map(|text| Account { secret: text.clone().into(), ..Account::default() }).collect();
        let named: Vec<_> = accounts.iter().map(|account| ("x", account)).collect();
        let read = read(&write_keepass("g", &named)).unwrap();
        let back: Vec<_> = read.entries.into_iter().map(|entry| entry.account.unwrap()).collect();
        proptest::prop_assert_eq!(back, accounts);
    }
}
