"""Turns a calendar of past meetings into drafts to preview: which column is what, and what each line says.

Who came stands in one column for each institution, with P, R, E, A or N (not convened), or in lists of names.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coprodesk.domain.attendance import Presence
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import parse_time
from coprodesk.domain.i18n import _
from coprodesk.domain.likeness import name_key
from coprodesk.domain.meeting_import import Mark, MeetingDraft
from coprodesk.exchange.columns import Problem, cell_text, missing, recognise
from coprodesk.exchange.commitment_sheet import read_day
from coprodesk.exchange.sheets import Sheet


class Field(StrEnum):
    """What a column can give, in the order in which columns are recognised."""

    BODY = "body"
    DATE = "date"
    START = "start"
    END = "end"
    NUMBER = "number"
    PLACE = "place"
    CHAIR = "chair"
    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


REQUIRED = (Field.DATE,)

# Titles of columns as `columns.plain_title` returns them.
_TITLES: dict[Field, tuple[str, ...]] = {
    Field.BODY: ("groupe", "instance", "formation", "comite", "commission", "type reunion", "nature"),
    Field.DATE: ("date", "date seance", "date reunion", "jour", "tenue"),
    Field.START: ("debut", "heure debut", "heure", "horaire", "ouverture", "heure ouverture"),
    Field.END: ("fin", "heure fin", "cloture", "levee", "levee seance"),
    Field.NUMBER: ("numero", "no", "n", "ref", "reference", "numero seance", "no seance"),
    Field.PLACE: ("lieu", "salle", "adresse"),
    Field.CHAIR: ("presidence", "president", "presidente", "preside par"),
    Field.PRESENT: ("present", "presente", "participant", "venu", "presence"),
    Field.EXCUSED: ("excuse", "excusee"),
    Field.ABSENT: ("absent", "absente"),
}

_NAMES = {
    Field.PRESENT: Presence.PRESENT,
    Field.EXCUSED: Presence.EXCUSED,
    Field.ABSENT: Presence.ABSENT,
}

_MARKS: dict[Presence | None, tuple[str, ...]] = {
    Presence.PRESENT: ("p", "present", "presente", "presents", "presentes", "x", "1", "oui", "vrai"),
    Presence.REPRESENTED: ("r", "represente", "representee", "represente par", "representee par"),
    Presence.EXCUSED: ("e", "excuse", "excusee", "excuses", "excusees"),
    Presence.ABSENT: ("a", "absent", "absente", "absents", "absentes"),
    None: ("n", "nc", "non convoque", "non convoquee", "sans objet", "so"),
    Presence.UNKNOWN: ("inconnu", "inconnue", "non note", "non pointe"),
}


@dataclass(frozen=True, slots=True)
class MeetingDrafts:
    """The lines that would be imported and what is to be said about them, in the order of the sheet."""

    rows: tuple[MeetingDraft, ...]
    problems: tuple[Problem, ...]


def field_label(field: Field) -> str:
    """Return the name of a field on screen."""
    return {
        Field.BODY: _("Groupe"),
        Field.DATE: _("Date"),
        Field.START: _("Heure de début"),
        Field.END: _("Heure de fin"),
        Field.NUMBER: _("Numéro"),
        Field.PLACE: _("Lieu"),
        Field.CHAIR: _("Présidence"),
        Field.PRESENT: _("Présents"),
        Field.EXCUSED: _("Excusés"),
        Field.ABSENT: _("Absents"),
    }[field]


def suggest_mapping(header: tuple[str, ...]) -> dict[Field, int]:
    """Recognise the columns by their titles."""
    return recognise(header, _TITLES, whole=(Field.NUMBER, Field.START, Field.END))


def roll_columns(
    header: tuple[str, ...], mapping: Mapping[Field, int], institutions: Collection[str]
) -> dict[int, str]:
    """Return the columns titled by an institution, whose keys `institutions` holds, with that title."""
    return {
        column: title
        for column, title in enumerate(header)
        if column not in mapping.values() and name_key(title) in institutions
    }


def used_columns(
    header: tuple[str, ...], mapping: Mapping[Field, int], institutions: Collection[str]
) -> set[int]:
    """Return the columns that would be imported: those of fields and those of institutions."""
    return {*mapping.values(), *roll_columns(header, mapping, institutions)}


def draft_meetings(
    sheet: Sheet, mapping: Mapping[Field, int], institutions: Collection[str], on: date
) -> MeetingDrafts:
    """Read every line into a draft, on a day. Raises Refusal when no column gives the date."""
    if Field.DATE not in mapping:
        raise missing(sheet.header, field_label(Field.DATE))
    rolls = roll_columns(sheet.header, mapping, institutions)
    drafts: list[MeetingDraft] = []
    problems: list[Problem] = []
    for line, row in zip(sheet.lines, sheet.rows, strict=True):
        texts = {field: cell_text(row[column]) for field, column in mapping.items()}
        day = read_day(texts[Field.DATE], on)
        if day is None:
            problems.append(Problem(line, _undated(texts[Field.DATE]), kept=False))
            continue
        remarks: list[str] = []
        marks = {title: cell_text(row[column]) for column, title in rolls.items()}
        drafts.append(
            MeetingDraft(
                line=line,
                day=day,
                marks=(*_marks(marks, remarks), *_named(texts)),
                body=texts.get(Field.BODY, ""),
                number=texts.get(Field.NUMBER, ""),
                place=texts.get(Field.PLACE, ""),
                chair=texts.get(Field.CHAIR, ""),
                **_hours(texts, remarks),
            )
        )
        problems += (Problem(line, sentence, kept=True) for sentence in remarks)
    return MeetingDrafts(tuple(drafts), tuple(problems))


def _undated(text: str) -> str:
    if not text:
        return _("la date manque, la ligne ne sera pas importée.")
    return _("la date «\u00a0{text}\u00a0» n’est pas comprise, la ligne ne sera pas importée.").format(
        text=text
    )


def _hours(texts: Mapping[Field, str], remarks: list[str]) -> dict[str, str]:
    """Return start and end; « 14 h 30 – 16 h » in one cell gives both."""
    start, end = texts.get(Field.START, ""), texts.get(Field.END, "")
    if not end and (both := re.fullmatch(r"(?:de\s+)?(.*?\d.*?)\s*(?:[-–—]|\bà\b)\s*(.*\d.*)", start)):
        start, end = both[1], both[2]
    found = {}
    for name, text in (("starts_at", start), ("ends_at", end)):
        try:
            # A spreadsheet gives an hour with its seconds.
            found[name] = parse_time(re.sub(r"^(\d{1,2}:\d{2}):\d{2}$", r"\1", text)) if text else ""
        except Refusal:
            remarks.append(_("l’heure «\u00a0{text}\u00a0» n’est pas comprise.").format(text=text))
            found[name] = ""
    return found


def _marks(cells: Mapping[str, str], remarks: list[str]) -> list[Mark]:
    """Return what the columns of institutions say; a blank cell says nothing."""
    found = []
    for title, text in cells.items():
        words, delegate = text, ""
        if told := re.fullmatch(r"(?i)(r|représentée?(?:\s+par)?)\s*[:(,–-]?\s*(.{3,}?)\)?", text):
            words, delegate = told[1], told[2]
        known = next((state for state, said in _MARKS.items() if name_key(words) in said), Presence.UNKNOWN)
        if text and known is Presence.UNKNOWN and name_key(text) not in _MARKS[Presence.UNKNOWN]:
            remarks.append(
                _(
                    "{name}\u00a0: «\u00a0{text}\u00a0» n’est ni P, R, E, A ni N, l’état reste inconnu."
                ).format(name=title, text=text)
            )
        if text:
            found.append(Mark(title, known, delegate))
    return found


def _named(texts: Mapping[Field, str]) -> list[Mark]:
    """Return what the columns of names say, parted by semicolons, slashes or lines, else by commas."""
    found = []
    for field, presence in _NAMES.items():
        text = texts.get(field, "")
        parts = re.split(r"\s*[;/]\s*", text) if re.search(r"[;/]", text) else re.split(r"\s*,\s*", text)
        found += [Mark(part.strip(), presence) for part in parts if part.strip()]
    return found
