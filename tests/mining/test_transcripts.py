"""Texts taken apart into what people say."""

from footpath.mining.transcripts import statements, turns

INTERVIEW = """Interviewer: How was the delivery?
Anna: It came three days late.
Nobody told me why.

Moderator 1: And then?
[00:01:12] P3: The courier left it at a neighbour.
"""


def said(text: str) -> list[tuple[str, str, int]]:
    return [(one.who, one.text, one.row) for one in turns(text)]


def test_turns_go_on_over_lines_and_questions_are_left_out() -> None:
    assert said(INTERVIEW) == [
        ("Anna", "It came three days late. Nobody told me why.", 2),
        ("P3", "The courier left it at a neighbour.", 6),
    ]


def test_a_list_of_quotes_is_one_quote_a_line() -> None:
    assert said("- “Too slow”\n\n2. It broke\n* „Za drogo”\n") == [
        ("", "Too slow", 1),
        ("", "It broke", 3),
        ("", "Za drogo", 4),
    ]


def test_subtitles_lose_their_times() -> None:
    text = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\n<v Anna K>It came late.</v>\n\n00:05.000 --> 00:06.000\nWell.\n"
    assert said(text) == [("Anna K", "It came late. Well.", 5)]


def test_a_chinese_interview_names_its_speakers_with_a_wide_colon() -> None:
    assert said("訪談者： 怎麼樣？\n小美： 包裹晚了三天。") == [("小美", "包裹晚了三天。", 2)]


def test_a_sentence_with_a_colon_names_nobody() -> None:
    assert said("What I want, really: a parcel in time") == [("", "What I want, really: a parcel in time", 1)]


def test_statements_say_enough_and_are_no_courtesy() -> None:
    text = "Disappointed. My refund is still missing. Please let me know soon, will you? 包裹晚了三天。好。"
    assert statements(text) == ["My refund is still missing.", "包裹晚了三天。"]
