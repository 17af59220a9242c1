"""The forms of a French letter: how its addressee is called, how it names a body and signs."""

from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _
from coprodesk.domain.names import after_article, elides

CLOSING = "l’expression de ma considération distinguée"
"""What ends a letter to a person for whom nothing else was set."""

# The titles a person is called by in a letter; what stands beside them matters for the two-word ones only.
_TITLES = frozenset(
    {
        *("prefet", "prefete", "sous-prefet", "sous-prefete", "maire", "depute", "deputee", "senateur"),
        *("senatrice", "president", "presidente", "vice-president", "vice-presidente", "recteur", "rectrice"),
        *("directeur", "directrice", "commissaire", "commandant", "commandante", "principal", "principale"),
        *("proviseur", "proviseure", "procureur", "procureure", "inspecteur", "inspectrice"),
    }
)
_WHOLE = ("de la Republique", "d'academie", "de cabinet", "general", "generale", "departemental")
_CIVILITIES = {"m.": "Monsieur", "mme": "Madame", "dr": "Docteur", "lt.": "Lieutenant", "me": "Maître"}
_ARTICLES = {"Monsieur": "le", "Madame": "la"}


def full_civility(civility: str) -> str:
    """Return « Monsieur » for « M. », « Docteur » for « Dr »; another one stays as it is."""
    return _CIVILITIES.get(civility.strip().lower(), civility.strip())


def salutation(civility: str, function: str) -> str:
    """Return « Monsieur le Préfet », « Madame la Procureure de la République », « Madame », « Docteur ».

    A title is used when it is one that letters use; nobody known is « Madame, Monsieur ».
    """
    called = full_civility(civility)
    if not called:
        return _("Madame, Monsieur")
    title = _title(function)
    article = _ARTICLES.get(called)
    if not title or article is None:
        return called
    return f"{called} {after_article(title, 'l’' if elides(title) else article)}"


def _title(function: str) -> str:
    """Return « Procureure de la République », « Vice-Président »; '' for a function nobody is called by."""
    first, _blank, rest = function.strip().partition(" ")
    if fold(first) not in _TITLES:
        return ""
    name = "-".join(part[:1].upper() + part[1:] for part in first.split("-"))
    kept = next((words for words in _WHOLE if fold(rest).startswith(fold(words))), "")
    return f"{name} {rest[: len(kept)]}" if kept else name


def council_name(kind: str) -> str:
    """Return the council's full name inside a sentence; `kind` is communal or intercommunal."""
    if kind == "intercommunal":
        return _("conseil intercommunal de sécurité et de prévention de la délinquance")
    return _("conseil local de sécurité et de prévention de la délinquance")


def short_council(kind: str) -> str:
    """Return « CLSPD » or « CISPD »."""
    return _("CISPD") if kind == "intercommunal" else _("CLSPD")


def body_words(body_kind: str, body: str) -> str:
    """Return « de la formation restreinte », « du groupe « Cellule de veille » », for « la réunion … »."""
    if body_kind == "restricted":
        return _("de la formation restreinte")
    if body_kind == "plenary":
        return _("de la formation plénière")
    return _("du groupe «\u00a0{body}\u00a0»").format(body=body)


def sender_line(civility: str, function: str, kind: str) -> str:
    """Return « La Maire, présidente du CLSPD », or the function alone of who presides without being mayor."""
    feminine = full_civility(civility) == "Madame"
    council = short_council(kind)
    words = fold(function).split()
    if words[:1] == ["maire"]:
        return (
            _("La Maire, présidente du {council}") if feminine else _("Le Maire, président du {council}")
        ).format(council=council)
    if not words:
        return _("La présidence du {council}").format(council=council)
    return function[:1].upper() + function[1:]


def inside(place: str) -> str:
    """Return a place as it stands inside a sentence: « salle du conseil, hôtel de ville »."""
    common = ("salle", "hotel", "mairie", "maison", "centre", "espace", "annexe", "gymnase")
    return place[:1].lower() + place[1:] if fold(place).startswith(common) else place
