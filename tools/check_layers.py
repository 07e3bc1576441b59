#!/usr/bin/env python3
"""Checks who may include whom; prints every line that breaks the rule and exits with 1.

usage: tools/check_layers.py [ROOT]
"""
import re
import sys
from pathlib import Path

# Folder -> the folders it may include besides itself.
SIM_ENGINE_USER = {"sim/base", "sim/trace", "sim/engine"}
SIM_BELOW_ANALYSIS = SIM_ENGINE_USER | {"sim/scenario", "sim/graph", "sim/flow"}
SIM_ALL = SIM_BELOW_ANALYSIS | {"sim/bound", "sim/bottleneck", "sim/record", "sim/sensitivity",
                                "sim/worlds", "sim/study"}
MODELS_ALL = {"models/core", "models/policy", "models/generic", "models/actors", "models"}

ALLOWED = {
    "sim/base": set(),
    "sim/trace": {"sim/base"},
    "sim/engine": {"sim/base", "sim/trace"},
    "sim/scenario": {"sim/base", "sim/trace"},
    "sim/graph": {"sim/base", "sim/trace"},
    "sim/flow": SIM_ENGINE_USER | {"sim/graph"},
    "sim/bound": {"sim/base", "sim/bottleneck"},
    "sim/bottleneck": SIM_BELOW_ANALYSIS,
    "sim/record": SIM_BELOW_ANALYSIS | {"sim/bound", "sim/bottleneck"},
    "sim/sensitivity": {"sim/base"},
    "sim/worlds": {"sim/base"},
    "sim/study": {"sim/base", "sim/scenario", "sim/record", "sim/worlds"},
    "models/policy": {"sim/base"},
    "models/core": SIM_ENGINE_USER | {"sim/bound", "sim/flow", "sim/scenario", "models/policy"},
    "models/generic": SIM_ALL | {"models/core", "models/policy"},
    "models/actors": SIM_ALL | {"models/core", "models/policy", "models/generic"},
    "models": SIM_ALL | MODELS_ALL,
    "tools": SIM_ALL | MODELS_ALL,
    "tools/study": {"sim/base", "sim/sensitivity"},
}

# Library -> the folders that may use it; tests may use anything. A header belongs to a library by the
# pattern of its name, a line of code by what it calls.
LIBRARIES = {
    "SimGrid": (r"(simgrid|xbt)([./_]|$)", r"\b(simgrid|xbt)::", {"sim/engine"}),
    "yaml-cpp": (r"(yaml-cpp/|yaml\.h)", r"\bYAML::", {"sim/scenario"}),
    "Clp": (r"(Clp|Coin)\w*\.hpp", None, {"sim/bound"}),
    "OpenTURNS": (r"openturns/", r"\bOT::", {"tools/study"}),
    "NetCDF": (r"netcdf", r"\bnc_\w+\(", {"sim/record"}),
    "xlsxwriter": (r"xlsxwriter", r"\b(?:workbook|worksheet)_\w+\(", {"sim/record"}),
    "zstd": (r"zstd\.h", r"\bZSTD_", {"sim/record"}),
    "Boost.Graph": (r"boost/(graph/|graph\w*\.hpp|pending/)", None, {"sim/graph", "sim/bottleneck"}),
}

# Goods, makers and techniques of the world, which the code of `sim` does without; what can be counted (wafers, tools) is a
# unit. But for an example in a message.
WORLD = re.compile(r"(?i)(?<![a-z0-9])(asml|cowos|dram|euv|foundry|h100|hbm|n28|nvidia|tsmc)(?![a-z0-9])")
WORLD_KNOWN = {"sim/scenario/overlay.cpp"}

INCLUDE = re.compile(r'^\s*#\s*(?:include|include_next|import)\s*([<"])([^>"]+)[>"]')
COMPUTED = re.compile(r"^\s*#\s*(include|include_next|import)\b")
SUFFIXES = {".hpp", ".cpp", ".h", ".cc", ".hh", ".cxx", ".hxx", ".ipp", ".inl", ".inc", ".tpp"}


def folder_of(path):
    """The layer a path belongs to, e.g. sim/engine/post.hpp -> sim/engine; None when unknown."""
    parts = Path(path).parts
    if len(parts) > 2 and (parts[0] in ("sim", "models") or parts[:2] == ("tools", "study")):
        return f"{parts[0]}/{parts[1]}"
    return parts[0] if len(parts) > 1 else None


def problems_of_include(own, bracket, header):
    """Yields what is wrong with one include of one file of the folder `own`."""
    for library, (header_pattern, _, homes) in LIBRARIES.items():
        if re.match(header_pattern, header) and own not in homes:
            yield f"{library} belongs in {' and '.join(sorted(homes))} only"
    parts = Path(header).parts
    if ".." in parts or "." in parts or header.startswith(("./", "/")):
        yield "write the path from the root of the repository"
        return
    other = folder_of(header)
    if bracket == "<" and other not in ALLOWED and other != "tests":
        return
    if "/" not in header:
        yield "write the path from the root of the repository"
    elif other == "tests":
        yield "nothing outside tests may include tests"
    elif other != own and other not in ALLOWED[own]:
        yield f"{own} may not include {other}"


def problems_of_code(own, line):
    """Yields which libraries a line of code uses that its folder may not know."""
    for library, (_, call_pattern, homes) in LIBRARIES.items():
        if call_pattern and own not in homes and re.search(call_pattern, line):
            yield f"{library} belongs in {' and '.join(sorted(homes))} only"


def blanked(match):
    """A comment as nothing but its line feeds; a text as it is, since includes look like texts."""
    text = match.group(0)
    return text if text[0] in "\"'" else "\n" * text.count("\n")


def code_lines(text):
    """The lines without comments, numbered from 1; lines that go on after a backslash are one."""
    plain = re.sub(r'//[^\n]*|/\*.*?\*/|"(\\.|[^"\\\n])*"', blanked, text, flags=re.DOTALL)
    number = 1
    for line in re.split(r"(?<!\\)\n", plain):
        yield number, line.replace("\\\n", "")
        number += 1 + line.count("\n")


def problems_of(own, line):
    include = INCLUDE.match(line)
    if include:
        return problems_of_include(own, *include.groups())
    if COMPUTED.match(line):
        return ["an include names its file"]
    return problems_of_code(own, re.sub(r'"(\\.|[^"\\])*"', '""', line))


def problems_of_words(file, line):
    """Yields the words of the world in a line of the engine."""
    if file.startswith("sim/") and file not in WORLD_KNOWN:
        for word in WORLD.findall(line):
            yield f"sim knows no {word}; that belongs in models"


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
    count = 0
    found = False
    for top in ("sim", "models", "tools"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix not in SUFFIXES:
                continue
            count += 1
            file = path.relative_to(root).as_posix()
            own = folder_of(file)
            if own not in ALLOWED:
                print(f"{file}:1: its folder is in no layer; name it in tools/check_layers.py")
                found = True
                continue
            for number, line in code_lines(path.read_text(encoding="utf-8")):
                for problem in [*problems_of(own, line), *problems_of_words(file, line)]:
                    print(f"{file}:{number}: {problem}: {line.strip()}")
                    found = True
    if count == 0:
        print(f"{root}: no source files found")
        return 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
