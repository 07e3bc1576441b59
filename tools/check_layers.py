#!/usr/bin/env python3
"""Checks who may include whom; prints every include that breaks the rule and exits with 1.

usage: tools/check_layers.py [ROOT]
"""
import re
import sys
from pathlib import Path

# Folder -> the folders it may include besides itself.
SIM_ENGINE_USER = {"sim/base", "sim/trace", "sim/engine"}
SIM_BELOW_ANALYSIS = SIM_ENGINE_USER | {"sim/scenario", "sim/graph", "sim/flow"}
SIM_ALL = SIM_BELOW_ANALYSIS | {"sim/bottleneck", "sim/record", "sim/worlds"}
MODELS_ALL = {"models/core", "models/policy", "models/generic", "models/actors", "models"}

ALLOWED = {
    "sim/base": set(),
    "sim/trace": {"sim/base"},
    "sim/engine": {"sim/base", "sim/trace"},
    "sim/scenario": {"sim/base", "sim/trace"},
    "sim/graph": {"sim/base", "sim/trace"},
    "sim/flow": SIM_ENGINE_USER | {"sim/graph"},
    "sim/bottleneck": SIM_BELOW_ANALYSIS,
    "sim/record": SIM_BELOW_ANALYSIS | {"sim/bottleneck"},
    "sim/worlds": {"sim/base"},
    "models/policy": {"sim/base"},
    "models/core": SIM_ENGINE_USER | {"sim/flow", "sim/scenario", "models/policy"},
    "models/generic": SIM_ALL | {"models/core", "models/policy"},
    "models/actors": SIM_ALL | {"models/core", "models/policy", "models/generic"},
    "models": SIM_ALL | MODELS_ALL,
    "tools": SIM_ALL | MODELS_ALL,
}

# Library header -> the folders that may include it; tests may include anything.
LIBRARIES = {
    "simgrid/": {"sim/engine"},
    "xbt/": {"sim/engine"},
    "yaml-cpp/": {"sim/scenario"},
    "boost/graph/": {"sim/graph", "sim/bottleneck"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
SUFFIXES = {".hpp", ".cpp", ".h", ".cc", ".hh", ".ipp", ".inl"}


def folder_of(path):
    """The layer a path belongs to, e.g. sim/engine/post.hpp -> sim/engine; None when unknown."""
    parts = Path(path).parts
    if parts[0] in ("sim", "models") and len(parts) > 2:
        return f"{parts[0]}/{parts[1]}"
    return parts[0] if len(parts) > 1 else None


def problems_of(file, bracket, header):
    """Yields what is wrong with one include of one file."""
    own = folder_of(file)
    for prefix, homes in LIBRARIES.items():
        if header.startswith(prefix) and own not in homes:
            yield f"<{prefix}...> belongs in {' and '.join(sorted(homes))} only"
    if bracket == "<":
        return
    other = folder_of(header)
    if "/" not in header:
        yield "write the path from the root of the repository"
    elif other == "tests":
        yield "nothing outside tests may include tests"
    elif other != own and other not in ALLOWED[own]:
        yield f"{own} may not include {other}"


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
            if folder_of(file) not in ALLOWED:
                print(f"{file}:1: its folder is in no layer; name it in tools/check_layers.py")
                found = True
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                match = INCLUDE.match(line)
                for problem in problems_of(file, *match.groups()) if match else ():
                    print(f"{file}:{number}: {problem}: {line.strip()}")
                    found = True
    if count == 0:
        print(f"{root}: no source files found")
        return 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
