"""Every table of the file as its lists show it, for one audience: what it may not read is never selected."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from coprodesk.domain.attendance import Presence
from coprodesk.domain.commitments import CommitmentState, status
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, on_screen
from coprodesk.domain.masking import count_words, is_masked
from coprodesk.domain.tables import DataTable, Value
from coprodesk.queries import day
from coprodesk.queries.commitment_filter import soon_days
from coprodesk.queries.history import history
from coprodesk.queries.journal_labels import field_label
from coprodesk.queries.seen import Getter, Row, Seen, steps
from coprodesk.store import Store

_ALL_STEPS = 10_000_000


Builder = Callable[[Seen, str], DataTable]


@dataclass(frozen=True, slots=True)
class TableKind:
    """One table that can be exported: its French title, and from which audience on it is made."""

    name: str
    words: Callable[[], str]
    build: Builder
    least: Level = Level.PUBLIC

    @property
    def label(self) -> str:
        """Return the French title."""
        return self.words()


@dataclass(frozen=True, slots=True)
class Extra:
    """A column that is no column of the file: French title, what reads a row, from which audience on."""

    title: Callable[[], str]
    getter: Callable[[Seen], Getter]
    least: Level = Level.PUBLIC


def kinds_for(level: Level) -> tuple[TableKind, ...]:
    """Return the tables that are made for an audience."""
    return tuple(kind for kind in KINDS if kind.least.closure <= level.closure)


def table(store: Store, name: str, audience: Audience) -> DataTable:
    """Return one table for an audience. Raises Refusal for an unknown name or one not made for it."""
    return tables(store, (name,), audience)[0]


def tables(store: Store, names: tuple[str, ...], audience: Audience) -> tuple[DataTable, ...]:
    """Return tables for an audience, in the order of the catalogue. Raises Refusal as `table`."""
    return tuple(each_table(store, names, audience))


def each_table(store: Store, names: tuple[str, ...], audience: Audience) -> Iterator[DataTable]:
    """Yield tables one by one as they are read. Raises Refusal as `table`, before the first one."""
    _require_offered(names, audience.level)
    seen = Seen(store, audience)
    yield from (kind.build(seen, kind.label) for kind in kinds_for(audience.level) if kind.name in names)


@on_screen()
def _require_offered(names: tuple[str, ...], level: Level) -> None:
    offered = {kind.name for kind in kinds_for(level)}
    for name in names:
        if name not in offered:
            raise Refusal(
                _(
                    "Le tableau «\u00a0{name}\u00a0» n’existe pas pour cette diffusion. Rien n’a été "
                    "exporté. Choisissez un autre tableau ou une autre diffusion."
                ).format(name=name)
            )


# How a table is made


def _plain(source: str, *columns: "str | Extra", order: str = "id", kinds: str = "") -> Builder:
    """Return what makes a table of the rows of one table of the file, of some `kinds` only when told.

    A path that leads to what the audience may not read has no column.
    """
    return partial(_build, source, columns, order.split(), kinds.split())


def _build(
    source: str,
    columns: tuple["str | Extra", ...],
    order: list[str],
    kinds: list[str],
    seen: Seen,
    title: str,
) -> DataTable:
    kept = [one for one in columns if _is_read(seen, source, one)]
    rows = [row for row in seen.rows(source).values() if not kinds or row["kind"] in kinds]
    rows.sort(key=lambda row: [(row[name] is not None, row[name]) for name in order])
    getters = [one.getter(seen) if isinstance(one, Extra) else seen.getter(source, one) for one in kept]
    return DataTable(
        title,
        tuple(_head(source, one) for one in kept),
        tuple(tuple(get(row) for get in getters) for row in rows),
    )


def _head(source: str, column: "str | Extra") -> str:
    return column.title() if isinstance(column, Extra) else field_label(*steps(source, column)[-1])


def _is_read(seen: Seen, source: str, column: "str | Extra") -> bool:
    if isinstance(column, Extra):
        return column.least.closure <= seen.audience.level.closure
    return all(seen.reads(table, name) for table, name in steps(source, column))


# Columns that are no column of the file


def _names(title: Callable[[], str], source: str, link: str) -> Extra:
    """Return the column that names the partners that rows of `source` tie to a row."""

    def names(seen: Seen) -> Getter:
        tied, name = seen.children(source, link), seen.getter(source, "institution_id")
        return lambda row: ", ".join(str(name(one)) for one in tied.get(row["id"], ())) or None

    return Extra(title, names)


def _count(
    title: Callable[[], str], source: str, link: str, *wanted: str, least: Level = Level.PUBLIC
) -> Extra:
    """Return the column that counts the rows of `source` tied to a row: all, or (column, value) ones."""

    def count(seen: Seen) -> Getter:
        tied = seen.children(source, link)
        counted = {
            key: sum(1 for one in rows if not wanted or one[wanted[0]] == wanted[1])
            for key, rows in tied.items()
        }
        return lambda row: counted.get(row["id"], 0)

    return Extra(title, count, least)


def _present(state: Presence) -> Extra:
    # A rate of presence never leaves the secretariat, nor what it is reckoned from.
    return _count(
        lambda: state.label, "roll_entry", "meeting_id", "presence", state.value, least=Level.SECRETARIAT
    )


def _status(seen: Seen) -> Getter:
    """Return what tells where a commitment stands on the day of the export."""
    today, soon = seen.store.clock().date(), soon_days(seen.store)
    return lambda row: status(CommitmentState(row["state"]), day(row["current_due"]), today, soon).label


def _value_head() -> str:
    return field_label("indicator_reading", "value")


def _reading(_seen: Seen) -> Getter:
    """Return what reads a value: a number when it is written as one, or else « 12 % », « en cours »."""
    return lambda row: int(row["value"]) if row["value"].isdecimal() else str(row["value"])


def _figure(name: str) -> Extra:
    """Return the column of a local figure, masked as it is in print."""

    def masked(seen: Seen) -> Getter:
        level = seen.audience.level

        def value(row: Row) -> Value:
            number: int | None = row[name]
            return count_words(number, level) if number is not None and is_masked(number, level) else number

        return value

    return Extra(lambda: field_label("local_figure", name), masked)


def _journal(seen: Seen, title: str) -> DataTable:
    return DataTable(
        title,
        (_("Numéro"), _("Le"), _("Auteur"), _("Acte"), _("Nature"), _("Ce qui a changé")),
        tuple(
            (one.seq, one.at, one.author, one.words, one.kind_label, ", ".join(one.touched))
            for one in history(seen.store, limit=_ALL_STEPS)
        ),
    )


KINDS = (
    TableKind(
        "meetings",
        lambda: _("Réunions"),
        _plain(
            *("meeting", "number", "body_id", "date", "starts_at", "ends_at", "state", "place"),
            _count(lambda: _("Points"), "agenda_item", "meeting_id"),
            *(_present(one) for one in Presence),
            *("convened_by", "convened_on", "reply_by", "opened_at", "closed_at", "chair_line"),
            *("secretary_line", "state_reason", "annexes"),
            order="date starts_at id",
        ),
    ),
    TableKind(
        "agenda",
        lambda: _("Ordres du jour"),
        _plain(
            *("agenda_item", "meeting_id", "meeting_id.date", "position", "title", "section", "topic_id"),
            *("reporter_id", "planned_minutes", "real_minutes", "outcome", "level"),
            order="meeting_id position id",
        ),
    ),
    TableKind(
        "decisions",
        lambda: _("Décisions et vœux"),
        _plain(
            *("record", "reference", "kind", "text", "institution_id", "contributors", "due_on"),
            *("agenda_item_id.meeting_id", "agenda_item_id.meeting_id.date", "agenda_item_id", "level"),
            kinds="decision request",
        ),
    ),
    TableKind(
        "records",
        lambda: _("Débats et informations"),
        _plain(
            *("record", "agenda_item_id.meeting_id", "agenda_item_id.meeting_id.date", "agenda_item_id"),
            *("kind", "institution_id", "text", "level"),
            kinds="statement discussion dissent conclusion information",
        ),
    ),
    TableKind(
        "commitments",
        lambda: _("Engagements"),
        _plain(
            *("commitment", "reference"),
            Extra(lambda: _("Situation"), _status),
            *("what", "lead_id", "referent_id", "referent_function"),
            _names(lambda: _("Contributeurs"), "contributor", "commitment_id"),
            *("theme_id", "deliverable", "place", "means", "decided_on", "initial_due", "current_due"),
            _count(lambda: _("Reports"), "commitment_event", "commitment_id", "kind", "postponed"),
            *("done_on", "progress_indicator", "progress_done", "progress_target", "outcome_indicator"),
            *("outcome_baseline", "outcome_target", "outcome_source", "agenda_item_id.meeting_id", "origin"),
            *("level", "note"),
            order="reference",
        ),
    ),
    TableKind(
        "follow-up",
        lambda: _("Suivi des engagements"),
        _plain(
            *("commitment_event", "commitment_id", "commitment_id.lead_id", "on_date", "kind", "text"),
            *("from_due", "to_due", "meeting_id"),
        ),
    ),
    TableKind(
        "readings",
        lambda: _("Relevés d’indicateurs"),
        _plain("indicator_reading", "commitment_id", "kind", "on_date", Extra(_value_head, _reading), "note"),
    ),
    TableKind(
        "partners",
        lambda: _("Partenaires"),
        _plain(
            *("institution", "name", "short_name", "college_id", "member_kind_id", "protocol_rank", "core"),
            *("phone", "email", "address", "agreement_on", "closed_on", "note"),
            order="protocol_rank id",
        ),
    ),
    TableKind(
        "people",
        lambda: _("Personnes"),
        _plain(
            *("person", "civility", "last_name", "first_name", "title", "phone", "email", "level", "note"),
            order="last_name first_name id",
        ),
    ),
    TableKind(
        "mandates",
        lambda: _("Mandats"),
        _plain(
            *("mandate", "institution_id", "person_id", "rank", "function", "body_id", "from_date"),
            *("to_date", "authority"),
        ),
    ),
    TableKind(
        "bodies",
        lambda: _("Groupes"),
        _plain(
            *("body", "name", "short_name", "body_kind_id", "numbered", "yearly_target", "confidential"),
            *("planned_minutes", "place", "closed_on", "note"),
            order="position id",
        ),
    ),
    TableKind(
        "seats",
        lambda: _("Sièges"),
        _plain("seat", "body_id", "institution_id", "from_date", "to_date", order="body_id id"),
    ),
    TableKind(
        "topics",
        lambda: _("Sujets et propositions"),
        _plain(
            *("topic", "title", "raised_by_id", "raised_on", "theme_id"),
            _names(lambda: _("Partenaires concernés"), "topic_institution", "topic_id"),
            _count(lambda: _("Passages"), "agenda_item", "topic_id"),
            *("proposal", "proposal_reason", "recurring", "sensitive", "closed_on", "level", "note"),
        ),
    ),
    TableKind(
        "roll",
        lambda: _("Présences"),
        _plain(
            *("roll_entry", "meeting_id", "meeting_id.date", "college_label", "institution_label"),
            *("person_label", "function_label", "counted", "guest", "reply", "reply_on", "reply_channel"),
            *("excuse", "presence", "delegate_label", "delegate_function", "remote"),
            order="meeting_id position id",
        ),
        Level.SECRETARIAT,
    ),
    TableKind(
        "watch-points",
        lambda: _("Points de vigilance"),
        _plain(
            *("watch_point", "reference", "body_id", "finding", "place", "theme_id", "since", "action"),
            *("lead_id", "due_on", "lifted_on", "level"),
        ),
        Level.RESTRICTED,
    ),
    TableKind(
        "local-figures",
        lambda: _("Chiffres locaux"),
        _plain(
            *("local_figure", "year", "indicator", "producer"),
            *(_figure("value"), _figure("base"), "source"),
            order="year position id",
        ),
    ),
    TableKind(
        "planned-tasks",
        lambda: _("Étapes de préparation"),
        _plain("planned_task", "meeting_id", "meeting_id.date", "label", "offset_days", "done_on"),
        Level.SECRETARIAT,
    ),
    TableKind(
        "notices",
        lambda: _("Reports et annulations"),
        _plain(
            *("meeting_notice", "meeting_id", "kind", "made_on", "from_date", "from_starts_at"),
            *("to_date", "to_starts_at", "reason"),
        ),
    ),
    TableKind(
        "versions",
        lambda: _("Versions figées"),
        _plain(
            *("minutes_version", "meeting_id", "meeting_id.date", "version", "state", "audience"),
            *("frozen_at", "reason", "changes", "digest", "program"),
        ),
    ),
    TableKind(
        "documents",
        lambda: _("Documents diffusés"),
        _plain(
            *("document_sent", "sent_at", "title", "meeting_id", "audience", "recipients", "file_name"),
            *("pages", "digest"),
        ),
        Level.SECRETARIAT,
    ),
    TableKind("journal", lambda: _("Journal"), _journal, Level.SECRETARIAT),
)
"""The tables that can be exported, in the order of the window's places."""
