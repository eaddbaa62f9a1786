//! Several issued documents in one file, to be printed in one go. Each keeps its pages, its numbers and its foot; nothing is
//! drawn over them.

use lopdf::{Document, Object, ObjectId, dictionary};

use crate::error::PrintError;
use crate::press;

/// The version of PDF the documents are of.
const VERSION: &str = "1.7";

/// The PDF of these documents one after the other; refused when there is none.
pub fn bundle<B: AsRef<[u8]>>(issued: &[B]) -> Result<Vec<u8>, PrintError> {
    let unreadable = |_| PrintError::NotWritten;
    let mut all = Document::with_version(VERSION);
    let root: ObjectId = all.new_object_id();
    let mut pages: Vec<Object> = Vec::new();
    for bytes in issued {
        let mut one = Document::load_mem(bytes.as_ref()).map_err(unreadable)?;
        one.renumber_objects_with(all.max_id + 1);
        for page in one.page_iter().collect::<Vec<_>>() {
            one.get_dictionary_mut(page).map_err(unreadable)?.set("Parent", root);
            pages.push(Object::Reference(page));
        }
        all.max_id = one.max_id;
        all.objects.append(&mut one.objects);
    }
    if pages.is_empty() {
        return Err(PrintError::NothingDue);
    }
    let count = i64::try_from(pages.len()).map_err(|_| PrintError::NotWritten)?;
    all.objects.insert(root, dictionary! { "Type" => "Pages", "Kids" => pages, "Count" => count }.into());
    let catalog = all.add_object(dictionary! {
        "Type" => "Catalog",
        "Pages" => root,
        "Lang" => Object::string_literal("fr-FR"),
    });
    all.trailer.set("Root", catalog);
    // The catalogues and page trees of the parts are nobody's any more.
    all.prune_objects();
    press::save(all)
}
