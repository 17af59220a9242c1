"""The two languages: every text can be translated and is, and papers stay French unless asked."""

import ast
import gettext
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from coprodesk.assets import resource
from coprodesk.commands import agenda, attendance, commitment_bulk, council, invitations, live, reminders
from coprodesk.commands import letter_templates as letters
from coprodesk.domain import french, i18n
from coprodesk.domain.disclosure import Audience, Level
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, asked_on_paper, ngettext, on_paper
from coprodesk.domain.names import Gender, GrammaticalNumber, agree, of_institution, titled, with_article
from coprodesk.domain.reminders import Answer, AnswerKind, Tone
from coprodesk.exchange import printing, tables
from coprodesk.exchange.print_runs import Progress
from coprodesk.exchange.progress import ExportProgress
from coprodesk.queries.journal_values import Words
from coprodesk.queries.tables import each_table
from coprodesk.store import Store, create
from tests import catalogue
from tests.conftest import FrozenClock, opening_in

CALLS = ("_", "ngettext")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
MNEMONIC = re.compile(r"&(?=\w)")
LETTER = re.compile(r"&(\w)")
THURSDAY = date(2026, 11, 19)
HELD = 8


class Marked(gettext.NullTranslations):
    """A catalogue that shows where the screen's words went."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if abs(n) < 2 else msgid2}⟧"


@pytest.fixture(autouse=True)
def french_again() -> Iterator[None]:
    yield
    i18n.install("fr", resource("locale"))


def speak_english(*, paper: str = "fr") -> None:
    i18n.install("en", resource("locale"), paper=paper)


# The source: constant texts, asked for when they are shown


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, bool]]:
    """Every call of `_` and `ngettext`, with whether it runs as soon as the module is imported."""

    def walk(node: ast.AST, at_once: bool) -> Iterator[tuple[ast.Call, bool]]:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield node, at_once
        inside = node.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) else ()
        later = {id(part) for part in (inside if isinstance(inside, list) else [inside])}
        for child in ast.iter_child_nodes(node):
            yield from walk(child, at_once and id(child) not in later)

    yield from walk(tree, True)


def faults(source: str) -> list[str]:
    found = []
    for call, at_once in calls(ast.parse(source)):
        texts = call.args[: 2 if isinstance(call.func, ast.Name) and call.func.id == "ngettext" else 1]
        if at_once:
            found.append(f"line {call.lineno}: the language is chosen after the import")
        if not all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in texts):
            found.append(f"line {call.lineno}: the text is not a constant")
        elif not all(one.value for one in texts if isinstance(one, ast.Constant)):
            found.append(f"line {call.lineno}: the empty text is the head of a catalogue")
    return found


def test_every_text_is_a_constant_that_is_asked_for_when_shown() -> None:
    found = [
        f"{path.relative_to(catalogue.PACKAGE)} {fault}"
        for path in sorted(catalogue.PACKAGE.rglob("*.py"))
        for fault in faults(path.read_text(encoding="utf-8"))
        if path.name != "i18n.py"
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "TITLE = _('Réunions')",
        "def shown(title=_('Réunions')): pass",
        "class Page:\n    title = _('Réunions')",
        "def shown(n): return _(f'{n} réunions')",
        "def shown(title): return _(title)",
        "def shown(n): return ngettext('une', f'{n}', n)",
        "def shown(): return _('')",
    ],
)
def test_a_text_that_could_not_be_translated_is_seen(source: str) -> None:
    assert faults(source)


def test_a_text_in_a_function_may_be_translated() -> None:
    assert not faults("def shown(n):\n    return [lambda: _('Réunions'), ngettext('une', '{n}', n)]")


# The catalogue: whole, and faithful to its texts


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def wrong(ids: tuple[str, ...], told: tuple[str, ...]) -> list[str]:
    """What is wrong in the English `told` for the French `ids`."""
    found = []
    if len(told) != len(ids) or not all(told):
        return ["a form is missing"]
    if {*PLACEHOLDER.findall("".join(ids))} != {*PLACEHOLDER.findall("".join(told))}:
        found.append("the placeholders are not the same")
    for one, other in zip(ids, told, strict=True):
        if len(MNEMONIC.findall(one)) != len(MNEMONIC.findall(other)):
            found.append("a mnemonic is missing or too many")
        if (one[:1].isspace(), one[-1:].isspace()) != (other[:1].isspace(), other[-1:].isspace()):
            found.append("a blank at an end is missing")
        if one.count("\n") != other.count("\n"):
            found.append("the lines are not the same")
        if re.search(r"«|»|\w'\w|\u00a0[:;!?]", other):
            found.append("French or typewriter's signs")
    return found


def test_the_catalogue_is_that_of_the_program() -> None:
    held = catalogue.read()
    fresh = catalogue.extract(known=held)
    kept, wanted = ({str(one.id) for one in some if one.id} for some in (held, fresh))
    assert (kept - wanted, wanted - kept) == (set(), set()), "run python -m tests.catalogue"
    assert catalogue.untranslated(held) == []


def test_every_text_says_in_english_what_it_says_in_french() -> None:
    found = {
        str(one.id): faults
        for one in catalogue.read()
        if one.id and one.string and (faults := wrong(forms(one.id), forms(one.string)))
    }
    assert not found


@pytest.mark.parametrize(
    ("ids", "told"),
    [
        (("{n} jour", "{n} jours"), ("{n} day",)),
        (("{n} jour", "{n} jours"), ("{n} day", "")),
        (("Le {day}",), ("On {date}",)),
        (("&Ouvrir",), ("Open",)),
        ((" et ",), ("and",)),
        (("un\ndeux",), ("one two",)),
        (("«\u00a0{name}\u00a0»",), ("« {name} »",)),
    ],
)
def test_a_text_that_says_something_else_is_seen(ids: tuple[str, ...], told: tuple[str, ...]) -> None:
    assert wrong(ids, told)


def fields(source: str) -> Iterator[tuple[str, list[str]]]:
    """Each class and function with the texts that name its fields: those with a mnemonic."""
    for part in ast.parse(source).body:
        if isinstance(part, ast.ClassDef | ast.FunctionDef):
            inside = {str(ast.literal_eval(call.args[0])) for call, _at_once in calls(ast.Module([part], []))}
            yield part.name, sorted(text for text in inside if MNEMONIC.search(text))


def same_letters(source: str, told: dict[str, str]) -> list[str]:
    found = []
    for name, texts in fields(source):
        letters = Counter(letter.lower() for text in texts for letter in LETTER.findall(told.get(text, text)))
        found += [f"{name}: {letter}" for letter, times in letters.items() if times > 1]
    return found


@pytest.mark.parametrize("spoken", ["fr", "en"])
def test_no_form_has_the_same_letter_twice(spoken: str) -> None:
    held = catalogue.read() if spoken == "en" else Catalog()
    told = {forms(one.id)[0]: forms(one.string or "")[0] for one in held if one.id}
    found = [
        f"{path.name} {fault}"
        for path in sorted((catalogue.PACKAGE / "ui").rglob("*.py"))
        if path.name != "actions.py"  # its menus are tried one by one, as built
        for fault in same_letters(path.read_text(encoding="utf-8"), told)
    ]
    assert not found


def test_a_letter_used_twice_is_seen() -> None:
    form = "class Form:\n    def fill(self): return _('&Nom'), _('&Note')"
    assert same_letters(form, {}) == ["Form: n"]
    assert not same_letters(form, {"&Note": "Re&mark"})


def test_what_gettext_reads_is_what_is_kept() -> None:
    def texts(found: Catalog) -> dict[str, object]:
        return {forms(one.id)[0]: forms(one.string or "") for one in found if one.id}

    with catalogue.PO.with_suffix(".mo").open("rb") as file:
        assert texts(read_mo(file)) == texts(catalogue.read())


def test_a_new_text_comes_in_and_one_that_is_gone_leaves(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("def f(n): return _('Réunions'), ngettext('{n} jour', '{n} jours', n)")
    known = Catalog(locale="en")
    known.add("Réunions", "Meetings")
    known.add("Partie", "Gone")
    found = catalogue.extract(tmp_path, known)
    assert {one.id: one.string for one in found if one.id} == {
        "Réunions": "Meetings",
        ("{n} jour", "{n} jours"): ("", ""),
    }
    assert catalogue.untranslated(found) == ["{n} jour"]


# On screen and on paper


def test_the_screen_speaks_english_and_the_paper_french() -> None:
    speak_english()
    assert _("Compte rendu") == "Minutes"
    assert ngettext("{n} jour", "{n} jours", 0) == "{n} days"
    with on_paper():
        assert _("Compte rendu") == "Compte rendu"
        assert ngettext("{n} jour", "{n} jours", 0) == "{n} jour"
    assert _("Compte rendu") == "Minutes"


def test_a_worker_begins_on_screen() -> None:
    speak_english()
    with on_paper(), ThreadPoolExecutor(1) as pool:
        assert pool.submit(_, "Compte rendu").result() == "Minutes"
        assert pool.submit(on_paper()(_), "Compte rendu").result() == "Compte rendu"


def test_a_refusal_of_a_paper_is_told_on_screen() -> None:
    def ask() -> str:
        raise Refusal(_("Compte rendu"))

    speak_english()
    assert asked_on_paper(_, "Compte rendu") == "Compte rendu"
    with pytest.raises(Refusal, match="Minutes"):
        asked_on_paper(ask)


def refused_on_paper(place: Path) -> dict[str, Callable[[], object]]:
    """What refuses amid the setting of a paper or the making of an export."""
    long = SimpleNamespace(title="T", columns=("a",), rows=range(2_000_000))
    return {
        "an export stopped": lambda: ExportProgress(stopped=True).go_on(),
        "pages stopped": lambda: Progress(stopped=True)(1),
        "a disk that is full": lambda: printing.write_whole(place / "absent" / "x.pdf", b""),
        "a table too long": lambda: tables.workbook_of([long]),
        "a table not offered": lambda: list(each_table(None, ("roll",), Audience(Level.PUBLIC))),
    }


@pytest.mark.parametrize("what", list(refused_on_paper(Path())))
def test_a_refusal_amid_a_paper_is_told_on_screen(what: str, tmp_path: Path) -> None:
    refuse = refused_on_paper(tmp_path)[what]
    with pytest.raises(Refusal) as french_words:
        refuse()
    speak_english()
    with pytest.raises(Refusal) as shown:
        refuse()
    with on_paper():
        with pytest.raises(Refusal) as told:
            refuse()
        assert _("Compte rendu") == "Compte rendu", "and the paper goes on in its own words"
    assert str(told.value) == str(shown.value) != str(french_words.value)


def refusing(tree: ast.Module) -> list[str]:
    """Where a refusal is made, or a `require_…` called, inside a block or a function of the paper."""

    def on_paper_itself(node: ast.AST) -> bool:
        if isinstance(node, ast.With):
            calls = [item.context_expr for item in node.items]
        else:
            calls = node.decorator_list if isinstance(node, ast.FunctionDef) else []
        return any(ast.unparse(one) == "on_paper()" for one in calls)

    return [
        f"line {call.lineno}: {call.func.id}"
        for block in ast.walk(tree)
        if on_paper_itself(block)
        for call in ast.walk(block)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and (call.func.id == "Refusal" or call.func.id.startswith("require"))
    ]


def test_no_block_of_the_paper_refuses() -> None:
    """What is written is for the paper, what is refused for who sits there: a block holds the texts alone."""
    found = {
        path.name: refusing(ast.parse(path.read_text(encoding="utf-8")))
        for path in catalogue.PACKAGE.rglob("*.py")
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "source",
    [
        "@on_paper()\ndef write(row):\n    require_row(row)",
        "def write():\n    with on_paper():\n        raise Refusal(_('Non'))",
    ],
)
def test_a_block_that_refuses_is_seen(source: str) -> None:
    assert refusing(ast.parse(source))


def test_the_stored_words_of_the_journal_are_told_on_screen(example: Store) -> None:
    told = {
        ("mandate", "authority"): ("subject_to_approval", "sous réserve", "if confirmed"),
        ("meeting_notice", "kind"): ("cancelled", "annulation", "cancellation"),
        ("agenda_item", "role"): ("watch_points", "points de vigilance", "watch points"),
    }
    for (table, column), (stored, french_words, english_words) in told.items():
        i18n.install("fr", resource("locale"))
        assert Words(example).value(table, column, stored) == french_words
        speak_english()
        assert Words(example).value(table, column, stored) == english_words
        with on_paper():
            assert Words(example).value(table, column, stored) == french_words


def test_a_language_without_catalogue_is_french(tmp_path: Path) -> None:
    i18n.install("de", resource("locale"))
    assert (_("Compte rendu"), i18n.speaks_french()) == ("Compte rendu", True)
    i18n.install("en", tmp_path)
    assert (_("Compte rendu"), i18n.speaks_french()) == ("Compte rendu", True)


def test_dates_follow_the_paper() -> None:
    speak_english()
    assert french.long_date(THURSDAY) == "jeudi 19 novembre 2026"
    assert french.hour("14:30") == "14\u00a0h\u00a030"
    speak_english(paper="en")
    assert french.long_date(THURSDAY) == "Thursday 19 November 2026"
    assert french.medium_date(THURSDAY) == "Thu 19 November 2026"
    assert french.day_month(date(2026, 3, 1)) == "1 March"
    assert french.hour("14:30") == "14:30"
    assert french.parse_date("Thursday 19 November 2026", date(2026, 10, 15)) == THURSDAY


def test_grammar_follows_the_words() -> None:
    speak_english()
    assert with_article("préfecture", "la") == "the préfecture"
    assert of_institution("Lorneo", "") == "of Lorneo"
    assert agree(_("Présent"), _("Présente"), Gender.FEMININE, GrammaticalNumber.PLURAL) == "Present"
    assert titled("Mme", "procureure") == "Mme la Procureure"
    with on_paper():
        assert of_institution("parquet", "le") == "du parquet"


def paper(store: Store, name: str) -> tuple[bytes, str, str]:
    printed = printing.print_document(store, name, HELD, Audience(Level.PARTNERS))
    return printed.pdf, printed.text, printed.file_name


@pytest.mark.parametrize("name", ["minutes", "decision-sheet", "agenda"])
def test_an_english_window_prints_the_same_paper(example: Store, name: str) -> None:
    before = paper(example, name)
    speak_english()
    assert paper(example, name) == before
    speak_english(paper="en")
    assert paper(example, name)[1] != before[1]


def test_english_minutes_are_english(example: Store) -> None:
    speak_english(paper="en")
    document = printing.prepare(example, "minutes", HELD, Audience(Level.PARTNERS)).document
    assert (document.title, document.lang) == ("Minutes", "en-GB")
    words = paper(example, "minutes")[1]
    assert "Thursday 24 September 2026" in words
    assert "Presenter: CPN" in words


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the file, but the labels of the journal: they are in the words of who acts."""
    tables = [
        name
        for (name,) in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith(("sqlite_", "search", "_sqlite"))
    ]
    found = {name: [tuple(row) for row in store.rows(f'SELECT * FROM "{name}"')] for name in tables}
    found["journal_step"] = []
    return found


def filled(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """A new council in which the program wrote texts of its own."""
    folder.mkdir()
    store = create(
        folder / "essai.copro",
        opening_in(folder, FrozenClock()),
        lambda change: council.seed(change, name="CLSPD d’Essai", commune="Essai"),
        "Création",
    )
    letters.set_letter_template(store, Tone.GENTLE, subject="où en est-on")
    store.close()
    return rows_of(folder)


def rows_of(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    from coprodesk.store import open_file

    store = open_file(folder / "essai.copro", opening_in(folder, FrozenClock()))
    found = rows(store)
    store.close()
    return found


def test_a_new_council_is_the_same_row_by_row(tmp_path: Path) -> None:
    before = filled(tmp_path / "fr")
    speak_english()
    assert filled(tmp_path / "en") == before


def test_no_word_of_the_screen_enters_the_file(example: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_screen", Marked())
    letters.set_letter_template(example, Tone.FORMAL, subject="où en est-on")
    live.open_session(example, 9, "14:30")
    agenda.add_item(example, 9, "Essai")
    attendance.add_guest(example, 9, "Mme Essai")
    on = example.clock().date()
    (row,) = example.rows("SELECT id, lead_id FROM commitment WHERE state = 'open' AND lead_id > 0 LIMIT 1")
    commitment_bulk.go_on(example, [row["id"]], on=on)
    reminders.log_reminder(example, row["lead_id"], [row["id"]], Tone.GENTLE, on=on)
    answer = Answer(row["id"], AnswerKind.ONGOING)
    reminders.record_answers(example, row["lead_id"], [answer], on=on)
    invitations.note_invitation(example, 9, Level.PARTNERS, "0", file_name="essai.ics")
    held = json.dumps(rows(example), default=str, ensure_ascii=False)
    assert "⟦" not in held
    with example.change("Essai") as change:
        change.update("topic", 1, title=_("Compte rendu"))
    assert "⟦" in json.dumps(rows(example), default=str, ensure_ascii=False)
