"""Find the ruled tables of a PDF page from the lines drawn on it.

In: painted paths and the pieces of text. Out: tables with their cells, and the pieces that stand in none. A table is a
grid of touching rules with at least two columns and two rows (the "lattice" method of Tabula and Camelot); tables set
with white space alone are read as lines of text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

Rule = tuple[float, float, float, float]
"""A thin painted line, in points from the bottom left: left, bottom, right, top."""

THIN = 3.0  # points; a wider rectangle is a shade, not a rule
TOUCH = 4.0  # points between rules that belong together
SHORTEST = 6.0  # points; a shorter one is an underline's end or part of a letter
MOST_RULES = 4_000  # on a page; more is a drawing
SPANNING = 0.6  # of a table's width: a rule that parts rows, not only the halves of one cell


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the edges of its columns from left to right and of its rows from top to bottom."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """Return the row and column in which a piece of text begins, None outside."""
        column = bisect_right(self.columns, x + TOUCH / 2) - 1
        row = bisect_right([-edge for edge in self.rows], -y) - 1
        inside = 0 <= column < len(self.columns) - 1 and 0 <= row < len(self.rows) - 1
        return (row, column) if inside else None


@dataclass(slots=True)
class Strokes:
    """Collects the rules of a page while its drawing instructions go by."""

    rules: list[Rule] = field(default_factory=list)
    _path: list[Rule] = field(default_factory=list)
    _at: tuple[float, float] = (0.0, 0.0)

    def visit(self, operator: bytes, operands: Sequence[float], matrix: Sequence[float]) -> None:
        """Take note of one instruction (ISO 32000-1, 8.5: path construction and painting)."""
        if len(self.rules) + len(self._path) > MOST_RULES * 10:
            return
        if operator == b"re":
            x, y, width, height = map(float, operands[:4])
            corners = (_moved(matrix, x, y), _moved(matrix, x + width, y + height))
            self._path.append(_box(*corners))
        elif operator == b"m":
            self._at = _moved(matrix, float(operands[0]), float(operands[1]))
        elif operator == b"l":
            to = _moved(matrix, float(operands[0]), float(operands[1]))
            self._path.append(_box(self._at, to))
            self._at = to
        elif operator in (b"S", b"s", b"B", b"B*", b"b", b"b*"):
            self.rules += [side for box in self._path for side in _sides(box)]
            self._path.clear()
        elif operator in (b"f", b"F", b"f*"):
            self.rules += [box for box in self._path if _is_thin(box)]
            self._path.clear()
        elif operator == b"n":
            self._path.clear()


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """Return the tables that some rules draw, from the top of the page."""
    long = _long(rules)
    groups = _touching(long) if len(long) <= MOST_RULES else []
    found = [grid for group in groups if (grid := _grid(group))]
    return sorted(found, key=lambda grid: -grid.rows[0])


def _grid(rules: Sequence[Rule]) -> Grid | None:
    upright = [rule for rule in rules if rule[3] - rule[1] > rule[2] - rule[0]]
    level = [rule for rule in rules if rule[3] - rule[1] <= rule[2] - rule[0]]
    columns = _edges([rule[0] for rule in upright])
    if len(columns) < 3:
        return None
    width = columns[-1] - columns[0]
    heights = _edges([rule[1] for rule in level])
    rows = [
        edge
        for edge in heights
        if sum(rule[2] - rule[0] for rule in level if abs(rule[1] - edge) <= TOUCH) >= SPANNING * width
    ]
    return Grid(tuple(columns), tuple(reversed(rows))) if len(rows) >= 3 else None


def _edges(places: Sequence[float]) -> list[float]:
    """Return the distinct places in ascending order; those that touch are one."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > TOUCH:
            edges.append(place)
    return edges


def _long(rules: Sequence[Rule]) -> list[Rule]:
    return [rule for rule in rules if max(rule[2] - rule[0], rule[3] - rule[1]) >= SHORTEST and _is_thin(rule)]


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group rules that meet, from one end of a page to the other."""
    groups: list[tuple[Rule, list[Rule]]] = []
    for rule in sorted(rules, key=lambda rule: -rule[3]):
        apart, bounds, members = [], rule, [rule]
        for other, others in groups:
            if _meet(bounds, other):
                bounds = _around(bounds, other)
                members += others
            else:
                apart.append((other, others))
        groups = [*apart, (bounds, members)]
    return [members for _, members in groups]


def _meet(one: Rule, other: Rule) -> bool:
    return (
        one[0] <= other[2] + TOUCH
        and other[0] <= one[2] + TOUCH
        and one[1] <= other[3] + TOUCH
        and other[1] <= one[3] + TOUCH
    )


def _around(one: Rule, other: Rule) -> Rule:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _is_thin(box: Rule) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= THIN


def _sides(box: Rule) -> list[Rule]:
    left, bottom, right, top = box
    if _is_thin(box):
        return [box]
    return [
        (left, bottom, left, top),
        (right, bottom, right, top),
        (left, bottom, right, bottom),
        (left, top, right, top),
    ]


def _box(one: tuple[float, float], other: tuple[float, float]) -> Rule:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _moved(matrix: Sequence[float], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = map(float, matrix[:6])
    return a * x + c * y + e, b * x + d * y + f
