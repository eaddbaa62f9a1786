//! The rules of Relais: pure, without input, output, clock or async.
