//! What a user does: one file a deed, its request, response, refusals, and the composition of engines behind it.
