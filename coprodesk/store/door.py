"""The write door: one change is one transaction that writes rows, journal lines and search index together."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _
from coprodesk.store import backups, driver, journal, search, trouble
from coprodesk.store.journal import Change
from coprodesk.store.lock import Lock
from coprodesk.store.writer import Writer

Clock = Callable[[], datetime]
Subscriber = Callable[[Change], None]


class Store:
    """An open council file. It belongs to the thread that opened it.

    `clock` returns an aware datetime; `author` signs the journal. A store without a `lock` is read-only.
    """

    def __init__(
        self,
        path: Path,
        connection: driver.Connection,
        *,
        author: str,
        clock: Clock,
        key: str | None = None,
        lock: Lock | None = None,
    ) -> None:
        self.path = path
        self.author = author
        self.clock = clock
        self.read_only = lock is None
        self.saved_at: datetime | None = None
        self._key = key
        self._lock = lock
        self._connection: driver.Connection | None = connection
        self._identity = _identity(path)
        self._steps = journal.read_undo_list(connection)
        self._subscribers: list[Subscriber] = []
        self._writer: Writer | None = None
        self._closed = False
        self._data_version: int | None = driver.scalar(connection, "PRAGMA data_version")

    @cached_property
    def _columns(self) -> dict[str, tuple[str, ...]]:
        """The columns of each table, asked for by the first change."""
        return _columns(self._open_connection())

    # Reading

    def rows(self, sql: str, parameters: tuple[Any, ...] | dict[str, Any] = ()) -> list[driver.Row]:
        """Return every row of a SELECT, fetched whole. Raises Refusal when the file cannot be read."""
        try:
            return self._open_connection().execute(sql, parameters).fetchall()  # type: ignore[no-any-return]
        except driver.Error as error:
            code = trouble.primary_code(error)
            if code in (0, trouble.ERROR):  # the query is wrong, not the file
                raise trouble.BrokenRuleError(str(error)) from error
            if code == trouble.IOERR and self._writer is None:
                self._drop_connection()
            raise trouble.unreadable(self.path, error) from error
        except UnicodeDecodeError as error:  # a damaged page can pass every check of SQLite and fail here
            raise trouble.damaged(self.path) from error

    def row(self, sql: str, parameters: tuple[Any, ...] | dict[str, Any] = ()) -> driver.Row | None:
        """Return the first row of a SELECT, None when there is none."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    # Writing

    @contextlib.contextmanager
    def change(
        self, label: str, *, merge: tuple[Any, ...] | None = None, origin: object = None, final: bool = False
    ) -> Iterator[Writer]:
        """Open one change, which commits when the block ends and leaves nothing when it raises.

        `label` names the act in the user's words; changes with the same `merge` within 60 s are one undo
        step; `origin` is handed back in the signal; a `final` act is not undone. A change inside another
        joins it. Raises Refusal in a read-only file, SaveRefused when the disk does not take the change.
        """
        if self._writer is not None:
            yield self._writer
            return
        key = None if merge is None else repr(merge)
        with self._step("final" if final else "do", label, merge=key, origin=origin) as writer:
            yield writer

    @contextlib.contextmanager
    def founding(self, label: str) -> Iterator[Writer]:
        """Open the change that gives a new file its first content; the journal names it without its images.

        They would only repeat the file: the first change of each row keeps what was there before.
        """
        with self._step("schema", label) as writer:
            yield writer

    def undo(self, origin: object = None) -> str:
        """Take back the last undoable step and return its label. Raises Refusal when it cannot be."""
        if not self._steps.undo:
            raise Refusal(_("Il n’y a plus rien à annuler."))
        seq = self._steps.undo[-1]
        self._replay(seq, "undo", origin)
        return self._steps.labels[seq]

    def redo(self, origin: object = None) -> str:
        """Do again the step last undone and return its label. Raises Refusal when it cannot be."""
        if not self._steps.redo:
            raise Refusal(_("Il n’y a plus rien à rétablir."))
        seq = self._steps.redo[-1]
        self._replay(seq, "redo", origin)
        return self._steps.labels[seq]

    def restore(self, seq: int, origin: object = None) -> None:
        """Put back the state before any step of the journal, as a new step that can itself be undone.

        Later values of the same columns are replaced. Raises Refusal when the step holds nothing to put
        back, or when other rows depend on what it would remove.
        """
        step = self.row("SELECT label, kind FROM journal_step WHERE seq = ?", (seq,))
        images = journal.read_images(self._open_connection(), seq)
        known = all(
            {*(before or {}), *(after or {})} <= {*self._columns.get(key[0], ())}
            for key, before, after in images
        )
        if step is None or step["kind"] in ("final", "schema") or not images or not known:
            raise Refusal(
                _("Cet acte ne se défait pas. Rien n’a été modifié. Corrigez-le par un nouvel acte.")
            )
        try:
            with self._step(
                "do", _("Retour avant : {label}").format(label=step["label"]), origin=origin
            ) as writer:
                for key, before, after in reversed(images):
                    writer.put_back(key, after, before, strict=False)
        except trouble.BrokenRuleError as error:
            raise Refusal(
                _(
                    "D’autres éléments dépendent de celui-ci : il ne peut pas revenir à cet état seul. "
                    "Rien n’a été modifié. Revenez d’abord sur les actes qui ont suivi."
                )
            ) from error

    @property
    def undo_label(self) -> str | None:
        """The label of the step that `undo` would take back."""
        return self._steps.labels[self._steps.undo[-1]] if self._steps.undo and not self.read_only else None

    @property
    def redo_label(self) -> str | None:
        """The label of the step that `redo` would do again."""
        return self._steps.labels[self._steps.redo[-1]] if self._steps.redo and not self.read_only else None

    def last_save(self) -> datetime:
        """Return when the file was last saved, by whoever did. Raises Refusal when it cannot be read."""
        return datetime.fromisoformat(
            self.rows("SELECT saved_at FROM journal_step ORDER BY seq DESC LIMIT 1")[0]["saved_at"]
        )

    # Signals and life

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber` after each commit; return the function that ends this."""
        self._subscribers.append(subscriber)

        def unsubscribe() -> None:
            with contextlib.suppress(ValueError):  # closing the file has already done it
                self._subscribers.remove(subscriber)

        return unsubscribe

    def poll(self) -> bool:
        """Return whether another connection changed the file since the last call, and tell subscribers if so.

        Raises Refusal while the file cannot be read; the caller keeps its last picture and asks again.
        """
        version = self.rows("PRAGMA data_version")[0][0]
        if version == self._data_version:
            return False
        self.rows("SELECT seq FROM journal_step ORDER BY seq DESC LIMIT 1")
        self._data_version = version
        self._publish(Change(0, "outside", "", self.clock(), None))
        return True

    def copy_to(self, target: Path, *, replace: bool = False) -> None:
        """Write a verified copy of what is open at `target`, even when the file itself was moved away.

        Raises Refusal as `backups.copy_to` does, also when `target` is the file itself.
        """
        backups.copy_to(self.path, target, key=self._key, replace=replace, source=self._open_connection())

    def reader(self) -> "Store":
        """Open the same file once more, to read it in the calling thread, at the time of the same clock.

        The caller closes it. Raises Refusal when the file cannot be read.
        """
        try:
            connection = driver.connect(self.path, key=self._key, read_only=True)
            return Store(self.path, connection, author=self.author, clock=self.clock, key=self._key)
        except driver.Error as error:
            raise trouble.unreadable(self.path, error) from error

    def close(self) -> None:
        """Close the file, then give back the pen; harmless when called twice."""
        self._closed = True
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._lock is not None:
            self._lock.release()
        self._subscribers.clear()

    # The engine

    @contextlib.contextmanager
    def _step(
        self,
        kind: str,
        label: str,
        *,
        target: int | None = None,
        merge: str | None = None,
        origin: object = None,
    ) -> Iterator[Writer]:
        if self.read_only:
            raise trouble.read_only()
        connection = self._open_connection()
        self._begin(connection)
        act = journal.Act(self.clock(), self.author, label, kind, target, merge)
        seq = 0
        try:
            writer = self._writer = Writer(connection, self._columns)
            yield writer
            writer.settle()
            if writer.images or target is not None:
                seq = journal.write_step(connection, writer, act)
                search.reindex(connection, writer.images)
            self._require_same_file()
            connection.execute("COMMIT")
        except driver.IntegrityError as error:
            self._roll_back(connection)
            raise trouble.BrokenRuleError(str(error)) from error
        except driver.Error as error:
            self._roll_back(connection)
            raise self._save_refused(error) from error
        except UnicodeEncodeError as error:
            self._roll_back(connection)
            raise trouble.unwritable_text() from error
        except BaseException:
            self._roll_back(connection)
            raise
        finally:
            self._writer = None
        if seq:
            self.saved_at = act.at
            self._steps.take(seq, kind, target, label)
            self._publish(Change(seq, kind, label, act.at, frozenset(writer.images), origin))

    def _replay(self, seq: int, kind: str, origin: object) -> None:
        images = journal.read_images(self._open_connection(), seq)
        try:
            with self._step(kind, self._steps.labels[seq], target=seq, origin=origin) as writer:
                for key, before, after in reversed(images) if kind == "undo" else images:
                    if kind == "undo":
                        writer.put_back(key, after, before)
                    else:
                        writer.put_back(key, before, after)
        except trouble.BrokenRuleError as error:
            raise Refusal(
                _(
                    "Cet acte ne peut plus être repris : d’autres éléments en dépendent. "
                    "Rien n’a été modifié. Le Journal permet de retrouver chaque état."
                )
            ) from error

    def _begin(self, connection: driver.Connection) -> None:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except driver.Error as error:
            raise self._save_refused(error) from error

    def _save_refused(self, error: driver.Error) -> Exception:
        """Return what to raise for a failed save; SQLite says « read-only » of a file moved away."""
        code = trouble.primary_code(error)
        if code in (0, trouble.ERROR):
            return trouble.BrokenRuleError(str(error))
        if code in (trouble.IOERR, trouble.CORRUPT, trouble.NOTADB):
            self._drop_connection()
        try:
            self._require_same_file()
        except trouble.SaveRefused as moved:
            return moved
        return trouble.save_refused(error, self.saved_at)

    def _roll_back(self, connection: driver.Connection) -> None:
        with contextlib.suppress(driver.Error):
            connection.execute("ROLLBACK")

    def _require_same_file(self) -> None:
        """Refuse to acknowledge into a file that was moved away, which SQLite alone would do."""
        try:
            if _identity(self.path) == self._identity:
                return
        except OSError:
            pass
        raise trouble.moved_away(self.path)

    def _drop_connection(self) -> None:
        """Close after an input/output error: what SQLite remembers of the file can no longer be trusted."""
        self._data_version = None  # the next poll has every page ask again
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open_connection(self) -> driver.Connection:
        if self._closed:
            raise trouble.closed(self.path)
        if self._connection is None:
            self._require_same_file()
            try:
                connection = driver.connect(self.path, key=self._key, read_only=self.read_only)
                self._steps = journal.read_undo_list(connection)  # a failed COMMIT may yet be on the disk
                self._connection = connection
            except driver.Error as error:
                raise trouble.unreadable(self.path, error) from error
        return self._connection

    def _publish(self, change: Change) -> None:
        for subscriber in tuple(self._subscribers):
            subscriber(change)


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _columns(connection: driver.Connection) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for table, column in connection.execute(
        """SELECT s.name, c.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c
           WHERE s.type = 'table' ORDER BY s.name, c.cid"""
    ):
        found[table] = (*found.get(table, ()), column)
    return found
