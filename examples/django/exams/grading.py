"""Computes pages and mark of a PDF; the same file always gives the same result."""

import hashlib
import mmap
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")


@dataclass(frozen=True)
class Grade:
    """What grading found."""

    pages: int
    mark: Decimal


def grade_file(path: Path) -> Grade:
    """Count the pages and derive a mark between 0 and 20 in half points from the content.

    The file is mapped, not read, so that a copy of 50 MB costs a worker no memory. Pages inside
    of compressed objects are not seen; a PDF has one page at least.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        pages = sum(1 for _ in _PAGE.finditer(content))
        digest = hashlib.sha256(content).digest()
    return Grade(pages=max(pages, 1), mark=Decimal(digest[0] % 41) / 2)
