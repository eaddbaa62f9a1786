//! The drawer counted: mostly as the books have it, at times with one left out, one too many, or one missing without a word.

use super::{Books, Command, Deed, Step, one_in, sale};
use relais_domain::{
    ids::{DocumentId, InventoryId},
    inventory::{self, Count, CountedCheque, Said, UnknownPaper},
    stream::StreamKind,
};

pub(super) fn count(command: &mut Command, deed: Deed) -> Step {
    let in_drawer = command.books.cheques.iter().filter(|(_, cheque)| cheque.state.is_in_the_drawer());
    let books: Vec<CountedCheque> =
        in_drawer.map(|(cheque, state)| CountedCheque { cheque: *cheque, amount_cents: state.amount() }).collect();
    let mut said = Vec::new();
    for (nth, line) in (0u8..).zip(&books) {
        let missing = one_in(4, deed.b.wrapping_add(nth));
        let reason = missing.then(|| command.reason(deed)).flatten();
        said.push((line.cheque, if missing { Said::Missing(reason) } else { Said::Found }));
    }
    if one_in(5, deed.c) {
        said.pop();
    }
    if one_in(7, deed.c) {
        said.push((command.pick_cheque(deed.a)?.0, Said::Found));
    }
    let amount = if one_in(9, deed.d) { 0 } else { 5_000 };
    let mut unknown = Vec::new();
    if one_in(3, deed.d) {
        let (number, from, reason) = (command.text(), command.text(), command.text());
        unknown.push(UnknownPaper { amount_cents: sale::cents(amount), number, from, reason });
    }
    let (inventory, sheet) = (InventoryId(command.fresh()), DocumentId(command.fresh()));
    let counted_with = one_in(2, deed.a).then(|| command.text());
    let (number, year) = command.next_number(|books: &mut Books| &mut books.inventory_numbers);
    let count = Count { inventory, number, year, counted_with, said, unknown, sheet };
    let state = super::entry(&mut command.books.inventories, inventory);
    let events = inventory::count(state, &books, count, &command.context)?;
    events.iter().for_each(|event| relais_domain::stream::Stream::apply(state, event));
    command.record(StreamKind::Inventory, inventory.0, &events);
    Ok(())
}
