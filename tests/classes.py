"""Which classes of tests a script runs, so that several of it run beside each other."""
import inspect
import unittest


def chosen(module, words):
    """Names of classes to run, for unittest.main: those in `words`, or, where these begin with '-', all others.

    Raises SystemExit for the name of a class that is not there.
    """
    there = [name for name, each in inspect.getmembers(module, inspect.isclass)
             if issubclass(each, unittest.TestCase) and unittest.TestLoader().getTestCaseNames(each)]
    for word in words:
        if word.lstrip("-").split(".")[0] not in there:
            raise SystemExit(f"no class of tests is called {word}; there are {', '.join(there)}")
    left_out = [word[1:] for word in words if word.startswith("-")]
    return [name for name in there if name not in left_out] if left_out else words
