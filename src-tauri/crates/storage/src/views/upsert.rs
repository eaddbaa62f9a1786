//! The one statement views write with: insert, or update in place the columns that can change. An index of a column that
//! is set again is written again, page and all, even when the value is the same: what a stream says once is therefore
//! written once.

/// `upsert!("table", (key, …), once (column, …), (column, …))`: the statement's text, its parameters in that order. What
/// is under `once` is written with the row and left alone afterwards.
macro_rules! upsert {
    ($table:literal, ($($key:ident),+), ($($column:ident),+ $(,)?)) => {
        $crate::views::upsert::upsert!($table, ($($key),+), once (), ($($column),+))
    };
    (
        $table:literal, ($first:ident $(, $key:ident)*), once ($($once:ident),* $(,)?),
        ($column:ident $(, $rest:ident)* $(,)?)
    ) => {
        concat!(
            "INSERT INTO ", $table, " (", stringify!($first), $(",", stringify!($key),)* $(",", stringify!($once),)*
            ",", stringify!($column), $(",", stringify!($rest),)*
            ") VALUES (?", $($crate::views::upsert::upsert!(@mark $key),)*
            $($crate::views::upsert::upsert!(@mark $once),)* ",?",
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

    #[test]
    fn what_is_written_once_is_not_set_again() {
        assert_eq!(
            upsert!("t", (a), once(b, c), (d)),
            "INSERT INTO t (a,b,c,d) VALUES (?,?,?,?) ON CONFLICT (a) DO UPDATE SET d = excluded.d"
        );
    }
}
