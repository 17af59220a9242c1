"""Kinds of what is written under an item of the agenda."""

from enum import StrEnum

from coprodesk.domain.i18n import _
from coprodesk.domain.numbering import ReferenceKind


class RecordKind(StrEnum):
    """What a paragraph of the minutes is."""

    STATEMENT = "statement"
    DISCUSSION = "discussion"
    DISSENT = "dissent"
    CONCLUSION = "conclusion"
    INFORMATION = "information"
    DECISION = "decision"
    REQUEST = "request"

    @property
    def label(self) -> str:
        """Return the French heading, as printed before the paragraph."""
        return {
            RecordKind.STATEMENT: _("Exposé"),
            RecordKind.DISCUSSION: _("Échanges"),
            RecordKind.DISSENT: _("Réserve exprimée"),
            RecordKind.CONCLUSION: _("Conclusion"),
            RecordKind.INFORMATION: _("Information"),
            RecordKind.DECISION: _("Décision"),
            RecordKind.REQUEST: _("Vœu"),
        }[self]

    @property
    def reference_kind(self) -> ReferenceKind | None:
        """Return the series that numbers it: decisions D-, requests V-; the others carry no reference."""
        return {
            RecordKind.DECISION: ReferenceKind.DECISION,
            RecordKind.REQUEST: ReferenceKind.REQUEST,
        }.get(self)
