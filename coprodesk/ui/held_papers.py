"""What is found in papers before they leave: told in one list, then let out, left aside or given up."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget
from shiboken6 import isValid

from coprodesk.domain.i18n import _, ngettext
from coprodesk.exchange import printing
from coprodesk.exchange.printing import Printed
from coprodesk.ui import theme
from coprodesk.ui.actions import make
from coprodesk.ui.desk import Desk
from coprodesk.ui.dialog import FormDialog
from coprodesk.ui.widgets.buttons import ActionButton

Papers = tuple[Printed, ...]


class HeldPapers(FormDialog):
    """The papers held and their words. Entrée lets nothing out; what can be no coincidence never leaves."""

    help_page = "preview"

    def __init__(self, parent: QWidget, papers: Papers, then: Callable[[Papers], object]) -> None:
        title, verb = _("À relire avant que cela sorte"), _("J’ai relu, laisser sortir")
        super().__init__(parent, title, verb, self._let_out)
        self._papers, self._then = papers, then
        self._out: Papers = ()
        held = [one for one in papers if one.held]
        certain = any(one.leaks[0].certain for one in held)
        self.words = QPlainTextEdit("\n\n".join(map(printing.held_words, held)))
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.words.setMinimumSize(520, theme.px(150))
        told = _("Les mêmes mots peuvent être là à bon droit\u00a0: relisez-les.")
        if certain:
            told = _(
                "Un de ces passages ne peut venir que d’un texte réservé\u00a0: il ne sort pas. Choisissez "
                "une autre diffusion, ou ouvrez ce texte à tous ceux à qui le document est destiné."
            )
        self.form.add(_("&Mots réservés trouvés"), self.words, told)
        n = len(held)
        words = ngettext("Laisser ce document de côté", "Laisser ces {n} documents de côté", n).format(n=n)
        self.aside = make(self, words, self._leave_aside)
        button = ActionButton(self.aside)
        button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button)
        self.foot.addLayout(row)
        button.setVisible(n < len(papers))
        self.confirm.action().setEnabled(not certain)
        self.confirm.setVisible(not certain)
        self.confirm.setDefault(False)
        self.confirm.setAutoDefault(False)
        self.accepted.connect(self._go_on)
        self.words.setFocus()

    def _let_out(self) -> None:
        self._out = tuple(replace(one, confirmed=True) for one in self._papers)

    def _leave_aside(self) -> None:
        self._out = tuple(one for one in self._papers if not one.held)
        self.accept()

    def _go_on(self) -> None:
        self._then(self._out)


def let_out_then(
    desk: Desk, parent: QWidget, papers: Sequence[Printed], then: Callable[[Papers], object]
) -> None:
    """Call `then` with the papers that may leave: at once when none is held, else once somebody decided."""
    if not any(one.held for one in papers):
        then(tuple(papers))
        return
    shown = isValid(parent) and parent.isVisible()
    HeldPapers(parent if shown else desk.shell, tuple(papers), then).open()
