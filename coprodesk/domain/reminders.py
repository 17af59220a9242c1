"""Reminders: their tones and the texts the user may change, and the answers typed for a partner."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coprodesk.domain.commitments import EventKind
from coprodesk.domain.errors import Refusal
from coprodesk.domain.i18n import _, on_paper

LIST = "{engagements}"
"""A paragraph that is only this becomes the list of the commitments."""
ANSWER_DAYS = 15
"""How long a partner has to answer, unless the next meeting waits for its reply."""


class Tone(StrEnum):
    """How a partner is written to; the user chooses, nothing is automatic."""

    GENTLE = "gentle"
    NEUTRAL = "neutral"
    FORMAL = "formal"
    ABSENCE = "absence"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            Tone.GENTLE: _("Doux"),
            Tone.NEUTRAL: _("Neutre"),
            Tone.FORMAL: _("Formel"),
            Tone.ABSENCE: _("Après une absence"),
        }[self]

    @property
    def usual_signer(self) -> "Signer":
        """Return who signs unless told otherwise."""
        return Signer.CHAIR if self is Tone.FORMAL else Signer.SECRETARY


class Signer(StrEnum):
    """Who signs a letter."""

    SECRETARY = "secretary"
    CHAIR = "chair"

    @property
    def label(self) -> str:
        """Return the French words."""
        return _("Le secrétariat") if self is Signer.SECRETARY else _("La présidence du conseil")


@dataclass(frozen=True, slots=True)
class LetterText:
    """The object and the text of a letter; blank lines part paragraphs, `{names}` are fields."""

    subject: str
    text: str


def field_words() -> dict[str, str]:
    """Return what each field of a text stands for."""
    return {
        "engagements": _("la liste des engagements, seule dans son paragraphe"),
        "références": _("leurs références"),
        "réunion": _("la prochaine réunion et sa date"),
        "réponse": _("la date à laquelle répondre"),
        "contact": _("à qui répondre"),
        "absence": _("la dernière réunion manquée et sa date"),
        "points": _("les points de cette réunion qui concernaient le partenaire"),
        "partenaire": _("le nom du partenaire"),
    }


@on_paper()
def default_text(tone: Tone) -> LetterText:
    """Return the text of a tone as the program gives it; none depends on how many commitments there are."""
    return {
        Tone.GENTLE: LetterText(
            _("point d’avancement – {références}"),
            _(
                "Nous préparons {réunion} et aimerions y donner des nouvelles de ce qui suit\u00a0:\n\n"
                "{engagements}\n\n"
                "Quelques lignes ou un appel {contact} suffisent. Si une trame à compléter vous aide, nous "
                "vous l’enverrons volontiers."
            ),
        ),
        Tone.NEUTRAL: LetterText(
            _("suivi des engagements – {références}"),
            _(
                "Sauf erreur de notre part, la date prévue est passée pour ce qui suit\u00a0:\n\n"
                "{engagements}\n\n"
                "Pourriez-vous nous dire avant le {réponse} où cela en est, ou quelle nouvelle date "
                "retenir\u202f? Vous pouvez répondre {contact}."
            ),
        ),
        Tone.FORMAL: LetterText(
            _("engagements pris devant le conseil – {références}"),
            _(
                "Vos services se sont engagés devant le conseil à ce qui suit\u00a0:\n\n"
                "{engagements}\n\n"
                "Le conseil ne dispose pas, à ce jour, des éléments attendus. Je vous saurais gré de "
                "désigner un interlocuteur et de me confirmer, avant le {réponse}, la date que vous retenez. "
                "Vos services peuvent s’adresser au secrétariat, {contact}."
            ),
        ),
        Tone.ABSENCE: LetterText(
            _("votre participation aux travaux du conseil"),
            _(
                "Vous n’étiez pas des nôtres lors de {absence}, et votre avis nous a manqué.\n\n"
                "Y était examiné, parmi ce qui touche à vos missions\u00a0: {points}.\n\n"
                "Lors de {réunion}, nous pouvons commencer par ce qui vous concerne, ou vous permettre "
                "d’y participer à distance\u00a0: il suffit de le dire {contact}. Le nom d’un suppléant nous "
                "suffit aussi."
            ),
        ),
    }[tone]


def require_fields(text: str) -> str:
    """Return the text of a template; raise Refusal, naming it, for a field that does not exist."""
    for name in re.findall(r"\{([^{}\n]*)\}", text):
        if name not in field_words():
            known = ", ".join(f"{{{one}}}" for one in field_words())
            raise Refusal(
                _(
                    "«\u00a0{name}\u00a0» n’est pas un champ. Le texte d’avant est gardé. "
                    "Champs possibles\u00a0: {known}."
                ).format(name=f"{{{name}}}", known=known)
            )
    return text


def fill(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the paragraphs of a text with its fields filled; `LIST` stays where the list comes.

    A paragraph of which a field is blank is left out: nothing is said of what is not known.
    """
    paragraphs = []
    for raw in re.split(r"\n\s*\n", text.strip()):
        typed = raw.strip()
        if typed == LIST:
            paragraphs.append(LIST)
            continue
        names = re.findall(r"\{([^{}\n]*)\}", typed)
        if typed and all(values.get(name) for name in names):
            paragraphs.append(re.sub(r"\{([^{}\n]*)\}", lambda found: values[found[1]], typed))
    return tuple(paragraphs)


def fill_line(text: str, values: Mapping[str, str]) -> str:
    """Return a subject with its fields filled; what parts a blank one from the rest goes with it."""
    filled = re.sub(r"\{([^{}\n]*)\}", lambda found: values.get(found[1], ""), text)
    return re.sub(r"\s*[–—:,-]\s*$", "", filled.strip())


def listed(words: tuple[str, ...]) -> str:
    """Return « E-2025-04 », « E-2025-04 et E-2026-03 », « a, b et c », blank for none."""
    if len(words) < 2:
        return "".join(words)
    return _("{all} et {last}").format(all=", ".join(words[:-1]), last=words[-1])


class AnswerKind(StrEnum):
    """What a partner answers of a commitment, with the letter that notes it."""

    KEPT = "kept"
    ONGOING = "ongoing"
    POSTPONED = "postponed"
    ABANDONED = "abandoned"
    NEWS = "news"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            AnswerKind.KEPT: _("Tenu"),
            AnswerKind.ONGOING: _("En cours"),
            AnswerKind.POSTPONED: _("Reporté"),
            AnswerKind.ABANDONED: _("Abandonné"),
            AnswerKind.NEWS: EventKind.NEWS.label,
        }[self]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a partner says of one commitment: the day it was kept or is put off to, a motive or news."""

    commitment_id: int
    kind: AnswerKind
    day: date | None = None
    text: str = ""


@on_paper()
def on_behalf(text: str, of: str, channel: str = "") -> str:
    """Return « Deux portes posées (au nom du parquet, par téléphone) »; `of` is « du parquet »."""
    told = ", ".join(part for part in (_("au nom {of}").format(of=of), channel) if part)
    return f"{text} ({told})" if text else told[:1].upper() + told[1:]
