"""The letters of `letters.batch` made by reportlab (PyPI): the same words, table, fonts and foot, a file a letter.

Reads a JSON list of letters and the folder of the fonts; writes how many microseconds the batch took, the interpreter's start
and the registering of the fonts not counted, and leaves the first letter where it is told, for people to compare.
"""

import io
import json
import sys
import time

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

STRONG = Color(0.11, 0.13, 0.115)
SOFT = Color(0.34, 0.37, 0.345)
LINE = Color(0.78, 0.8, 0.77)
GROUND = Color(0.955, 0.965, 0.955)


def style(size, leading, colour=STRONG, font="Inter", **more):
    return ParagraphStyle("", fontName=font, fontSize=size, leading=leading, textColor=colour, **more)


BODY = style(10, 14, spaceAfter=7)
SMALL = style(8, 11.2, SOFT)
TITLE = style(19, 26, font="Inter-SemiBold")
FIGURE = style(23, 25, font="Inter-SemiBold", alignment=TA_RIGHT)
WINDOW = style(11.5, 17, leftIndent=90 * mm)
SIGNED = style(10, 14, font="Inter-SemiBold", alignment=TA_RIGHT)
ROWS = TableStyle(
    [
        ("FONT", (0, 0), (-1, -1), "Inter", 8, 11.2),
        ("FONT", (0, -1), (-1, -1), "Inter-SemiBold", 8, 11.2),
        ("TEXTCOLOR", (0, 0), (-1, -1), STRONG),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
        ("ALIGN", (3, 0), (-1, -1), "RIGHT"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ]
)
PANEL = TableStyle([("BACKGROUND", (0, 0), (-1, -1), GROUND), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])


def foot(letter):
    def draw(canvas, document):
        canvas.setFont("Inter", 8)
        canvas.setFillColor(SOFT)
        canvas.setStrokeColor(LINE)
        canvas.line(20 * mm, 17 * mm, 190 * mm, 17 * mm)
        canvas.drawString(20 * mm, 12 * mm, f"{letter['kind']} n° {letter['number']}")
        canvas.drawRightString(190 * mm, 12 * mm, f"page {document.page}")

    return draw


def make(letter):
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=20 * mm, rightMargin=20 * mm, topMargin=15 * mm, bottomMargin=20 * mm,
        title=f"{letter['kind']} {letter['number']}", author=letter["practice"][0],
    )
    story = [Paragraph(letter["practice"][0], style(12.5, 17, font="Inter-SemiBold"))]
    story += [Paragraph(line, style(9, 12.6, SOFT)) for line in letter["practice"][1:]]
    story += [Spacer(1, 12)] + [Paragraph(line, WINDOW) for line in letter["payer"]]
    story += [Spacer(1, 40), Paragraph(letter["kind"], TITLE), Paragraph(f"N° {letter['number']}", BODY)]
    story += [Paragraph(words, BODY) for words in letter["opening"]]
    panel = [[Paragraph(letter["what"], BODY), Paragraph(letter["total"], FIGURE)]]
    story += [Table(panel, colWidths=[95 * mm, 75 * mm], style=PANEL), Spacer(1, 12)]
    story += [Paragraph(words, BODY) for words in letter["demand"]]
    widths = [part * 170 * mm for part in (0.15, 0.27, 0.18, 0.11, 0.11, 0.18)]
    story += [Table(letter["rows"], colWidths=widths, repeatRows=1, style=ROWS)]
    story += [Spacer(1, 4), Paragraph(letter["note"], SMALL), Spacer(1, 12)]
    story += [Paragraph(letter["close"], BODY), Paragraph(letter["practice"][0], SIGNED)]
    document.build(story, onFirstPage=foot(letter), onLaterPages=foot(letter))
    return out.getvalue()


def main():
    letters_path, fonts, sample = sys.argv[1:]
    for name in ("Inter-Regular", "Inter-SemiBold"):
        pdfmetrics.registerFont(TTFont("Inter" if name == "Inter-Regular" else name, f"{fonts}/{name}.ttf"))
    with open(letters_path, encoding="utf-8") as file:
        letters = json.load(file)
    with open(sample, "wb") as file:
        file.write(make(letters[0]))
    begun = time.perf_counter_ns()
    for letter in letters:
        assert make(letter).startswith(b"%PDF-")
    print((time.perf_counter_ns() - begun) // 1000)


main()
