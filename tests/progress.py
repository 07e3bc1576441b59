"""Progress that a command writes to stderr, one line per tenth, when it takes over a second."""
import re

LINES = re.compile(r"^\[[#.]+\] .*\n", re.MULTILINE)


def without(text):
    """What else is written there: how long a command takes is no promise."""
    return LINES.sub("", text)
