"""Texts taken apart: who says what, turn by turn, without the questions of whoever asks."""

import re
from collections.abc import Iterator

from msgspec import Struct

# A name of at most five words before a colon: "Anna:", "P3:", "[00:01:12] Anna K.:", "訪談者：".
_TURN = re.compile(
    r"^\s*(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?\s*)?([^\W_][^:：.?!,;\n]{0,40}?)\s*[:：]\s+(?=\S)"
)
_CUE = re.compile(r"^\s*(?:WEBVTT.*|NOTE\b.*|\d+|[\d:.,]+\s*-->\s*[\d:.,]+.*)\s*$")
_VOICE = re.compile(r"^<v\s+([^>]+)>(.*?)(?:</v>)?$")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d+[.)])\s+")
_ASKS = re.compile(
    r"^(i|q|int|interviewer|moderator|researcher|host|question|ankieter\w*|badacz\w*|prowadząc\w*|pytanie|moderator\w*|"
    r"intervētāj\w*|pētniek\w*|jautājums|vadītāj\w*|訪談者|訪問者|主持人|研究員|問)\s*\d*$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])\s*|\n+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# What letters begin and end with says nothing about the experience.
_COURTESY = re.compile(
    r"let me know|call me back|look(ing)? forward|kind regards|best regards|sort this out|thank(s| you) in advance|"
    r"dear (sir|team)|hello team|o informację|o pilne wyjaśnienie|oddzwoni|z poważaniem|pozdrawiam|z góry dzięk|"
    r"lūdzu,? (informē|atrisini|sazin|atzvani|paskaidro)|ar cieņu|gaidu (jūsu )?atbildi|敬請|"
    r"請(儘快|尽快|盡快)?(回覆|處理|回電|告知)|謝謝",
    re.IGNORECASE,
)
LEAST_WORDS = 4
LEAST_CJK = 6
_NAME_WORDS = 5


class Turn(Struct, frozen=True, kw_only=True):
    """What somebody says in one go; `who` is empty where the text names nobody, `row` counts its lines from 1."""

    who: str
    text: str
    row: int


def turns(text: str) -> list[Turn]:
    """Return what people say in a text: turns of named speakers, else lines; interviewers' turns are left out.

    Reads plain text, lists of quotes (one a line, bullets taken off), and subtitles (VTT, SRT). A line without a name
    goes on with the turn before it where the text names its speakers.
    """
    found: list[Turn] = []
    for row, who, said in _lines(text):
        before = found[-1] if found else None
        if who is None and before is not None and before.who:
            found[-1] = Turn(who=before.who, text=f"{before.text} {said}", row=before.row)
        else:
            found.append(Turn(who=who or "", text=said, row=row))
    return [one for one in found if not _ASKS.match(one.who)]


def _lines(text: str) -> Iterator[tuple[int, str | None, str]]:
    """Yield line number, who begins to speak there (None = nobody is named), and what is said."""
    for row, line in enumerate(text.replace("\ufeff", "").splitlines(), start=1):
        if not line.strip() or _CUE.match(line):
            continue
        voice = _VOICE.match(line.strip())
        if voice:
            yield row, voice[1].strip(), voice[2].strip()
            continue
        turn = _TURN.match(line)
        if turn and len(turn[1].split()) <= _NAME_WORDS:
            yield row, turn[1].strip(), line[turn.end() :].strip()
        else:
            yield row, None, _BULLET.sub("", line).strip().strip('"“”„«»')


def statements(text: str) -> list[str]:
    """Return the sentences of a text that say enough to be compared: four words, or six characters of Chinese.

    Greetings and closing words of letters are left out.
    """
    parts = (" ".join(part.split()) for part in _SENTENCE.split(text))
    telling = (part for part in parts if not _COURTESY.search(part))
    return [part for part in telling if len(part.split()) >= LEAST_WORDS or len(_CJK.findall(part)) >= LEAST_CJK]
