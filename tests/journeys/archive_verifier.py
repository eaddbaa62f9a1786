#!/usr/bin/env python3
"""Verifies an archive of a Relais journal, from docs/archive-format.md alone.

Needs nothing but Python: the Ed25519 check is written out below from RFC 8032. It shares no code with Relais on
purpose; the two must give the same verdict on every file. Sections in comments are those of the format's page.

    archive_verifier.py ARCHIVE [--anchor FILE|HASH]

Prints the verdict's code; ends with 0 for OK, 1 for a fault, 2 when a file could not be read.
"""

import datetime
import hashlib
import json
import re
import sys

MAX_JSON = 1 << 20
MAX_LINE = (1 << 20) + 256
MAX_HEADER = 64
MAX_DEPTH = 16
MAX_INTEGER = (1 << 53) - 1
MAX_POSTS = 256
ZERO = bytes(32)

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
INSTANT = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z")
KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
STREAM = re.compile(r"[a-z][a-z0-9_]*/[A-Za-z0-9._:-]+")
ZONE = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*")
HEX_32 = re.compile(r"[0-9a-f]{64}")
HEADER = re.compile(rb"relais-archive ([1-9][0-9]{0,8})\n")
ENTRY_LINE = re.compile(rb"([0-9a-f]{64}) (.*)", re.DOTALL)
MANIFEST_LINE = re.compile(rb"manifest ([0-9a-f]{128}) (.*)", re.DOTALL)

ENTRY_MEMBERS = {
    "actor", "body", "command_id", "format_version", "kind",
    "post", "post_seq", "practice", "recorded_at_utc", "stream",
}
MANIFEST_MEMBERS = {"count", "format", "order", "posts", "practice", "public_key", "written_at_utc"}


class Verdict(Exception):
    """The end of the verification, with its code."""

    def __init__(self, *code):
        super().__init__(" ".join(str(part) for part in code))


class Malformed(Exception):
    """Bytes that do not have the form asked for."""


def require(condition):
    if not condition:
        raise Malformed


# --- 2. Canonical bytes ---------------------------------------------------------------------------------------------

ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def canonical_string(text):
    out = ['"']
    for char in text:
        if char in ESCAPES:
            out.append(ESCAPES[char])
        elif char < " ":
            out.append("\\u%04x" % ord(char))
        else:
            out.append(char)
    return "".join(out) + '"'


def canonical(value, depth=1):
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int):
        require(abs(value) <= MAX_INTEGER)
        return str(value)
    if isinstance(value, str):
        return canonical_string(value)
    require(depth <= MAX_DEPTH)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item, depth + 1) for item in value) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(canonical_string(name) + ":" + canonical(value[name], depth + 1) for name in names) + "}"


def object_of(pairs):
    members = dict(pairs)
    require(len(members) == len(pairs))
    return members


def integer_of(digits):
    require(len(digits) <= 17)
    return int(digits)


def refuse(_):
    raise Malformed


def parse_json(text):
    try:
        return json.loads(
            text, object_pairs_hook=object_of, parse_int=integer_of, parse_float=refuse, parse_constant=refuse
        )
    except (ValueError, RecursionError):
        raise Malformed from None


def read_canonical(data):
    require(len(data) <= MAX_JSON)
    try:
        value = parse_json(data.decode("utf-8"))
        require(canonical(value).encode("utf-8") == data)
    except UnicodeError:
        raise Malformed from None
    return value


# --- 3. An entry ----------------------------------------------------------------------------------------------------


def is_integer(value, least=0, most=MAX_INTEGER):
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def is_text(value, form, most=None):
    return isinstance(value, str) and form.fullmatch(value) is not None and (most is None or len(value) <= most)


def is_instant(value):
    if not is_text(value, INSTANT):
        return False
    year, month, day = (int(part) for part in INSTANT.fullmatch(value).groups()[:3])
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return 1970 <= year <= 9998


def read_entry(data):
    entry = read_canonical(data)
    require(isinstance(entry, dict) and set(entry) == ENTRY_MEMBERS)
    require(all(is_text(entry[member], UUID) for member in ("actor", "command_id", "post", "practice")))
    require(entry["body"] is None or isinstance(entry["body"], dict))
    require(is_integer(entry["format_version"], 1, 4_294_967_295))
    require(is_text(entry["kind"], KIND, 64))
    require(is_integer(entry["post_seq"], 1))
    require(is_instant(entry["recorded_at_utc"]))
    require(is_text(entry["stream"], STREAM, 128))
    return entry


def is_genesis(entry):
    body = entry["body"]
    return (
        entry["kind"] == "practice.created"
        and isinstance(body, dict)
        and body.get("practice_kind") in ("real", "demonstration", "exercise")
        and is_text(body.get("time_zone"), ZONE, 64)
    )


# --- 4. The chain ---------------------------------------------------------------------------------------------------


def link(previous, data):
    return hashlib.sha256(previous + data).digest()


class Post:
    """The head of one post's chain."""

    def __init__(self):
        self.number, self.hash, self.before, self.place = 0, ZERO, ZERO, 0
        self.totals = {"amount_cents": {}, "entries": 0}

    def take(self, entry, recorded, place):
        sums, body = self.totals["amount_cents"], entry["body"] or {}
        amount = body.get("amount_cents")
        if is_integer(amount, -MAX_INTEGER):
            total = sums.get(entry["kind"], 0) + amount
            if abs(total) > MAX_INTEGER:
                raise Verdict("TOTALS_OVERFLOW", place)
            sums[entry["kind"]] = total
        self.totals["entries"] += 1
        self.number, self.hash, self.before, self.place = entry["post_seq"], recorded, self.hash, place


# --- 5. The manifest, and Ed25519 as RFC 8032 has it ----------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(a, b):
    """The sum of two points in extended coordinates (X, Y, Z, T), with x = X/Z, y = Y/Z and xy = T/Z."""
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    u, v = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(scalar, point):
    result = NEUTRAL
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def x_of(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_1 % P
    require((x * x - square) % P == 0 and not (x == 0 and sign))
    return P - x if x & 1 != sign else x


def point_of(data):
    """The point these 32 bytes encode: canonically, and not one of small order."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    require(y < P)
    x = x_of(y, sign)
    point = (x, y, 1, x * y % P)
    require(not same(times(8, point), NEUTRAL))
    return point


BASE_Y = 4 * pow(5, -1, P) % P
BASE = (x_of(BASE_Y, 0), BASE_Y, 1, x_of(BASE_Y, 0) * BASE_Y % P)


def is_signed(key, message, signature):
    try:
        a, r = point_of(key), point_of(signature[:32])
    except Malformed:
        return False
    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return s < L and same(times(s, BASE), add(r, times(k, a)))


def are_totals(value):
    return (
        isinstance(value, dict)
        and set(value) == {"amount_cents", "entries"}
        and is_integer(value["entries"])
        and isinstance(value["amount_cents"], dict)
        and all(is_integer(cents, -MAX_INTEGER) for cents in value["amount_cents"].values())
    )


def read_manifest_post(post):
    require(isinstance(post, dict) and set(post) == {"hash", "post", "post_seq", "totals"})
    require(is_text(post["hash"], HEX_32) and is_text(post["post"], UUID) and is_integer(post["post_seq"], 1))
    require(are_totals(post["totals"]) and post["totals"]["entries"] == post["post_seq"])
    return post["post"]


def read_manifest(line):
    """The manifest, its bytes and its signature."""
    parts = MANIFEST_LINE.fullmatch(line)
    require(parts is not None)
    manifest = read_canonical(parts[2])
    require(isinstance(manifest, dict) and set(manifest) == MANIFEST_MEMBERS)
    require(manifest["format"] == "relais-archive-manifest/1")
    require(is_text(manifest["order"], HEX_32) and is_text(manifest["practice"], UUID))
    require(is_text(manifest["public_key"], HEX_32) and is_instant(manifest["written_at_utc"]))
    point_of(bytes.fromhex(manifest["public_key"]))
    posts = manifest["posts"]
    require(isinstance(posts, list) and 1 <= len(posts) <= MAX_POSTS)
    names = [read_manifest_post(post) for post in posts]
    require(all(before < after for before, after in zip(names, names[1:])))
    require(is_integer(manifest["count"]) and manifest["count"] == sum(post["post_seq"] for post in posts))
    return manifest, parts[2], bytes.fromhex(parts[1].decode())


# --- 6.1 Reading ----------------------------------------------------------------------------------------------------

WHOLE, TOO_LONG, UNFINISHED = "whole", "too long", "unfinished"


class Lines:
    """The lines of a file, with their state; the start alone of those that are too long."""

    def __init__(self, file):
        self.file = file

    def next(self):
        line = self.file.readline(MAX_LINE + 1)
        if line.endswith(b"\n"):
            return WHOLE, line[:-1]
        if len(line) <= MAX_LINE:
            return UNFINISHED, line
        while True:
            rest = self.file.readline(MAX_LINE)
            if rest.endswith(b"\n"):
                return TOO_LONG, line
            if not rest:
                return UNFINISHED, line

    def at_end(self):
        return not self.file.peek(1)


def split_entry(state, line):
    """The recorded hash, the bytes and the entry (or None when they are not one), or None three times."""
    parts = ENTRY_LINE.fullmatch(line) if state == WHOLE else None
    if parts is None:
        return None, None, None
    recorded, data = bytes.fromhex(parts[1].decode()), parts[2]
    try:
        return recorded, data, read_entry(data)
    except Malformed:
        return recorded, data, None


class Verification:
    """What is known of the archive so far."""

    def __init__(self, file, outside):
        self.lines, self.outside = Lines(file), outside
        self.posts, self.place, self.practice = {}, 0, None
        self.order = hashlib.sha256()
        self.confirmed = None

    def run(self):
        self.read_header()
        while True:
            state, line = self.lines.next()
            if state == UNFINISHED:
                raise Verdict("CUT_TAIL", self.place)
            if line.startswith(b"manifest "):
                self.read_end(state, line)
            self.read_entry_line(state, line)

    def read_header(self):
        line = self.lines.file.readline(MAX_HEADER)
        header = HEADER.fullmatch(line)
        if header is None:
            raise Verdict("NOT_AN_ARCHIVE")
        if int(header[1]) > 1:
            raise Verdict("NEWER_FORMAT", int(header[1]))

    def read_entry_line(self, state, line):
        place = self.place + 1
        recorded, data, entry = split_entry(state, line)
        if entry is None:
            heads = [post.hash for post in self.posts.values()] + [ZERO]
            if recorded is not None and any(link(head, data) == recorded for head in heads):
                raise Verdict("INVALID_ENTRY", place)
            raise Verdict("BAD_MANIFEST") if self.lines.at_end() else Verdict("CHANGED_ENTRY", place)
        post = self.posts.get(entry["post"], Post())
        if entry["post_seq"] != post.number + 1 or link(post.hash, data) != recorded:
            raise self.name_break(place, entry, recorded, data, post)
        self.check_practice(entry, place)
        if entry["post"] not in self.posts and len(self.posts) == MAX_POSTS:
            raise Verdict("TOO_MANY_POSTS", place)
        post.take(entry, recorded, place)
        self.posts[entry["post"]] = post
        self.order.update(recorded)
        self.place = place
        self.look_for_outside(entry, recorded, post)

    def check_practice(self, entry, place):
        if self.practice is None:
            if not is_genesis(entry):
                raise Verdict("GENESIS_MISSING")
            self.practice = entry["practice"]
        elif entry["practice"] != self.practice:
            raise Verdict("OTHER_PRACTICE", place)
        elif entry["kind"] == "practice.created":
            raise Verdict("GENESIS_REPEATED", place)

    # --- 6.2 Naming a break -----------------------------------------------------------------------------------------

    def read_on(self, place, entry, recorded, data, post):
        """N as (number, fits r, fits h), F as (place, k, X fits it), M as (number, hash); each may be None."""
        following, found, signed, count = None, None, None, 0
        expected = post.number + 1
        while True:
            place += 1
            state, line = self.lines.next()
            if state == UNFINISHED:
                break
            if line.startswith(b"manifest "):
                signed = self.signed_head(state, line, entry["post"])
                break
            other_hash, other_data, other = split_entry(state, line)
            if other is None or other["post"] != entry["post"]:
                continue
            count += 1
            fits_head = link(post.hash, other_data) == other_hash
            if following is None:
                following = (other["post_seq"], link(recorded, other_data) == other_hash, fits_head)
            if found is None and other["post_seq"] == expected and fits_head:
                found = (place, count, link(other_hash, data) == recorded)
        return following, found, signed

    @staticmethod
    def signed_head(state, line, name):
        try:
            require(state == WHOLE)
            manifest, _, _ = read_manifest(line)
        except Malformed:
            return None
        heads = {post["post"]: (post["post_seq"], bytes.fromhex(post["hash"])) for post in manifest["posts"]}
        return heads.get(name)

    def name_break(self, place, entry, recorded, data, post):
        q, s, e = entry["post_seq"], post.number, post.number + 1
        following, found, signed = self.read_on(place, entry, recorded, data, post)
        number, fits_r, fits_h = following or (None, False, False)
        if q == e:
            return Verdict("INSERTED_ENTRY" if number == e and fits_h else "CHANGED_ENTRY", place)
        if q > e:
            if found:
                there, k, suspect_follows = found
                if k == q - e and (k > 1 or suspect_follows):
                    return Verdict("SWAPPED_ENTRIES", place, there)
                return Verdict("INSERTED_ENTRY", place) if k == 1 else Verdict("MOVED_ENTRY", place, there)
            if number == q + 1 or (following is None and signed == (q, recorded)):
                return Verdict("MISSING_ENTRIES", e, q - 1)
            return Verdict("CHANGED_ENTRY", place)
        rivals = q == s and recorded != post.hash and link(post.before, data) == recorded
        if following:
            preferred, renumbered = number == e and fits_r, number == e + 1 and fits_r
        else:
            preferred, renumbered = signed is not None and signed[1] == recorded, signed == (e, recorded)
        if rivals and preferred:
            return Verdict("INSERTED_ENTRY", post.place)
        return Verdict("CHANGED_ENTRY" if renumbered else "INSERTED_ENTRY", place)

    # --- 6.3 The end ------------------------------------------------------------------------------------------------

    def read_end(self, state, line):
        try:
            require(state == WHOLE)
            manifest, data, signature = read_manifest(line)
        except Malformed:
            raise Verdict("BAD_MANIFEST") from None
        if not self.lines.at_end():
            raise Verdict("AFTER_MANIFEST")
        if not is_signed(bytes.fromhex(manifest["public_key"]), data, signature):
            raise Verdict("SIGNATURE_WRONG")
        if self.practice is not None and self.practice != manifest["practice"]:
            raise Verdict("MANIFEST_OTHER_CHAIN")
        self.compare_heads(manifest)
        if self.order.hexdigest() != manifest["order"]:
            raise Verdict("ORDER_CHANGED")
        if any(self.posts[post["post"]].totals != post["totals"] for post in manifest["posts"]):
            raise Verdict("TOTALS_WRONG")
        raise self.attest(manifest)

    def compare_heads(self, manifest):
        for signed in manifest["posts"]:
            post, b = self.posts.get(signed["post"], Post()), signed["post_seq"]
            if post.number < b:
                raise Verdict("MISSING_ENTRIES", post.number + 1, b)
            if post.number > b:
                raise Verdict("UNSIGNED_ENTRIES", b + 1, post.number)
            if post.hash.hex() != signed["hash"]:
                raise Verdict("MANIFEST_OTHER_CHAIN")
        unknown = sorted(set(self.posts) - {signed["post"] for signed in manifest["posts"]})
        if unknown:
            raise Verdict("UNSIGNED_ENTRIES", 1, self.posts[unknown[0]].number)

    # --- Anchors ----------------------------------------------------------------------------------------------------

    def look_for_outside(self, entry, recorded, post):
        if self.confirmed is not None or self.outside is None:
            return
        if isinstance(self.outside, bytes):
            if recorded == self.outside:
                self.confirmed = entry["post_seq"]
        elif (entry["post"], entry["post_seq"]) == (self.outside["post"], self.outside["seq"]):
            right = recorded.hex() == self.outside["hash"] and post.totals == self.outside["totals"]
            self.confirmed = entry["post_seq"] if right else 0

    def attest(self, manifest):
        if self.outside is None:
            return Verdict("OK ARCHIVE_ALONE")
        if isinstance(self.outside, bytes):
            return Verdict("OK ANCHORED", self.confirmed) if self.confirmed else Verdict("HASH_NOT_IN_CHAIN")
        if self.outside["practice"] != manifest["practice"]:
            return Verdict("ANCHOR_OTHER_PRACTICE")
        if self.outside.get("public_key") not in (None, manifest["public_key"]):
            return Verdict("KEY_UNEXPECTED")
        a, b = self.posts.get(self.outside["post"], Post()).number, self.outside["seq"]
        if a < b:
            before = manifest["written_at_utc"] < self.outside["written_at_utc"]
            return Verdict("OLD_COPY" if before else "CUT_BEFORE_ANCHOR", a, b)
        return Verdict("OK ANCHORED", b) if self.confirmed else Verdict("ANCHOR_NOT_IN_CHAIN", b)


def read_outside(text):
    """A hash as 32 bytes, or an anchor as an object."""
    if HEX_32.fullmatch(text):
        return bytes.fromhex(text)
    with open(text, "rb") as file:
        anchor = parse_json(file.read().decode("utf-8"))
    required = {"version", "practice", "post", "seq", "hash", "totals", "written_at_utc"}
    require(isinstance(anchor, dict) and required <= set(anchor) <= required | {"public_key"})
    require(is_integer(anchor["version"], 1, 1) and is_integer(anchor["seq"], 1))
    require(is_text(anchor["practice"], UUID) and is_text(anchor["post"], UUID) and is_text(anchor["hash"], HEX_32))
    require(are_totals(anchor["totals"]) and is_instant(anchor["written_at_utc"]))
    require(anchor.get("public_key") is None or is_text(anchor["public_key"], HEX_32))
    return anchor


def verdict_of(path, outside=None):
    """The code of one archive."""
    with open(path, "rb") as file:
        try:
            Verification(file, outside).run()
        except Verdict as verdict:
            return str(verdict)


def main(arguments):
    if len(arguments) not in (1, 3) or (len(arguments) == 3 and arguments[1] != "--anchor"):
        print("usage: archive_verifier.py ARCHIVE [--anchor FILE|HASH]", file=sys.stderr)
        return 2
    try:
        outside = read_outside(arguments[2]) if len(arguments) == 3 else None
        verdict = verdict_of(arguments[0], outside)
    except Malformed:
        print("not an anchor of version 1", file=sys.stderr)
        return 2
    except (OSError, UnicodeError) as error:
        print(error, file=sys.stderr)
        return 2
    print(verdict)
    return 0 if verdict.startswith("OK ") else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
