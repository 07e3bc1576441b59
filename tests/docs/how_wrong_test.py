"""What docs/explanation/how-wrong-is-it.md shows of the hindcast is what tools/hindcast prints.

usage: how_wrong_test.py PROGRAM REPOSITORY [--update]

With --update the page is rewritten; then read its sentences again.
"""
import subprocess
import sys
from pathlib import Path


def main():
    program, repository = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    page = repository / "docs" / "explanation" / "how-wrong-is-it.md"
    printed = subprocess.run([repository / "tools" / "hindcast", "20", program], text=True,
                             check=True, stdout=subprocess.PIPE).stdout
    text = page.read_text(encoding="utf-8")
    begin = text.index("```text\n") + len("```text\n")
    end = text.index("```", begin)
    if "--update" in sys.argv:
        page.write_text(text[:begin] + printed + text[end:], encoding="utf-8")
    elif text[begin:end] != printed:
        sys.exit(f"{page}: expected what tools/hindcast prints:\n{printed}")


if __name__ == "__main__":
    main()
