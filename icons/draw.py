#!/usr/bin/env python3
"""Draws every icon of Relais from relais.svg, and packs the Windows and macOS containers.

Run it after changing the drawing: `python3 icons/draw.py`. It needs rsvg-convert (Debian: librsvg2-bin). The pictures
are committed, so that nobody needs it to build. It keeps to the drawing: sizes and containers, no design of its own.
"""

import pathlib
import struct
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
DRAWING = HERE / "relais.svg"

# File name to side in pixels: what tauri and the Linux desktops look for.
PICTURES = {"32x32.png": 32, "128x128.png": 128, "128x128@2x.png": 256, "icon.png": 512}
# Sides of the pictures inside the Windows container; 256 is the largest it can say.
WINDOWS_SIDES = [16, 24, 32, 48, 64, 256]
# Type codes of the macOS container that hold a PNG, with the side each one means.
MACOS_TYPES = {b"icp4": 16, b"icp5": 32, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}


def png(side: int) -> bytes:
    """The drawing as a PNG of that side."""
    command = ["rsvg-convert", "--width", str(side), "--height", str(side), str(DRAWING)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def ico(sides: list[int]) -> bytes:
    """A Windows icon: a directory of PNG pictures, then the pictures."""
    pictures = [(side, png(side)) for side in sides]
    offset = 6 + 16 * len(pictures)
    directory, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for side, picture in pictures:
        said = side % 256  # the format writes 256 as 0
        directory += struct.pack("<BBBBHHII", said, said, 0, 0, 1, 32, len(picture), offset + len(body))
        body += picture
    return directory + body


def icns(types: dict[bytes, int]) -> bytes:
    """A macOS icon: typed chunks, each holding a PNG."""
    body = b""
    for code, side in types.items():
        picture = png(side)
        body += code + struct.pack(">I", len(picture) + 8) + picture
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main() -> None:
    for name, side in PICTURES.items():
        (HERE / name).write_bytes(png(side))
    (HERE / "icon.ico").write_bytes(ico(WINDOWS_SIDES))
    (HERE / "icon.icns").write_bytes(icns(MACOS_TYPES))


if __name__ == "__main__":
    main()
