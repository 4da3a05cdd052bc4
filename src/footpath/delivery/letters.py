"""What mails say, each in the language of whoever gets it."""

from datetime import datetime

from footpath.core.languages import LANGUAGES, Count, language, until
from footpath.delivery.mail import Message

# letter → subject and text in each language, in the order of `LANGUAGES`
_LETTERS: dict[str, tuple[tuple[str, str], ...]] = {
    "invitation": (
        (
            "Come to {workspace} on Footpath",
            "{who} invites you to “{workspace}” on Footpath, as {role}.\n\n{link}\n\nThe link works until {until}.\n",
        ),
        (
            "Zaproszenie do „{workspace}” w Footpath",
            (
                "{who} zaprasza Cię do „{workspace}” w Footpath. Twoja rola: {role}.\n\n{link}\n\n"
                "Zaproszenie jest ważne do {until}.\n"
            ),
        ),
        (
            "Ielūgums uz “{workspace}” Footpath vidē",
            (
                "{who} tevi ielūdz uz “{workspace}” Footpath vidē. Tava loma: {role}.\n\n{link}\n\n"
                "Saite darbojas līdz {until}.\n"
            ),
        ),
        (
            "邀請你加入 Footpath 的「{workspace}」",
            "{who} 邀請你以「{role}」的身分加入 Footpath 的「{workspace}」。\n\n{link}\n\n此連結有效至 {until}。\n",
        ),
    ),
    "reset": (
        (
            "Another password for Footpath",
            (
                "Somebody asked for another password for {email} on Footpath. If it was you:\n\n{link}\n\n"
                "The link works until {until}.\n"
            ),
        ),
        (
            "Nowe hasło do Footpath",
            (
                "Ktoś poprosił o nowe hasło dla {email} w Footpath. Jeśli to Ty, otwórz ten odnośnik:\n\n{link}\n\n"
                "Odnośnik działa do {until}.\n"
            ),
        ),
        (
            "Jauna Footpath parole",
            (
                "Kāds lūdza jaunu Footpath paroli adresei {email}. Ja tas biji tu, atver šo saiti:\n\n{link}\n\n"
                "Saite darbojas līdz {until}.\n"
            ),
        ),
        (
            "重設 Footpath 密碼",
            "有人要求為 {email} 重設 Footpath 密碼。如果是你本人，請開啟此連結：\n\n{link}\n\n此連結有效至 {until}。\n",
        ),
    ),
    "mention": (
        ("{who} mentions you on a map", "{who} wrote:\n\n{text}\n\n{link}\n"),
        ("{who} wspomina o Tobie na mapie", "{who} pisze:\n\n{text}\n\n{link}\n"),
        ("{who} tevi piemin kartē", "{who} raksta:\n\n{text}\n\n{link}\n"),
        ("{who} 在地圖上提到了你", "{who} 寫道：\n\n{text}\n\n{link}\n"),
    ),
    "review": (
        (
            "{n} {n:map is|maps are} due for review",
            "{n} {n:map of yours is|maps of yours are} due for review: {n:is it|are they} still true?\n\n{links}\n",
        ),
        (
            "{n} {n:mapa czeka|mapy czekają|map czeka} na przegląd",
            (
                "{n} {n:Twoja mapa czeka|Twoje mapy czekają|Twoich map czeka} na przegląd. "
                "Czy {n:nadal jest aktualna|nadal są aktualne|nadal są aktualne}?\n\n{links}\n"
            ),
        ),
        (
            "Jāpārskata {n} {n:karte|kartes|karšu}",
            (
                "Pienācis laiks pārskatīt {n} {n:tavu karti|tavas kartes|tavu karšu}. "
                "Vai {n:tā vēl atbilst|tās vēl atbilst|tās vēl atbilst} īstenībai?\n\n{links}\n"
            ),
        ),
        (
            "有 {n} 張地圖需要審閱",
            "你有 {n} 張地圖已到審閱時間：內容是否仍然正確？\n\n{links}\n",
        ),
    ),
}
_ROLES = {
    "viewer": ("viewer", "czytelnik", "skatītājs", "檢視者"),
    "commenter": ("commenter", "komentujący", "komentētājs", "留言者"),
    "editor": ("editor", "redaktor", "redaktors", "編輯者"),
    "owner": ("owner", "właściciel", "īpašnieks", "擁有者"),
}


def letter(kind: str, *, to: str, locale: str, **values: str | int | datetime) -> Message:
    """Return a mail.

    Args:
        kind: "invitation", "reset", "mention" or "review".
        to: address it goes to.
        locale: of whoever reads it.
        values: what it tells; numbers decide plural forms, and `role` is one of those that members have.
    """
    spoken = LANGUAGES.index(language(locale))
    said = {name: _said(name, value, locale) for name, value in values.items()}
    subject, text = (part.format(**said) for part in _LETTERS[kind][spoken])
    return Message(to=to, subject=" ".join(subject.split()), text=text)


def _said(name: str, value: str | int | datetime, locale: str) -> str | Count:
    if isinstance(value, datetime):
        return until(value, locale)
    if isinstance(value, int):
        return Count(value, locale)
    return _ROLES[value][LANGUAGES.index(language(locale))] if name == "role" else value
