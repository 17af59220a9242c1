"""What comes from a word processor or a mail is pasted as clean text with its bullets: 16.

Each payload is written after what the program of its name puts on the clipboard: text, HTML, line ends.
"""

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coprodesk.domain import pasted as domain_pasted
from coprodesk.ui.widgets.editors import AutoTextEdit

_MSO = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'>"
    "<head><style>p.MsoNormal {{margin:0}}</style></head>"
    "<body lang=FR><!--StartFragment-->{}<!--EndFragment--></body></html>"
)
_ITEM = (
    "<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]>"
    "<span style='font-family:Symbol'>·<span style='font:7.0pt Times'>&nbsp;&nbsp;</span></span>"
    "<![endif]>{}<o:p></o:p></p>"
)
PAYLOADS = {
    "Word, bullets": (
        "·\tPremier point\r\n·\tSecond point\r\n",
        _MSO.format(_ITEM.format("Premier point") + _ITEM.format("Second point")),
        "• Premier point\n• Second point\n",
    ),
    "Word, two levels": (
        "·\tPremier\r\no\tDétail\r\n\uf0a7\tPlus fin\r\n",
        _MSO.format(_ITEM.format("Premier") + _ITEM.format("Détail") + _ITEM.format("Plus fin")),
        "• Premier\n• Détail\n• Plus fin\n",
    ),
    "Word, numbers": (
        "1.\tPremier\r\n2.\tSecond\r\n",
        _MSO.format("<p class=MsoListParagraph>1. Premier</p><p class=MsoListParagraph>2. Second</p>"),
        "1.\tPremier\n2.\tSecond\n",
    ),
    "Word, quotes": (
        "L’été, «\u00a0là\u00a0»\u00a0: 12\u00a0€\r\n",
        _MSO.format("<p class=MsoNormal>L’été, «&nbsp;là&nbsp;»&nbsp;: 12&nbsp;€</p>"),
        "L’été, «\u00a0là\u00a0»\u00a0: 12\u00a0€\n",
    ),
    "Word, line break": (
        "Une ligne\u000bla suite, coopé\u00adration   \r\nAutre paragraphe",
        _MSO.format("<p class=MsoNormal>Une ligne<br>la suite, coopé&shy;ration</p><p>Autre paragraphe</p>"),
        "Une ligne\nla suite, coopération\nAutre paragraphe",
    ),
    "Word, table": (
        "Partenaire\tAction\r\nÉcole\tPrêter\u00a0une salle\r\n",
        _MSO.format("<table class=MsoTableGrid><tr><td>Partenaire</td><td>Action</td></tr></table>"),
        "Partenaire\tAction\nÉcole\tPrêter\u00a0une salle\n",
    ),
    "LibreOffice, bullets": (
        "• Premier\n• Second\n    ◦ Détail",
        "<html><head><meta name=generator content='LibreOffice'></head><body><ul><li><p>Premier</p></li>"
        "<li><p>Second</p><ul><li><p>Détail</p></li></ul></li></ul></body></html>",
        "• Premier\n• Second\n    • Détail",
    ),
    "LibreOffice, bold": (
        "gras et italique, œuvre R&D < 5",
        "<p><b>gras</b> et <i>italique</i>, <font color='#ff0000'>œuvre</font> R&amp;D &lt; 5</p>",
        "gras et italique, œuvre R&D < 5",
    ),
    "Outlook, bullets": (
        "Bonjour,\r\n\r\n\uf0b7\u00a0Premier\r\n\uf0b7\u00a0Second\r\n\r\nCordialement",
        _MSO.format("<p class=MsoNormal>Bonjour,</p>" + _ITEM.format("Premier") + _ITEM.format("Second")),
        "Bonjour,\n\n• Premier\n• Second\n\nCordialement",
    ),
    "Outlook, signature": (
        "Bien à vous,\r\n\ufeffMme\u00a0Ève Œuvrard\u200b\r\n\ufffc",
        _MSO.format("<p class=MsoNormal>Bien à vous,</p><p>Mme&nbsp;Ève Œuvrard</p><img src='cid:logo'>"),
        "Bien à vous,\nMme\u00a0Ève Œuvrard\n",
    ),
    "Web mail in Chrome, bullets": (
        "À noter\nPremier\nSecond",
        "<meta charset='utf-8'><div>À noter</div><ul><li>Premier</li><li>Second</li></ul>",
        "À noter\n• Premier\n• Second",
    ),
    "Web mail in Chrome, numbers": (
        "Premier\nSecond",
        "<meta charset='utf-8'><ol><li>Premier</li><li>Second</li></ol>",
        "1. Premier\n2. Second",
    ),
    "Web mail in Firefox, bullets": (
        "À noter\n\n  * Premier\n  * Second",
        "<div>À noter</div><ul><li>Premier</li><li>Second</li></ul>",
        "À noter\n\n  * Premier\n  * Second",
    ),
    "Web mail, picture": ("🙂 merci", "<img src='https://exemple.test/x.png'>🙂 merci", "🙂 merci"),
}


def pasted(qtbot: QtBot, name: str) -> str:
    field = AutoTextEdit()
    qtbot.addWidget(field)
    text, html, _wanted = PAYLOADS[name]
    data = QMimeData()
    data.setText(text)
    data.setHtml(html)
    QApplication.clipboard().setMimeData(data)
    field.paste()
    return field.text()


@pytest.mark.parametrize("name", PAYLOADS)
def test_16_pasting_gives_clean_text_with_its_bullets(qtbot: QtBot, name: str) -> None:
    assert pasted(qtbot, name) == PAYLOADS[name][2]


def test_16_pasting_as_it_comes_is_caught(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain_pasted, "pasted", lambda text, _html: text)
    wrong = {name for name in PAYLOADS if pasted(qtbot, name) != PAYLOADS[name][2]}
    assert {
        "Word, bullets",
        "Outlook, bullets",
        "LibreOffice, bullets",
        "Web mail in Chrome, bullets",
    } <= wrong


def test_16_what_is_copied_here_is_pasted_as_it_was(qtbot: QtBot) -> None:
    field = AutoTextEdit("Une salle \n")
    qtbot.addWidget(field)
    field.selectAll()
    field.copy()
    field.moveCursor(field.textCursor().MoveOperation.End)
    field.paste()
    assert field.text().startswith("Une salle \nUne salle")
