"""Where names stand on a map, and how long ones break, so that no label covers another."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

LINE = 14  # pixels that a line of a label takes
SIGN = 6  # pixels from the middle of a cluster's sign to its edge
OVERHANG = 8  # pixels by which a label may leave the picture: the picture has a margin
LONG = 18  # characters beyond which a name breaks into two lines


@dataclass(frozen=True, slots=True)
class Spot:
    """One of the places about a point where its label may stand, in pixels from the point."""

    name: str
    align: Literal["left", "center", "right"]
    dx: int
    dy: int


SPOTS = (
    Spot("right", "left", 9, 0),
    Spot("left", "right", -9, 0),
    Spot("above", "center", 0, -15),
    Spot("below", "center", 0, 16),
    Spot("above right", "left", 8, -11),
    Spot("below right", "left", 8, 12),
    Spot("above left", "right", -8, -11),
    Spot("below left", "right", -8, 12),
)

PATIENCE = 50_000  # spots tried for one group of labels before it counts as too crowded

Box = tuple[float, float, float, float]  # left, top, right, bottom
Boxes = list[Box]  # of one label in each picture


def broken(name: str) -> list[str]:
    """Return a name as the lines of its label: one, or two about equally long if it is long."""
    gaps = [found.end() for found in re.finditer(r"[ \-]", name)]
    if len(name) <= LONG or not gaps:
        return [name]
    at = min(gaps, key=lambda gap: abs(2 * gap - len(name)))
    return [name[:at].rstrip(), name[at:]]


def label_spots(
    points: Mapping[str, tuple[float, float]], land: Mapping[str, Any], sizes: Sequence[tuple[float, float]]
) -> dict[str, Spot] | None:
    """Find a spot for the label of each point so that no label covers another or a sign, in any of the sizes.

    Parameters
    ----------
    points : mapping of str to (float, float)
        Latitude and longitude by name.
    land : mapping
        Outline of the continents (TopoJSON), to which the map is fitted.
    sizes : sequence of (float, float)
        Width and height of each picture in pixels.

    Returns
    -------
    dict of str to Spot, or None
        None if there is no such placement among ``SPOTS``, or it takes too long to find.
    """
    names = list(points)
    maps = [dict(zip(names, _drawn(list(points.values()), land, size), strict=True)) for size in sizes]
    ways = {name: _ways(name, maps, sizes) for name in names}
    chosen: dict[str, Spot] = {}
    for group in _groups(ways):
        found = _placed(group, ways)
        if found is None:
            return None
        chosen |= found
    return {name: chosen[name] for name in names}


def text_width(text: str, size: float = 12) -> float:
    """Return about how wide a text is in a sans-serif face of a size in pixels, rather too wide than too narrow."""

    def em(sign: str) -> float:
        if sign in "fijlrtI .,-'’():;|":
            return 0.34
        return 0.9 if sign in "mwMW" else 0.72 if sign.isupper() else 0.57

    return size * sum(map(em, text))


def _ways(
    name: str, maps: Sequence[Mapping[str, tuple[float, float]]], sizes: Sequence[tuple[float, float]]
) -> dict[Spot, Boxes]:
    """Spots of a label that lie in every picture and clear of the other signs, with the box in each picture."""
    ways = {}
    for spot in SPOTS:
        boxes = [_box(name, drawn[name], spot) for drawn in maps]
        inside = all(
            left >= -OVERHANG and right <= size[0] + OVERHANG and top >= 0 and bottom <= size[1]
            for (left, top, right, bottom), size in zip(boxes, sizes, strict=True)
        )
        clear = not any(
            _meet(box, (x - SIGN, y - SIGN, x + SIGN, y + SIGN))
            for box, drawn in zip(boxes, maps, strict=True)
            for other, (x, y) in drawn.items()
            if other != name
        )
        if inside and clear:
            ways[spot] = boxes
    return ways


def _groups(ways: Mapping[str, Mapping[Spot, Boxes]]) -> list[list[str]]:
    """Names that may get in each other's way, directly or by others; each group can be placed by itself."""
    groups: list[list[str]] = []
    for name in ways:
        near = [group for group in groups if any(_may_meet(ways[name], ways[other]) for other in group)]
        joined = [*(each for group in near for each in group), name]
        groups = [*(group for group in groups if group not in near), joined]
    return groups


def _placed(names: list[str], ways: Mapping[str, Mapping[Spot, Boxes]]) -> dict[str, Spot] | None:
    """The first spots, in the order of preference, that keep the labels of a group apart; None if there are none."""
    chosen: dict[str, Spot] = {}
    tries = 0

    def place(at: int) -> bool:
        nonlocal tries
        if at == len(names):
            return True
        for spot, boxes in ways[names[at]].items():
            tries += 1
            if tries > PATIENCE:
                return False
            if any(_clash(boxes, ways[other][taken]) for other, taken in chosen.items()):
                continue
            chosen[names[at]] = spot
            if place(at + 1):
                return True
            del chosen[names[at]]
        return False

    return chosen if place(0) else None


def _may_meet(one: Mapping[Spot, Boxes], other: Mapping[Spot, Boxes]) -> bool:
    return any(_clash(a, b) for a in one.values() for b in other.values())


def _clash(one: Boxes, other: Boxes) -> bool:
    return any(_meet(a, b) for a, b in zip(one, other, strict=True))


def _box(name: str, point: tuple[float, float], spot: Spot) -> Box:
    lines = broken(name)
    width, height = max(map(text_width, lines)), LINE * len(lines)
    x, y = point[0] + spot.dx, point[1] + spot.dy
    left = x - {"left": 0.0, "center": width / 2, "right": width}[spot.align]
    return left, y - height / 2, left + width, y + height / 2


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _drawn(
    points: Sequence[tuple[float, float]], land: Mapping[str, Any], size: tuple[float, float]
) -> list[tuple[float, float]]:
    """Pixels of some points on a map in the Equal Earth projection that fits land and points into a size."""
    flat = [_equal_earth(*point) for point in points]
    xs, ys = zip(*flat, *(_equal_earth(*point) for point in _outline(land)), strict=True)
    scale = min(size[0] / (max(xs) - min(xs)), size[1] / (max(ys) - min(ys)))
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return [(size[0] / 2 + scale * (x - middle[0]), size[1] / 2 - scale * (y - middle[1])) for x, y in flat]


def _equal_earth(latitude: float, longitude: float) -> tuple[float, float]:
    """The projection of Šavrič, Patterson and Jenny (2018), which Vega calls equalEarth."""
    a1, a2, a3, a4, m = 1.340264, -0.081106, 0.000893, 0.003796, math.sqrt(3) / 2
    t = math.asin(m * math.sin(math.radians(latitude)))
    x = math.radians(longitude) * math.cos(t) / (m * (a1 + 3 * a2 * t**2 + t**6 * (7 * a3 + 9 * a4 * t**2)))
    return x, t * (a1 + a2 * t**2 + t**6 * (a3 + a4 * t**2))


def _outline(land: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    """Latitude and longitude of every vertex; TopoJSON gives each arc as steps from its first one."""
    (east, north), (left, bottom) = land["transform"]["scale"], land["transform"]["translate"]
    for arc in land["arcs"]:
        x = y = 0
        for dx, dy in arc:
            x, y = x + dx, y + dy
            yield bottom + north * y, left + east * x
