#!/usr/bin/env python3
"""Cuts Inter down to what a French practice prints.

The printed documents embed two weights of Inter (SIL Open Font License 1.1, see OFL.txt). The whole family would
weigh more than the documents, so this script keeps the characters listed below, drops hinting and layout tables,
and makes the tabular digits the default ones: amounts then line up without any shaping at run time.

What it guarantees to the Rust side, and checks:
  * one glyph per character, so that text copied or searched in a PDF comes back exactly as it was written
    (a space and a no-break space stay two different things);
  * ten digits of the same width;
  * a `kern` table (format 0, one subtable) with the pairs of common letters that Inter tightens or loosens visibly.

To make the fonts again, from this folder:

    npm pack inter-ui@4.1.1 && tar xzf inter-ui-4.1.1.tgz
    python3 -m venv venv && venv/bin/pip install fonttools==4.68.0 brotli
    venv/bin/python cut.py package/web
    rm -r package venv inter-ui-4.1.1.tgz

The result is committed; nothing in the build runs this script.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

WEIGHTS = ("Regular", "SemiBold")

# Inter has no glyph for these: U+00AD is a hint the layout removes, U+0149 is deprecated by Unicode, and U+1E9C is
# a medievalist's long s.
ABSENT = {0x00AD, 0x0149, 0x1E9C}

CHARACTERS = (
    set(range(0x0020, 0x007F))  # ASCII
    | set(range(0x00A0, 0x0100))  # Latin-1, with the no-break space
    | set(range(0x0100, 0x0180))  # Latin Extended-A, with the oe ligatures
    | set(range(0x0218, 0x021C))  # Romanian comma letters
    | set(range(0x1E00, 0x1F00))  # Latin Extended Additional
    | {0x02BC, 0x2009, 0x202F}  # letter apostrophe, thin space, narrow no-break space
    | {0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015}  # hyphens and dashes
    | {0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2039, 0x203A}  # quotation marks
    | {0x2022, 0x2026, 0x2032, 0x2033, 0x20AC, 0x2116, 0x2212}  # bullet, ellipsis, primes, euro, numero, minus
    | {0x2190, 0x2192, 0x25A0, 0x25B2, 0x25CB, 0x25CF, 0x2713, 0x2717}  # arrows, shapes of the states, marks
) - ABSENT

# Kerning is kept between these, where the difference can be seen: at least 1 % of the em. No digit: columns stay columns.
KERNED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzÀÂÇÉÈÊÎÔÙàâäçéèêëîïôöùûüœŒ.,:;’«»-–()/"
SMALLEST_KERN = 20


def use_tabular_digits(font):
    """Points the digits of the character map to Inter's tabular forms."""
    names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    for table in font["cmap"].tables:
        if not table.isUnicode():
            continue
        for value, name in enumerate(names):
            table.cmap[0x30 + value] = f"{name}.tf"


def one_glyph_per_character(font):
    """Gives a copy of its own (a composite of one part) to each character that shares another's glyph."""
    owners = {}
    cmap = font.getBestCmap()
    for code in sorted(CHARACTERS):
        name = cmap[code]
        if name not in owners:
            owners[name] = code
            continue
        copy = f"{name}.u{code:04X}"
        part = GlyphComponent()
        part.glyphName, part.x, part.y, part.flags = name, 0, 0, 0x204
        glyph = Glyph()
        glyph.numberOfContours, glyph.components = -1, [part]
        font["glyf"][copy] = glyph
        font["hmtx"][copy] = font["hmtx"][name]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = copy


def pair_values(font):
    """The horizontal kerning of GPOS for the kept pairs, as the first matching lookup of `kern` gives it."""
    gpos = font["GPOS"].table
    lookups = []
    for record in gpos.FeatureList.FeatureRecord:
        if record.FeatureTag == "kern":
            lookups = record.Feature.LookupListIndex
            break
    cmap = font.getBestCmap()
    names = [cmap[ord(character)] for character in KERNED]
    values = {}
    for index in lookups:
        subtables = [getattr(each, "ExtSubTable", each) for each in gpos.LookupList.Lookup[index].SubTable]
        for left in names:
            for right in names:
                if (left, right) in values:
                    continue
                value = first_value(subtables, left, right)
                if value is not None and abs(value) >= SMALLEST_KERN:
                    values[(left, right)] = value
    return values


def first_value(subtables, left, right):
    """What the first subtable that knows the pair says; None when none does."""
    for table in subtables:
        if table.LookupType != 2 or left not in table.Coverage.glyphs:
            continue
        if table.Format == 1:
            pairs = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
            for pair in pairs:
                if pair.SecondGlyph == right:
                    return getattr(pair.Value1, "XAdvance", 0)
        else:
            first = table.ClassDef1.classDefs.get(left, 0)
            second = table.ClassDef2.classDefs.get(right, 0)
            value = table.Class1Record[first].Class2Record[second].Value1
            return getattr(value, "XAdvance", 0) if value else 0
    return None


def add_kern_table(font, values):
    """Writes the pairs as the one subtable of a format 0 `kern` table."""
    subtable = KernTable_format_0(apple=False)
    subtable.coverage, subtable.kernTable = 1, dict(values)
    font["kern"] = newTable("kern")
    font["kern"].version, font["kern"].kernTables = 0, [subtable]


def cut(source, target):
    """Cuts one weight."""
    font = TTFont(source)
    missing = sorted(CHARACTERS - set(font.getBestCmap()))
    if missing:
        sys.exit(f"{source}: no glyph for " + ", ".join(f"U+{code:04X}" for code in missing))
    use_tabular_digits(font)
    one_glyph_per_character(font)
    pairs = pair_values(font)

    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["GDEF", "GPOS", "GSUB"]
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.recalc_bounds = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=CHARACTERS)
    cutter.subset(font)
    add_kern_table(font, pairs)

    check(font)
    font.flavor = None
    font.save(target)
    print(f"{target}: {len(font.getGlyphOrder())} glyphs, {len(pairs)} pairs, {target.stat().st_size} bytes")


def check(font):
    """Fails where the promises of the module documentation do not hold."""
    cmap = font.getBestCmap()
    assert set(cmap) == CHARACTERS, "the character map is not the list"
    assert len(set(cmap.values())) == len(cmap), "two characters share a glyph"
    assert len({font["hmtx"][cmap[code]][0] for code in range(0x30, 0x3A)}) == 1, "digits of several widths"


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: cut.py FOLDER (the one holding Inter-Regular.woff2 and Inter-SemiBold.woff2)")
    here = Path(__file__).parent
    for weight in WEIGHTS:
        cut(Path(sys.argv[1]) / f"Inter-{weight}.woff2", here / f"Inter-{weight}.ttf")


if __name__ == "__main__":
    main()
