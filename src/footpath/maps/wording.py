"""The fixed words of maps in the languages they are drawn in; texts of the map itself are never translated."""

from footpath.core.errors import FootpathError
from footpath.core.languages import LANGUAGES, language

_WORDS: dict[str, tuple[str, str, str, str]] = {
    "guess": ("guess", "domysł", "minējums", "推測"),
    "reported": ("reported", "zgłoszone", "paziņots", "有人提及"),
    "observed": ("observed", "zaobserwowane", "novērots", "觀察到"),
    "measured": ("measured", "zmierzone", "izmērīts", "已測量"),
    "trust": (
        "Trust {share}: {n} of {total} cards observed or measured",
        "Zaufanie {share}: karty zaobserwowane lub zmierzone: {n} z {total}",
        "Uzticamība {share}: novērotas vai izmērītas kartītes: {n} no {total}",
        "可信度 {share}：{total} 張卡片中有 {n} 張經觀察或測量",
    ),
    "people": ("{n} {n:person|people}", "{n} {n:osoba|osoby|osób}", "{n} {n:cilvēks|cilvēki|cilvēku}", "{n} 人"),
    "reach_goal": (
        "{share} reach {goal}",
        "{share} dociera do: {goal}",
        "{share} sasniedz: {goal}",
        "{share} 到達「{goal}」",
    ),
    "as_of": ("as of {when}", "stan na {when}", "uz {when}", "截至 {when}"),
    "sources": ("Sources: {names}", "Źródła: {names}", "Avoti: {names}", "資料來源：{names}"),
    "current": ("Current state", "Stan obecny", "Pašreizējais stāvoklis", "現況"),
    "future": ("Future state", "Stan przyszły", "Nākotnes stāvoklis", "未來狀態"),
    "ideal": ("Ideal state", "Stan idealny", "Ideālais stāvoklis", "理想狀態"),
    "moment_of_truth": ("moment of truth", "moment prawdy", "patiesības mirklis", "關鍵時刻"),
    "goal": ("goal", "cel", "mērķis", "目標"),
    "guess_to_start": (
        "A guess to start from; replace it with what people say.",
        "Domysł na początek; zastąp go tym, co mówią ludzie.",
        "Minējums sākumam; aizstāj to ar to, ko cilvēki saka.",
        "起步用的推測；請以人們實際所說的取代。",
    ),
    "empty_map": (
        "Nothing is on this map yet: add stages, then lanes.",
        "Na tej mapie nic jeszcze nie ma: dodaj etapy, potem wiersze.",
        "Šajā kartē vēl nekā nav: pievieno posmus, tad joslas.",
        "這張地圖還沒有內容：請先新增階段，再新增泳道。",
    ),
    "empty_lane": ("nothing here yet", "jeszcze pusto", "pagaidām tukšs", "尚無內容"),
    "untitled": ("Untitled map", "Mapa bez tytułu", "Karte bez nosaukuma", "未命名地圖"),
    "folded": ("{n} cards folded away", "zwinięte karty: {n}", "salocītas kartītes: {n}", "已收合 {n} 張卡片"),
    "go_back": ("{share} go back", "{share} wraca", "{share} atgriežas", "{share} 折返"),
    "leave": ("leave here", "odchodzi tutaj", "aiziet šeit", "在此離開"),
    "points": ("{n} pts", "{n} p.p.", "{n} p.p.", "{n} 百分點"),
    "no_data": ("no data", "brak danych", "nav datu", "無資料"),
    "too_few": ("too few", "za mało", "par maz", "樣本太少"),
    "valley": ("valley: {what}", "dołek: {what}", "zemākais: {what}", "低谷：{what}"),
    "glad": ("glad", "dobrze", "priecīgs", "開心"),
    "neutral": ("neutral", "neutralnie", "neitrāli", "普通"),
    "upset": ("upset", "źle", "neapmierināts", "不滿"),
    "everyone": ("everyone", "wszyscy", "visi", "所有人"),
    "high": ("high", "wysokie", "augsts", "高"),
    "low": ("low", "niskie", "zems", "低"),
    "n": ("n", "n", "n", "n"),
    "share": ("share", "udział", "daļa", "占比"),
    "owner": ("owner", "odpowiada", "atbildīgais", "負責人"),
    "status": ("state", "stan", "stāvoklis", "狀態"),
    "switches": ("switches", "zmiany kanału", "kanāla maiņas", "切換"),
    "interaction": ("line of interaction", "linia interakcji", "mijiedarbības līnija", "互動線"),
    "visibility": ("line of visibility", "linia widoczności", "redzamības līnija", "可見線"),
    "internal": (
        "line of internal interaction",
        "linia interakcji wewnętrznej",
        "iekšējās mijiedarbības līnija",
        "內部互動線",
    ),
    "picture_of": ("Picture: {what}", "Obraz: {what}", "Attēls: {what}", "圖片：{what}"),
    "no_picture": ("picture to come", "obraz w przygotowaniu", "attēls vēl būs", "圖片待補"),
    "video": ("video", "wideo", "video", "影片"),
    "document": ("document", "dokument", "dokuments", "文件"),
    "attached": ("attached: {what}", "w załączniku: {what}", "pielikumā: {what}", "附件：{what}"),
    "no_title": ("no title yet", "jeszcze bez tytułu", "vēl bez nosaukuma", "尚無標題"),
    "opens": ("opens map {what}", "otwiera mapę {what}", "atver karti {what}", "開啟地圖 {what}"),
    "typical": ("typical: {what}", "typowa: {what}", "tipisks: {what}", "典型路徑：{what}"),
    "unknown_lane": (
        "kept as it is: lane type “{what}” is not known here",
        "zachowane bez zmian: nieznany typ wiersza „{what}”",
        "saglabāts, kā ir: joslas veids “{what}” šeit nav zināms",
        "原樣保留：此處不認得泳道類型「{what}」",
    ),
    "more": ("{n} more", "jeszcze {n}", "vēl {n}", "另有 {n} 項"),
    "interval": ("95% interval", "przedział 95%", "95 % intervāls", "95% 區間"),
    "definition": ("how computed", "jak obliczono", "kā aprēķināts", "計算方式"),
    "source": ("source", "źródło", "avots", "來源"),
    "evidence": ("evidence", "dowody", "pierādījumi", "證據"),
    "origin": ("where it was said", "skąd pochodzi", "kur teikts", "出處"),
    "stale": ("older than 90 days", "starsze niż 90 dni", "vecāks par 90 dienām", "超過 90 天"),
    "facts": (
        "{reported} reported · {observed} observed · measured on {measured}",
        "zgłoszone: {reported} · zaobserwowane: {observed} · zmierzone na {measured}",
        "paziņots: {reported} · novērots: {observed} · mērīts: {measured}",
        "提及 {reported} · 觀察 {observed} · 測量 {measured}",
    ),
    "n_reported": ("quotes, tickets: {n}", "cytaty, zgłoszenia: {n}", "citāti, pieteikumi: {n}", "引述、工單：{n}"),
    "n_observed": ("cases: {n}", "przypadki: {n}", "gadījumi: {n}", "案例：{n}"),
    "n_measured": ("n {n}", "n {n}", "n {n}", "n {n}"),
    "to_be": ("as it should be", "jak ma być", "kā jābūt", "理想狀況"),
    "until": ("until “{step}”", "do „{step}”", "līdz “{step}”", "直到「{step}」"),
    # what becomes of opportunities, solutions and insights
    "status_new": ("new", "nowe", "jauns", "新的"),
    "status_open": ("open", "otwarte", "atvērts", "待處理"),
    "status_confirmed": ("confirmed", "potwierdzone", "apstiprināts", "已確認"),
    "status_rejected": ("rejected", "odrzucone", "noraidīts", "已否決"),
    "status_outdated": ("outdated", "nieaktualne", "novecojis", "已過時"),
    "status_exploring": ("exploring", "badane", "tiek pētīts", "探索中"),
    "status_planned": ("planned", "zaplanowane", "plānots", "已規劃"),
    "status_done": ("done", "gotowe", "gatavs", "完成"),
    "status_dropped": ("dropped", "porzucone", "atmests", "已放棄"),
    "status_idea": ("idea", "pomysł", "ideja", "點子"),
    "status_building": ("being built", "w budowie", "tiek veidots", "建置中"),
    "status_live": ("live", "aktualna", "spēkā", "使用中"),
    # names of figures
    "reach": ("reach", "zasięg", "sasniegtie", "觸及"),
    "events": ("events", "zdarzenia", "notikumi", "事件"),
    "conversion": ("to the next", "do następnego", "uz nākamo", "到下一步"),
    "conversion_goal": ("to the goal", "do celu", "līdz mērķim", "到目標"),
    "drop_off": ("leave here", "odchodzi tutaj", "aiziet šeit", "在此離開"),
    "returns": ("come back", "wraca", "atgriežas", "返回"),
    "persons": ("people", "osoby", "cilvēki", "人數"),
    "count": ("times", "razy", "reizes", "次數"),
    "time_next_median": ("median", "mediana", "mediāna", "中位數"),
    "time_next_p90": ("p90", "p90", "p90", "第 90 百分位"),
    "time_median": ("median", "mediana", "mediāna", "中位數"),
    "time_p90": ("p90", "p90", "p90", "第 90 百分位"),
    "duration": ("duration", "czas trwania", "ilgums", "所需時間"),
    "emotion": ("emotion", "emocje", "emocijas", "情緒"),
    "harm": ("harm", "szkoda", "kaitējums", "損害"),
    "impact": ("impact", "wpływ", "ietekme", "影響"),
    "reference": ("compared with", "w porównaniu z", "salīdzinājumā ar", "相較於"),
    "value": ("value", "wartość", "vērtība", "數值"),
    # the page around the picture
    "fit": ("Fit", "Dopasuj", "Ietilpināt", "符合視窗"),
    "zoom_in": ("Zoom in", "Powiększ", "Tuvināt", "放大"),
    "zoom_out": ("Zoom out", "Pomniejsz", "Tālināt", "縮小"),
    "theme": ("Light or dark", "Jasny lub ciemny", "Gaišs vai tumšs", "淺色或深色"),
    "print": ("Print", "Drukuj", "Drukāt", "列印"),
    "fold": ("Fold or unfold", "Zwiń lub rozwiń", "Salocīt vai atlocīt", "收合或展開"),
    "personas": ("Personas", "Persony", "Personas", "人物誌"),
    "journeys": ("Representative journeys", "Typowe ścieżki", "Tipiskie ceļi", "代表性旅程"),
    "how_made": ("How this was made", "Jak to powstało", "Kā tas tapa", "製作方式"),
    "as_table": ("The map as a table", "Mapa jako tabela", "Karte kā tabula", "以表格檢視"),
    "skip": ("Skip to the map as a table", "Przejdź do tabeli", "Pāriet uz tabulu", "跳到表格"),
    "hint": (
        "Every number: click it for its definition, n and interval. Arrow keys move between numbers.",
        "Kliknij liczbę, by zobaczyć definicję, n i przedział. Strzałki przenoszą między liczbami.",
        "Klikšķini uz skaitļa, lai redzētu definīciju, n un intervālu. Bulttaustiņi pārvieto starp skaitļiem.",
        "點選任一數字即可查看定義、樣本數與區間；方向鍵可在數字間移動。",
    ),
    "close": ("Close", "Zamknij", "Aizvērt", "關閉"),
    "lane": ("Lane", "Wiersz", "Josla", "泳道"),
    "stage": ("Stage", "Etap", "Posms", "階段"),
    "step": ("Step", "Krok", "Solis", "步驟"),
    "step_inside": ("Step inside a step", "Krok w kroku", "Solis solī", "步驟中的步驟"),
    "move_branch": ("or", "albo", "vai", "或"),
    "move_skip": ("skips", "pomija", "izlaiž", "略過"),
    "move_loop": ("back", "z powrotem", "atpakaļ", "返回"),
    "move_leave": ("leaves", "odchodzi", "aiziet", "離開"),
    "moves": ("Moves between steps", "Przejścia między krokami", "Pārejas starp soļiem", "步驟間的移動"),
}


def word(key: str, locale: str, **values: object) -> str:
    """Return a fixed word or sentence with its values filled in; raises for a key that is not in the catalogue."""
    if key not in _WORDS:
        raise FootpathError(f"The wording of maps has no entry {key!r}.", hint="Add it to footpath/maps/wording.py.")
    return _WORDS[key][LANGUAGES.index(language(locale))].format(**values)


def status_word(status: str, locale: str) -> str:
    """Return a status in words; one that people made up stays as it is."""
    return word(f"status_{status}", locale) if f"status_{status}" in _WORDS else status


def definition_word(definition: str, locale: str) -> str:
    """Return how a number came to be in words: what templates say is in every language, anything else as it is."""
    return word("guess_to_start", locale) if definition == _WORDS["guess_to_start"][0] else definition


def figure_name(name: str, locale: str) -> str:
    """Return what a figure is called; a name without an entry is shown as its own words."""
    return word(name, locale) if name in _WORDS else name.replace("_", " ").strip()


def fixed_words() -> list[tuple[str, str, str, str]]:
    """Return every fixed word in all languages, in the order of `LANGUAGES`."""
    return [_WORDS[key] for key in sorted(_WORDS)]
