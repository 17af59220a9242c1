"""Commitments brought in from a follow-up spreadsheet: what each line would do to those of the file.

A line of a commitment that the file holds, by its reference or by its text and its lead, only fills what is
blank there: its state and its dates have verbs of their own.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from coprodesk.domain.commitments import CommitmentState
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, on_paper
from coprodesk.domain.import_plan import Fate
from coprodesk.domain.likeness import name_key, without_brackets
from coprodesk.domain.numbering import ReferenceKind, parse_reference

TEXTS = (
    "deliverable",
    "place",
    "means",
    "progress_indicator",
    "outcome_indicator",
    "outcome_baseline",
    "outcome_target",
    "outcome_source",
)
"""The texts of a commitment that a column may give, by their names in the file."""
COMPLETED = ("lead_id", "referent_id", "referent_function", "theme_id", *TEXTS)
"""What a known commitment may receive, where it is blank."""

Institution = int | str
"""The id of an institution of the file, or the name of one to create."""


@dataclass(frozen=True, slots=True)
class CommitmentDraft:
    """One line of a follow-up spreadsheet as read; blank where it says nothing. `texts` are of `TEXTS`."""

    line: int
    what: str
    decided_on: date
    reference: str = ""
    lead: str = ""
    referent: str = ""
    theme: str = ""
    initial_due: date | None = None
    current_due: date | None = None
    postponements: int = 0
    state: CommitmentState = CommitmentState.OPEN
    done_on: date | None = None
    motive: str = ""
    contributors: tuple[str, ...] = ()
    news: str = ""
    news_on: date | None = None
    progress: tuple[int | None, int | None] = (None, None)
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A commitment of the file; `blank` are the columns of `COMPLETED` that say nothing."""

    id: int
    reference: str
    what: str
    lead_id: int | None
    blank: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """What the file holds: names as `name_key` returns them, people of an institution by name."""

    institutions: Mapping[str, int]
    themes: Mapping[str, int]
    people: Mapping[tuple[int, str], int]
    commitments: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """What a line does: `held_id` is the commitment it fills or repeats, `values` what it writes there.

    `reference` is the one to keep, blank for the next of its year; `note` is what found no other place.
    """

    draft: CommitmentDraft
    fate: Fate
    held_id: int | None
    reference: str
    lead: Institution | None
    contributors: tuple[Institution, ...]
    values: tuple[tuple[str, int | str], ...]
    note: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the whole table does; `unknown` are the institutions the file does not know, as first written."""

    lines: tuple[PlannedLine, ...]
    unknown: tuple[str, ...]

    def count(self, fate: Fate) -> int:
        """Return how many lines do that."""
        return sum(line.fate is fate for line in self.lines)

    @property
    def left(self) -> int:
        """Return how many lines bring nothing."""
        return self.count(Fate.SAME) + self.count(Fate.SKIP)


def plan(known: Known, drafts: Iterable[CommitmentDraft], create: Collection[str] = ()) -> Plan:
    """Return what each line does; `create` names the unknown institutions to create, among `Plan.unknown`."""
    work = _Planner(known, frozenset(map(name_key, create)))
    lines = tuple(work.line(draft) for draft in drafts)
    return Plan(lines, tuple(work.unknown.values()))


class _Planner:
    """What the file and the lines above hold."""

    def __init__(self, known: Known, create: frozenset[str]) -> None:
        self.known, self.create = known, create
        self.unknown: dict[str, str] = {}
        self.references = {held.reference: held for held in known.commitments}
        self.texts = {(name_key(held.what), held.lead_id): held for held in known.commitments}
        self.lines: dict[object, int] = {}

    def line(self, draft: CommitmentDraft) -> PlannedLine:
        """Plan one line."""
        remarks: list[str] = []
        notes: list[str] = []
        reference = kept_reference(draft.reference)
        if draft.reference and not reference:
            with on_paper():
                notes.append(_("Référence d’origine\u00a0: {text}").format(text=draft.reference))
        lead = self._institution(draft.lead)
        if draft.lead and lead is None:
            with on_paper():
                notes.append(_("Pilote indiqué\u00a0: {name}").format(name=draft.lead))
            remarks.append(
                _("«\u00a0{name}\u00a0» est inconnu, le pilote sera à désigner.").format(name=draft.lead)
            )
        contributors, left = self._contributors(draft)
        if left:
            names = ", ".join(left)
            with on_paper():
                notes.append(_("Contributeurs indiqués\u00a0: {names}").format(names=names))
            remarks.append(_("Contributeurs inconnus, laissés en note\u00a0: {names}.").format(names=names))
        theme = self._theme(draft.theme)
        if draft.theme and theme is None:
            with on_paper():
                notes.append(_("Thème indiqué\u00a0: {name}").format(name=draft.theme))
            remarks.append(
                _("le thème «\u00a0{name}\u00a0» est inconnu, il sera à choisir.").format(name=draft.theme)
            )
        values = {**self._referent(draft, lead), **dict(draft.texts)}
        if theme is not None:
            values["theme_id"] = theme
        fate, held, told = self._fate(draft, reference, lead, values)
        if fate is not Fate.CREATE and told:
            remarks = [told]
        return PlannedLine(
            draft,
            fate,
            None if held is None else held.id,
            reference,
            lead,
            contributors,
            tuple((name, value) for name, value in values.items() if value),
            ". ".join(notes),
            tuple(remarks),
        )

    def _fate(
        self,
        draft: CommitmentDraft,
        reference: str,
        lead: Institution | None,
        values: dict[str, int | str],
    ) -> tuple[Fate, Held | None, str]:
        """Return what a line does, to which commitment, and why when it is not created.

        `values` keeps what is blank there.
        """
        same = (name_key(draft.what), lead)
        keys: tuple[object, ...] = (reference, same) if reference else (same,)
        repeated = next((self.lines[key] for key in keys if key in self.lines), None)
        for key in keys:
            self.lines.setdefault(key, draft.line)
        if repeated is not None:
            return Fate.SKIP, None, _("c’est le même engagement que ligne {line}.").format(line=repeated)
        held = self.references.get(reference) if reference else None
        if held is None and not isinstance(lead, str):
            held = self.texts.get((same[0], lead))
        if held is None:
            return Fate.CREATE, None, ""
        if isinstance(lead, int):
            values["lead_id"] = lead
        for name in [name for name in values if name not in held.blank or not values[name]]:
            del values[name]
        told = _("déjà dans le fichier\u00a0: {reference}.").format(reference=held.reference)
        return (Fate.COMPLETE if values else Fate.SAME), held, told

    def _institution(self, name: str) -> Institution | None:
        """Return the institution of this name: its id, the name of one to create, None when unknown."""
        if not name.strip():
            return None
        key = name_key(name)
        for one in (key, *map(name_key, re.findall(r"\(([^)]+)\)", name)), name_key(without_brackets(name))):
            if one in self.known.institutions:
                return self.known.institutions[one]
        self.unknown.setdefault(key, name)
        return self.unknown[key] if key in self.create else None

    def _contributors(self, draft: CommitmentDraft) -> tuple[tuple[Institution, ...], list[str]]:
        """Return the contributors once each, and the names that nobody has."""
        found: list[Institution] = []
        left = []
        for name in draft.contributors:
            one = self._institution(name)
            if one is None:
                left.append(name)
            elif one not in found:
                found.append(one)
        return tuple(found), left

    def _theme(self, name: str) -> int | None:
        """Return the theme of this name, or the only one that has its words."""
        key = name_key(name)
        if not key or key in self.known.themes:
            return self.known.themes.get(key)
        inside = {one for theme, one in self.known.themes.items() if f" {key} " in f" {theme} "}
        return inside.pop() if len(inside) == 1 else None

    def _referent(self, draft: CommitmentDraft, lead: Institution | None) -> dict[str, int | str]:
        """Return the person of the lead that is named, else the text as a function."""
        words = re.sub(r"^(?:M\.|Mme|Mr|Monsieur|Madame)\s+", "", draft.referent.strip())
        name, _comma, function = words.partition(",")
        if brackets := re.fullmatch(r"(.+?)\s*\((.+)\)", words):
            name, function = brackets[1], brackets[2]
        person = self.known.people.get((lead, name_key(name))) if isinstance(lead, int) else None
        if person is None:
            return {"referent_function": draft.referent}
        return {"referent_id": person, "referent_function": function.strip()}


def kept_reference(text: str) -> str:
    """Return « E-2025-04 » for a reference of that form, however typed; blank for any other."""
    try:
        found = parse_reference(text)
    except Refusal:
        return ""
    return str(found) if found.kind is ReferenceKind.COMMITMENT else ""
