"""Which values a run used: what tells whether a scenario is still the one that was fitted."""
import hashlib
import json

import yaml


def values_of(run):
    """By path, from a run's directory."""
    with open(run / "resolved.yaml", encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.CSafeLoader)["values"]


def sha256_of(values):
    """Their sources, reasons and places move nothing and do not count."""
    values = {path: {key: part for key, part in value.items() if key not in ("source", "as_of", "why", "from")}
              for path, value in values.items()}
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def values_sha256(run):
    """Of the values of a run's directory."""
    return sha256_of(values_of(run))
