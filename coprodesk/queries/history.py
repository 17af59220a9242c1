"""The journal in French words: who did what when, on what, and each value before and after."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from coprodesk.domain import french
from coprodesk.domain.agenda import Outcome
from coprodesk.domain.attendance import MovementKind, Presence, Reply
from coprodesk.domain.commitments import CommitmentState, EventKind
from coprodesk.domain.disclosure import Level
from coprodesk.domain.i18n import _, ngettext
from coprodesk.domain.meetings import Convener, MeetingState
from coprodesk.domain.records import RecordKind
from coprodesk.store import Store


@dataclass(frozen=True, slots=True)
class Step:
    """One act of the journal; `touched` names what it changed, « 1 engagement », « 2 sièges »."""

    seq: int
    at: datetime
    saved_at: datetime
    author: str
    label: str
    kind: str
    kind_label: str
    touched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, before and after; blank where there was or is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One row that a step added, changed or deleted."""

    table: str
    row_id: int
    noun: str
    title: str
    act: str
    fields: tuple[FieldChange, ...]


_STEP = "SELECT seq, at, saved_at, author, label, kind FROM journal_step"


def history(
    store: Store, limit: int = 100, before_seq: int | None = None, text: str = ""
) -> tuple[Step, ...]:
    """Return acts, the newest first, those before `before_seq` (None: from the end), whose words hold `text`.

    Capitals and accents of `text` do not matter; it is looked for in the label and the author.
    """
    wanted = french.fold(text.strip())
    bound = before_seq if before_seq is not None else 2**62
    found: list[Any] = []
    while len(found) < limit:
        rows = store.rows(
            f"""{_STEP} WHERE seq < :bound AND (label LIKE :like OR author LIKE :like)
                ORDER BY seq DESC LIMIT :limit""",
            {"bound": bound, "like": _loosely(wanted), "limit": max(limit, 50)},
        )
        if not rows:
            break
        bound = rows[-1]["seq"]
        found += (row for row in rows if wanted in french.fold(f"{row['label']}\n{row['author']}"))
    return _steps(store, found[:limit])


def step(store: Store, seq: int) -> Step | None:
    """Return one act, None when there is none of this number."""
    return next(iter(_steps(store, store.rows(f"{_STEP} WHERE seq = ?", (seq,)))), None)


def of_row(store: Store, table: str, row_id: int, limit: int = 50) -> tuple[Step, ...]:
    """Return the acts that touched one row, the newest first."""
    rows = store.rows(
        f"""{_STEP} WHERE seq IN (SELECT step FROM journal_row WHERE table_name = ? AND row_id = ?)
            ORDER BY seq DESC LIMIT ?""",
        (table, row_id, limit),
    )
    return _steps(store, rows)


def _loosely(folded: str) -> str:
    """Return a LIKE pattern that finds at least what folding finds: SQLite knows no accents."""
    loose = "".join("_" if letter in "aceinouy'%_" else letter for letter in folded)
    return f"%{loose.replace('__', '%')}%"


def _steps(store: Store, rows: list[Any]) -> tuple[Step, ...]:
    touched: dict[int, list[str]] = {}
    for row in store.rows(
        """SELECT step, table_name, count(*) AS n FROM journal_row
           WHERE step IN (SELECT value FROM json_each(?)) GROUP BY step, table_name ORDER BY min(id)""",
        (json.dumps([row["seq"] for row in rows]),),
    ):
        singular, plural = nouns().get(row["table_name"], (row["table_name"], row["table_name"]))
        words = ngettext("{n} {one}", "{n} {many}", row["n"]).format(n=row["n"], one=singular, many=plural)
        touched.setdefault(row["step"], []).append(words)
    kinds = {
        "do": _("Acte"),
        "undo": _("Annulé"),
        "redo": _("Rétabli"),
        "final": _("Acte définitif"),
        "schema": _("Format du fichier"),
    }
    return tuple(
        Step(
            row["seq"],
            datetime.fromisoformat(row["at"]),
            datetime.fromisoformat(row["saved_at"]),
            row["author"],
            row["label"],
            row["kind"],
            kinds[row["kind"]],
            tuple(touched.get(row["seq"], ())),
        )
        for row in rows
    )


def step_details(store: Store, seq: int, limit: int = 200) -> tuple[Detail, ...]:
    """Return the rows of one act, in the order they were written, with their fields in words."""
    rows = store.rows(
        "SELECT table_name, row_id, before, after FROM journal_row WHERE step = ? ORDER BY id LIMIT ?",
        (seq, limit),
    )
    words = _Words(store)
    return tuple(
        _detail(
            row["table_name"],
            row["row_id"],
            None if row["before"] is None else json.loads(row["before"]),
            None if row["after"] is None else json.loads(row["after"]),
            words,
        )
        for row in rows
    )


def _detail(
    table: str, row_id: int, before: dict[str, Any] | None, after: dict[str, Any] | None, words: "_Words"
) -> Detail:
    act = _("ajouté") if before is None else _("supprimé") if after is None else _("modifié")
    whole = before is None or after is None
    fields = []
    for column in {**(before or {}), **(after or {})}:
        pair = [words.value(table, column, (image or {}).get(column)) for image in (before, after)]
        if column != "id" and (not whole or any(pair)):
            fields.append(FieldChange(field_label(table, column), *pair))
    name = words.name(table, row_id)
    if not name:
        image = after or before or {}
        name = str(next((image[column] for column in _NAMING if image.get(column)), ""))
    singular = nouns().get(table, (table, table))[0]
    return Detail(table, row_id, singular, name, act, tuple(fields))


_NAMING = ("reference", "short_name", "title", "name", "last_name", "what", "institution_label", "text")


class _Words:
    """Values in words; the name of a row that is looked up once is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: dict[tuple[str, int], str] = {}

    def name(self, table: str, row_id: int) -> str:
        """Return the present name of a row, blank when it is gone or has none."""
        key = table, row_id
        if key not in self._names:
            sql = _ROW_NAMES.get(table)
            row = self._store.row(f"SELECT {sql} FROM {table} WHERE id = ?", (row_id,)) if sql else None
            self._names[key] = "" if row is None else str(row[0] or "")
        return self._names[key]

    def value(self, table: str, column: str, value: Any) -> str:
        """Return one stored value as a reader writes it."""
        if value is None or value == "":
            return ""
        if column in _LINKS:
            linked = _LINKS[column]
            return self.name(linked, value) or _("n°\u00a0{id}").format(id=value)
        if column in _TRUTHS:
            return _("oui") if value else _("non")
        words = _VALUES.get((table, column)) or _VALUES.get(("", column))
        if words is not None:
            return words(value)
        if isinstance(value, str) and column in _DATES:
            return french.short_date(date.fromisoformat(value))
        if isinstance(value, str) and column in _HOURS:
            return french.hour(value)
        return french.thousands(value) if isinstance(value, int) else str(value)


def _rank(value: str) -> str:
    return _("titulaire") if value == "titular" else _("suppléant")


def _audience(value: str) -> str:
    return Level(value).label


def _choice(**words: str) -> Callable[[str], str]:
    return lambda value: words.get(value, value)


_TRUTHS = frozenset(
    {
        "counted",
        "core",
        "numbered",
        "confidential",
        "dormant_by_design",
        "guest",
        "remote",
        "added",
    }
)
_DATES = frozenset(
    {
        "agreement_on",
        "closed_on",
        "from_date",
        "to_date",
        "date",
        "convened_on",
        "reply_by",
        "reply_on",
        "due_on",
        "decided_on",
        "initial_due",
        "current_due",
        "done_on",
        "on_date",
        "from_due",
        "to_due",
    }
)
_HOURS = frozenset(["starts_at", "ends_at", "opened_at", "closed_at", "started_at"])
_LINKS = {
    "college_id": "college",
    "member_kind_id": "member_kind",
    "institution_id": "institution",
    "person_id": "person",
    "body_id": "body",
    "body_kind_id": "body_kind",
    "meeting_id": "meeting",
    "chair_id": "person",
    "secretary_id": "person",
    "seat_id": "seat",
    "raised_by_id": "institution",
    "theme_id": "theme",
    "topic_id": "topic",
    "reporter_id": "institution",
    "reporter_person_id": "person",
    "approves_id": "meeting",
    "roll_entry_id": "roll_entry",
    "agenda_item_id": "agenda_item",
    "lead_id": "institution",
    "referent_id": "person",
    "commitment_id": "commitment",
}
"""Column -> the table whose row it names."""

_ROW_NAMES = {
    "council": "name",
    "setting": "name",
    "college": "name",
    "member_kind": "name",
    "institution": "short_name",
    "person": "trim(civility || ' ' || first_name || ' ' || last_name)",
    "body_kind": "name",
    "body": "short_name",
    "theme": "name",
    "meeting": "(SELECT short_name FROM body WHERE id = body_id) || ' ' || coalesce(number, date)",
    "seat": "(SELECT short_name FROM institution WHERE id = institution_id)",
    "mandate": "(SELECT trim(first_name || ' ' || last_name) FROM person WHERE id = person_id)",
    "roll_entry": "institution_label",
    "topic": "title",
    "agenda_item": "title",
    "record": "coalesce(reference, substr(text, 1, 60))",
    "commitment": "reference",
    "contributor": "(SELECT short_name FROM institution WHERE id = institution_id)",
    "commitment_event": "(SELECT reference FROM commitment WHERE id = commitment_id)",
    "document_sent": "title",
}
"""Table -> SQL of the name of a row."""

_VALUES: dict[tuple[str, str], Callable[[Any], str]] = {
    ("", "level"): _audience,
    ("person", "level"): _choice(decision="décision", management="encadrement", front_line="première ligne"),
    ("", "audience"): _audience,
    ("meeting", "state"): lambda value: MeetingState(value).label,
    ("commitment", "state"): lambda value: CommitmentState(value).label,
    ("minutes_version", "state"): _choice(
        proposed="projet", validated="validé", approved="approuvé", rectified="rectifié"
    ),
    ("", "convened_by"): lambda value: Convener(value).label,
    ("", "reply"): lambda value: Reply(value).label,
    ("", "presence"): lambda value: Presence(value).label,
    ("", "outcome"): lambda value: Outcome(value).label,
    ("", "rank"): _rank,
    ("mandate", "authority"): _choice(yes="oui", subject_to_approval="sous réserve", no="non"),
    ("movement", "kind"): lambda value: MovementKind(value).label,
    ("record", "kind"): lambda value: RecordKind(value).label,
    ("commitment_event", "kind"): lambda value: EventKind(value).label,
    ("contributor", "kind"): _choice(contributor="contributeur", associate="associé"),
    ("council", "kind"): _choice(communal="communal", intercommunal="intercommunal"),
    ("institution", "gender"): _choice(m="masculin", f="féminin"),
    ("institution", "number"): _choice(s="singulier", p="pluriel"),
    ("movement", "at"): french.hour,
    ("", "example_at"): lambda value: french.short_date(datetime.fromisoformat(value).date()),
}


def field_label(table: str, column: str) -> str:
    """Return the French name of a column; an unknown one keeps its own."""
    own = _own_fields()
    return own.get((table, column)) or _fields().get(column, column)


def nouns() -> dict[str, tuple[str, str]]:
    """Return the French noun of each table, singular and plural."""
    return {
        "council": (_("fiche du conseil"), _("fiches du conseil")),
        "setting": (_("réglage"), _("réglages")),
        "college": (_("collège"), _("collèges")),
        "member_kind": (_("qualité de membre"), _("qualités de membre")),
        "institution": (_("partenaire"), _("partenaires")),
        "person": (_("personne"), _("personnes")),
        "mandate": (_("mandat"), _("mandats")),
        "body_kind": (_("type de groupe"), _("types de groupe")),
        "body": (_("groupe"), _("groupes")),
        "seat": (_("siège"), _("sièges")),
        "theme": (_("thème"), _("thèmes")),
        "meeting": (_("réunion"), _("réunions")),
        "roll_entry": (_("ligne d’appel"), _("lignes d’appel")),
        "topic": (_("sujet"), _("sujets")),
        "topic_institution": (_("partenaire concerné"), _("partenaires concernés")),
        "agenda_item": (_("point"), _("points")),
        "movement": (_("arrivée ou départ"), _("arrivées ou départs")),
        "record": (_("paragraphe du relevé"), _("paragraphes du relevé")),
        "commitment": (_("engagement"), _("engagements")),
        "contributor": (_("contributeur"), _("contributeurs")),
        "commitment_event": (_("ligne de suivi"), _("lignes de suivi")),
        "minutes_version": (_("version du compte rendu"), _("versions du compte rendu")),
        "document_sent": (_("document diffusé"), _("documents diffusés")),
    }


def _own_fields() -> dict[tuple[str, str], str]:
    """Return the labels of columns whose name means something else in one table."""
    return {
        ("institution", "number"): _("Nombre grammatical"),
        ("meeting", "number"): _("Numéro"),
        ("meeting", "state"): _("État"),
        ("person", "title"): _("Titre"),
        ("person", "level"): _("Niveau"),
        ("commitment", "origin"): _("Origine"),
        ("commitment", "means"): _("Moyens"),
        ("topic", "title"): _("Intitulé"),
        ("agenda_item", "title"): _("Intitulé"),
        ("document_sent", "title"): _("Titre"),
        ("movement", "at"): _("Heure"),
        ("record", "at"): _("Noté à"),
        ("meeting", "closed_at"): _("Levée"),
        ("record", "institution_id"): _("Institution citée"),
    }


def _fields() -> dict[str, str]:
    """Return the label of each column by its name."""
    return {
        "id": _("Numéro interne"),
        "name": _("Nom"),
        "kind": _("Nature"),
        "commune": _("Commune"),
        "population": _("Population"),
        "priority_district": _("Quartier prioritaire"),
        "address": _("Adresse"),
        "phone": _("Téléphone"),
        "email": _("Courriel"),
        "logo": _("Logo"),
        "accent": _("Couleur"),
        "example_at": _("Jour de l’exemple"),
        "value": _("Valeur"),
        "position": _("Ordre"),
        "counted": _("Compté dans la présence"),
        "code": _("Code"),
        "article": _("Article"),
        "gender": _("Genre"),
        "number": _("Numéro"),
        "short_name": _("Nom court"),
        "college_id": _("Collège"),
        "member_kind_id": _("Qualité de membre"),
        "protocol_rank": _("Rang protocolaire"),
        "agreement_on": _("Accord reçu le"),
        "core": _("Noyau"),
        "note": _("Note"),
        "closed_on": _("Clos le"),
        "civility": _("Civilité"),
        "first_name": _("Prénom"),
        "last_name": _("Nom"),
        "title": _("Titre"),
        "closing": _("Formule de politesse"),
        "level": _("Diffusion"),
        "person_id": _("Personne"),
        "institution_id": _("Partenaire"),
        "rank": _("Rang"),
        "function": _("Fonction"),
        "from_date": _("Depuis le"),
        "to_date": _("Jusqu’au"),
        "body_id": _("Groupe"),
        "authority": _("Habilité à engager"),
        "body_kind_id": _("Type de groupe"),
        "numbered": _("Réunions numérotées"),
        "yearly_target": _("Réunions par an"),
        "confidential": _("Confidentiel"),
        "dormant_by_design": _("En sommeil par nature"),
        "place": _("Lieu"),
        "planned_minutes": _("Durée prévue (min)"),
        "date": _("Date"),
        "starts_at": _("Début prévu"),
        "ends_at": _("Fin prévue"),
        "opened_at": _("Ouverture"),
        "closed_at": _("Levée"),
        "chair_id": _("Présidence"),
        "chair_line": _("Présidence (mention)"),
        "secretary_id": _("Secrétariat"),
        "secretary_line": _("Secrétariat (mention)"),
        "convened_by": _("À l’initiative de"),
        "convened_on": _("Convoquée le"),
        "reply_by": _("Réponse avant le"),
        "state": _("État"),
        "state_reason": _("Motif"),
        "annexes": _("Annexes"),
        "meeting_id": _("Réunion"),
        "seat_id": _("Siège"),
        "college_label": _("Collège à l’appel"),
        "institution_label": _("Institution à l’appel"),
        "person_label": _("Personne à l’appel"),
        "function_label": _("Fonction à l’appel"),
        "guest": _("Invité"),
        "reply": _("Réponse"),
        "reply_channel": _("Moyen de la réponse"),
        "reply_on": _("Réponse reçue le"),
        "excuse": _("Excuse"),
        "presence": _("Présence"),
        "delegate_label": _("Représenté par"),
        "delegate_function": _("Fonction du représentant"),
        "remote": _("À distance"),
        "raised_by_id": _("Proposé par"),
        "theme_id": _("Thème"),
        "topic_id": _("Sujet"),
        "reporter_id": _("Rapporteur"),
        "reporter_person_id": _("Rapporteur (personne)"),
        "real_minutes": _("Durée réelle (min)"),
        "started_at": _("Commencé à"),
        "outcome": _("Issue"),
        "approves_id": _("Approuve le compte rendu de"),
        "added": _("Ajouté en séance"),
        "roll_entry_id": _("Ligne d’appel"),
        "at": _("Heure"),
        "agenda_item_id": _("Point"),
        "reference": _("Référence"),
        "text": _("Texte"),
        "contributors": _("Contributeurs"),
        "due_on": _("Échéance"),
        "what": _("Engagement"),
        "lead_id": _("Pilote"),
        "referent_id": _("Référent"),
        "referent_function": _("Fonction du référent"),
        "deliverable": _("Livrable"),
        "means": _("Moyens"),
        "decided_on": _("Décidé le"),
        "initial_due": _("Échéance initiale"),
        "current_due": _("Échéance actuelle"),
        "done_on": _("Réalisé le"),
        "progress_indicator": _("Indicateur de suivi"),
        "progress_done": _("Réalisé"),
        "progress_target": _("À réaliser"),
        "outcome_indicator": _("Indicateur de résultat"),
        "outcome_baseline": _("Valeur de départ"),
        "outcome_target": _("Cible"),
        "outcome_source": _("Source"),
        "origin": _("Origine"),
        "commitment_id": _("Engagement"),
        "share": _("Apport"),
        "on_date": _("Le"),
        "from_due": _("Ancienne échéance"),
        "to_due": _("Nouvelle échéance"),
        "version": _("Version"),
        "audience": _("Diffusion"),
        "frozen_at": _("Figé le"),
        "digest": _("Empreinte"),
        "pdf": _("Fichier PDF"),
        "reason": _("Motif"),
        "document": _("Document"),
        "recipients": _("Destinataires"),
        "sent_at": _("Diffusé le"),
        "file_name": _("Nom du fichier"),
        "pages": _("Pages"),
    }
