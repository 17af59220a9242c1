"""Is this PDF a version that was frozen? By its bytes first, else by the digest of its data that it tells."""

import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Generic, Protocol, TypeVar

_TOLD = re.compile(rb"SHA-256 ([0-9a-f]{64})")
_PRINTED = re.compile(r"(?:[0-9A-F]{4}\s+){7}[0-9A-F]{4}")
_STREAM = re.compile(rb"stream\r?\n")
MOST_INFLATED = 1_000_000
"""Bytes read of one compressed stream: metadata are far shorter."""
MOST_STREAMS = 2_000


class Verdict(StrEnum):
    """What a file is for the register."""

    IDENTICAL = "identical"
    MODIFIED = "modified"
    UNKNOWN = "unknown"


class Frozen(Protocol):
    """What a frozen version is known by: the SHA-256 of its PDF and of its data, in hexadecimal."""

    @property
    def pdf(self) -> str:
        """Return the SHA-256 of the PDF."""

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the data."""


_Version = TypeVar("_Version", bound=Frozen)


@dataclass(frozen=True, slots=True)
class Found(Generic[_Version]):
    """The verdict, and the version that the file is or comes from, None for an unknown file."""

    verdict: Verdict
    version: _Version | None = None


def verify(pdf: bytes, known: Sequence[_Version], text: str = "") -> Found[_Version]:
    """Compare a PDF with frozen versions, the latest first.

    `text` is what its pages say, where a reader of PDF is at hand: a copy that was printed again keeps
    nothing but the digest at the foot of its pages.
    """
    own = hashlib.sha256(pdf).hexdigest()
    for version in known:
        if version.pdf == own:
            return Found(Verdict.IDENTICAL, version)
    told = set(_digests(pdf))
    printed = {"".join(match.split()).lower() for match in _PRINTED.findall(text)}
    for version in known:
        # 128 bits are printed; the metadata hold all of them.
        if version.digest in told or version.digest[:32] in printed:
            return Found(Verdict.MODIFIED, version)
    return Found(Verdict.UNKNOWN)


def _digests(pdf: bytes) -> Iterator[str]:
    """Yield the digests that the metadata tell, in the file as it is and in its compressed streams."""
    for found in _TOLD.findall(pdf):
        yield found.decode("ascii")
    view = memoryview(pdf)
    for start in islice(_STREAM.finditer(pdf), MOST_STREAMS):
        try:
            packed = view[start.end() : start.end() + MOST_INFLATED]
            content = zlib.decompressobj().decompress(packed, MOST_INFLATED)
        except zlib.error:
            continue
        for found in _TOLD.findall(content):
            yield found.decode("ascii")
