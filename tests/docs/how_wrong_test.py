"""What docs/explanation/how-wrong-is-it.md shows is what its commands print.

usage: how_wrong_test.py PROGRAM REPOSITORY [--update] [--calibrate]

Above each block of the page stands its command in a comment. With --update the page is rewritten, with --calibrate the
fits are made anew first. Numbers that sentences quote are held against the blocks and the files of the fits
(how_wrong_sentences.py), and rewritten, too; then read again what the sentences make of them.
"""
import csv
import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from how_wrong_sentences import HOW_WRONG, SHARED, Source, hold

BLOCK = re.compile(r"<!-- (?P<command>[^>]+) -->\n```text\n(?P<shown>.*?)```", re.DOTALL)


def printed(command, program, repository):
    """What a command prints; of `chokepoint assumptions` the table of kinds and the last line, or the rows that are ranked."""
    name, *arguments = command.split()
    if name == "tools/resolve":
        arguments.insert(1, program)
    options = {"tools/hindcast": ["--program", program]}.get(name, [])
    result = subprocess.run([program if name == "chokepoint" else repository / name, *arguments, *options],
                            cwd=repository, text=True, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    text = result.stdout
    if "--ranked" in arguments:
        text = ranked_rows(text)
    elif arguments[:1] == ["assumptions"]:
        text = text[text.index("\nkind ") + 1:]
    return "\n".join(line.rstrip() for line in text.rstrip("\n").split("\n")) + "\n"


def ranked_rows(text):
    """The rows with a total index, without how each number is drawn and its source."""
    table = text[text.index("\ntotal ") + 1:].split("\n")
    indices, shown = table[0].index("confidence"), table[0].index("drawn")
    return "\n".join(line[:shown] for line in table[:next(row for row, line in enumerate(table) if not line[:indices].strip())])


def remake_indices(program, repository, rows):
    """Total indices of the sweep scenarios/studies/sobol.yaml, in the form that --ranked reads."""
    with tempfile.TemporaryDirectory() as sweep:
        subprocess.run([program, "sweep", "scenarios/studies/sobol.yaml", "-o", f"{sweep}/sweep", "-j", "2"], cwd=repository,
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        text = subprocess.run([program, "assumptions", "scenarios/baseline.yaml", "--ranked", f"{sweep}/sweep", "--csv"],
                              cwd=repository, text=True, check=True, stdout=subprocess.PIPE).stdout
    keys = ["path", "total", "total_low", "total_high"]
    lines = [",".join(row[key] for key in keys) for row in csv.DictReader(io.StringIO(text)) if row["total"]]
    (repository / rows).write_text("\n".join([",".join(keys), *lines]) + "\n", encoding="utf-8")


def screen_again(program, repository, rows):
    """Which numbers matter, and the first of them as the factors of the sweep scenarios/studies/sobol.yaml."""
    subprocess.run([repository / "tools" / "screen", "--program", program, "--save", repository / rows, "--show", "20"],
                   check=True, stdout=subprocess.DEVNULL)
    subprocess.run([repository / "tools" / "screen", "--read", repository / rows, "--show", "17",
                    "--study", repository / "scenarios" / "studies" / "sobol.yaml"], check=True, stdout=subprocess.DEVNULL)


def main():
    program, repository = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2])
    page = repository / HOW_WRONG
    if "--calibrate" in sys.argv:
        # The tables of this part alone: all of them are made below.
        subprocess.run([repository / "tools" / "hindcast", "calibrate", "worlds", "--program", program], check=True,
                       stdout=subprocess.DEVNULL)
    text = page.read_text(encoding="utf-8")
    if "--update" in sys.argv:
        # What a hundred worlds come to stands in a file, of which the tool runs a part again each time.
        for worlds, rows in re.findall(r"<!-- tools/resolve (\d+) --rows (\S+) -->", text):
            subprocess.run([repository / "tools" / "resolve", worlds, program, "--save", rows], cwd=repository, check=True,
                           stdout=subprocess.DEVNULL)
        for rows in re.findall(r"<!-- tools/screen --read (\S+) -->", text):
            screen_again(program, repository, rows)
        for rows in re.findall(r"<!-- chokepoint assumptions \S+ --ranked (\S+) -->", text):
            remake_indices(program, repository, rows)
    blocks = list(BLOCK.finditer(text))
    if len(blocks) < 5:
        sys.exit(f"{page}: expected five blocks with their commands, found {len(blocks)}")
    wrong = []
    for block in reversed(blocks):
        wanted = printed(block["command"], program, repository)
        if block["shown"] != wanted:
            wrong.append(block["command"])
            text = text[:block.start("shown")] + wanted + text[block.end("shown"):]
    blocks = {block["command"]: block["shown"] for block in BLOCK.finditer(text)}
    texts = {HOW_WRONG: text, SHARED: (repository / SHARED).read_text(encoding="utf-8")}
    sentences = hold(Source(program, repository, blocks), texts)
    if "--update" in sys.argv:
        for name, now in texts.items():
            (repository / name).write_text(now, encoding="utf-8")
        sentences = [line for line in sentences if "expected once" in line]
    elif wrong:
        sentences.append(f"{page}: not what is printed by {', '.join(wrong)}")
    if sentences:
        sys.exit("\n".join([*sentences, "tests/docs/how_wrong_test.py PROGRAM REPOSITORY --update brings it up to date"]))


if __name__ == "__main__":
    main()
