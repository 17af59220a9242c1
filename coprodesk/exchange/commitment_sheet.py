"""Turns a follow-up spreadsheet into drafts to preview: which column is what, and what each line says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coprodesk.commands import LONGEST_TITLE
from coprodesk.domain.commitment_import import TEXTS, CommitmentDraft, kept_reference
from coprodesk.domain.commitments import CommitmentState
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import parse_date, short_date
from coprodesk.domain.i18n import _
from coprodesk.domain.likeness import name_key
from coprodesk.domain.numbering import parse_reference
from coprodesk.domain.partner_drafts import PartnerDraft
from coprodesk.exchange.columns import Problem, cell_text, missing, recognise
from coprodesk.exchange.institution_article import read_article
from coprodesk.exchange.sheets import Sheet


class Field(StrEnum):
    """What a column can give, in the order in which columns are recognised."""

    REFERENCE = "reference"
    CONTRIBUTORS = "contributors"
    LEAD = "lead"
    REFERENT = "referent"
    THEME = "theme"
    DECIDED_ON = "decided_on"
    INITIAL_DUE = "initial_due"
    CURRENT_DUE = "current_due"
    POSTPONEMENTS = "postponements"
    DONE_ON = "done_on"
    STATE = "state"
    NEWS_ON = "news_on"
    NEWS = "news"
    MOTIVE = "motive"
    PROGRESS_INDICATOR = "progress_indicator"
    OUTCOME_INDICATOR = "outcome_indicator"
    OUTCOME_BASELINE = "outcome_baseline"
    OUTCOME_TARGET = "outcome_target"
    OUTCOME_SOURCE = "outcome_source"
    PROGRESS = "progress"
    DELIVERABLE = "deliverable"
    PLACE = "place"
    MEANS = "means"
    WHAT = "what"


REQUIRED = (Field.WHAT,)

# Titles of columns as `columns.plain_title` returns them.
_TITLES: dict[Field, tuple[str, ...]] = {
    Field.REFERENCE: ("ref", "reference", "no", "numero", "n", "code"),
    Field.CONTRIBUTORS: (
        *("institution contributrice", "contributeur", "partenaire associe", "co pilote", "copilote"),
        *("autre partenaire", "partenaire mobilise", "appui", "contribution"),
    ),
    Field.LEAD: (
        *("pilote", "porteur", "institution pilote", "structure pilote", "responsable", "partenaire"),
        *("institution", "structure", "organisme", "qui"),
    ),
    Field.REFERENT: ("referent", "referente", "contact", "interlocuteur", "correspondant"),
    Field.THEME: ("axe", "theme", "thematique", "orientation", "volet"),
    Field.DECIDED_ON: (
        *("decide", "date decision", "date", "date seance", "seance", "pris", "date engagement"),
        *("reunion", "date reunion"),
    ),
    Field.INITIAL_DUE: (
        *("echeance initiale", "date initiale", "echeance prevue", "1re echeance", "premiere echeance"),
        "date prevue",
    ),
    Field.CURRENT_DUE: (
        *("echeance actuelle", "echeance actualisee", "nouvelle echeance", "echeance reportee", "echeance"),
        *("date limite", "delai", "pour quand", "date butoir", "date echeance"),
    ),
    Field.POSTPONEMENTS: ("report", "nombre report", "nb report", "nbre report"),
    Field.DONE_ON: ("realise", "date realisation", "tenu", "fait", "date fin", "solde", "acheve"),
    Field.STATE: ("etat", "statut", "etat avancement", "situation", "suivi"),
    Field.NEWS_ON: ("date derniere nouvelle", "date nouvelle", "date commentaire"),
    Field.NEWS: (
        *("derniere nouvelle", "nouvelle", "commentaire", "observation", "remarque", "note", "point etape"),
        "suite donnee",
    ),
    Field.MOTIVE: ("motif", "motif abandon", "raison"),
    Field.PROGRESS_INDICATOR: ("indicateur suivi", "indicateur realisation", "indicateur"),
    Field.OUTCOME_INDICATOR: ("indicateur resultat", "indicateur impact"),
    Field.OUTCOME_BASELINE: ("base", "valeur depart", "valeur initiale", "reference indicateur"),
    Field.OUTCOME_TARGET: ("cible", "valeur cible", "objectif chiffre"),
    Field.OUTCOME_SOURCE: ("source", "source donnee"),
    Field.PROGRESS: ("avancement", "realise prevu", "progression"),
    Field.DELIVERABLE: ("livrable", "resultat attendu", "produit attendu"),
    Field.PLACE: ("lieu", "territoire", "public", "lieu public", "territoire public", "quartier", "secteur"),
    Field.MEANS: ("moyen", "budget", "financement", "ressource"),
    Field.WHAT: ("engagement", "action", "intitule", "objet", "description", "quoi", "libelle", "mesure"),
}

_STATES = {
    CommitmentState.KEPT: ("tenu", "realise", "fait", "termine", "solde", "clos", "acheve", "ok", "oui"),
    CommitmentState.ABANDONED: ("abandon", "annule", "sans suite", "caduc"),
    CommitmentState.TO_CONFIRM: ("a confirmer", "a valider", "sous reserve"),
    CommitmentState.OPEN: (
        *("en cours", "ouvert", "a faire", "en retard", "retard", "reporte", "a relancer", "engage", "prevu"),
        *("non commence", "non demarre", "non tenu", "non realise", "non", "en attente", "a venir", "echu"),
        *("sans echeance", "echeance proche", "partiel", "a lancer", "lance", "actif"),
    ),
}


@dataclass(frozen=True, slots=True)
class CommitmentDrafts:
    """The lines that would be imported and what is to be said about them, in the order of the sheet."""

    rows: tuple[CommitmentDraft, ...]
    problems: tuple[Problem, ...]


def field_label(field: Field) -> str:
    """Return the name of a field on screen."""
    return {
        Field.REFERENCE: _("Référence"),
        Field.CONTRIBUTORS: _("Contributeurs"),
        Field.LEAD: _("Pilote"),
        Field.REFERENT: _("Référent"),
        Field.THEME: _("Thème ou axe"),
        Field.DECIDED_ON: _("Décidé le"),
        Field.INITIAL_DUE: _("Échéance initiale"),
        Field.CURRENT_DUE: _("Échéance actuelle"),
        Field.POSTPONEMENTS: _("Nombre de reports"),
        Field.DONE_ON: _("Réalisé le"),
        Field.STATE: _("État"),
        Field.NEWS_ON: _("Date de la nouvelle"),
        Field.NEWS: _("Dernière nouvelle"),
        Field.MOTIVE: _("Motif d’abandon"),
        Field.PROGRESS_INDICATOR: _("Indicateur de suivi"),
        Field.OUTCOME_INDICATOR: _("Indicateur de résultat"),
        Field.OUTCOME_BASELINE: _("Valeur de départ"),
        Field.OUTCOME_TARGET: _("Valeur cible"),
        Field.OUTCOME_SOURCE: _("Source"),
        Field.PROGRESS: _("Avancement chiffré"),
        Field.DELIVERABLE: _("Livrable"),
        Field.PLACE: _("Territoire ou public"),
        Field.MEANS: _("Moyens"),
        Field.WHAT: _("Engagement"),
    }[field]


def suggest_mapping(header: tuple[str, ...]) -> dict[Field, int]:
    """Recognise the columns by their titles."""
    return recognise(header, _TITLES, whole=(Field.DECIDED_ON, Field.REFERENCE))


def draft_commitments(sheet: Sheet, mapping: Mapping[Field, int], on: date) -> CommitmentDrafts:
    """Read every line into a draft, on a day. Raises Refusal when no column gives the commitment."""
    if Field.WHAT not in mapping:
        raise missing(sheet.header, field_label(Field.WHAT))
    drafts: list[CommitmentDraft] = []
    problems: list[Problem] = []
    for line, row in zip(sheet.lines, sheet.rows, strict=True):
        texts = {field: cell_text(row[column]) for field, column in mapping.items()}
        what = texts[Field.WHAT]
        if refused := _unusable(what, sheet.header[mapping[Field.WHAT]]):
            problems.append(Problem(line, refused, kept=False))
            continue
        reader = _Line(texts, on)
        drafts.append(reader.draft(line))
        problems += (Problem(line, sentence, kept=True) for sentence in reader.remarks)
    return CommitmentDrafts(tuple(drafts), tuple(problems))


def new_partner(name: str) -> PartnerDraft:
    """Return the institution of this name as a partner to create."""
    return PartnerDraft(0, name, grammar=read_article(name, ""))


def _unusable(what: str, title: str) -> str:
    """Say why a line cannot be imported, blank when it can."""
    if not what:
        return _("l’engagement manque, la ligne ne sera pas importée.")
    if name_key(what) == name_key(title):
        return _("l’en-tête y est répété, la ligne ne sera pas importée.")
    if len(what) > LONGEST_TITLE:
        return _("l’engagement est trop long pour un intitulé, la ligne ne sera pas importée.")
    return ""


class _Line:
    """Reads the cells of one line; `remarks` are what was doubtful."""

    def __init__(self, texts: Mapping[Field, str], on: date) -> None:
        self.texts, self.on = texts, on
        self.remarks: list[str] = []

    def draft(self, line: int) -> CommitmentDraft:
        """Return the draft of the line."""
        initial, current = self._date(Field.INITIAL_DUE), self._date(Field.CURRENT_DUE)
        initial, current = initial or current, current or initial
        done_on = self._date(Field.DONE_ON)
        state, motive = self._state(done_on)
        decided_on = self._decided_on(initial)
        if initial is not None and initial < decided_on:
            self.remarks.append(_("l’échéance précède la décision, vérifiez."))
        if state is CommitmentState.KEPT and done_on is None:
            self.remarks.append(_("tenu, mais sans date de réalisation."))
        news, news_on = self._news()
        return CommitmentDraft(
            line=line,
            what=self.texts[Field.WHAT],
            decided_on=decided_on,
            reference=self._text(Field.REFERENCE),
            lead=_named(self._text(Field.LEAD)),
            referent=_named(self._text(Field.REFERENT)),
            theme=self._text(Field.THEME),
            initial_due=initial,
            current_due=current,
            postponements=self._postponements(initial, current),
            state=state,
            done_on=done_on if state in (CommitmentState.KEPT, CommitmentState.ABANDONED) else None,
            motive=self._text(Field.MOTIVE) or motive,
            contributors=_names(self._text(Field.CONTRIBUTORS)),
            news=news,
            news_on=news_on,
            progress=self._progress(),
            texts=tuple((name, text) for name in TEXTS if (text := self._text(Field(name)))),
        )

    def _text(self, field: Field) -> str:
        return self.texts.get(field, "")

    def _date(self, field: Field) -> date | None:
        text = self._text(field)
        if not text or name_key(text) in ("sans", "sans date", "a fixer", "a definir", "non", "sans objet"):
            return None
        found = read_day(text, self.on)
        if found is None:
            self.remarks.append(
                _(
                    "{field}\u00a0: la date «\u00a0{text}\u00a0» n’est pas comprise, elle sera laissée vide."
                ).format(field=field_label(field), text=text)
            )
        return found

    def _decided_on(self, initial: date | None) -> date:
        """Return the day of the decision; without one, that of the reference’s year or the first known."""
        found = self._date(Field.DECIDED_ON)
        if found is not None:
            return found
        reference = kept_reference(self._text(Field.REFERENCE))
        day = self.on if initial is None else min(self.on, initial)
        if reference:
            day = min(day, date(parse_reference(reference).year, 1, 1))
        self.remarks.append(_("la date de décision manque, le {day} est retenu.").format(day=short_date(day)))
        return day

    def _postponements(self, initial: date | None, current: date | None) -> int:
        """Return how many postponements are told; two different due dates make one at least."""
        text = self._text(Field.POSTPONEMENTS)
        moved = initial is not None and current is not None and current > initial
        number = re.search(r"\d+", text) if not re.search(r"\d{1,2}[/.-]\d", text) else None
        told = int(number[0]) if number else len(re.findall(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", text))
        if told and not moved:
            self.remarks.append(_("des reports sont comptés, mais l’échéance n’a pas changé."))
            return 0
        return max(min(told, 50), int(moved))

    def _state(self, done_on: date | None) -> tuple[CommitmentState, str]:
        """Return the state, and the motive that stands in brackets beside « abandonné »."""
        text = self._text(Field.STATE)
        if not text:
            return (CommitmentState.KEPT if done_on else CommitmentState.OPEN), ""
        words, motive = text, ""
        if brackets := re.fullmatch(r"(.+?)\s*(?:\((.+)\)|\s[:–—-]\s*(.+))", text):
            words, motive = brackets[1], brackets[2] or brackets[3] or ""
        folded = name_key(words)
        for state in (CommitmentState.OPEN, *CommitmentState):
            if folded in _STATES[state]:
                return state, motive
        for state in (CommitmentState.TO_CONFIRM, *CommitmentState):
            if any(folded.startswith(start) for start in _STATES[state] if len(start) > 3):
                return state, motive
        self.remarks.append(
            _("l’état «\u00a0{text}\u00a0» n’est pas compris, «\u00a0en cours\u00a0» est retenu.").format(
                text=text
            )
        )
        return CommitmentState.OPEN, ""

    def _news(self) -> tuple[str, date | None]:
        """Return the news and its day, which may open the text: « 24/09/2026 : point reporté »."""
        text = self._text(Field.NEWS)
        day = self._date(Field.NEWS_ON) if text else None
        head = re.match(
            r"(?:le\s+)?(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})\s*[:,–—-]?\s*(?=\S)", text, re.IGNORECASE
        )
        if head and day is None:
            day, text = read_day(head[1], self.on), text[head.end() :]
        return text, day if day is None or day <= self.on else None

    def _progress(self) -> tuple[int | None, int | None]:
        """Return « 8 / 12 » as two numbers, « 8 » as the first."""
        found = re.fullmatch(r"(\d{1,9})(?:\s*(?:/|sur)\s*(\d{1,9}))?", self._text(Field.PROGRESS))
        if found is None:
            return None, None
        return int(found[1]), int(found[2]) if found[2] else None


def read_day(text: str, on: date) -> date | None:
    """Return the day of a cell, None when it is not understood; a month alone is its last day.

    Spreadsheets give 2025-12-31, lists 31/12/2025, « 31 décembre 2025 », « décembre 2025 », « 12/2025 »,
    « T4 2025 », « fin 2025 ».
    """
    typed = re.sub(r"\s+\d{2}:\d{2}(:\d{2})?$", "", text.strip())
    if quarter := re.fullmatch(r"T\s?([1-4])\s+(\d{4})|fin\s+(\d{4})", typed, re.IGNORECASE):
        typed = f"{int(quarter[1] or 4) * 3}/{quarter[2] or quarter[3]}"
    month = re.fullmatch(r"(?:fin\s+)?([a-zà-ÿ]{3,9})\.?\s+(\d{4})", typed, re.IGNORECASE)
    if month:
        typed = f"fin {month[1]} {month[2]}"
    elif numbers := re.fullmatch(r"(\d{1,2})[/.-](\d{4})", typed):
        following = divmod(int(numbers[2]) * 12 + int(numbers[1]), 12)
        if not 1 <= int(numbers[1]) <= 12:
            return None
        return date.fromordinal(date(following[0], following[1] + 1, 1).toordinal() - 1)
    elif re.search(r"\d", typed) is None:
        return None  # « lundi » or « demain » was said on a day nobody knows any more
    try:
        return parse_date(typed, on)
    except Refusal:
        return None


def _named(text: str) -> str:
    """Return a name; « (aucun) » or « à désigner » is nobody."""
    nobody = ("aucun", "aucune", "neant", "a designer", "a definir", "sans", "non designe", "a preciser")
    return "" if name_key(text) in nobody else text


def _names(text: str) -> tuple[str, ...]:
    """Return the names of a cell, parted by commas, semicolons, slashes, plus signs or « et »."""
    parts = re.split(r"\s*[,;/+]\s*|\s+et\s+", text)
    return tuple(name for part in parts if (name := _named(part.strip())) and not name.isdigit())
