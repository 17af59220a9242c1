"""What a screen reader says without being asked: what was saved, refused, marked."""

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have a screen reader say `words`, after what it is saying, or at once when `urgent`.

    What is not shown says nothing: a page behind another one must not speak over it.
    """
    if not words or not widget.isVisible():
        return
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    event = QAccessibleAnnouncementEvent(widget, words)
    polite = QAccessible.AnnouncementPoliteness.Polite
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive if urgent else polite)
    QAccessible.updateAccessibility(event)
