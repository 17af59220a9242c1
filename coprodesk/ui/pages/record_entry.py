"""The line in which a meeting is written: one line, understood as it is typed, accepted by Entrée.

What is typed is stored as one types, as a draft that takes no number; accepting turns it into what it was
understood to be, in one act.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coprodesk.commands import drafts, records
from coprodesk.domain.commitments import CommitmentFacts, CommitmentState, precision
from coprodesk.domain.disclosure import Level
from coprodesk.domain.drafts import draft_text
from coprodesk.domain.errors import Refusal
from coprodesk.domain.french import hour
from coprodesk.domain.i18n import _
from coprodesk.domain.precision import next_question, vague_question, vague_verbs
from coprodesk.domain.quick_entry import PREFIXES, Institution, QuickKind, QuickLine, parse_line
from coprodesk.queries.drafts import known_institutions
from coprodesk.queries.usual_commitments import vague_verbs as vague_list
from coprodesk.store import SaveRefused
from coprodesk.ui.desk import Desk
from coprodesk.ui.pages.entry_parts import EntryText, Meaning, Understood
from coprodesk.ui.pages.record_kinds import kind_words
from coprodesk.ui.widgets.editors import AutoTextEdit

RECORD = "record"
PLAIN = (QuickKind.INFORMATION, QuickKind.STATEMENT, QuickKind.DISCUSSION)
"""Kinds that stay from one line to the next; after any other the usual one comes back."""


class RecordEntry(QWidget):
    """`changed()` tells that a line was stored, accepted or taken back; `left()` that Échap was hit."""

    changed = Signal()
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.item_id: int | None = None
        self._held_on = desk.today()
        self._level = Level.PARTNERS
        self._watch = False
        self._stamps = False
        self._partners: tuple[Institution, ...] = ()
        self.draft: tuple[str, int] | None = None
        self._accepted: tuple[int, QuickKind, str] | None = None
        self.making = False
        self._usual = QuickKind.INFORMATION
        self._kind = QuickKind.INFORMATION
        self.text = EntryText(self._kind)
        self.understood = Understood()
        desk.bind(self.text, self._keep)
        self.text.textChanged.connect(self._typed)
        self.text.accepted.connect(self.validate)
        self.text.escaped.connect(self._escape)
        self.text.emptied.connect(self._plain_again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.text)
        column.addWidget(self.understood)
        self._show_kind()

    # Where it writes

    def set_item(
        self, item_id: int | None, held_on: date, level: Level, *, watch: bool = False, stamps: bool = False
    ) -> None:
        """Write under another item; what was being written is accepted under its own.

        `watch` allows watch points, `stamps` notes the hour of each line.
        """
        if self.making:  # what is stored just now refreshes the page that calls this
            return
        if item_id != self.item_id:
            self.leave()
            self.item_id = item_id
        self._held_on, self._level, self._watch, self._stamps = held_on, level, watch, stamps

    def leave(self) -> None:
        """Accept what is written, as it stands, and begin a new line; what cannot be stays as its draft."""
        if self.text.text().strip() and self.item_id is not None:
            line = self._parsed()
            if not line.text or not self._accept(line):
                self.text.flush()
                if self.text.pending():
                    return
        self._begin()

    def set_locked(self, on: bool) -> None:
        """Take the keyboard away from the line, or give it back."""
        self.setEnabled(not on)

    def load_partners(self) -> None:
        """Know the institutions as they are now."""
        self._partners = known_institutions(self._desk.store)

    def set_lines(self, lines: int) -> None:
        """Let the text grow to `lines` lines; longer ones scroll."""
        self.text.set_most_lines(lines)

    def focus(self) -> None:
        """Give the keyboard to the text."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sync(self, known: dict[tuple[str, int], str]) -> None:
        """Follow what is stored: an undo takes the draft away, or brings an accepted line back."""
        if self.making:
            return
        if self.draft is not None:
            if self.draft not in known:
                self._begin()
            elif known[self.draft].strip() != draft_text(self._kind, self.text.text()).strip():
                self._show_stored(known[self.draft])
        elif self._accepted is not None and (RECORD, self._accepted[0]) in known and not self.text.text():
            record_id, kind, text = self._accepted
            self.draft, self._accepted = (RECORD, record_id), None
            self._kind = kind
            self._load(text)
            self._show_kind()

    def _show_stored(self, stored: str) -> None:
        prefix = draft_text(self._kind, "")
        self._load(stored.removeprefix(prefix) if prefix else stored)

    def _load(self, text: str) -> None:
        with QSignalBlocker(self.text):
            self.text.load(text, subject=self.draft)
        self.text.fit()
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        self._understand()

    # Kind

    def current_kind(self) -> QuickKind:
        """Return the kind of the line."""
        return self._kind

    def set_kind(self, kind: QuickKind) -> None:
        """Write a line of another kind; the one in the making becomes it."""
        if kind is self._kind:
            return
        self._kind = kind
        if kind in PLAIN:
            self._usual = kind
        self._show_kind()
        if self.draft is not None and self.text.text().strip():
            self._desk.act(self._keep, self.text.text())
            self.changed.emit()

    def _plain_again(self) -> None:
        self.set_kind(self._usual if self._kind is not self._usual else QuickKind.INFORMATION)

    def _show_kind(self) -> None:
        words = kind_words(self._kind)
        self.text.chip.set_kind(self._kind)
        self.text.setAccessibleName(_("Écrire\u00a0: {kind}").format(kind=words))
        self.text.set_hints(
            _("Écrivez, puis Entrée\u00a0; «\u00a0e\u00a0» engagement, @qui, >quand"),
            _("Écrivez\u00a0; «\u00a0e\u00a0» engagement, @qui, >quand"),
            _("Écrivez, puis Entrée"),
        )
        self._understand()

    # What is typed

    def _typed(self) -> None:
        """A letter and a blank at the beginning say the kind, and go."""
        text = self.text.text()
        letter = text[:1].lower()
        cursor = self.text.textCursor()
        if text[1:2] == " " and letter in PREFIXES and cursor.position() == 2:
            kind = PREFIXES[letter]
            if kind is not QuickKind.WATCH_POINT or self._watch:
                cursor.movePosition(cursor.MoveOperation.Start)
                cursor.movePosition(cursor.MoveOperation.Right, cursor.MoveMode.KeepAnchor, 2)
                with QSignalBlocker(self.text):
                    cursor.removeSelectedText()
                self.set_kind(kind)
        self._understand()

    def _parsed(self) -> QuickLine:
        raw = f"{self._kind.prefix} {self.text.text()}"
        return parse_line(raw, self._partners, self._counted_from(), usual=self._usual, watch=True)

    def _counted_from(self) -> date:
        """Return the day « +7 » starts from: today, never before the session."""
        return max(self._desk.today(), self._held_on)

    def _understand(self) -> None:
        if not self.text.text().strip():
            self.understood.show_meaning(Meaning())
            return
        line = self._parsed()
        lead = line.lead + (f", {', '.join(line.contributors)}" if line.contributors else "")
        score, question = first_question(line, vague_list(self._desk.store))
        asked = " ".join(line.messages) if line.messages else question
        self.understood.show_meaning(Meaning(lead, line.due_words, score, asked))

    def _keep(self, text: str) -> None:
        """Store the draft; an empty one is taken away."""
        if self.item_id is None:
            return
        if not text.strip():
            if self.draft is not None:
                (_table, record_id), self.draft = self.draft, None
                records.delete_record(self._desk.store, record_id)
                self.changed.emit()
            return
        first = self.draft is None
        self.making = True
        try:
            made = drafts.keep_draft(
                self._desk.store,
                self.item_id,
                self._kind,
                text,
                draft_id=None if self.draft is None else self.draft[1],
                origin=self.text,
            )
        finally:
            self.making = False
        self.draft = (RECORD, made)
        self.text.subject = self.draft
        if first:
            self.changed.emit()

    # Acts

    def validate(self) -> bool:
        """Accept the line and open the next one; returns whether there was one."""
        if not self.text.text().strip():
            self.text.flush()
            self.focus()
            return False
        line = self._parsed()
        if not line.text:
            self._refuse(" ".join(line.messages))
            return False
        if not self._accept(line):
            return False
        self._begin()
        self.focus()
        self.changed.emit()
        return True

    def _accept(self, line: QuickLine) -> bool:
        """Write the line; a refusal is told below it, and it stays."""
        return bool(self._desk.act(self._written, line))

    def _written(self, line: QuickLine) -> bool:
        assert self.item_id is not None
        draft_id = None if self.draft is None else self.draft[1]
        at = self._desk.now().strftime("%H:%M") if self._stamps else None
        self.making = True
        try:
            drafts.accept_line(self._desk.store, self.item_id, line, at, draft_id=draft_id, origin=self.text)
        except SaveRefused:
            raise
        except Refusal as refusal:
            self._refuse(str(refusal))
            return False
        finally:
            self.making = False
        self._accepted = None if draft_id is None else (draft_id, self._kind, self.text.text())
        self.draft = None
        return True

    def _refuse(self, sentence: str) -> None:
        self.understood.show_meaning(Meaning(refused=sentence))
        self.focus()

    def _escape(self) -> None:
        self.text.flush()
        self.left.emit()

    def insert_time(self) -> None:
        """Write « 14 h 32 — » at the cursor, or of the editor that has the keyboard."""
        words = f"{hour(self._desk.now().strftime('%H:%M'))} — "
        focus = self.window().focusWidget()
        (focus if isinstance(focus, AutoTextEdit) else self.text).insertPlainText(words)
        if not isinstance(focus, AutoTextEdit):
            self.focus()

    def _begin(self) -> None:
        """Empty the line; after a decision or a commitment the usual kind comes back."""
        self.draft = None
        with QSignalBlocker(self.text):
            self.text.subject = None
            self.text.begin()
        self._kind = self._usual
        self._show_kind()


def first_question(line: QuickLine, verbs: Sequence[str]) -> tuple[int | None, str]:
    """Return the precision of a commitment as typed (M4, of 8) and what to ask next; None for other kinds.

    `verbs` are those that call for a question.
    """
    if line.kind is not QuickKind.COMMITMENT:
        return None, ""
    facts = CommitmentFacts(0, "", CommitmentState.OPEN, lead=line.lead or None, current_due=line.due_on)
    vague = vague_verbs(line.text, verbs)
    return precision(facts).score, vague_question(vague[0]) if vague else next_question(facts)
