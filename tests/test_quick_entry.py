"""One typed line of the live meeting."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprodesk.domain.quick_entry import PREFIXES, QuickKind, QuickLine, parse_line, understood
from coprodesk.domain.records import RecordKind

TODAY = date(2026, 10, 15)  # a Thursday
END = date(2026, 11, 30)
CPN, DEP, DSDEN, OPH, LAV, CLUB, PM, LEAD, SCHOOL = 3, 4, 5, 8, 11, 12, 23, 24, 13
INSTITUTIONS = (
    (CPN, "CPN", "CPN de Brévigny"),
    (DEP, "Département", "Conseil départemental"),
    (DSDEN, "DSDEN", "DSDEN de la Haute-Lorne"),
    (OPH, "Brév. Habitat", "Brévigny Habitat (OPH)"),
    (LAV, "LAV", "Lorne Aide aux Victimes"),
    (CLUB, "Le Passage", "Club de prévention « Le Passage »"),
    (PM, "PM", "Police municipale"),
    (LEAD, "Coordination", "CLSPD – coordination"),
    (SCHOOL, "Collège", "Collège Anne-Vaubrun"),
)


def parsed(line: str, *, watch: bool = False) -> QuickLine:
    return parse_line(line, INSTITUTIONS, TODAY, watch=watch)


def told(line: QuickLine) -> str:
    return " ".join(line.messages).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("i Chantier du 5 au 30", QuickKind.INFORMATION, "Chantier du 5 au 30"),
        ("I Chantier", QuickKind.INFORMATION, "Chantier"),
        ("d Inscrire", QuickKind.DECISION, "Inscrire"),
        ("e Agir", QuickKind.COMMITMENT, "Agir"),
        ("r Pas de médiateurs", QuickKind.DISSENT, "Pas de médiateurs"),
        ("v Demander", QuickKind.REQUEST, "Demander"),
        ("x Huit opérations", QuickKind.STATEMENT, "Huit opérations"),
        ("c La CPN signale", QuickKind.DISCUSSION, "La CPN signale"),
        ("  d   Deux blancs", QuickKind.DECISION, "Deux blancs"),
        ("Sans lettre", QuickKind.DISCUSSION, "Sans lettre"),
        ("décider", QuickKind.DISCUSSION, "décider"),
        ("a plus", QuickKind.DISCUSSION, "a plus"),
        ("x", QuickKind.DISCUSSION, "x"),
        ("", QuickKind.DISCUSSION, ""),
    ],
)
def test_the_first_letter_says_the_kind(typed: str, kind: QuickKind, text: str) -> None:
    line = parsed(typed)
    assert (line.kind, line.text, line.messages) == (kind, text, ())


def test_a_line_without_letter_is_what_one_was_writing() -> None:
    assert parse_line("Adopté", (), TODAY, usual=QuickKind.CONCLUSION).kind is QuickKind.CONCLUSION
    assert parse_line("i Adopté", (), TODAY, usual=QuickKind.CONCLUSION).kind is QuickKind.INFORMATION


def test_a_watch_point_is_for_a_watch_cell() -> None:
    line = parsed("p Hall 4, attroupement", watch=True)
    assert (line.kind, line.text, line.messages) == (QuickKind.WATCH_POINT, "Hall 4, attroupement", ())
    elsewhere = parsed("p Hall 4")
    assert (elsewhere.kind, elsewhere.text) == (QuickKind.DISCUSSION, "p Hall 4")
    assert "cellule de veille" in told(elsewhere)


def test_every_letter_has_its_kind_and_every_kind_its_words() -> None:
    assert all(kind.prefix == letter for letter, kind in PREFIXES.items())
    assert set(QuickKind) - set(PREFIXES.values()) == {QuickKind.CONCLUSION}
    assert len({kind.label for kind in QuickKind}) == len(QuickKind)
    assert {kind.value for kind in RecordKind} <= {kind.value for kind in QuickKind}


@pytest.mark.parametrize(
    ("typed", "ids", "text"),
    [
        ("Transmettre @dsden", (DSDEN,), "Transmettre"),
        ("@DSDEN transmet", (DSDEN,), "transmet"),
        ("Agir @département vite", (DEP,), "Agir vite"),
        ("Agir @departement vite", (DEP,), "Agir vite"),
        ("Agir @dep vite", (DEP,), "Agir vite"),
        ("Agir @dsd", (DSDEN,), "Agir"),
        ("Agir @cd", (DEP,), "Agir"),  # initials
        ("Agir @laav", (LAV,), "Agir"),
        ("Agir @bré", (OPH,), "Agir"),
        ("Agir @habitat", (OPH,), "Agir"),
        ("Agir @brév. habitat demain", (OPH,), "Agir demain"),
        ("Agir @le passage ce soir", (CLUB,), "Agir ce soir"),
        ("Agir @police municipale ce soir", (PM,), "Agir ce soir"),
        ("Agir @passage.", (CLUB,), "Agir."),
        ("Agir @pm @cpn", (PM, CPN), "Agir"),
        ("Agir @pm, @cpn et @lav.", (PM, CPN, LAV), "Agir."),
        ("Agir, @pm", (PM,), "Agir"),
        ("Agir (@pm, @cpn) vite", (PM, CPN), "Agir vite"),
        ("@pm : agir", (PM,), "agir"),
        ("Agir @pm @cpn @pm", (PM, CPN), "Agir"),
        ("@cpn Agir avec @pm", (CPN, PM), "Agir avec"),
        ("Écrire à a@b.fr", (), "Écrire à a@b.fr"),
        ("À 15 € @ pièce", (), "À 15 € @ pièce"),
        ("@", (), "@"),
    ],
)
def test_at_names_an_institution_the_first_leads(typed: str, ids: tuple[int, ...], text: str) -> None:
    line = parsed(f"d {typed}")
    assert (line.text, line.messages) == (text, ())
    assert (*(() if line.lead_id is None else (line.lead_id,)), *line.contributor_ids) == ids


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("@zorro agit", "« @zorro » ne désigne aucune institution connue"),
        ("@11h on verra", "« @11h » ne désigne aucune"),
        ("@co agit", "« @co » peut désigner Département ou Coordination ou Collège"),
    ],
)
def test_an_unclear_name_stays_in_the_text_and_is_said(typed: str, words: str) -> None:
    line = parsed(f"i {typed}")
    assert (line.text, line.lead_id) == (typed, None)
    assert words in told(line)


def test_two_institutions_of_one_name_are_never_guessed() -> None:
    twins = ((1, "SIG", "Un"), (2, "SIG", "Deux"))
    line = parse_line("i @sig agit", twins, TODAY)
    assert (line.text, line.lead_id) == ("@sig agit", None)
    assert "peut désigner SIG ou SIG" in told(line)


@pytest.mark.parametrize(
    ("typed", "day", "text"),
    [
        ("Agir >30/11", END, "Agir"),
        ("Agir > 30/11", END, "Agir"),
        ("Agir >30/11/2026 vite", END, "Agir vite"),
        ("Agir >30.11.2026", END, "Agir"),
        ("Agir >30-11-26", END, "Agir"),
        ("Agir >2026-11-30.", END, "Agir."),
        ("Agir >30 novembre", END, "Agir"),
        ("Agir > 30 novembre", END, "Agir"),
        ("Agir > 30 novembre 2026 vite", END, "Agir vite"),
        ("Agir >30 nov. 2026", END, "Agir"),
        ("Agir >lundi 30 novembre", END, "Agir"),
        ("Poser >30 novembre 12 caméras", END, "Poser 12 caméras"),
        ("Agir >fin novembre", END, "Agir"),
        ("Agir >Fin de novembre", END, "Agir"),
        ("Agir >mi-novembre", date(2026, 11, 15), "Agir"),
        ("Agir >début décembre", date(2026, 12, 1), "Agir"),
        ("Agir >1er décembre", date(2026, 12, 1), "Agir"),
        ("Agir >12/3", date(2027, 3, 12), "Agir"),
        ("Agir >demain", date(2026, 10, 16), "Agir"),
        ("Agir >après-demain", date(2026, 10, 17), "Agir"),
        ("Agir >aujourd’hui", TODAY, "Agir"),
        ("Agir >lundi", date(2026, 10, 19), "Agir"),
        ("Agir >lundi prochain", date(2026, 10, 19), "Agir"),
        ("Agir >+15j", date(2026, 10, 30), "Agir"),
        ("Agir >+15 jours", date(2026, 10, 30), "Agir"),
        ("Agir >+15", date(2026, 10, 30), "Agir"),
        ("Agir >+2 semaines vite", date(2026, 10, 29), "Agir vite"),
        ("Agir >+3 mois", date(2027, 1, 15), "Agir"),
        ("Agir >fin du mois", date(2026, 10, 31), "Agir"),
        ("Agir >fin de l’année", date(2026, 12, 31), "Agir"),
        (">30/11 agir", END, "agir"),
        # comparisons are words
        ("Enfants > 3 ans", None, "Enfants > 3 ans"),
        ("Enfants >3 ans", None, "Enfants >3 ans"),
        ("Hausse > 2,5 %", None, "Hausse > 2,5 %"),
        ("Hausse > +15 %", None, "Hausse > +15 %"),
        ("Mur > +3 m", None, "Mur > +3 m"),
        ("Plus > 1/3 des élèves", None, "Plus > 1/3 des élèves"),
        ("Jeunes > 12-15 ans", None, "Jeunes > 12-15 ans"),
        ("Montant > 10 000 €", None, "Montant > 10 000 €"),
        ("Montant > 150000 €", None, "Montant > 150000 €"),
        ("a>b, 3>2, ->30/11", None, "a>b, 3>2, ->30/11"),
        ("> 3 marsouins", None, "> 3 marsouins"),
        (">", None, ">"),
        ("Suite > voir plus bas", None, "Suite > voir plus bas"),
    ],
)
def test_a_due_date_is_understood_and_a_comparison_is_not_one(
    typed: str, day: date | None, text: str
) -> None:
    line = parsed(f"i {typed}")
    assert (line.due_on, line.text, line.messages) == (day, text, ())


def test_the_date_is_told_in_full() -> None:
    assert parsed("e Agir >30/11").due_words == "lundi 30 novembre 2026"
    assert parsed("e Agir").due_words == ""


@pytest.mark.parametrize(
    ("typed", "text", "words"),
    [
        ("Agir >31/02", "Agir >31/02", "« 31/02 » n’existe pas au calendrier"),
        ("Agir >31 novembre", "Agir >31 novembre", "« 31 novembre » n’existe pas au calendrier"),
        ("Agir >mardi 30/11/2026", "Agir >mardi 30/11/2026", "n’existe pas au calendrier"),
        ("Agir >12/3/9999", "Agir >12/3/9999", "n’existe pas au calendrier"),
        ("Agir >lundy", "Agir >lundy", "« >lundy » n’est pas compris comme une échéance"),
        ("Agir >30/11 >demain", "Agir >demain", "Une seule échéance par ligne : « >demain » reste"),
    ],
)
def test_an_impossible_date_stays_in_the_text_and_is_said(typed: str, text: str, words: str) -> None:
    line = parsed(f"d {typed}")
    assert line.text == text
    assert words in told(line)


def test_a_past_date_is_kept_and_questioned() -> None:
    line = parsed("d Agir >30/9")
    assert (line.due_on, line.text) == (date(2026, 9, 30), "Agir")
    assert told(line) == "Le mercredi 30 septembre 2026 est déjà passé : vérifiez l’échéance."


@pytest.mark.parametrize("typed", ["d ", "e @pm", "@pm", "d >30/11", "  x  "])
def test_words_are_asked_for_when_there_are_none(typed: str) -> None:
    line = parsed(typed)
    assert line.text == ""
    assert "Il manque les mots" in told(line)


@pytest.mark.parametrize(
    ("typed", "lead"),
    [
        ("e DSDEN transmet l’absentéisme", DSDEN),
        ("e La dsden transmet", DSDEN),
        ("e Le Passage maraude", CLUB),
        ("e Le Département finance", DEP),
        ("e Police municipale : douze opérations", PM),
        ("e Brév. Habitat remplace", OPH),
        ("e PM, CPN : opérations", PM),
        ("e DSDEN", DSDEN),
        ("e Les collèges affichent", None),
        ("e PMI ouvre", None),
        ("e Transmettre à DSDEN", None),
        ("i DSDEN transmet", None),
    ],
)
def test_a_commitment_that_begins_with_an_institution_proposes_its_lead(typed: str, lead: int | None) -> None:
    line = parsed(typed)
    assert (line.lead_id, line.lead_proposed) == (lead, lead is not None)
    assert line.text == typed[2:]
    assert ("Pilote proposé : " in told(line)) is (lead is not None)


def test_a_typed_lead_is_never_replaced() -> None:
    line = parsed("e DSDEN transmet @cpn")
    assert (line.lead_id, line.lead_proposed, line.messages) == (CPN, False, ())


def test_what_was_understood_is_told() -> None:
    line = parsed("e Conduire 12 opérations, @pm, @cpn et @le passage >30/11.")
    assert understood(line) == "Engagement · PM, avec CPN et Le Passage · lundi 30 novembre 2026"
    assert line.text == "Conduire 12 opérations."
    assert line.contributor_ids == (CPN, CLUB)
    assert understood(parsed("Bonjour")) == "Échanges"
    assert understood(parsed("v Demander @lav")) == "Vœu · LAV"


# ---- any line

PIECES = st.sampled_from(
    [
        *("i ", "e ", "p ", " ", "  ", ",", ", ", "et ", "(", ")", ".", " : ", "\u00a0", "\n"),
        *("@pm", "@le passage", "@brév. habitat", "@co", "@", "a@b.fr", "@zorro", "@ﬁn", "@œuvre"),
        *(">30/11", "> 30 novembre", ">31/02", ">fin mars", ">+15j", ">", "> 3 ans", ">lundi", ">>"),
        *("DSDEN", "Œuvre", "été", "ß", "ﬁ", "e\u0301", "12", "\U0001f600", "’", "«\u00a0mot\u00a0»"),
    ]
)
LINES = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=10).map("".join))


def letters(text: str) -> Counter[str]:
    return Counter(letter for letter in text if not letter.isspace())


@given(LINES, st.booleans())
def test_no_line_raises_and_no_letter_is_lost(line: str, watch: bool) -> None:
    found = parsed(line, watch=watch)
    assert letters(line) == letters("".join(found.tokens) + found.text)
    assert all(token in line for token in found.tokens)
    assert found.text == found.text.strip()
    assert understood(found).startswith(found.kind.label)


@given(st.text(max_size=10), st.text(max_size=10), LINES)
def test_any_institution_may_be_named(short: str, name: str, line: str) -> None:
    found = parse_line(f"e @{short} @{name} {line}", ((1, short, name), (2, name, short)), TODAY)
    assert found.lead_id in (None, 1, 2)
    assert letters(f"e @{short} @{name} {line}") == letters("".join(found.tokens) + found.text)


def test_sabotage_a_lost_letter_is_seen() -> None:
    found = parsed("e Agir vite @pm")
    assert letters("e Agir vite @pm") == letters("".join(found.tokens) + found.text)
    assert letters("e Agir vite @pm") != letters("".join(found.tokens) + found.text[:-1])
