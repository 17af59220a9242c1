"""The sheet of the projector: where each text goes on a screen of any size, nothing scrolled, nothing cut."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from coprodesk.domain.i18n import _, on_paper
from coprodesk.queries.projector import Projection, Scene, Taken
from coprodesk.ui import icons, projector_words
from coprodesk.ui.projector_paint import SMALLEST, Words, text_height, text_width
from coprodesk.ui.tokens import LIGHT, Tokens

DRAWN_FOR = QSize(1366, 768)
"""The screen whose pixels the sizes below are written in; another one scales them."""

SMALLEST_TITLE = 44
LINES_AT_MOST = 8
LINE_LETTERS = (28, 24, SMALLEST)
"""Sizes of the letters of a decision or commitment: the largest in which all fit."""


@dataclass(frozen=True, slots=True)
class _Row:
    """How the lines stand, in pixels: sizes of text, word and icon, left of word and text, width, gap."""

    letters: int
    word: int
    side: int
    kind: int
    text: int
    width: int
    gap: int


class Sheet(QWidget):
    """The picture of one `Projection`: the same one always gives the same pixels and the same words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.seen: Projection | None = None
        self._colours = LIGHT
        self._rule = self._foot = 0
        self._bar: QRectF | None = None
        self._icons: list[tuple[QRect, str, str]] = []
        self._compose()

    def _compose(self) -> None:
        """Make the texts, in the order a reader tells them."""
        self.heading = Words(self, "text2")
        self.hour = Words(self, strong=True, right=True)
        self.point = Words(self, "accent", strong=True)
        self.title = Words(self, strong=True)
        self.reporter = Words(self, "text2")
        self.minutes = Words(self, strong=True, right=True)
        self.taken = Words(self, "text2", strong=True)
        self.lines = [(Words(self, strong=True), Words(self)) for _ in range(LINES_AT_MOST)]
        self.more = Words(self, "text2")
        self.then = Words(self, "text2", strong=True)
        self.next = Words(self, strong=True)
        self.end = Words(self, "text2", right=True)

    def words(self) -> list[Words]:
        """Return all the texts, in the order of reading."""
        pairs = [one for pair in self.lines for one in pair]
        head = [self.heading, self.hour, self.point, self.title, self.reporter, self.minutes, self.taken]
        return [*head, *pairs, self.more, self.then, self.next, self.end]

    def load(self, seen: Projection, colours: Tokens) -> None:
        """Show another minute, or the same one in other colours."""
        if seen != self.seen or colours is not self._colours:
            self.seen, self._colours = seen, colours
            for one in self.words():
                one.dress(colours)
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sizes follow the screen."""
        super().resizeEvent(event)
        self._arrange()

    def _scaled(self, length: float, least: int = 0) -> int:
        scale = min(self.width() / DRAWN_FOR.width(), self.height() / DRAWN_FOR.height())
        return max(round(length * scale), least)

    def _letters(self, pixels: float) -> int:
        return self._scaled(pixels, SMALLEST)

    @on_paper()
    def _arrange(self) -> None:
        """Put everything in its place; the room reads French whatever the cockpit speaks."""
        seen = self.seen
        if seen is None:
            return
        margin = self._scaled(64, 24)
        self._bar, self._icons = None, []
        for one in (self.point, self.minutes, self.taken, self.more):
            one.say("")
        for kind, text in self.lines:
            kind.say("")
            text.say("")
        top = self._head(seen, margin) + self._scaled(25)
        self._foot = self._feet(seen, margin)
        if seen.scene is Scene.ITEM:
            top = self._item(seen, margin, top)
            self._decided(seen.taken, margin, top)
        else:
            self._message(seen, margin, top)
        self.update()

    def _head(self, seen: Projection, margin: int) -> int:
        """Put council, body, day and hour over the rule; return where that is."""
        width = self.width() - 2 * margin
        self.heading.say(projector_words.heading(seen))
        self.hour.say(projector_words.hour_now(seen))
        tall = self.hour.measure(self._letters(40), width)
        room = width - self.hour.advance() - self._scaled(32)
        low = self.heading.measure(self._letters(20), room, 2)
        self._rule = max(self._scaled(93), tall + 16, low + 16)
        self.heading.put(margin, (self._rule - low) // 2 + self._scaled(5), room)
        self.hour.put(margin, (self._rule - tall) // 2 + self._scaled(5), width)
        return self._rule

    def _feet(self, seen: Projection, margin: int) -> int:
        """Put what comes next and the estimated end at the bottom; return where that begins."""
        self.then.say(_("Ensuite") if seen.next else "")
        self.next.say(projector_words.coming(seen.next) if seen.next else "")
        self.end.say(projector_words.estimated_end(seen))
        if not self.next.text() and not self.end.text():
            return self.height()
        width, pad = self.width() - 2 * margin, self._scaled(22, 12)
        aside = self.end.measure(self._letters(24), width)
        room = width - self.end.advance() - self._scaled(40)
        caption = self.then.measure(self._letters(20), width)
        self.next.measure(self._letters(28), room, 2)
        if len(self.next.folded) > 1:
            self.next.measure(self._letters(24), room, 2)
        tall = max(len(self.next.folded) * self.next.line_height(), aside)
        top = self.height() - 2 * pad - caption - tall
        self.then.put(margin, top + pad, room)
        self.next.put(margin, top + pad + caption, room)
        line = max(self.next.line_height() if self.next.text() else 0, aside)
        self.end.put(margin, top + pad + caption + tall - (line + aside) // 2, width)
        return top

    def _item(self, seen: Projection, margin: int, top: int) -> int:
        """Put the running item, who reports and its minutes; return the bottom."""
        assert seen.item is not None
        width = self.width() - 2 * margin
        self.point.say(projector_words.point(seen))
        self.title.say(seen.item.title)
        self.reporter.say(seen.item.reporter)
        self.minutes.say(projector_words.minutes(seen))
        self.point.measure(self._letters(22), width)
        below = self.reporter.measure(self._letters(26), width, 2)
        tall = self.minutes.measure(self._letters(26), width)
        top = self.point.put(margin, top, width) + self._scaled(5)
        room = self._foot - top - below - tall - self._scaled(26)
        self._fit_title(width, room, self._scaled(160) if seen.taken else 0)
        top = self.title.put(margin, top, width) + self._scaled(6)
        top = self.reporter.put(margin, top, width) + self._scaled(14)
        self.minutes.put(margin, top, width)
        if seen.item.planned_minutes:
            aside = max(self._scaled(300), self.minutes.advance() + self._scaled(40))
            thick = self._scaled(12, 8)
            self._bar = QRectF(margin, top + (tall - thick) // 2, width - aside, thick)
        return top + tall

    def _fit_title(self, width: int, room: int, wanted: int = 0) -> None:
        """Take the largest letters that hold the title in two lines, else the smallest in three, or four.

        The third and fourth give way to `wanted` pixels for what was decided, the second to `room` only.
        """
        for pixels in (50, 47, SMALLEST_TITLE):
            self.title.measure(self._scaled(pixels, SMALLEST_TITLE), width, 4)
            if len(self.title.folded) <= 2:
                break
        for lines, height in ((3, room - wanted), (2, room - wanted), (1, room)):
            if len(self.title.folded) * self.title.line_height() > height:
                self.title.measure(self.title.pixels, width, lines)

    def _message(self, seen: Projection, margin: int, top: int) -> None:
        """Put one sentence in the middle, and what explains it under it."""
        width = self.width() - 2 * margin
        words, under = projector_words.message(seen)
        self.title.say(words)
        self.reporter.say(under)
        self._fit_title(width, self._foot - top)
        tall = len(self.title.folded) * self.title.line_height()
        gap = self._scaled(12) if under else 0
        low = self.reporter.measure(self._letters(28), width, 2)
        top += max((self._foot - top - tall - gap - low) * 2 // 5, 0)
        self.reporter.put(margin, self.title.put(margin, top, width) + gap, width)

    def _decided(self, taken: tuple[Taken, ...], margin: int, top: int) -> None:
        """Put the decisions and commitments that fit under the item, smaller when they are many."""
        if not taken:
            return
        sentences = [projector_words.taken(one) for one in taken]
        decisions = [one.decision for one in taken]
        self.taken.say(_("Décidé sur ce point"))
        top += self._scaled(35, 12)
        room = self._foot - top - self.taken.measure(self._letters(22), self.width() - 2 * margin)
        kept: list[int] = []
        row = self._row(LINE_LETTERS[0], margin)
        for pixels in LINE_LETTERS:
            tried = self._row(pixels, margin)
            tall = [tried.gap + text_height(words, tried.letters, tried.width, 2) for words in sentences]
            note = tried.gap + text_height(sentences[0], tried.letters, tried.width, 1)
            fit = projector_words.kept(decisions, tall, room - self._scaled(16, 8), note, LINES_AT_MOST)
            if len(fit) > len(kept):
                kept, row = fit, tried
        if not kept:
            self.taken.say("")
            return
        top = self.taken.put(margin, top, self.width() - 2 * margin)
        for place, labels in zip(kept, self.lines, strict=False):
            top = self._put_line(labels, decisions[place], sentences[place], row, margin, top)
        self.more.say(projector_words.others(len(taken) - len(kept)))
        self.more.measure(row.letters, row.width)
        self.more.put(row.text, top + row.gap, row.width)

    def _row(self, pixels: int, margin: int) -> "_Row":
        """Return where the parts of a line go when its text has letters of `pixels`."""
        side = self._scaled(pixels + 2, SMALLEST)
        word = self._letters(pixels - 4)
        kind = margin + side + self._scaled(18)
        widest = max(text_width(one, word, strong=True) for one in (_("Décision"), _("Engagement")))
        text = kind + widest + self._scaled(24)
        gap = self._scaled(22 * pixels / 28, 6)
        return _Row(self._letters(pixels), word, side, kind, text, self.width() - margin - text, gap)

    def _put_line(
        self, labels: tuple[Words, Words], decision: bool, words: str, row: "_Row", margin: int, top: int
    ) -> int:
        """Put one decision or commitment; return its bottom."""
        kind, text = labels
        kind.tint = "ok" if decision else "accent"
        kind.say(_("Décision") if decision else _("Engagement"))
        text.say(words)
        text.measure(row.letters, row.width, 2)
        low = kind.measure(row.word, self.width())
        middle = top + row.gap + text.line_height() // 2
        kind.put(row.kind, middle - low // 2, row.text - row.kind)
        icon = QRect(margin, middle - row.side // 2, row.side, row.side)
        self._icons.append((icon, "gavel" if decision else "handshake", kind.tint))
        return text.put(row.text, top + row.gap, row.width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the rule, the bar and the icons; the texts draw themselves."""
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.fillRect(self.rect(), self._ink("surface"))
        margin = self._scaled(64, 24)
        p.fillRect(QRect(margin, self._rule, self.width() - 2 * margin, 2), self._ink("line2"))
        if self._foot < self.height():
            p.fillRect(QRect(0, self._foot, self.width(), self.height()), self._ink("sunken"))
            p.fillRect(QRect(0, self._foot, self.width(), 2), self._ink("line2"))
        if self._bar is not None:
            self._draw_bar(p, self._bar)
        for rect, name, role in self._icons:
            picture = icons.pixmap(name, role, rect.width(), self.devicePixelRatioF(), self._colours)
            p.drawPixmap(rect.topLeft(), picture)
        p.end()

    def _draw_bar(self, p: QPainter, bar: QRectF) -> None:
        """Draw the minutes used of those planned; past them the bar stays full, the words tell."""
        seen = self.seen
        assert seen is not None
        assert seen.item is not None
        round_end = bar.height() / 2
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(self._ink("line"))
        p.drawRoundedRect(bar, round_end, round_end)
        share = min(seen.used / seen.item.planned_minutes, 1.0)
        if share:
            done = QRectF(bar)
            done.setWidth(max(bar.width() * share, bar.height()))
            p.setBrush(self._ink("accent"))
            p.drawRoundedRect(done, round_end, round_end)

    def _ink(self, role: str) -> QColor:
        return QColor(self._colours.color(role))
