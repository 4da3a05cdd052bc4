"""Mails as what people said: their text without what was quoted, who wrote it, and when."""
