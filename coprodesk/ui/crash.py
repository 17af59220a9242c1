"""The dialog of a bug: what happened, that the stored work is intact, a report to copy."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from coprodesk.domain.i18n import _
from coprodesk.ui.actions import make
from coprodesk.ui.theme import Label
from coprodesk.ui.widgets.buttons import ActionButton


class CrashDialog(QDialog):
    """What happened, that the stored work is intact, and a report to copy."""

    def __init__(self, ref: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("CoproDesk"))
        self.finished.connect(self.deleteLater)
        self._report = text
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        sentence = _("Une erreur est survenue (réf. {ref}). Votre travail enregistré est intact.").format(
            ref=ref
        )
        self.setAccessibleName(sentence)
        column.addWidget(Label(sentence, "card", wrap=True))
        column.addWidget(
            Label(
                _("Ce rapport ne contient aucune de vos données. Copiez-le pour signaler l’erreur."),
                "small",
                "text2",
                wrap=True,
            )
        )
        self.view = QPlainTextEdit(text)
        self.view.setReadOnly(True)
        self.view.setAccessibleName(_("Rapport sans données"))
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.copy_button = ActionButton(
            make(self, _("Copier le rapport sans données"), self.copy, icon="copy")
        )
        self.go_on = ActionButton(make(self, _("Continuer"), self.accept), "primary")
        row.addWidget(self.copy_button)
        row.addWidget(self.go_on)
        column.addLayout(row)
        self.resize(600, 340)
        self.go_on.setFocus()

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)
