"""The tables of a council file. Released statements are never edited: see `migrations`.

Dates are TEXT `YYYY-MM-DD`, hours TEXT `HH:MM`, instants TEXT ISO 8601 with offset, durations minutes.
No foreign key cascades: a command deletes children itself, so that the journal holds their images.
"""

from coprodesk.store.indexes import V1_INDEXES
from coprodesk.store.schema_v2 import V2_COLUMNS, V2_INDEXES, V2_SUPPORT, V2_TABLES

LEVELS = "('public', 'partners', 'restricted', 'secretariat')"

V1_MODEL = {
    "council": """
        id INTEGER PRIMARY KEY CHECK (id = 1),
        name TEXT NOT NULL,
        kind TEXT NOT NULL DEFAULT 'communal' CHECK (kind IN ('communal', 'intercommunal')),
        commune TEXT NOT NULL,
        population INTEGER,
        priority_district TEXT NOT NULL DEFAULT '',
        address TEXT NOT NULL DEFAULT '',
        phone TEXT NOT NULL DEFAULT '',
        email TEXT NOT NULL DEFAULT '',
        logo TEXT REFERENCES blob (sha256),
        accent TEXT NOT NULL DEFAULT '#1d3557',
        example_at TEXT
    """,
    "setting": "id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL",
    "college": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        position INTEGER NOT NULL DEFAULT 0,
        counted INTEGER NOT NULL DEFAULT 1 CHECK (counted IN (0, 1))
    """,
    "member_kind": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        code TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        position INTEGER NOT NULL DEFAULT 0
    """,
    "institution": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        article TEXT NOT NULL DEFAULT '',
        gender TEXT NOT NULL DEFAULT 'f' CHECK (gender IN ('m', 'f')),
        number TEXT NOT NULL DEFAULT 's' CHECK (number IN ('s', 'p')),
        short_name TEXT NOT NULL,
        college_id INTEGER NOT NULL REFERENCES college (id) DEFERRABLE INITIALLY DEFERRED,
        member_kind_id INTEGER REFERENCES member_kind (id) DEFERRABLE INITIALLY DEFERRED,
        protocol_rank INTEGER NOT NULL DEFAULT 100,
        agreement_on TEXT,
        core INTEGER NOT NULL DEFAULT 0 CHECK (core IN (0, 1)),
        phone TEXT NOT NULL DEFAULT '',
        email TEXT NOT NULL DEFAULT '',
        address TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        closed_on TEXT
    """,
    "person": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        civility TEXT NOT NULL DEFAULT '',
        first_name TEXT NOT NULL DEFAULT '',
        last_name TEXT NOT NULL,
        title TEXT NOT NULL DEFAULT '',
        phone TEXT NOT NULL DEFAULT '',
        email TEXT NOT NULL DEFAULT '',
        closing TEXT NOT NULL DEFAULT '',
        level TEXT CHECK (level IN ('decision', 'management', 'front_line')),
        note TEXT NOT NULL DEFAULT ''
    """,
    "mandate": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
        institution_id INTEGER NOT NULL REFERENCES institution (id) DEFERRABLE INITIALLY DEFERRED,
        rank TEXT NOT NULL CHECK (rank IN ('titular', 'substitute')),
        function TEXT NOT NULL DEFAULT '',
        from_date TEXT,
        to_date TEXT,
        body_id INTEGER REFERENCES body (id) DEFERRABLE INITIALLY DEFERRED,
        authority TEXT CHECK (authority IN ('yes', 'subject_to_approval', 'no')),
        CHECK (to_date IS NULL OR from_date IS NULL OR to_date >= from_date)
    """,
    "body_kind": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        code TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        position INTEGER NOT NULL DEFAULT 0
    """,
    "body": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        short_name TEXT NOT NULL,
        body_kind_id INTEGER NOT NULL REFERENCES body_kind (id) DEFERRABLE INITIALLY DEFERRED,
        position INTEGER NOT NULL DEFAULT 0,
        numbered INTEGER NOT NULL DEFAULT 0 CHECK (numbered IN (0, 1)),
        yearly_target INTEGER,
        confidential INTEGER NOT NULL DEFAULT 0 CHECK (confidential IN (0, 1)),
        dormant_by_design INTEGER NOT NULL DEFAULT 0 CHECK (dormant_by_design IN (0, 1)),
        place TEXT NOT NULL DEFAULT '',
        planned_minutes INTEGER NOT NULL DEFAULT 90,
        note TEXT NOT NULL DEFAULT '',
        closed_on TEXT
    """,
    "seat": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        body_id INTEGER NOT NULL REFERENCES body (id) DEFERRABLE INITIALLY DEFERRED,
        institution_id INTEGER NOT NULL REFERENCES institution (id) DEFERRABLE INITIALLY DEFERRED,
        from_date TEXT,
        to_date TEXT
    """,
    "theme": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        position INTEGER NOT NULL DEFAULT 0,
        closed_on TEXT
    """,
    "meeting": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        body_id INTEGER NOT NULL REFERENCES body (id) DEFERRABLE INITIALLY DEFERRED,
        number TEXT UNIQUE,
        date TEXT NOT NULL,
        starts_at TEXT NOT NULL,
        ends_at TEXT NOT NULL,
        opened_at TEXT,
        closed_at TEXT,
        place TEXT NOT NULL DEFAULT '',
        chair_id INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
        chair_line TEXT NOT NULL DEFAULT '',
        secretary_id INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
        secretary_line TEXT NOT NULL DEFAULT '',
        convened_by TEXT NOT NULL DEFAULT 'president'
            CHECK (convened_by IN ('president', 'prefect', 'majority')),
        convened_on TEXT,
        reply_by TEXT,
        state TEXT NOT NULL DEFAULT 'preparation'
            CHECK (state IN ('preparation', 'convened', 'in_progress', 'held', 'cancelled')),
        state_reason TEXT NOT NULL DEFAULT '',
        annexes TEXT NOT NULL DEFAULT ''
    """,
    "roll_entry": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        meeting_id INTEGER NOT NULL REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED,
        seat_id INTEGER REFERENCES seat (id) DEFERRABLE INITIALLY DEFERRED,
        institution_id INTEGER REFERENCES institution (id) DEFERRABLE INITIALLY DEFERRED,
        person_id INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
        position INTEGER NOT NULL DEFAULT 0,
        college_label TEXT NOT NULL DEFAULT '',
        institution_label TEXT NOT NULL DEFAULT '',
        person_label TEXT NOT NULL DEFAULT '',
        function_label TEXT NOT NULL DEFAULT '',
        counted INTEGER NOT NULL DEFAULT 1 CHECK (counted IN (0, 1)),
        guest INTEGER NOT NULL DEFAULT 0 CHECK (guest IN (0, 1)),
        reply TEXT NOT NULL DEFAULT 'none' CHECK (reply IN ('none', 'comes', 'sends', 'excused')),
        reply_channel TEXT NOT NULL DEFAULT '',
        reply_on TEXT,
        excuse TEXT NOT NULL DEFAULT '',
        presence TEXT NOT NULL DEFAULT 'unknown'
            CHECK (presence IN ('unknown', 'present', 'represented', 'excused', 'absent')),
        delegate_label TEXT NOT NULL DEFAULT '',
        delegate_function TEXT NOT NULL DEFAULT '',
        remote INTEGER NOT NULL DEFAULT 0 CHECK (remote IN (0, 1))
    """,
    "topic": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL,
        raised_by_id INTEGER REFERENCES institution (id) DEFERRABLE INITIALLY DEFERRED,
        theme_id INTEGER REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
        note TEXT NOT NULL DEFAULT '',
        level TEXT NOT NULL DEFAULT 'partners' CHECK (level IN {levels}),
        closed_on TEXT
    """,
    "topic_institution": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        topic_id INTEGER NOT NULL REFERENCES topic (id) DEFERRABLE INITIALLY DEFERRED,
        institution_id INTEGER NOT NULL REFERENCES institution (id) DEFERRABLE INITIALLY DEFERRED,
        UNIQUE (topic_id, institution_id)
    """,
    "agenda_item": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        meeting_id INTEGER NOT NULL REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED,
        topic_id INTEGER NOT NULL REFERENCES topic (id) DEFERRABLE INITIALLY DEFERRED,
        position INTEGER NOT NULL,
        title TEXT NOT NULL,
        reporter_id INTEGER REFERENCES institution (id) DEFERRABLE INITIALLY DEFERRED,
        reporter_person_id INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
        planned_minutes INTEGER NOT NULL DEFAULT 10 CHECK (planned_minutes >= 0),
        real_minutes INTEGER,
        started_at TEXT,
        level TEXT NOT NULL DEFAULT 'partners' CHECK (level IN {levels}),
        outcome TEXT NOT NULL DEFAULT 'open' CHECK (outcome IN ('open', 'treated', 'postponed', 'withdrawn')),
        approves_id INTEGER REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED,
        added INTEGER NOT NULL DEFAULT 0 CHECK (added IN (0, 1))
    """,
    "movement": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        roll_entry_id INTEGER NOT NULL REFERENCES roll_entry (id) DEFERRABLE INITIALLY DEFERRED,
        kind TEXT NOT NULL CHECK (kind IN ('arrival', 'departure')),
        at TEXT NOT NULL,
        agenda_item_id INTEGER REFERENCES agenda_item (id) DEFERRABLE INITIALLY DEFERRED
    """,
    "record": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        agenda_item_id INTEGER NOT NULL REFERENCES agenda_item (id) DEFERRABLE INITIALLY DEFERRED,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('statement', 'discussion', 'dissent', 'conclusion',
            'information', 'decision', 'request')),
        reference TEXT UNIQUE,
        text TEXT NOT NULL,
        institution_id INTEGER REFERENCES institution (id) DEFERRABLE INITIALLY DEFERRED,
        contributors TEXT NOT NULL DEFAULT '',
        due_on TEXT,
        at TEXT,
        level TEXT NOT NULL DEFAULT 'partners' CHECK (level IN {levels})
    """,
    "commitment": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        reference TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('to_confirm', 'open', 'kept', 'abandoned')),
        what TEXT NOT NULL,
        lead_id INTEGER REFERENCES institution (id) DEFERRABLE INITIALLY DEFERRED,
        referent_id INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
        referent_function TEXT NOT NULL DEFAULT '',
        theme_id INTEGER REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
        deliverable TEXT NOT NULL DEFAULT '',
        place TEXT NOT NULL DEFAULT '',
        means TEXT NOT NULL DEFAULT '',
        decided_on TEXT NOT NULL,
        initial_due TEXT,
        current_due TEXT,
        done_on TEXT,
        progress_indicator TEXT NOT NULL DEFAULT '',
        progress_done INTEGER,
        progress_target INTEGER,
        outcome_indicator TEXT NOT NULL DEFAULT '',
        outcome_baseline TEXT NOT NULL DEFAULT '',
        outcome_target TEXT NOT NULL DEFAULT '',
        outcome_source TEXT NOT NULL DEFAULT '',
        agenda_item_id INTEGER REFERENCES agenda_item (id) DEFERRABLE INITIALLY DEFERRED,
        origin TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        level TEXT NOT NULL DEFAULT 'partners' CHECK (level IN {levels})
    """,
    "contributor": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        commitment_id INTEGER NOT NULL REFERENCES commitment (id) DEFERRABLE INITIALLY DEFERRED,
        institution_id INTEGER NOT NULL REFERENCES institution (id) DEFERRABLE INITIALLY DEFERRED,
        kind TEXT NOT NULL DEFAULT 'contributor' CHECK (kind IN ('contributor', 'associate')),
        share TEXT NOT NULL DEFAULT '',
        UNIQUE (commitment_id, institution_id)
    """,
    "commitment_event": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        commitment_id INTEGER NOT NULL REFERENCES commitment (id) DEFERRABLE INITIALLY DEFERRED,
        kind TEXT NOT NULL CHECK (kind IN ('created', 'news', 'postponed', 'kept', 'abandoned', 'confirmed',
            'reopened', 'reminder')),
        on_date TEXT NOT NULL,
        text TEXT NOT NULL DEFAULT '',
        from_due TEXT,
        to_due TEXT,
        meeting_id INTEGER REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED
    """,
    "minutes_version": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        meeting_id INTEGER NOT NULL REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED,
        version INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('proposed', 'validated', 'approved', 'rectified')),
        audience TEXT NOT NULL CHECK (audience IN {levels}),
        frozen_at TEXT NOT NULL,
        digest TEXT NOT NULL,
        pdf TEXT NOT NULL REFERENCES blob (sha256),
        reason TEXT NOT NULL DEFAULT '',
        UNIQUE (meeting_id, audience, version)
    """,
    "document_sent": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document TEXT NOT NULL,
        title TEXT NOT NULL,
        meeting_id INTEGER REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED,
        audience TEXT NOT NULL CHECK (audience IN {levels}),
        recipients TEXT NOT NULL DEFAULT '',
        sent_at TEXT NOT NULL,
        file_name TEXT NOT NULL DEFAULT '',
        pages INTEGER NOT NULL,
        digest TEXT NOT NULL
    """,
}
"""Table -> columns. Every table here is written only through the write door and journalled."""

V1_SUPPORT = (
    "CREATE TABLE blob (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT",
    """CREATE TABLE counter (
        series TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL,
        PRIMARY KEY (series, year)) STRICT""",
    """CREATE TABLE journal_step (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        author TEXT NOT NULL,
        label TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo', 'final', 'schema')),
        target INTEGER REFERENCES journal_step (seq),
        merge TEXT) STRICT""",
    """CREATE TABLE journal_row (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        step INTEGER NOT NULL REFERENCES journal_step (seq),
        table_name TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        before TEXT,
        after TEXT) STRICT""",
    "CREATE INDEX journal_row_step ON journal_row (step)",
    "CREATE INDEX journal_row_subject ON journal_row (table_name, row_id)",
    """CREATE TRIGGER journal_step_kept BEFORE DELETE ON journal_step
        BEGIN SELECT RAISE(ABORT, 'the journal is never shortened'); END""",
    """CREATE TRIGGER journal_step_sealed BEFORE UPDATE ON journal_step
        WHEN OLD.seq < (SELECT max(seq) FROM journal_step) OR NEW.seq IS NOT OLD.seq
        BEGIN SELECT RAISE(ABORT, 'this journal line is sealed'); END""",
    # INSERT OR REPLACE deletes without firing the triggers on DELETE: an existing number is refused here.
    """CREATE TRIGGER journal_step_sealed_insert BEFORE INSERT ON journal_step
        WHEN NEW.seq > 0 AND NEW.seq <= (SELECT max(seq) FROM journal_step)
        BEGIN SELECT RAISE(ABORT, 'this journal line is sealed'); END""",
    """CREATE TRIGGER journal_row_sealed_update BEFORE UPDATE ON journal_row
        WHEN OLD.step < (SELECT max(seq) FROM journal_step)
            OR NEW.step IS NOT OLD.step OR NEW.id IS NOT OLD.id
        BEGIN SELECT RAISE(ABORT, 'this journal line is sealed'); END""",
    """CREATE TRIGGER journal_row_sealed_delete BEFORE DELETE ON journal_row
        BEGIN SELECT RAISE(ABORT, 'the journal is never shortened'); END""",
    """CREATE TRIGGER journal_row_sealed_insert BEFORE INSERT ON journal_row
        WHEN NEW.step < (SELECT max(seq) FROM journal_step)
            OR EXISTS (SELECT 1 FROM journal_row WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'this journal line is sealed'); END""",
    """CREATE TRIGGER minutes_version_frozen BEFORE UPDATE ON minutes_version
        BEGIN SELECT RAISE(ABORT, 'a frozen version never changes'); END""",
    """CREATE TRIGGER minutes_version_never_replaced BEFORE INSERT ON minutes_version
        WHEN EXISTS (SELECT 1 FROM minutes_version WHERE id = NEW.id
            OR (meeting_id, audience, version) = (NEW.meeting_id, NEW.audience, NEW.version))
        BEGIN SELECT RAISE(ABORT, 'a frozen version never changes'); END""",
    """CREATE TRIGGER commitment_reference_kept BEFORE UPDATE OF reference ON commitment
        WHEN NEW.reference IS NOT OLD.reference
        BEGIN SELECT RAISE(ABORT, 'a reference never changes'); END""",
    """CREATE TABLE search_entry (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        subject TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        UNIQUE (subject, row_id)) STRICT""",
    """CREATE VIRTUAL TABLE search USING fts5 (
        title, body, folded, tokenize = "unicode61 remove_diacritics 2")""",
    "INSERT INTO search (search, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO search (search, rank) VALUES ('rank', 'bm25(8.0, 1.0, 2.0)')",
)

MODEL = {
    **{
        table: ",".join(
            [columns.rstrip(), *(f"\n{name} {kind}" for name, kind in V2_COLUMNS.get(table, {}).items())]
        )
        for table, columns in V1_MODEL.items()
    },
    **V2_TABLES,
}
"""Table -> columns, in the present version: every table here is written through the write door."""


def v1_statements() -> list[str]:
    """Return the statements that make a version 1 file, in order."""
    return [*_tables(V1_MODEL), *V1_SUPPORT, *_indexes(V1_INDEXES)]


def v2_statements() -> list[str]:
    """Return the statements that bring a version 1 file to version 2, in order."""
    columns = [
        f"ALTER TABLE {table} ADD COLUMN {name} {kind}"
        for table, added in V2_COLUMNS.items()
        for name, kind in added.items()
    ]
    return [*_tables(V2_TABLES), *columns, *_indexes(V2_INDEXES), *V2_SUPPORT]


def _tables(model: dict[str, str]) -> list[str]:
    return [
        f"CREATE TABLE {name} ({columns.replace('{levels}', LEVELS)}) STRICT"
        for name, columns in model.items()
    ]


def _indexes(indexes: dict[str, str]) -> list[str]:
    return [f"CREATE INDEX {name} ON {covered}" for name, covered in indexes.items()]
