"""What a child of nine reads: short sentences."""

import re

CHILD_WORDS = 15
_END = re.compile(r"[.!?…:]\s|\n")
_WORD = re.compile(r"[\w’'-]+")


def too_long_for_children(text: str) -> str:
    """The first sentence of the text that has too many words, empty when there is none."""
    sentences = (sentence.strip() for sentence in _END.split(text))
    return next((sentence for sentence in sentences if len(_WORD.findall(sentence)) > CHILD_WORDS), "")
