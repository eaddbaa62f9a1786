//! The control over HTTP: a page for people, that works without a script, and the same in JSON for tests and tools.
//! Every order is read from JSON or from a form, so that both say exactly the same thing.

use axum::body::Bytes;
use axum::extract::{Form, FromRequest, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Map, Value, json};

use super::{Site, text};
use crate::board::Standing;
use crate::book::{self, AnswerRule};
use crate::clock;
use crate::control::{Breakage, Control};
use crate::fault::{Fault, State as Word};
use crate::pages;
use crate::places::{Activity, Function, Platform};
use crate::scenario::Scenario;

/// Entries shown on the page; the JSON has them all.
const PAGE_LOG_ENTRIES: usize = 30;

pub(crate) fn router() -> Router<Site> {
    Router::new()
        .route("/", get(home))
        .route("/control/state", get(state))
        .route("/control/log", get(log))
        .route("/control/records", get(records))
        .route("/control/credits", get(credits))
        .route("/control/fault", post(fault))
        .route("/control/mend", post(mend))
        .route("/control/clock", post(set_clock))
        .route("/control/scenario", post(scenario))
        .route("/control/answer", post(answer))
        .route("/control/limit", post(limit))
        .route("/control/repeats", post(repeats))
}

async fn home(State(site): State<Site>) -> Response {
    page(&site, StatusCode::OK, None)
}

fn page(site: &Site, status: StatusCode, refusal: Option<&str>) -> Response {
    let mut log = site.control.log();
    let recent = log.split_off(log.len().saturating_sub(PAGE_LOG_ENTRIES));
    let html = pages::control::page(&state_of(site), &recent, refusal);
    let mut response = (status, axum::response::Html(html)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

async fn state(State(site): State<Site>) -> Json<Value> {
    Json(state_of(&site))
}

async fn log(State(site): State<Site>) -> Json<Value> {
    Json(json!(site.control.log()))
}

async fn records(State(site): State<Site>, Query(filter): Query<Vec<(String, String)>>) -> Json<Value> {
    let wanted = filter.iter().find(|(name, _)| name == "platform").map(|(_, value)| value.clone());
    let mut records = site.control.records();
    records.retain(|record| wanted.as_deref().is_none_or(|wanted| record.platform.code() == wanted));
    Json(json!(records))
}

async fn credits(State(site): State<Site>) -> Json<Value> {
    Json(json!(site.control.credits()))
}

/// Everything the page shows of the platforms, in JSON.
fn state_of(site: &Site) -> Value {
    let control = &site.control;
    let (now, follows, scenario) =
        control.world.with(|state| (state.now(), state.clock.follows(), state.scenario().cloned()));
    let platforms: Vec<Value> =
        site.own.iter().map(|(platform, own)| platform_state(control, *platform, own)).collect();
    let scenario = scenario.map(|scenario| {
        let steps = scenario.steps().iter().map(|step| {
            json!({
                "at": step.at, "at_text": clock::french(step.at), "passed": step.at <= now,
                "platform": step.place.platform, "platform_name": step.place.platform.name(),
                "function": step.place.function, "function_label": step.place.function.label(),
                "activity": step.place.activity, "activity_label": step.place.activity.map(Activity::label),
                "fault": step.fault, "fault_label": step.fault.map(Fault::label),
                "cause": step.cause, "assumption": step.assumption,
            })
        });
        json!({ "name": scenario.name(), "title": scenario.title(), "steps": steps.collect::<Vec<_>>() })
    });
    json!({
        "now": now, "now_text": clock::french(now), "clock": if follows { "following" } else { "fixed" },
        "scenario": scenario, "scenarios": Scenario::names(), "platforms": platforms, "trapped": control.trapped(),
        "recognises_repeats": control.recognises_repeats(), "refused_for_pace": control.refused_for_pace(),
    })
}

fn platform_state(control: &Control, platform: Platform, own: &std::net::SocketAddr) -> Value {
    let function = |function: Function| {
        let standings = control.world.with(|state| state.board.by_activity(platform, function));
        let standings: Vec<Value> =
            standings.into_iter().map(|(activity, standing)| standing_json(activity, standing.as_ref())).collect();
        let faults: Vec<Value> = Fault::ALL
            .into_iter()
            .filter(|fault| fault.applies_to(function))
            .map(|fault| json!({ "fault": fault, "label": fault.label() }))
            .collect();
        json!({
            "function": function, "label": function.label(), "standings": standings, "faults": faults,
            "knows_activity": function.knows_activity(),
        })
    };
    json!({
        "code": platform, "name": platform.name(),
        "own_base_url": format!("http://{own}/{}", platform.code()),
        "agreements": control.agreements(platform).len(),
        "calls_per_second": control.world.with(|state| state.gauge.limit_of(platform)),
        "functions": Function::ALL.map(function),
    })
}

fn standing_json(activity: Option<Activity>, standing: Option<&Standing>) -> Value {
    let state = standing.map_or(Word::Up, Standing::state);
    let fault = standing.and_then(|standing| standing.fault);
    json!({
        "activity": activity, "activity_label": activity.map(Activity::label),
        "state": state, "state_text": state.label(),
        "fault": fault, "fault_label": fault.map(Fault::label),
        "remaining": standing.and_then(|standing| standing.remaining),
        "cause": standing.map(|standing| standing.cause.as_str()),
        "since": standing.map(|standing| standing.since),
        "since_text": standing.map(|standing| clock::french(standing.since)),
        "origin": standing.map(|standing| standing.origin),
    })
}

/// The fields of an order, from JSON or from a form; empty ones count as absent.
struct Order {
    fields: Value,
    from_page: bool,
}

impl Order {
    async fn read(headers: &HeaderMap, body: Bytes) -> Result<Order, String> {
        let media = text(headers, header::CONTENT_TYPE).unwrap_or_default();
        if media.starts_with("application/json") {
            let fields: Value = serde_json::from_slice(&body).map_err(|error| format!("JSON illisible : {error}"))?;
            return Ok(Order { fields, from_page: false });
        }
        let mut request = Request::new(axum::body::Body::from(body));
        *request.method_mut() = axum::http::Method::POST;
        *request.headers_mut() = headers.clone();
        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, &())
            .await
            .map_err(|_| "formulaire ou JSON attendu".to_owned())?;
        let filled = pairs.into_iter().filter(|(_, value)| !value.trim().is_empty());
        let fields: Map<String, Value> = filled.map(|(name, value)| (name, Value::String(value))).collect();
        Ok(Order { fields: Value::Object(fields), from_page: true })
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.as_str()
    }

    fn number(&self, name: &str) -> Result<Option<u32>, String> {
        let number = match self.fields.get(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::String(text)) => text.trim().parse().ok(),
            Some(value) => value.as_u64().and_then(|number| u32::try_from(number).ok()),
        };
        number.map(Some).ok_or_else(|| format!("« {name} » : nombre attendu"))
    }

    fn platform(&self) -> Result<Platform, String> {
        let code = self.text("platform").unwrap_or_default();
        Platform::parse(code).ok_or_else(|| format!("plateforme inconnue : « {code} »"))
    }

    fn function(&self) -> Result<Option<Function>, String> {
        let Some(code) = self.text("function") else { return Ok(None) };
        Function::parse(code).map(Some).ok_or_else(|| format!("fonction inconnue : « {code} »"))
    }

    fn activity(&self) -> Result<Option<Activity>, String> {
        let Some(code) = self.text("activity") else { return Ok(None) };
        Activity::parse(code).map(Some).ok_or_else(|| format!("activité inconnue : « {code} »"))
    }
}

/// Obeys an order and says so in the tongue it was given in.
async fn obey<F>(site: Site, headers: HeaderMap, body: Bytes, act: F) -> Response
where
    F: AsyncFnOnce(&Control, &Order) -> Result<(), String>,
{
    let order = match Order::read(&headers, body).await {
        Ok(order) => order,
        Err(words) => return (StatusCode::BAD_REQUEST, Json(json!({ "error": words }))).into_response(),
    };
    match (act(&site.control, &order).await, order.from_page) {
        (Ok(()), true) => (StatusCode::SEE_OTHER, [(header::LOCATION, "/")]).into_response(),
        (Ok(()), false) => Json(state_of(&site)).into_response(),
        (Err(words), true) => page(&site, StatusCode::UNPROCESSABLE_ENTITY, Some(&words)),
        (Err(words), false) => (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "error": words }))).into_response(),
    }
}

async fn fault(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> Response {
    obey(site, headers, body, async |control, order| {
        let function = order.function()?.ok_or("fonction absente")?;
        let code = order.text("fault").unwrap_or_default();
        let mut fault = Fault::parse(code).ok_or_else(|| format!("panne inconnue : « {code} »"))?;
        if let (Fault::TooManyCalls { retry_after_s }, Some(asked)) = (&mut fault, order.number("retry_after_s")?) {
            *retry_after_s = asked;
        }
        let mut breakage = Breakage::new(order.platform()?, function, fault);
        if let Some(activity) = order.activity()? {
            breakage = breakage.for_activity(activity);
        }
        if let Some(times) = order.number("count")? {
            breakage = breakage.times(times);
        }
        let cause = order.text("cause").unwrap_or("Coupé à la main");
        control.break_function(breakage.because(cause)).await.map_err(|error| error.to_string())
    })
    .await
}

async fn mend(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> Response {
    obey(site, headers, body, async |control, order| {
        let (platform, function, activity) = (order.platform()?, order.function()?, order.activity()?);
        control.mend(platform, function, activity).await.map_err(|error| error.to_string())
    })
    .await
}

async fn set_clock(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> Response {
    obey(site, headers, body, async |control, order| {
        let text = order.text("instant").unwrap_or_default();
        let to = clock::parse_instant(text).ok_or_else(|| format!("date illisible : « {text} »"))?;
        control.set_clock(to).await.map_err(|error| error.to_string())
    })
    .await
}

async fn scenario(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> Response {
    obey(site, headers, body, async |control, order| {
        let scenario = match order.text("name") {
            None => None,
            Some(name) => Some(Scenario::named(name).ok_or_else(|| format!("scénario inconnu : « {name} »"))?),
        };
        control.play(scenario).await.map_err(|error| error.to_string())
    })
    .await
}

async fn answer(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> Response {
    obey(site, headers, body, async |control, order| {
        let member = order.text("member_number").unwrap_or_default();
        let rule: AnswerRule = book::rule_from(&order.fields)?;
        control.set_answer(order.platform()?, member, rule).map_err(|error| error.to_string())
    })
    .await
}

async fn limit(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> Response {
    obey(site, headers, body, async |control, order| {
        let calls = order.number("calls_per_second")?;
        if calls == Some(0) {
            return Err("« calls_per_second » : 1 au moins, ou rien pour ne pas limiter".to_owned());
        }
        control.limit_calls(order.platform()?, calls);
        Ok(())
    })
    .await
}

async fn repeats(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> Response {
    obey(site, headers, body, async |control, order| {
        let recognised = match (order.fields.get("recognised"), order.text("recognised")) {
            (Some(Value::Bool(yes)), _) => *yes,
            (_, Some("oui" | "true")) => true,
            (_, Some("non" | "false")) => false,
            _ => return Err("« recognised » : oui ou non".to_owned()),
        };
        control.recognise_repeats(recognised);
        Ok(())
    })
    .await
}
