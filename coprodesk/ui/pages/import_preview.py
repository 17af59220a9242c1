"""What an import of partners would do, line by line, before anything is written."""

from dataclasses import dataclass

from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.domain.names import display_name
from coprodesk.exchange.partner_sheet import PartnerDraft, PartnerDrafts, Problem
from coprodesk.queries import partners as queries
from coprodesk.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One line of the list as it would be imported: whom it brings, what it does, what to know about it."""

    line: int
    institution: str
    person: str
    does: str
    taken: bool
    remarks: tuple[str, ...]


class _Known:
    """What the file and the lines above already hold, to say of each line what it brings."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._people: dict[str, set[tuple[str, str]]] = {}
        self._ids = {
            fold(name): row.id
            for row in queries.partners(desk.store, desk.today())
            for name in (row.short_name, row.name)
        }

    def does(self, draft: PartnerDraft) -> str:
        """Say what a line brings, and count it among the known."""
        institution = self._ids.get(fold(draft.institution)) or self._ids.get(fold(draft.short_name))
        key = str(institution or fold(draft.institution))
        fresh = key not in self._people and institution is None
        held = self._people.setdefault(key, self._sitting(institution))
        person = (fold(draft.first_name), fold(draft.last_name))
        if not draft.last_name:
            return _("nouveau partenaire") if fresh else _("partenaire connu, complété")
        known = person in held
        held.add(person)
        if fresh:
            return _("nouveau partenaire et nouvelle personne")
        return _("personne connue, complétée") if known else _("nouvelle personne")

    def _sitting(self, institution: int | None) -> set[tuple[str, str]]:
        if institution is None:
            return set()
        today = self._desk.today()
        return {
            (fold(one.first_name), fold(one.last_name))
            for one in queries.mandates(self._desk.store, institution)
            if one.to_date is None or one.to_date >= today
        }


def preview(desk: Desk, found: PartnerDrafts) -> tuple[PreviewLine, ...]:
    """Return what an import would do, line by line, with the lines that it leaves out."""
    known = _Known(desk)
    remarks: dict[int, list[str]] = {}
    for problem in found.problems:
        remarks.setdefault(problem.line, []).append(_without_line(problem))
    lines = [
        PreviewLine(
            draft.line,
            draft.institution,
            display_name(draft.civility, draft.first_name, draft.last_name) if draft.last_name else "",
            known.does(draft),
            True,
            tuple(remarks.get(draft.line, ())),
        )
        for draft in found.rows
    ]
    lines += [
        PreviewLine(problem.line, "", "", _("ligne laissée de côté"), False, tuple(remarks[problem.line]))
        for problem in found.problems
        if not problem.kept
    ]
    return tuple(sorted(lines, key=line_number))


def _without_line(problem: Problem) -> str:
    """Return what is said of a line without its number, which stands in its own column."""
    head, _colon, rest = problem.sentence.partition(":")
    return rest.strip() if str(problem.line) in head else problem.sentence


def line_number(line: PreviewLine) -> int:
    """Return the number of the line in the list."""
    return line.line
