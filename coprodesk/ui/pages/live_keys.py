"""The two modes of a session, by where the keyboard is, and the keys that each pane has."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from coprodesk.domain.i18n import _

Keys = tuple[tuple[str, str], ...]


def typing(widget: QWidget | None) -> bool:
    """Say whether keys are letters there: the mode is « saisie », « navigation » elsewhere."""
    return isinstance(widget, QLineEdit | QPlainTextEdit) and not widget.isReadOnly()


def writing_keys() -> Keys:
    """Return the keys while one writes."""
    return (
        ("Ctrl+D", _("décision")),
        ("Ctrl+E", _("engagement")),
        (_("Entrée"), _("valider")),
        (_("Échap"), _("naviguer")),
        ("F8", _("heure")),
        ("F9", _("appel")),
        (_("Ctrl+Maj+C"), _("confidentiel")),
        ("F11", _("projection")),
    )


def roll_keys() -> Keys:
    """Return the keys of the roll."""
    return (
        ("P R E A", _("pointer")),
        (_("Espace"), _("appeler les présents")),
        ("D", _("départ")),
        ("+", _("arrivée")),
        ("G", _("invité")),
        ("F2", _("corriger l’heure")),
        ("/", _("chercher")),
        ("F9", _("notes")),
    )


def agenda_keys() -> Keys:
    """Return the keys of the list of items."""
    return (
        (_("Entrée"), _("commencer")),
        ("I D E R V X C", _("écrire")),
        ("O", _("reporter")),
        (_("Suppr"), _("retirer")),
        ("N", _("nouveau point")),
        (_("Ctrl+PgSuiv"), _("suivant")),
        ("F9", _("appel")),
    )


def due_keys() -> Keys:
    """Return the keys of what an item brings back."""
    return (
        ("T", _("tenu")),
        ("C", _("en cours")),
        ("O", _("reporté")),
        ("X", _("abandonné")),
        ("N", _("nouvelle")),
        ("L", _("lever")),
        (_("Ctrl+PgSuiv"), _("point suivant")),
        ("F9", _("appel")),
    )


def notes_keys() -> Keys:
    """Return the keys of the written lines."""
    return (
        ("I D E R V X C", _("écrire")),
        (_("Entrée"), _("corriger")),
        ("N", _("nature")),
        ("F", _("diffusion")),
        (_("Suppr"), _("supprimer")),
        ("Alt+↑ Alt+↓", _("déplacer")),
        (_("Ctrl+PgSuiv"), _("point suivant")),
        ("F9", _("appel")),
    )


def outside_keys() -> Keys:
    """Return the keys that work while the keyboard is beside the session: in the rail, at the top."""
    return (
        ("F6", _("revenir à la séance")),
        ("F9", _("appel")),
        ("Ctrl+D", _("décision")),
        ("Ctrl+E", _("engagement")),
        (_("Ctrl+PgSuiv"), _("point suivant")),
    )


def mode_at(widget: QWidget | None, panes: Mapping[QWidget, Callable[[], Keys]]) -> tuple[Keys, bool]:
    """Return the keys where the keyboard is, and whether one writes there; None is beside the session."""
    if widget is None:
        return outside_keys(), False
    if typing(widget):
        return writing_keys(), True
    return panes.get(widget, notes_keys)(), False


def panes() -> tuple[tuple[str, Keys], ...]:
    """Return every pane of the session with its keys, for the sheet of keys."""
    return (
        (_("Appel"), roll_keys()),
        (_("Points de l’ordre du jour"), agenda_keys()),
        (_("Lignes écrites"), notes_keys()),
        (_("À suivre en séance"), due_keys()),
        (_("Saisie"), writing_keys()),
    )
