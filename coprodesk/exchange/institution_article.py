"""Guesses the article, gender and number of an institution's name, for the sentences that name it."""

from coprodesk.domain.likeness import name_key
from coprodesk.domain.partner_drafts import UNKNOWN, Grammar

_FEMININE = """
    academie agence amicale antenne ars ase association brigade ca caf caisse cci cellule chambre
    circonscription clinique collectivite commission communaute commune compagnie confederation
    coordination cour cpam cpn ddets ddetspp ddpn ddsp delegation dipn direction drac dsden ecole eglise
    entreprise equipe esh federation fondation force gendarmerie inspection juridiction mairie maison
    mds metropole mission msa ong pjj pmi police prefecture presidence procureure protection regie
    region residence sncf societe sous union unite universite utas ville
    """
_MASCULINE = """
    bailleur bureau caarud cabinet ccas cddf centre ch chu cidff clspd club collectif college comite
    commissariat conseil csapa csu departement dispositif ehpad ems etablissement etat foyer gip groupe
    groupement hopital institut logement lycee ministere office opah oph parquet peloton pole prefet
    procureur rectorat reseau sdis secours secretariat service smur spip stemo syndicat tribunal uemo
    """
_PLURAL_ONLY = {"habitants": "m", "commercants": "m", "pompiers": "m", "riverains": "m", "sapeurs": "m"}
_OWN_ARTICLES = {"le": ("m", "s"), "la": ("f", "s"), "les": ("m", "p")}
# Endings of feminine nouns, for a first word that is in no list.
_FEMININE_ENDINGS = ("tion", "sion", "ite", "erie", "ance", "ence", "ure")
_VOWELS = "aeiouy"
_MUTE_H = ("hopita", "habita", "hotel", "hlm", "hospice")


def guess_article(name: str) -> Grammar:
    """Guess from the first word: la, f, s for « Préfecture de … »; a proper name gets no article."""
    words = name_key(name).split()
    if not words:
        return UNKNOWN
    head = words[0]
    if head in _OWN_ARTICLES and len(words) > 1:
        return Grammar("", *_OWN_ARTICLES[head])  # « La Poste » brings its own
    if head == "l" and len(words) > 1:
        return UNKNOWN
    if head in _PLURAL_ONLY:
        return Grammar("les", _PLURAL_ONLY[head], "p")
    if gender := _gender(head):
        return Grammar(singular_article(head, gender), gender, "s")
    if head.endswith("s") and (gender := _gender(head[:-1])):
        return Grammar("les", gender, "p")
    return UNKNOWN


def read_article(name: str, stated: str) -> Grammar:
    """Return what a list states in its column « Article » or « Genre », else the guess for this name."""
    word = name_key(stated)
    if word in ("les", "pluriel"):
        return Grammar("les", guess_article(name).gender, "p")
    gender = {
        "le": "m",
        "un": "m",
        "m": "m",
        "masculin": "m",
        "la": "f",
        "une": "f",
        "f": "f",
        "feminin": "f",
    }.get(word)
    if gender:
        return Grammar(singular_article(name_key(name), gender), gender, "s")
    if word == "l":
        return Grammar("l’", guess_article(name).gender, "s")
    return guess_article(name)


def singular_article(folded: str, gender: str) -> str:
    """Return the article of a folded singular name, elided before a vowel or a mute h."""
    if folded.startswith(tuple(_VOWELS)) or folded.startswith(_MUTE_H):
        return "l’"
    return "la" if gender == "f" else "le"


def _gender(noun: str) -> str:
    """Return m or f, or nothing for a word that is no known noun."""
    if noun in _FEMININE.split():
        return "f"
    if noun in _MASCULINE.split():
        return "m"
    return "f" if len(noun) > 6 and noun.endswith(_FEMININE_ENDINGS) else ""
