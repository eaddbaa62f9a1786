//! The rounds of the platforms while a practice is open: a fall and a return noticed by nobody's call, and what a person
//! declared left as he said it.

use relais_domain::context::Activity;
use relais_domain::platform::{Function, FunctionState, PlatformCode, StateSource};
use relais_simulator::{Breakage, Fault, Function as Broken, Platform};
use relais_usecases::contract::{DeclareFunctionRequest, Nothing, OpenPracticeRequest, ProbePlatformRequest, Unlock};
use relais_usecases::{access, demonstration, platforms, practice_profile};

use crate::ground::{Outcome, Shop, call, code, glasses};

/// What a person says of his own accord.
fn declared(platform: PlatformCode, function: Function, state: FunctionState) -> DeclareFunctionRequest {
    DeclareFunctionRequest { platform, function, state, said_by: None, text: None }
}

/// A function that answered is asked again after a while, and its fall known before a customer meets it.
#[tokio::test(flavor = "multi_thread")]
async fn a_fall_is_noticed_without_a_call_of_the_counter() -> Outcome {
    let shop = Shop::open().await;
    platforms::watch(&shop.app).await?;
    shop.control.break_function(Breakage::new(Platform::VIAMEDIS, Broken::Rights, Fault::Unavailable)).await.unwrap();
    // It has just answered: it is left alone.
    assert!(!platforms::watch(&shop.app).await?);
    assert!(shop.incident().await.is_none());
    // As after the quiet of a heartbeat.
    shop.practice().lines.end_pauses(None);
    assert!(platforms::watch(&shop.app).await?);
    let incident = shop.incident().await.unwrap();
    assert_eq!((incident.platform, incident.recoverable), (code("viamedis"), false));
    shop.control.mend(Platform::VIAMEDIS, None, None).await.unwrap();
    // Down, it is asked when its circuit lets a probe pass, and not before.
    assert!(!platforms::watch(&shop.app).await?);
    shop.practice().lines.end_pauses(None);
    assert!(platforms::watch(&shop.app).await?);
    assert!(shop.incident().await.unwrap().recoverable);
    Ok(())
}

/// A practice that changes its first activity is asked about the new one from the next round on, not from its next opening.
#[tokio::test(flavor = "multi_thread")]
async fn the_rounds_ask_about_the_activity_the_practice_has_today() -> Outcome {
    let shop = Shop::open().await;
    let unavailable = Breakage::new(Platform::VIAMEDIS, Broken::Rights, Fault::Unavailable);
    shop.control.break_function(unavailable.for_activity(relais_simulator::Activity::Pharmacy)).await.unwrap();
    platforms::watch(&shop.app).await?;
    assert!(shop.incident().await.is_none(), "the rights of an optician answer");
    let mut profile = practice_profile::view(&shop.app, call(), Nothing {}).await?;
    profile.activities = vec![Activity::Pharmacy];
    practice_profile::set(&shop.app, call(), profile).await?;
    shop.practice().lines.end_pauses(None);
    platforms::watch(&shop.app).await?;
    assert_eq!(shop.incident().await.map(|it| it.platform), Some(code("viamedis")));
    Ok(())
}

/// What a person declared is not put to the test behind his back, also after a night.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_declared_is_left_alone_by_the_rounds() -> Outcome {
    let mut shop = Shop::open().await;
    let folder = shop.practice().folder.display().to_string();
    let (platform, function) = (code("almerys"), Function::Rights);
    let closed = declared(platform.clone(), function, FunctionState::Closed);
    platforms::declare(&shop.app, call(), closed).await?;
    platforms::watch(&shop.app).await?;
    let state = async |shop: &Shop| {
        let strip = platforms::strip(&shop.app, call(), Nothing {}).await.unwrap();
        let row = strip.platforms.into_iter().find(|row| row.platform == platform).unwrap();
        row.functions.into_iter().find(|row| row.function == function).unwrap().state
    };
    assert_eq!(state(&shop).await, FunctionState::Closed);
    shop.restarted();
    let unlock = Unlock::Passphrase { passphrase: demonstration::PASSPHRASE.to_owned() };
    access::open_practice(&shop.app, call(), OpenPracticeRequest { folder, unlock }).await?;
    platforms::watch(&shop.app).await?;
    assert_eq!(state(&shop).await, FunctionState::Closed);
    // His own question is newer than his word.
    platforms::probe(&shop.app, call(), ProbePlatformRequest { platform: platform.clone() }).await?;
    assert_eq!(state(&shop).await, FunctionState::Up);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_declares_stands_until_something_newer_is_measured() -> Outcome {
    let shop = Shop::open().await;
    let sold = shop.sells(glasses("Bernard", "almerys", "4417002230")).await;
    shop.verifies(sold.dossier).await;
    platforms::watch(&shop.app).await?;
    let closed = declared(code("almerys"), Function::Rights, FunctionState::Closed);
    platforms::declare(&shop.app, call(), closed).await?;
    let rights = async || {
        let strip = platforms::strip(&shop.app, call(), Nothing {}).await.unwrap();
        let almerys = strip.platforms.into_iter().find(|row| row.platform == code("almerys")).unwrap();
        almerys.functions.into_iter().find(|row| row.function == Function::Rights).unwrap()
    };
    platforms::watch(&shop.app).await?;
    assert_eq!((rights().await.state, rights().await.source), (FunctionState::Closed, Some(StateSource::Declared)));
    assert!(shop.incident().await.is_some());
    // An answer is newer.
    shop.verifies(sold.dossier).await;
    platforms::watch(&shop.app).await?;
    assert_eq!((rights().await.state, rights().await.source), (FunctionState::Up, Some(StateSource::Measured)));
    assert!(shop.incident().await.unwrap().recoverable);
    Ok(())
}
