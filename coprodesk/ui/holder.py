"""What to do with a file that another window or post holds."""

from PySide6.QtWidgets import QMessageBox, QWidget

from coprodesk.domain.i18n import _
from coprodesk.store import FileHeld


def ask_holder(parent: QWidget | None, held: FileHeld) -> dict[str, bool] | None:
    """Ask what to do with a file that another holds: read, try again, or take a dead post's pen."""
    box = QMessageBox(parent)
    box.setWindowTitle("CoproDesk")
    box.setText(str(held))
    reading = box.addButton(_("Ouvrir en lecture seule"), QMessageBox.ButtonRole.AcceptRole)
    retry = box.addButton(_("Réessayer"), QMessageBox.ButtonRole.ActionRole)
    taking = None
    if held.elsewhere:
        taking = box.addButton(
            _("Ce poste est éteint : reprendre la main"), QMessageBox.ButtonRole.DestructiveRole
        )
    box.addButton(_("Annuler"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(reading)
    box.exec()
    clicked = box.clickedButton()
    if clicked is reading:
        return {"read_only": True}
    if clicked is retry:
        return {}
    return {"take_over": True} if taking is not None and clicked is taking else None
