"""Squarified treemaps (Bruls, Huizing & van Wijk 2000)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = ["Rectangle", "nested", "squarify"]

Rectangle = tuple[float, float, float, float]  # left, top, width, height
Path = tuple[int, ...]


def squarify(sizes: Sequence[float], frame: Rectangle) -> list[Rectangle]:
    """Cut a frame into rows of rectangles with areas in proportion to `sizes`, as square as possible.

    Parameters
    ----------
    sizes
        Positive, in descending order.
    frame
        Left, top, width and height of the frame.

    Returns
    -------
    list of (left, top, width, height)
        One rectangle per size, in the same order.

    Examples
    --------
    >>> squarify([6, 6, 4], (0, 0, 4, 4))
    [(0, 0, 3.0, 2.0), (0, 2.0, 3.0, 2.0), (3.0, 0, 1.0, 4.0)]
    """
    left, top, width, height = frame
    rest, placed = float(sum(sizes)), []
    start = 0
    while start < len(sizes):
        scale = width * height / rest
        side = min(width, height)
        stop = start + _row_length(sizes, start, side / scale**0.5)
        total = sum(sizes[start:stop])
        share = total / rest
        at = 0.0
        for size in sizes[start:stop]:
            part = size / total
            if width >= height:
                placed.append((left, top + at * height, width * share, height * part))
            else:
                placed.append((left + at * width, top, width * part, height * share))
            at += part
        if width >= height:
            left, width = left + width * share, width * (1 - share)
        else:
            top, height = top + height * share, height * (1 - share)
        rest, start = rest - total, stop
        if rest <= 0:
            break
    return [(x if x else 0, y if y else 0, w, h) for x, y, w, h in placed]


def _row_length(sizes: Sequence[float], start: int, side: float) -> int:
    """Return the number of rectangles in the row with the best aspect ratio; `side` is in roots of size units."""
    total, best, length = 0.0, float("inf"), 0
    for size in sizes[start:]:
        total += size
        worst = max(side**2 * sizes[start] / total**2, total**2 / (side**2 * size))
        if worst > best:
            break
        best, length = worst, length + 1
    return length


def nested(flows: dict[Path, float], frame: Rectangle, above: Path = ()) -> Iterator[tuple[Path, Rectangle]]:
    """Yield the rectangle of each leaf community, inside the rectangles of the communities above it.

    Parameters
    ----------
    flows
        Flow of each leaf community, by its path.
    frame
        Left, top, width and height of the frame.

    Examples
    --------
    >>> dict(nested({(1, 1): 6, (1, 2): 2, (2,): 8}, (0, 0, 2, 1)))[(2,)]
    (1.0, 0, 1.0, 1.0)
    """
    depth = len(above)
    parts: dict[Path, dict[Path, float]] = {}
    for path, flow in flows.items():
        parts.setdefault(path[: depth + 1], {})[path] = flow
    order = sorted(parts, key=lambda path: (-sum(parts[path].values()), path))
    for path, rectangle in zip(order, squarify([sum(parts[at].values()) for at in order], frame), strict=True):
        if path in parts[path]:
            yield path, rectangle
        else:
            yield from nested(parts[path], rectangle, path)
