//! The one statement views write with: insert, or update the other columns in place, which leaves untouched indexes
//! alone.

/// `upsert!("table", (key, …), (column, …))`: the statement's text, its parameters in that order.
macro_rules! upsert {
    ($table:literal, ($first:ident $(, $key:ident)*), ($column:ident $(, $rest:ident)* $(,)?)) => {
        concat!(
            "INSERT INTO ", $table, " (", stringify!($first), $(",", stringify!($key),)*
            ",", stringify!($column), $(",", stringify!($rest),)*
            ") VALUES (?", $($crate::views::upsert::upsert!(@mark $key),)* ",?",
            $($crate::views::upsert::upsert!(@mark $rest),)*
            ") ON CONFLICT (", stringify!($first), $(",", stringify!($key),)* ") DO UPDATE SET ",
            stringify!($column), " = excluded.", stringify!($column),
            $(", ", stringify!($rest), " = excluded.", stringify!($rest),)*
        )
    };
    (@mark $name:ident) => { ",?" };
}

pub(crate) use upsert;

#[cfg(test)]
mod tests {
    #[test]
    fn the_statement_is_this() {
        assert_eq!(
            upsert!("t", (a, b), (c, d)),
            "INSERT INTO t (a,b,c,d) VALUES (?,?,?,?) ON CONFLICT (a,b) DO UPDATE SET c = excluded.c, d = excluded.d"
        );
    }
}
