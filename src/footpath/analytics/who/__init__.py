"""Which persons a question is about: who did or did not do something, who has a property; in any combination."""

from footpath.analytics.who.compiling import Compiler, Test
from footpath.analytics.who.naming import condition, forget, resolved, save, saved
from footpath.analytics.who.tree import All, Amount, Did, Either, InOrder, Not, Property, Saved, Trait, Who
from footpath.analytics.who.writing import text_of, title

__all__ = [
    "All",
    "Amount",
    "Compiler",
    "Did",
    "Either",
    "InOrder",
    "Not",
    "Property",
    "Saved",
    "Test",
    "Trait",
    "Who",
    "condition",
    "forget",
    "resolved",
    "save",
    "saved",
    "text_of",
    "title",
]
