"""Runs a document: files and commands of its fenced blocks, in order, in a directory of their own.

    ```yaml first.yaml     becomes the file first.yaml
    ```sh                  is run by bash; must succeed
    ```sh exit=3           is run by bash; must exit with 3
                           all in one shell, as a reader types them: a folder that a block goes
                           to, and what it sets, hold for the next
    ```text                after a command: what it prints; a line `...` stands for any lines

usage: tutorial_test.py PROGRAM DOCUMENT [SCENARIOS]

With SCENARIOS, that folder is there as `scenarios`.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import progress  # noqa: E402

BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def matches(expected, printed):
    """Whether the text is as expected, `...` lines standing for any number of lines."""
    parts = re.split(r"(?m)^\.\.\.\n", expected)
    pattern = r"(?:.*\n)*?".join(re.escape(part) for part in parts)
    return re.fullmatch(pattern, progress.without(printed)) is not None


def run(command, folder, program, state):
    """In the shell as the commands before it left it: its folder and its variables."""
    environment = {**os.environ, "PATH": f"{Path(program).resolve().parent}:{os.environ['PATH']}",
                   "NO_COLOR": "1"}
    before = f"[ ! -e '{state}' ] || {{ source '{state}' 2> /dev/null; cd \"$PWD_OF_READER\"; }}\n"
    after = f"trap 'PWD_OF_READER=$PWD; declare -p | grep -v \"^declare -[^ ]*r\" > \"{state}\"' EXIT\n"
    return subprocess.run(["bash", "-euo", "pipefail", "-c", before + after + command], cwd=folder,
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=environment, timeout=60)


def check_document(program, document, scenarios=None):
    """Yields what does not hold in the document."""
    text = document.read_text(encoding="utf-8")
    printed = None
    commands = 0
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as kept:
        if scenarios:
            shutil.copytree(scenarios, Path(folder, "scenarios"))
        for block in BLOCK.finditer(text):
            language, argument, body = block.groups()
            place = f"{document.name}:{text[:block.start()].count(chr(10)) + 1}"
            if language == "yaml" and argument:
                Path(folder, argument).write_text(body, encoding="utf-8")
            elif language == "sh":
                commands += 1
                result = run(body, folder, program, Path(kept, "state"))
                printed = result.stdout
                wanted = int(argument.removeprefix("exit=")) if argument else 0
                if result.returncode != wanted:
                    yield f"{place}: exit code {result.returncode}, not {wanted}:\n{printed}"
            elif language == "text" and printed is not None:
                if not matches(body, printed):
                    yield f"{place}: the command before it prints:\n{printed}"
                printed = None
    if commands == 0:
        yield f"{document.name}: holds no commands"


def main():
    problems = list(check_document(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]))
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
