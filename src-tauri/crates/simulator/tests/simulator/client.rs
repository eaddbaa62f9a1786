//! An HTTP client over a bare socket: faults are judged by the bytes that arrive, which a real client would hide.

use std::io::ErrorKind;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// No answer of a healthy platform takes this long: reaching it is a failure of the test.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// How long silence is listened to before it counts as silence.
const SILENCE: Duration = Duration::from_millis(150);

/// A whole answer, or what came of one.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        lines.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

/// A request, written out.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    method: &'static str,
    path: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Request {
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Request { method: "GET", path: path.into(), headers: Vec::new(), body: String::new() }
    }

    pub(crate) fn form(path: impl Into<String>, body: &str) -> Self {
        let request = Request { method: "POST", body: body.to_owned(), ..Request::get(path) };
        request.header("Content-Type", "application/x-www-form-urlencoded")
    }

    pub(crate) fn json(path: impl Into<String>, body: &Value) -> Self {
        let request = Request { method: "POST", body: body.to_string(), ..Request::get(path) };
        request.header("Content-Type", "application/json")
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }
}

/// A connection one can read byte by byte.
pub(crate) struct Raw {
    stream: TcpStream,
    host: String,
}

/// What a read gave.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    Bytes(Vec<u8>),
    Silence,
    Closed,
    Reset,
}

impl Raw {
    pub(crate) async fn connect(base: &str) -> std::io::Result<Raw> {
        let host = base.trim_start_matches("http://").split('/').next().unwrap().to_owned();
        let stream = timeout(PATIENCE, TcpStream::connect(&host)).await.expect("connecting takes no time")?;
        Ok(Raw { stream, host })
    }

    pub(crate) async fn send(&mut self, request: &Request) {
        let mut text = format!("{} {} HTTP/1.1\r\n", request.method, request.path);
        if !request.headers.iter().any(|(name, _)| name == "Host") {
            text.push_str(&format!("Host: {}\r\n", self.host));
        }
        for (name, value) in &request.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!("Content-Length: {}\r\n\r\n{}", request.body.len(), request.body));
        // A platform that resets may do so before everything is written.
        let _ = self.stream.write_all(text.as_bytes()).await;
    }

    async fn hear(&mut self, patience: Duration, bytes: usize) -> Heard {
        let mut buffer = vec![0; bytes];
        match timeout(patience, self.stream.read(&mut buffer)).await {
            Err(_) => Heard::Silence,
            Ok(Ok(0)) => Heard::Closed,
            Ok(Ok(read)) => {
                buffer.truncate(read);
                Heard::Bytes(buffer)
            }
            Ok(Err(error)) if error.kind() == ErrorKind::ConnectionReset => Heard::Reset,
            Ok(Err(error)) => panic!("{error}"),
        }
    }

    /// What is heard next, silence being an answer.
    pub(crate) async fn listen(&mut self) -> Heard {
        self.hear(SILENCE, 64 * 1024).await
    }

    /// What is heard next, silence being a failure.
    pub(crate) async fn next(&mut self) -> Heard {
        let heard = self.hear(PATIENCE, 64 * 1024).await;
        assert_ne!(heard, Heard::Silence, "nothing came");
        heard
    }

    /// The head of the answer, and the bytes of body that came right behind it.
    pub(crate) async fn head(&mut self) -> Reply {
        let mut bytes = Vec::new();
        loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                let body = bytes.split_off(end + 4);
                let head = String::from_utf8(bytes).unwrap();
                let status = head.split(' ').nth(1).unwrap().parse().unwrap();
                return Reply { status, head, body };
            }
            match self.hear(PATIENCE, 1).await {
                Heard::Bytes(more) => bytes.extend(more),
                other => panic!("no head: {other:?} after {:?}", String::from_utf8_lossy(&bytes)),
            }
        }
    }

    /// Reads body until at least so many bytes of it came.
    pub(crate) async fn body(&mut self, reply: &mut Reply, bytes: usize) {
        while reply.body.len() < bytes {
            match self.next().await {
                Heard::Bytes(more) => reply.body.extend(more),
                other => panic!("{other:?} after {} bytes of {bytes}", reply.body.len()),
            }
        }
    }

    /// The head, then the whole body, by its length, its chunks, or the end of the connection.
    pub(crate) async fn reply(&mut self) -> Reply {
        let mut reply = self.head().await;
        let length = reply.header("content-length").map(|length| length.parse::<usize>().unwrap());
        let chunked = reply.header("transfer-encoding") == Some("chunked");
        while length.map_or(!chunked || !reply.body.ends_with(b"\r\n0\r\n\r\n"), |length| reply.body.len() < length) {
            match self.next().await {
                Heard::Bytes(more) => reply.body.extend(more),
                _ => break,
            }
        }
        if chunked {
            reply.body = unchunked(&reply.body);
        }
        reply
    }
}

fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = bytes.windows(2).position(|window| window == b"\r\n").expect("a chunk has a size");
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).unwrap(), 16).unwrap();
        if size == 0 {
            return body;
        }
        body.extend(&bytes[end + 2..end + 2 + size]);
        bytes = &bytes[end + 4 + size..];
    }
}

/// One call on a connection of its own.
pub(crate) async fn call(base: &str, request: Request) -> Reply {
    let mut raw = Raw::connect(base).await.unwrap();
    raw.send(&request.header("Connection", "close")).await;
    raw.reply().await
}
