"""The precision of a commitment as it is typed: the ring, what is missing, and one gentle question."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coprodesk.domain.commitments import CommitmentFacts, precision
from coprodesk.domain.i18n import _
from coprodesk.domain.precision import next_question, vague_question, vague_verbs
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.marks import PrecisionRing


def question(text: str, facts: CommitmentFacts, verbs: tuple[str, ...]) -> str:
    """Return what to ask next: of a vague verb first, then of what is missing; "" when nothing is."""
    vague = vague_verbs(text, verbs)
    return vague_question(vague[0]) if vague else next_question(facts)


class PrecisionFoot(QWidget):
    """The ring at the left; beside it what is to be made precise, and the question, in words."""

    def __init__(self, verbs: tuple[str, ...]) -> None:
        super().__init__()
        self._verbs = verbs
        self.ring = PrecisionRing(0)
        self.missing = Label("", "small", "soon", wrap=True)
        self.question = Label("", "small", "text2", wrap=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.missing)
        words.addWidget(self.question)
        line.addLayout(words, 1)

    def show_facts(self, text: str, facts: CommitmentFacts) -> None:
        """Show the precision of a commitment whose words are `text`."""
        found = precision(facts)
        missing = [criterion.label for criterion, filled in found.criteria if not filled]
        self.ring.set_score(found.score)
        self.missing.setText(
            _("À préciser\u00a0: {names}.").format(names=", ".join(missing)) if missing else found.label
        )
        self.missing.set_tint("soon" if missing else "ok")
        asked = question(text, facts, self._verbs) if text.strip() else ""
        self.question.setText(asked)
        self.question.setVisible(bool(asked))
