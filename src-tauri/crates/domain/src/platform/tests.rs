//! A platform's code, and the states of its functions.

use super::*;

fn configured() -> Platform {
    let configured = PlatformConfigured {
        platform: PlatformCode::parse("viamedis").unwrap(),
        label: "Viamedis".to_owned(),
        channel: Channel::Fhir,
        base_url: None,
        token_url: None,
        client_id: None,
        portal_url: None,
    };
    Platform { configured: Some(configured), ..Platform::default() }
}

fn seen(second: i64) -> FunctionStatus {
    let (state, cause) = (FunctionState::Closed, Some(FailureCode::DeclaredByStaff));
    let since = Timestamp::from_second(second).unwrap();
    FunctionStatus { state, cause, source: StateSource::Declared, since }
}

fn said(by: &str) -> Option<Said> {
    Some(Said { by: SourceCode::parse(by).unwrap(), text: None })
}

/// The same state again says nothing new, unless somebody else says it: then it lasts since it was first said.
#[test]
fn who_said_a_state_is_kept_with_it() {
    let mut platform = configured();
    let mut observed = |second, by: Option<Said>| {
        let events = observe(&platform, Function::Rights, seen(second), by).unwrap();
        events.iter().for_each(|event| platform.apply(event));
        let known = platform.said.get(&Function::Rights).map(|said| said.by.as_str().to_owned());
        (events.len(), platform.functions[&Function::Rights].since.as_second(), known)
    };
    assert_eq!(observed(10, said("press")), (2, 10, Some("press".to_owned())));
    assert_eq!(observed(20, None), (0, 10, Some("press".to_owned())));
    assert_eq!(observed(30, said("union")), (2, 10, Some("union".to_owned())));
}

#[test]
fn the_same_conduct_again_records_nothing() {
    let platform = configured();
    assert_eq!(set_conduct(&platform, PlatformConduct::default()), Ok(Vec::new()));
    let slower = PlatformConduct { calls_per_second: Some(2), ..PlatformConduct::default() };
    assert_eq!(set_conduct(&platform, slower.clone()).unwrap().len(), 1);
    assert_eq!(set_conduct(&Platform::default(), slower), Err(Refusal::UnknownPlatform));
}
