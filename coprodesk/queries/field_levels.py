"""How far each text of the file may go: a level for every text column of the schema.

A text may be as open as its level here, and never more open than the row that holds it: a paragraph follows
its item, an item its meeting, and the meetings of a confidential group are restricted to it (L. 132-5).
"""

from enum import StrEnum

from coprodesk.domain.disclosure import Level

__all__ = ["CONTAINERS", "FIELD_LEVELS", "Held", "closure_query", "level_column", "rule"]


class Held(StrEnum):
    """Where the level of a text is: with its own row, or with the row that holds it."""

    ROW = "row"
    CONTAINER = "container"


Rule = Level | Held

FIELD_LEVELS: dict[str, dict[Rule, str]] = {
    "council": {
        Level.PUBLIC: "name kind commune priority_district address phone email logo accent example_at"
    },
    # A setting may hold a reason, of a rectification for one.
    "setting": {Level.SECRETARIAT: "name value"},
    "college": {Level.PUBLIC: "name"},
    "member_kind": {Level.PUBLIC: "code name"},
    "institution": {
        Level.PUBLIC: "name article gender number short_name address closed_on",
        Level.PARTNERS: "agreement_on phone email",
        Level.SECRETARIAT: "note",
    },
    "person": {
        # Those who act in the council are named in its public minutes.
        Level.PUBLIC: "civility first_name last_name title closing",
        Level.PARTNERS: "phone email",
        Level.SECRETARIAT: "level note",
    },
    "mandate": {
        Level.PUBLIC: "rank function",
        Level.PARTNERS: "from_date to_date",
        Level.SECRETARIAT: "authority",
    },
    "body_kind": {Level.PUBLIC: "code name"},
    "body": {Level.PUBLIC: "name short_name place closed_on", Level.SECRETARIAT: "note"},
    "seat": {Level.PARTNERS: "from_date to_date"},
    "theme": {Level.PUBLIC: "name closed_on"},
    "meeting": {
        Held.CONTAINER: "number date starts_at ends_at opened_at closed_at place chair_line secretary_line "
        "convened_by convened_on reply_by state state_reason annexes",
    },
    "roll_entry": {
        Held.CONTAINER: "college_label institution_label person_label function_label presence delegate_label "
        "delegate_function",
        Level.SECRETARIAT: "reply reply_channel reply_on excuse",
    },
    "topic": {
        Held.ROW: "title level closed_on raised_on proposal",
        Level.SECRETARIAT: "note proposal_reason",
    },
    "topic_institution": {},
    "agenda_item": {Held.ROW: "title section started_at level outcome role"},
    "movement": {Held.CONTAINER: "kind at"},
    "record": {Held.ROW: "kind reference text contributors due_on at level"},
    "commitment": {
        Held.ROW: "reference state what referent_function deliverable place means decided_on initial_due "
        "current_due done_on progress_indicator outcome_indicator outcome_baseline outcome_target "
        "outcome_source origin level",
        Level.SECRETARIAT: "note",
    },
    "contributor": {Held.CONTAINER: "kind share"},
    "commitment_event": {Held.CONTAINER: "kind on_date text from_due to_due"},
    "minutes_version": {
        Held.ROW: "state audience frozen_at digest pdf data fonts program changes",
        Level.PARTNERS: "reason",
    },
    "document_sent": {Level.SECRETARIAT: "document title audience recipients sent_at file_name digest"},
    "suspension": {Held.CONTAINER: "from_at to_at"},
    "item_turn": {Held.CONTAINER: "from_at to_at"},
    # The letter that moves or cancels a meeting gives the reason.
    "meeting_notice": {Held.CONTAINER: "kind made_on from_date from_starts_at to_date to_starts_at reason"},
    "usual_task": {Level.SECRETARIAT: "label"},
    "planned_task": {Level.SECRETARIAT: "label done_on"},
    "meeting_template": {Level.SECRETARIAT: "name"},
    "template_item": {Level.SECRETARIAT: "title section level role"},
    "watch_point": {Held.ROW: "reference finding place since action due_on lifted_on level"},
    "indicator_reading": {Held.CONTAINER: "kind on_date value note"},
    "usual_commitment": {Level.PARTNERS: "partner what progress_indicator outcome_indicator"},
    "letter_template": {Level.PARTNERS: "code name subject text"},
    # Both are written to stand in the annual report, which is published.
    "local_figure": {Level.PUBLIC: "indicator producer source"},
    "annual_note": {Level.PUBLIC: "section text"},
    "blob": {Level.SECRETARIAT: "sha256"},
    "counter": {Level.PUBLIC: "series"},
    "journal_step": {Level.SECRETARIAT: "at saved_at author label kind merge"},
    "journal_row": {Level.SECRETARIAT: "table_name before after"},
    "search_entry": {Level.SECRETARIAT: "subject"},
    "search": {Level.SECRETARIAT: "title body folded"},
}
"""Table -> level -> the text columns that may go as far as that."""

CONTAINERS = {
    "meeting": ("body_id", "body"),
    "roll_entry": ("meeting_id", "meeting"),
    "agenda_item": ("meeting_id", "meeting"),
    "movement": ("roll_entry_id", "roll_entry"),
    "record": ("agenda_item_id", "agenda_item"),
    "commitment": ("agenda_item_id", "agenda_item"),
    "contributor": ("commitment_id", "commitment"),
    "commitment_event": ("commitment_id", "commitment"),
    "indicator_reading": ("commitment_id", "commitment"),
    "minutes_version": ("meeting_id", "meeting"),
    "suspension": ("meeting_id", "meeting"),
    "item_turn": ("agenda_item_id", "agenda_item"),
    "meeting_notice": ("meeting_id", "meeting"),
    "planned_task": ("meeting_id", "meeting"),
    "watch_point": ("body_id", "body"),
}
"""Table -> column and table of the row that holds its rows."""


def rule(table: str, column: str) -> Rule:
    """Return how far a text column may go. Raises KeyError for one that has no level."""
    for found, columns in FIELD_LEVELS[table].items():
        if column in columns.split():
            return found
    raise KeyError(f"{table}.{column} has no level")


def level_column(table: str) -> str:
    """Return the column in which the rows of a table tell their level, '' when they tell none."""
    levels = {"minutes_version": "audience"}
    return levels.get(table, "level" if "level" in FIELD_LEVELS[table].get(Held.ROW, "").split() else "")


def closure_query(table: str) -> str:
    """Return the SELECT of the rows of a table with their `closure` (as `Level.closure`) and `holder_id`.

    `holder_id` is the body in which it was said, NULL for none. The alias of the table is `t0`.
    """
    joins: list[str] = []
    closures, body, alias = ["0"], "NULL", "t0"
    name = table
    while True:
        column = level_column(name)
        if column:
            ranks = " ".join(f"WHEN '{level}' THEN {level.closure}" for level in Level)
            closures.append(f"coalesce(CASE {alias}.{column} {ranks} END, 0)")
        if name not in CONTAINERS:
            break
        column, name = CONTAINERS[name]
        inner = f"t{len(joins) + 1}"
        joins.append(f"LEFT JOIN {name} {inner} ON {inner}.id = {alias}.{column}")
        alias = inner
        if name == "body":
            closures.append(f"coalesce({alias}.confidential, 0) * {Level.RESTRICTED.closure}")
            body = f"{alias}.id"
            break
    closest = f"max({', '.join(closures)})" if len(closures) > 1 else closures[0]
    return f"SELECT t0.*, {closest} AS closure, {body} AS holder_id FROM {table} t0 {' '.join(joins)}"
