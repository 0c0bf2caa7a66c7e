"""Nest list items by their marks where a file sets them all at one indent: (i) below (b), then (c) beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from assistant.datatypes import Block

Style = Literal["number", "letter", "roman", "bullet"]


def nested(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with items one deeper when another style of mark begins under a line that ends in a colon."""
    out: list[Block] = []
    open_: list[tuple[int, Style]] = []  # the list an item stands in, and those around it
    before: Block | None = None
    for block in blocks:
        if block.kind != "item" or not block.mark:
            open_ = []
            out.append(block)
            before = None
            continue
        style = _style(block.mark, before.mark if before else None)
        open_ = [(level, of) for level, of in open_ if level <= block.level]
        known = next((depth for depth, entry in enumerate(open_) if entry == (block.level, style)), None)
        if known is not None:
            open_ = open_[: known + 1]
        elif before is None or not open_ or before.text.endswith(":") or block.level > open_[-1][0]:
            open_.append((block.level, style))
        else:
            open_[-1] = (block.level, style)
        same_indent = sum(level == block.level for level, _ in open_) - 1
        out.append(replace(block, level=block.level + same_indent) if same_indent > 0 else block)
        before = block
    return tuple(out)


def _style(mark: str, before: str | None) -> Style:
    plain = mark.strip("().")
    if plain == "•":
        return "bullet"
    if plain[:1].isdigit():
        return "number"
    follows = before is not None and len(plain) == 1 and ord(before.strip("().")[-1]) + 1 == ord(plain)
    return "roman" if re.fullmatch(r"[ivx]+", plain) and not follows else "letter"
