"""The document as plain text."""

from coprodesk.documents import plain
from coprodesk.documents.document import (
    Barred,
    BulletList,
    Cartouche,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Label,
    LabelKind,
    Letterhead,
    NumberedList,
    PageBreak,
    Paragraph,
    Run,
    SignatureBoxes,
    Table,
    cell,
    line,
)
from coprodesk.documents.picture import Glyph, Sign, glyph

HEAD = Letterhead("Commune d'Aulne", "Conseil local", "CLSPD d'Aulne")


def test_the_whole_document():
    document = Document(
        "Compte rendu",
        "CR",
        HEAD,
        (
            Cartouche((("Lieu", "Salle"), ("Séance", "14 h 35"), ("Version", "Projet"))),
            Heading("Présence"),
            Paragraph((Run("Décision :", bold=True), Run(" aucune"))),
            BulletList((line("un ;"), line("deux"))),
            NumberedList((line("trois"),), start=3),
            Table(
                (Column("Réf.", row_header=True), Column("État")),
                (
                    (cell("E-1"), cell("Tenu", sign=Sign.KEPT)),
                    (cell("E-20"), Cell((line("En retard"), line("à relancer")))),
                ),
                caption="Tableau 1",
                legend="E : engagement.",
            ),
            Barred("Réserve.", line("Aucune.")),
            PageBreak(),
            Figure(glyph(Glyph.LATE), "Triangle"),
            SignatureBoxes((("Le président", "M. X"),)),
        ),
        "Formation restreinte",
        Label("DIFFUSION", LabelKind.OUTLINED),
        Label("PROJET", LabelKind.BLACK),
        ("Validé",),
        "ab" * 32,
        example=True,
    )
    expected = """\
Commune d’Aulne
Conseil local
DIFFUSION
PROJET
EXEMPLE

Compte rendu
Formation restreinte
Exemple~: les personnes et les faits de ce document sont fictifs.

Lieu | Salle | Version | Projet
Séance | 14~h~35

Présence

Décision~: aucune

• un_;
• deux

3. trois

Tableau 1
Réf. | État
E-1  | Tenu
E-20 | En retard
     | à relancer
E~: engagement.

Réserve. Aucune.

Triangle

Le président
M.~X

Validé
Empreinte du document (SHA-256, 128 premiers bits)~: ABAB ABAB ABAB ABAB ABAB ABAB ABAB ABAB
"""
    assert plain.render(document) == expected.replace("~", "\u00a0").replace("_", "\u202f")
    assert plain.body(document) in plain.render(document)


def test_a_document_without_anything():
    assert plain.render(Document("Titre", "T", Letterhead("A", "B", "C"), ())) == "A\nB\n\nTitre\n"
