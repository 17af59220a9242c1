"""The steps that bring a file to the present schema; a released step is never edited."""

from collections.abc import Callable
from typing import Any

from coprodesk.store import driver, schema

Step = Callable[[Any], None]


def first_schema(db: Any) -> None:
    """Create every table of version 1."""
    for statement in schema.v1_statements():
        db.execute(statement)


def live_meeting(db: Any) -> None:
    """Add what a meeting at the keyboard, its preparation and its follow-up keep (version 2)."""
    for statement in schema.v2_statements():
        db.execute(statement)


STEPS: list[Step] = [first_schema, live_meeting]
"""Step n brings a file from version n to version n + 1. Tests may append one."""


def latest() -> int:
    """Return the version this program reads and writes."""
    return len(STEPS)


def migrate(connection: driver.Connection, *, at: str, author: str) -> None:
    """Apply every pending step, each in one transaction with its record, its version and its journal line.

    Foreign keys are off meanwhile and checked before each commit. A backup is the caller's duty.
    Raises RuntimeError when a step leaves a broken reference; nothing of that step remains.
    """
    utils = driver.sqlite_utils()
    migrations = utils.Migrations("coprodesk")
    for version, step in enumerate(STEPS, start=1):
        migrations(name=f"{version:03d}_{step.__name__}")(_versioned(step, version, at, author))
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        migrations.apply(utils.Database(connection, execute_plugins=False))
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _versioned(step: Step, version: int, at: str, author: str) -> Step:
    def apply(db: Any) -> None:
        step(db)
        broken = db.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"step {version} leaves {len(broken)} broken references")
        db.execute(
            "INSERT INTO journal_step (at, saved_at, author, label, kind) VALUES (?, ?, ?, ?, 'schema')",
            (at, at, author, f"Format {version}"),
        )
        db.execute(f"PRAGMA application_id = {driver.APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {version}")

    return apply
