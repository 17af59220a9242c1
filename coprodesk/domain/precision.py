"""Gentle questions on a commitment: what is still missing (M4), which verbs promise nothing that can be seen.

Nothing here blocks: a commitment may stay as vague as the council wants it.
"""

import re
from collections.abc import Sequence

from coprodesk.domain.commitments import CommitmentFacts, Criterion, precision
from coprodesk.domain.french import fold
from coprodesk.domain.i18n import _

VAGUE_VERBS = (
    "lutter contre",
    "renforcer",
    "promouvoir",
    "favoriser",
    "développer",
    "améliorer",
    "sensibiliser",
    "mobiliser",
    "poursuivre",
    "contribuer à",
    "veiller à",
)
"""Verbs of intention; a council may keep its own list."""

# Endings of the present, future, conditional, imperfect, subjunctive and participles, without accents.
_FIRST_GROUP = (
    r"e(?:r|s|nt|z|e|es|ra|ras|rai|rons|rez|ront|rais|rait|rions|riez|raient|rent)?"
    r"|e?(?:ons|ant|ais|ait|aient|a|as|ai|at|ames|ates)|ions|iez"
)
_SECOND_GROUP = r"i(?:r|e|es|s|t|ssons|ssez|ssent|ssant|ssait|ssaient|ra|rai|ras|rons|rez|ront|rait|raient)?"
_THIRD_GROUP = (
    r"re|s|t|ons|ez|ent|ant|ais|ait|aient|e|es|ra|rai|ras|rons|rez|ront|rait|raient|u|ue|us|ues|i|ie"
)
_LIKE_TENIR = r"en(?:ir|ons|ez|ant|ait|aient|u|ue|us|ues)|ien(?:s|t|ne|nent|dra|drai|drons|drez|dront|drait)"
_IRREGULAR = {
    "promouvoir": r"promouv(?:oir|ons|ez|ant|ait|aient|ra|rai|rons|rez|ront|rait|raient)"
    r"|promeu(?:s|t|ve|vent)|promu(?:e|s|es)?",
    "poursuivre": r"poursui(?:s|t|vre|vons|vez|vent|ve|ves|vant|vait|vaient|vi|vie|vis|vies"
    r"|vra|vrai|vrons|vrez|vront|vrait|vraient)",
}
# « la lutte contre », « cellule de veille à » are nouns.
_NOUN_BEFORE = re.compile(r"(?:\b(?:la|une|cette|sa|leur|notre|votre|de|en|les|des|ces|ses)\s+|\bd')$")
_NOUN_LIKE = re.compile(r"(?:lutte|veille)s?")
_ADVERB = r"(?:\s+(?:\w+ment|aussi|ainsi|mieux|plus|encore|toujours|ensemble))?"
_PREPOSITIONS = {"a": r"(?:a|au|aux)", "de": r"(?:de|du|des|d)"}


def next_question(facts: CommitmentFacts) -> str:
    """Return the question of the first criterion of M4 that is missing, "" when none is."""
    missing = next((criterion for criterion, filled in precision(facts).criteria if not filled), None)
    if missing is None:
        return ""
    if missing is Criterion.OUTCOME_INDICATOR:
        return _outcome_question(facts)
    return _question(missing)


def _question(missing: Criterion) -> str:
    return {
        Criterion.LEAD: _("Qui pilote\u00a0?"),
        Criterion.REFERENT: _("Qui suit, et à quelle fonction\u00a0?"),
        Criterion.DELIVERABLE: _("Que verra-t-on de fait\u00a0?"),
        Criterion.PLACE: _("Où, pour qui\u00a0?"),
        Criterion.DUE_DATE: _("Pour quand\u00a0?"),
        Criterion.MEANS: _("Avec quels moyens\u00a0: agents, temps, euros\u00a0?"),
        Criterion.PROGRESS_INDICATOR: _("Que comptera-t-on en chemin\u00a0?"),
    }[missing]


def _outcome_question(facts: CommitmentFacts) -> str:
    """Return what the outcome indicator lacks: it counts with its baseline, its target and its source."""
    texts = (facts.outcome_indicator, facts.baseline, facts.target, facts.source)
    questions = _outcome_questions().values()
    pairs = zip(texts, questions, strict=True)
    return next(question for text, question in pairs if not (text and text.strip()))


def _outcome_questions() -> dict[str, str]:
    return {
        "outcome_indicator": _("Combien, quel résultat attendu\u00a0?"),
        "outcome_baseline": _("D’où part-on\u00a0: quelle valeur de départ\u00a0?"),
        "outcome_target": _("Combien à l’arrivée\u00a0: quelle cible\u00a0?"),
        "outcome_source": _("Qui donnera le chiffre\u00a0?"),
    }


def text_question(column: str) -> str:
    """Return the question that one text of a commitment answers, named as its column."""
    texts = {
        "referent_function": Criterion.REFERENT,
        "deliverable": Criterion.DELIVERABLE,
        "place": Criterion.PLACE,
        "means": Criterion.MEANS,
        "progress_indicator": Criterion.PROGRESS_INDICATOR,
    }
    return _question(texts[column]) if column in texts else _outcome_questions()[column]


def vague_verbs(text: str, verbs: Sequence[str] = VAGUE_VERBS) -> tuple[str, ...]:
    """Return the verbs of the list that the text uses in any form, in the order in which they come."""
    folded = fold(text)
    found = [(place, verb) for verb in verbs for place in (_place(folded, verb),) if place is not None]
    return tuple(verb for _place_found, verb in sorted(found, key=lambda one: one[0]))


def vague_question(verb: str) -> str:
    """Return « « Renforcer » : combien ? où ? pour quand ? »."""
    return _("« {verb} » : combien ? où ? pour quand ?").format(verb=verb[:1].upper() + verb[1:])


def _place(folded: str, verb: str) -> int | None:
    """Return where the verb is first used; None when it is not, or only as a noun."""
    words = fold(verb).split()
    if not words:
        return None
    after = ""
    if len(words) > 1:
        ends = " ".join(words[1:])
        after = rf"{_ADVERB}\s+{_PREPOSITIONS.get(ends, re.escape(ends))}\b"
    for found in re.finditer(rf"\b({_forms(words[0])})\b{after}", folded):
        noun = _NOUN_LIKE.fullmatch(found[1]) and _NOUN_BEFORE.search(folded, 0, found.start())
        if not noun:
            return found.start()
    return None


def _forms(infinitive: str) -> str:
    if infinitive in _IRREGULAR:
        return _IRREGULAR[infinitive]
    if infinitive.endswith(("tenir", "venir")):
        return rf"{re.escape(infinitive[:-4])}(?:{_LIKE_TENIR})"
    groups = {"er": _FIRST_GROUP, "ir": _SECOND_GROUP, "re": _THIRD_GROUP}
    endings = groups.get(infinitive[-2:])
    return rf"{re.escape(infinitive[:-2])}(?:{endings})" if endings else re.escape(infinitive)
