//! Writes the contract's TypeScript twin: every type the table names, once, and the table itself.
//!
//! Generated and committed; `./dev test` generates it again and refuses a difference.

use std::{any::TypeId, collections::BTreeMap, collections::HashSet, fmt::Write as _};
use ts_rs::{Config, TS, TypeVisitor};

/// Collects declarations by name.
#[derive(Default)]
pub(crate) struct Declarations {
    seen: HashSet<TypeId>,
    declared: BTreeMap<String, String>,
    commands: Vec<(String, String, String)>,
}

impl Declarations {
    /// Adds one command with the types of its request and response.
    pub(crate) fn command<Request: TS + 'static, Response: TS + 'static>(&mut self, name: &str) {
        self.add::<Request>();
        self.add::<Response>();
        let config = config();
        self.commands.push((name.to_owned(), Request::name(&config), Response::name(&config)));
    }

    /// Adds one type and all it depends on.
    pub(crate) fn add<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        if T::output_path().is_some() {
            let config = config();
            self.declared.insert(T::name(&config), T::decl(&config));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }

    /// The whole file.
    pub(crate) fn file(&self) -> String {
        let mut text = String::from(
            "// Generated from src-tauri/crates/usecases (`./dev contract`); edit the Rust types instead.\n\
             // Amounts are cents, dates are ISO days, instants RFC 3339 in UTC, ids opaque.\n\n",
        );
        for declaration in self.declared.values() {
            let _ = writeln!(text, "export {declaration}\n");
        }
        text.push_str(
            "/** Every command, with what it takes and what it gives back. */\nexport interface Commands {\n",
        );
        for (name, request, response) in &self.commands {
            let _ = writeln!(text, "  \"{name}\": {{ request: {request}; response: {response} }};");
        }
        text.push_str("}\n\nexport type CommandName = keyof Commands;\n");
        text
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        self.add::<T>();
    }
}

fn config() -> Config {
    Config::default().with_large_int("number")
}
