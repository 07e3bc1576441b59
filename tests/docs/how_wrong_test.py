"""What docs/explanation/how-wrong-is-it.md shows is what its commands print.

usage: how_wrong_test.py PROGRAM REPOSITORY [--update] [--calibrate]

Above each block of the page stands its command in a comment. With --update the page is rewritten, with --calibrate the
fits are made anew first; then read its sentences again.
"""
import re
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"<!-- (?P<command>[^>]+) -->\n```text\n(?P<shown>.*?)```", re.DOTALL)


def printed(command, program, repository):
    """What a command prints; of `chokepoint assumptions` the table of kinds and the last line."""
    name, *arguments = command.split()
    options = {"tools/hindcast": ["--program", program], "tools/resolve": [program]}.get(name, [])
    result = subprocess.run([program if name == "chokepoint" else repository / name, *arguments, *options],
                            cwd=repository, text=True, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    text = result.stdout
    if arguments[:1] == ["assumptions"]:
        text = text[text.index("\nkind ") + 1:]
    return "\n".join(line.rstrip() for line in text.rstrip("\n").split("\n")) + "\n"


def main():
    program, repository = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2])
    page = repository / "docs" / "explanation" / "how-wrong-is-it.md"
    if "--calibrate" in sys.argv:
        # The tables of this part alone: all of them are made below.
        subprocess.run([repository / "tools" / "hindcast", "calibrate", "worlds", "--program", program], check=True,
                       stdout=subprocess.DEVNULL)
    text = page.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    if len(blocks) < 5:
        sys.exit(f"{page}: expected five blocks with their commands, found {len(blocks)}")
    wrong = []
    for block in reversed(blocks):
        wanted = printed(block["command"], program, repository)
        if block["shown"] != wanted:
            wrong.append(block["command"])
            text = text[:block.start("shown")] + wanted + text[block.end("shown"):]
    if "--update" in sys.argv:
        page.write_text(text, encoding="utf-8")
    elif wrong:
        sys.exit(f"{page}: not what is printed by {', '.join(wrong)}\n"
                 "tests/docs/how_wrong_test.py PROGRAM REPOSITORY --update brings it up to date")


if __name__ == "__main__":
    main()
