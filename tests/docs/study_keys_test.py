"""The table of study keys is what the program prints from its declarations; with --update it is put there.

usage: study_keys_test.py PROGRAM REPOSITORY [--update]
"""
import subprocess
import sys
from pathlib import Path

BEGIN = "<!-- keys: chokepoint params list --study -->\n"
END = "<!-- end of keys -->\n"


def main():
    page = Path(sys.argv[2]) / "docs" / "reference" / "study.md"
    text = page.read_text(encoding="utf-8")
    table = subprocess.run([sys.argv[1], "params", "list", "--study"], check=True, text=True,
                           stdout=subprocess.PIPE).stdout
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    right = before + BEGIN + table + END + after
    if "--update" in sys.argv:
        page.write_text(right, encoding="utf-8")
    elif right != text:
        print(f"{page}: the table of keys is not what 'chokepoint params list --study' prints; --update puts it there")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
