"""What mails say, each in the language of whoever gets it."""

from datetime import datetime

from footpath.core.languages import LANGUAGES, Count, language, until
from footpath.delivery.mail import Message

# letter → subject and text in each language, in the order of `LANGUAGES`
_LETTERS: dict[str, tuple[tuple[str, str], ...]] = {
    "invitation": (
        (
            "{who} invites you to {workspace} on Footpath",
            (
                "{who} invites you to “{workspace}” on Footpath, as {role}.\n\nCome in here:\n{link}\n\n"
                "The link works until {until}. Leave this mail alone if you do not know who sent it.\n"
            ),
        ),
        (
            "{who} zaprasza Cię do „{workspace}” w Footpath",
            (
                "{who} zaprasza Cię do „{workspace}” w Footpath. Twoja rola: {role}.\n\nWejście jest tutaj:\n{link}\n\n"
                "Zaproszenie jest ważne do {until}. Jeśli nie wiesz, kto je wysłał, zignoruj tę wiadomość.\n"
            ),
        ),
        (
            "{who} tevi ielūdz uz “{workspace}” Footpath vidē",
            (
                "{who} tevi ielūdz uz “{workspace}” Footpath vidē. Tava loma: {role}.\n\nIenāc šeit:\n{link}\n\n"
                "Saite darbojas līdz {until}. Ja nezini, kas to sūtīja, neliecies par šo vēstuli zinis.\n"
            ),
        ),
        (
            "{who} 邀請你加入 Footpath 的「{workspace}」",
            (
                "{who} 邀請你以「{role}」的身分加入 Footpath 的「{workspace}」。\n\n請由此進入：\n{link}\n\n"
                "此連結有效至 {until}。如果你不認識寄件人，請忽略這封信。\n"
            ),
        ),
    ),
    "guest": (
        (
            "{who} invites you to a map of {workspace} on Footpath",
            (
                "{who} invites you to one map of “{workspace}” on Footpath, as {role}.\n\nCome in here:\n{link}\n\n"
                "The link works until {until}. Leave this mail alone if you do not know who sent it.\n"
            ),
        ),
        (
            "{who} zaprasza Cię do mapy z „{workspace}” w Footpath",
            (
                "{who} zaprasza Cię do jednej mapy z „{workspace}” w Footpath. Twoja rola: {role}.\n\n"
                "Wejście jest tutaj:\n{link}\n\n"
                "Zaproszenie jest ważne do {until}. Jeśli nie wiesz, kto je wysłał, zignoruj tę wiadomość.\n"
            ),
        ),
        (
            "{who} tevi ielūdz uz karti no “{workspace}” Footpath vidē",
            (
                "{who} tevi ielūdz uz vienu karti no “{workspace}” Footpath vidē. Tava loma: {role}.\n\n"
                "Ienāc šeit:\n{link}\n\n"
                "Saite darbojas līdz {until}. Ja nezini, kas to sūtīja, neliecies par šo vēstuli zinis.\n"
            ),
        ),
        (
            "{who} 邀請你查看 Footpath「{workspace}」的一張地圖",
            (
                "{who} 邀請你以「{role}」的身分查看 Footpath「{workspace}」的一張地圖。\n\n請由此進入：\n{link}\n\n"
                "此連結有效至 {until}。如果你不認識寄件人，請忽略這封信。\n"
            ),
        ),
    ),
    "reset": (
        (
            "Another password for Footpath",
            (
                "Somebody asked for another password for {email} on Footpath. If it was you, choose one here:\n\n"
                "{link}\n\n"
                "The link works once, until {until}. If it was not you, do nothing: your password stays as it is.\n"
            ),
        ),
        (
            "Nowe hasło do Footpath",
            (
                "Ktoś poprosił o nowe hasło dla {email} w Footpath. Jeśli to Ty, wybierz je tutaj:\n\n{link}\n\n"
                "Odnośnik działa raz, do {until}. Jeśli to nie Ty, nie rób nic: hasło zostaje bez zmian.\n"
            ),
        ),
        (
            "Jauna Footpath parole",
            (
                "Kāds lūdza jaunu Footpath paroli adresei {email}. Ja tas biji tu, izvēlies to šeit:\n\n{link}\n\n"
                "Saite darbojas vienreiz, līdz {until}. Ja tas nebiji tu, nedari neko: parole paliek tāda pati.\n"
            ),
        ),
        (
            "重設 Footpath 密碼",
            (
                "有人要求為 {email} 重設 Footpath 密碼。如果是你本人，請在此選擇新密碼：\n\n{link}\n\n"
                "此連結只能使用一次，有效至 {until}。如果不是你，請不必理會，密碼不會變更。\n"
            ),
        ),
    ),
    "mention": (
        ("{who} mentions you on {map}", "{who} wrote on “{map}”:\n\n{text}\n\nAnswer here:\n{link}\n"),
        (
            "{who} wspomina o Tobie na mapie „{map}”",
            "{who} pisze na mapie „{map}”:\n\n{text}\n\nOdpowiedz tutaj:\n{link}\n",
        ),
        ("{who} tevi piemin kartē “{map}”", "{who} raksta kartē “{map}”:\n\n{text}\n\nAtbildi šeit:\n{link}\n"),
        ("{who} 在「{map}」提到了你", "{who} 在「{map}」寫道：\n\n{text}\n\n請在此回覆：\n{link}\n"),
    ),
    "review": (
        (
            "{n} {n:map is|maps are} due for review",
            (
                "{n} {n:map of yours is|maps of yours are} due for review: {n:is it|are they} still true?\n\n"
                "{links}\n\n"
                "Where it is, press “I looked: it is still true” there.\n"
            ),
        ),
        (
            "{n} {n:mapa czeka|mapy czekają|map czeka} na przegląd",
            (
                "{n} {n:Twoja mapa czeka|Twoje mapy czekają|Twoich map czeka} na przegląd. "
                "Czy {n:nadal jest aktualna|nadal są aktualne|nadal są aktualne}?\n\n{links}\n\n"
                "Jeśli tak, naciśnij tam „Sprawdzone: nadal prawda”.\n"
            ),
        ),
        (
            "Jāpārskata {n} {n:karte|kartes|karšu}",
            (
                "Pienācis laiks pārskatīt {n} {n:tavu karti|tavas kartes|tavu karšu}. "
                "Vai {n:tā vēl atbilst|tās vēl atbilst|tās vēl atbilst} īstenībai?\n\n{links}\n\n"
                "Ja jā, nospied tur “Paskatījos: joprojām patiesi”.\n"
            ),
        ),
        (
            "有 {n} 張地圖需要審閱",
            (
                "你有 {n} 張地圖已到審閱時間：內容是否仍然正確？\n\n{links}\n\n"
                "若仍正確，請在該處按「已檢視：仍然正確」。\n"
            ),
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
        kind: "invitation" (to a workspace), "guest" (to one map), "reset", "mention" or "review".
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
