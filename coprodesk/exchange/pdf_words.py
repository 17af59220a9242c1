"""Reads back the words of a PDF of this program: pages, metadata, bookmarks, replacements, attachments.

It knows no more of the format than the printer uses, and shares nothing with it. Source: ISO 32000-1, 7.3.4,
9.4.3, 9.10.3.
"""

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(?:^|[\r\n])(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_FONT = re.compile(
    rb"/Name\s*/(\S+).*?/ToUnicode\s+(\d+) 0 R|/ToUnicode\s+(\d+) 0 R.*?/Name\s*/(\S+)", re.DOTALL
)
_MAPPED = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SHOWN = re.compile(rb"/(\S+)\s+[\d.]+\s+Tf|\(((?:[^()\\]|\\.)*)\)\s*(?:Tj|')|(\bT\*|\bET\b)", re.DOTALL)
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]{4,})>", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r\n": b""}


def page_words(data: bytes) -> str:
    """Return the words drawn on the pages, in the order of drawing; a line of text ends with a line feed."""
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    faces = dict(_faces(objects))
    return "\n".join(
        _drawn(stream, faces)
        for stream in map(_stream, objects.values())
        if b" Tj" in stream or b")Tj" in stream
    )


def hidden_words(data: bytes) -> str:
    """Return the strings of every object that is no page: metadata, bookmarks, replacements, attachments."""
    found = []
    for _number, body in _OBJECT.findall(data):
        head = body.partition(b"stream")[0]
        found += [_string(one) for one in _STRING.finditer(head)]
        stream = _stream(body)
        if stream and b" Tj" not in stream and b"/Length1" not in head and b"/Subtype /Image" not in head:
            found.append(stream.decode("utf-8", "ignore"))
    return "\n".join(found)


def _stream(body: bytes) -> bytes:
    """Return the inflated bytes of an object's stream, b'' without one."""
    head, found, rest = body.partition(b"stream")
    if not found:
        return b""
    inside = rest.rpartition(b"endstream")[0].lstrip(b"\r\n")
    if b"FlateDecode" not in head:
        return inside
    try:
        return zlib.decompressobj().decompress(inside)
    except zlib.error:
        return b""


def _faces(objects: dict[int, bytes]) -> Iterator[tuple[bytes, dict[int, str]]]:
    """Yield the name of each font with what its codes mean."""
    for body in objects.values():
        if b"/ToUnicode" not in body:
            continue
        found = _FONT.search(body)
        if found is not None:
            name, number = found[1] or found[4], int(found[2] or found[3])
            mapped = _MAPPED.findall(_stream(objects[number]).partition(b"endcodespacerange")[2])
            yield (
                name,
                {int(code, 16): bytes.fromhex(sign.decode()).decode("utf-16-be") for code, sign in mapped},
            )


def _drawn(content: bytes, faces: dict[bytes, dict[int, str]]) -> str:
    words: list[str] = []
    face: dict[int, str] = {}
    for found in _SHOWN.finditer(content):
        if found[1] is not None:
            face = faces.get(found[1], {})
        elif found[2] is not None:
            words.append("".join(face.get(code, "") for code in _plain(found[2])))
        else:
            words.append("\n")
    return "".join(words)


def _string(found: re.Match[bytes]) -> str:
    """Return a string of the file as text: UTF-16 when it says so, else one byte a sign."""
    if found[1] is not None:
        raw = _plain(found[1])
    else:
        digits = b"".join(found[2].split())
        raw = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "ignore")
    return raw.decode("latin-1")


def _plain(text: bytes) -> bytes:
    if b"\\" not in text:
        return text
    return _ESCAPED.sub(_unescaped, text)


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    if sign[:1].isdigit():
        return bytes([int(sign, 8) & 0xFF])
    return _LETTERS.get(sign, sign)
