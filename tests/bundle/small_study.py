"""A study of twenty runs of Ishigami's function, for programs that run elsewhere."""
STUDY = """\
chokepoint: 1
name: small
base: ishigami.yaml
design: {kind: lhs, size: 20}
factors:
  - {name: x1, path: parts.f.x1, between: [0, 1]}
"""
