"""What version 2 of a council file adds. Released statements are never edited: see `migrations`."""

V2_TABLES = {
    "suspension": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        meeting_id INTEGER NOT NULL REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED,
        from_at TEXT NOT NULL,
        to_at TEXT
    """,
    "item_turn": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        agenda_item_id INTEGER NOT NULL REFERENCES agenda_item (id) DEFERRABLE INITIALLY DEFERRED,
        from_at TEXT NOT NULL,
        to_at TEXT
    """,
    "meeting_notice": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        meeting_id INTEGER NOT NULL REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED,
        kind TEXT NOT NULL CHECK (kind IN ('moved', 'cancelled')),
        made_on TEXT NOT NULL,
        from_date TEXT NOT NULL,
        from_starts_at TEXT NOT NULL,
        to_date TEXT,
        to_starts_at TEXT,
        reason TEXT NOT NULL
    """,
    "usual_task": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        label TEXT NOT NULL,
        offset_days INTEGER NOT NULL
    """,
    "planned_task": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        meeting_id INTEGER NOT NULL REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED,
        label TEXT NOT NULL,
        offset_days INTEGER NOT NULL,
        done_on TEXT
    """,
    "meeting_template": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        body_kind_id INTEGER NOT NULL REFERENCES body_kind (id) DEFERRABLE INITIALLY DEFERRED,
        usual INTEGER NOT NULL DEFAULT 1 CHECK (usual IN (0, 1)),
        position INTEGER NOT NULL DEFAULT 0
    """,
    "template_item": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        meeting_template_id INTEGER NOT NULL
            REFERENCES meeting_template (id) DEFERRABLE INITIALLY DEFERRED,
        position INTEGER NOT NULL,
        title TEXT NOT NULL,
        section TEXT NOT NULL DEFAULT '',
        reporter_id INTEGER REFERENCES institution (id) DEFERRABLE INITIALLY DEFERRED,
        planned_minutes INTEGER NOT NULL DEFAULT 10 CHECK (planned_minutes >= 0),
        level TEXT NOT NULL DEFAULT 'partners' CHECK (level IN {levels}),
        role TEXT NOT NULL DEFAULT '' CHECK (role IN ('', 'approval', 'follow_up', 'watch_points'))
    """,
    "watch_point": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        reference TEXT NOT NULL UNIQUE,
        body_id INTEGER NOT NULL REFERENCES body (id) DEFERRABLE INITIALLY DEFERRED,
        agenda_item_id INTEGER REFERENCES agenda_item (id) DEFERRABLE INITIALLY DEFERRED,
        finding TEXT NOT NULL,
        place TEXT NOT NULL DEFAULT '',
        theme_id INTEGER REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
        since TEXT NOT NULL,
        action TEXT NOT NULL DEFAULT '',
        lead_id INTEGER REFERENCES institution (id) DEFERRABLE INITIALLY DEFERRED,
        due_on TEXT,
        lifted_on TEXT,
        level TEXT NOT NULL DEFAULT 'restricted' CHECK (level IN ('restricted', 'secretariat'))
    """,
    "indicator_reading": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        commitment_id INTEGER NOT NULL REFERENCES commitment (id) DEFERRABLE INITIALLY DEFERRED,
        kind TEXT NOT NULL CHECK (kind IN ('progress', 'outcome')),
        on_date TEXT NOT NULL,
        value TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT ''
    """,
    "usual_commitment": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        partner TEXT NOT NULL,
        what TEXT NOT NULL,
        progress_indicator TEXT NOT NULL DEFAULT '',
        outcome_indicator TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL DEFAULT 0
    """,
    "letter_template": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        code TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        subject TEXT NOT NULL DEFAULT '',
        text TEXT NOT NULL
    """,
    "local_figure": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        year INTEGER NOT NULL,
        indicator TEXT NOT NULL,
        producer TEXT NOT NULL DEFAULT '',
        value INTEGER NOT NULL,
        base INTEGER,
        source TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL DEFAULT 0
    """,
    "annual_note": """
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        year INTEGER NOT NULL,
        section TEXT NOT NULL,
        text TEXT NOT NULL,
        UNIQUE (year, section)
    """,
}
"""Table -> columns. `offset_days` counts from the day of the meeting: -15 is J-15."""

V2_COLUMNS = {
    "meeting": {"convened_members": "INTEGER"},
    "agenda_item": {
        "section": "TEXT NOT NULL DEFAULT ''",
        "depth": "INTEGER NOT NULL DEFAULT 0 CHECK (depth IN (0, 1))",
        "role": "TEXT NOT NULL DEFAULT '' CHECK (role IN ('', 'follow_up', 'watch_points'))",
    },
    "topic": {
        "recurring": "INTEGER NOT NULL DEFAULT 0 CHECK (recurring IN (0, 1))",
        "sensitive": "INTEGER NOT NULL DEFAULT 0 CHECK (sensitive IN (0, 1))",
        "raised_on": "TEXT",
        "proposal": "TEXT NOT NULL DEFAULT '' CHECK (proposal IN ('', 'postponed', 'refused'))",
        "proposal_reason": "TEXT NOT NULL DEFAULT ''",
    },
    "minutes_version": {
        "data": "TEXT REFERENCES blob (sha256)",
        "fonts": "TEXT NOT NULL DEFAULT ''",
        "program": "TEXT NOT NULL DEFAULT ''",
        "changes": "TEXT NOT NULL DEFAULT ''",
    },
}
"""Table of version 1 -> the columns it receives, in order."""

V2_INDEXES = {
    "suspension_meeting": "suspension (meeting_id)",
    "item_turn_agenda_item": "item_turn (agenda_item_id)",
    "meeting_notice_meeting": "meeting_notice (meeting_id)",
    "planned_task_meeting": "planned_task (meeting_id, offset_days)",
    "planned_task_open": "planned_task (meeting_id) WHERE done_on IS NULL",
    "template_item_template": "template_item (meeting_template_id, position)",
    "watch_point_body": "watch_point (body_id, lifted_on)",
    "indicator_reading_commitment": "indicator_reading (commitment_id, on_date)",
    "local_figure_year": "local_figure (year, position)",
}

# Whose minutes a version approved, unless a rectification is open (see `queries.versions`). Commands refuse
# such a change in words; this stops an undo from passing them.
_APPROVED = """EXISTS (SELECT 1 FROM minutes_version WHERE meeting_id = {meeting}
        AND state IN ('approved', 'rectified'))
    AND NOT EXISTS (SELECT 1 FROM setting WHERE name = 'rectification_' || {meeting})"""
_OF_RECORD = "(SELECT meeting_id FROM agenda_item WHERE id = {row}.agenda_item_id)"
_SAID = (
    ("record_said", "INSERT ON record", _OF_RECORD.format(row="NEW")),
    ("record_kept", "DELETE ON record", _OF_RECORD.format(row="OLD")),
    ("record_unchanged", "UPDATE ON record", _OF_RECORD.format(row="OLD")),
    ("item_unchanged", "UPDATE OF title, outcome ON agenda_item", "OLD.meeting_id"),
    ("roll_unchanged", "UPDATE OF presence ON roll_entry", "OLD.meeting_id"),
)

V2_SUPPORT = (
    """CREATE TRIGGER minutes_version_kept BEFORE DELETE ON minutes_version
        BEGIN SELECT RAISE(ABORT, 'a frozen version is never deleted'); END""",
    """CREATE TRIGGER blob_sealed BEFORE UPDATE ON blob
        BEGIN SELECT RAISE(ABORT, 'a blob never changes'); END""",
    """CREATE TRIGGER blob_never_replaced BEFORE INSERT ON blob
        WHEN EXISTS (SELECT 1 FROM blob WHERE sha256 = NEW.sha256 AND data IS NOT NEW.data)
        BEGIN SELECT RAISE(ABORT, 'a blob never changes'); END""",
    """CREATE TRIGGER blob_kept BEFORE DELETE ON blob
        WHEN EXISTS (SELECT 1 FROM minutes_version WHERE OLD.sha256 IN (pdf, data))
        BEGIN SELECT RAISE(ABORT, 'a frozen version keeps its bytes'); END""",
    *(
        f"""CREATE TRIGGER {name}_once_approved BEFORE {act} WHEN {_APPROVED.format(meeting=meeting)}
        BEGIN SELECT RAISE(ABORT, 'these minutes are approved'); END"""
        for name, act, meeting in _SAID
    ),
)
"""Triggers: a frozen version, its PDF and its data stay what they were, whatever program writes the file."""
