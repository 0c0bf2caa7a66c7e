"""Measure the answers: question files with gold clauses, scored as docs/evaluation.md explains."""
