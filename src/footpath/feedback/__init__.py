"""Feedback: what people said and scored, as feelings, words and themes; models load only when they are needed."""

from footpath.feedback.scores import Score, easy, emotion, mean_score, nps, share_from, top_two
from footpath.feedback.signals import Report, read_signals, report_of
from footpath.feedback.text.encoders import Progress, Use
from footpath.feedback.text.language import UNKNOWN, detect
from footpath.feedback.text.learned import Lesson
from footpath.feedback.text.meanings import Meaning, alike, meanings, middle
from footpath.feedback.text.phrases import Phrase, Spoken, phrases
from footpath.feedback.text.sentiment import Feeling, Reading, feelings, tone
from footpath.feedback.text.topics import Theme, topics

__all__ = [
    "UNKNOWN",
    "Feeling",
    "Lesson",
    "Meaning",
    "Phrase",
    "Progress",
    "Reading",
    "Report",
    "Score",
    "Spoken",
    "Theme",
    "Use",
    "alike",
    "detect",
    "easy",
    "emotion",
    "feelings",
    "mean_score",
    "meanings",
    "middle",
    "nps",
    "phrases",
    "read_signals",
    "report_of",
    "share_from",
    "tone",
    "top_two",
    "topics",
]
