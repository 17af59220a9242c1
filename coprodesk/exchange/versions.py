"""Publishing the minutes: the next version is prepared, its pages set with its own number, then frozen."""

from dataclasses import dataclass, replace
from datetime import date

import coprodesk
from coprodesk.documents import fonts, pdf
from coprodesk.documents.gate import PrintReport
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.i18n import _, asked_on_paper, on_paper
from coprodesk.domain.minutes import SETTLED, Copy, VersionState
from coprodesk.exchange import printing
from coprodesk.queries.meetings import meeting
from coprodesk.queries.minutes import document_data
from coprodesk.queries.publishing import next_minutes
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class PreparedVersion:
    """What the next version is set from: plain values, so that a worker may do it.

    `data` is what it keeps; `attached` tells that its PDF carries them.
    """

    prepared: printing.Prepared
    data: bytes
    attached: bool

    @property
    def level(self) -> Level:
        """Return for whom it is."""
        level: Level = self.prepared.data.level
        return level

    @property
    def version(self) -> int:
        """Return the number it would have."""
        number: int = self.prepared.data.version
        return number


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """The printed document that a version is, and for whom: its `file_name` is the name to propose."""

    level: Level
    printed: printing.Printed

    @property
    def copy(self) -> Copy:
        """Return the copy to freeze. Raises Refusal as `printing.let_out`: it cannot be unsaid."""
        printing.let_out(self.printed)
        return Copy(
            self.level,
            self.printed.pdf,
            self.printed.digest,
            fonts.names_and_digests(),
            f"CoproDesk {coprodesk.__version__}",
        )


def prepare_version(
    store: Store,
    meeting_id: int,
    audience: Audience,
    wanted: VersionState | None = None,
    *,
    approved_on: date | None = None,
) -> PreparedVersion:
    """Return the next version for an audience, with the number it would have.

    Reads the file, so it belongs to the main thread. Raises Refusal as `queries.publishing.next_minutes`.
    """
    document = asked_on_paper(next_minutes, store, meeting_id, audience, wanted, approved_on)
    row = meeting(store, meeting_id)
    secret = row is None or row.confidential or audience.level is Level.PUBLIC
    usual = printing.prepare(store, "minutes", meeting_id, audience)
    with on_paper():
        stem = _("{stem} v{n}").format(stem=usual.stem, n=document.version)
    return PreparedVersion(
        replace(usual, data=document, stem=stem),
        document_data(document),
        attached=not secret and document.version_state in SETTLED,
    )


def render_version(version: PreparedVersion) -> PublishedVersion:
    """Set the pages of a prepared version. Safe in a worker: it reads no file of the council.

    Approved minutes carry the data they were made from; the public copy and those of confidential groups do
    not.
    """
    attachment = None
    if version.attached:
        with on_paper():
            words = _("Données dont ce compte rendu est tiré")
        attachment = pdf.Attachment("compte-rendu.json", version.data, "application/json", words)
    report = PrintReport()
    document = version.prepared.document
    with on_paper():
        pages = pdf.render(document, report, attachment)
    printed = printing.Printed(
        version.prepared.kind,
        document,
        pages,
        report.pages,
        tuple(report.warnings()),
        f"{version.prepared.stem}.pdf",
    )
    return PublishedVersion(version.level, printing.checked(printed, version.prepared))
