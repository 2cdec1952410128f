"""Augmentation: random views of a labelled image, as other sensors, seasons and viewers would show it.

Needs OpenCV, like everything that trains. Colours are RGB floats in 0-255 while a crop is worked
on. Labels are 0 land, 1 water, 255 ignore (``IGNORE``). Every function draws from the generator it
is given, so that a crop is a pure function of its seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from ..datasets.tile_files import IGNORE, shrink_label

#: The ImageNet mean in 0-255: what a pixel without data is filled with, zero after normalisation.
NEUTRAL = np.array([123.675, 116.28, 103.53], np.float32)

#: No colour of earth: lakes painted silty, salty or red taught that smooth earth is water.
WATER_COLOURS = np.array(
    [
        (60, 150, 155),  # turquoise
        (110, 175, 185),  # glacial
        (155, 175, 175),  # milky
        (12, 16, 20),  # black
        (20, 42, 78),  # deep blue
        (52, 80, 105),  # steel blue
        (60, 95, 62),  # algal
        (95, 125, 80),  # pale algal
    ],
    np.float32,
)
LAND_COLOURS = np.array(
    [
        (112, 86, 62),  # brown earth
        (188, 162, 128),  # sand
        (205, 192, 172),  # pale sand
        (122, 116, 108),  # grey rock
        (150, 96, 72),  # red earth
        (62, 56, 50),  # dark rock
        (90, 92, 58),  # dry steppe
        (60, 88, 50),  # fields
        (150, 150, 100),  # dry grass
        (35, 55, 35),  # forest
    ],
    np.float32,
)


@dataclass(frozen=True)
class Labelled:
    """An image (H, W, 3) uint8 RGB and its label (H, W) uint8, and both at half the resolution.

    ``ground`` is the pixel size in metres; ``low`` and ``high`` are the 2nd and 98th percentile of
    each band, for the contrast stretch that many viewers apply.
    """

    image: np.ndarray
    label: np.ndarray
    half_image: np.ndarray
    half_label: np.ndarray
    ground: float
    low: np.ndarray
    high: np.ndarray

    @classmethod
    def of(cls, image: np.ndarray, label: np.ndarray, ground: float) -> Labelled:
        image = np.ascontiguousarray(image)
        height, width = label.shape
        half = (max(1, width // 2), max(1, height // 2))
        low, high = np.percentile(image[::4, ::4].reshape(-1, 3), (2, 98), axis=0)
        return cls(
            image,
            label,
            cv2.resize(image, half, interpolation=cv2.INTER_AREA),
            shrink_label(label, half),
            ground,
            low.astype(np.float32),
            high.astype(np.float32),
        )


def random_crop(
    rng: np.random.Generator, source: Labelled, size: int, ground_range: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Return a view at a random place, angle, mirror and ground pixel, in random colours.

    ``ground_range`` is the finest and the coarsest ground pixel in metres. The view is RGB (size, size, 3)
    uint8 and label (size, size) uint8.
    """
    rgb, label, seen = _random_geometry(rng, source, size, ground_range)
    low, high = source.low, source.high
    if rng.random() < 0.25:
        seen &= _clip(rng, label, seen)
        if seen.any():  # what a viewer knows of a clip is the clip alone
            low, high = np.percentile(rgb[seen][::4], (2, 98), axis=0).astype(np.float32)
    if rng.random() < 0.65:
        rgb = _stretch(rgb, low, high, float(rng.choice((8, 64))))
    rgb, label = _appearance(rng, rgb, label)
    rgb[~seen], label[~seen] = NEUTRAL, IGNORE
    rgb += 0.5
    return np.clip(rgb, 0, 255, out=rgb).astype(np.uint8), label


def _random_geometry(
    rng: np.random.Generator, source: Labelled, size: int, ground_range: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Picture, label, and where both come from the image itself; its mirror lies around."""
    # An image too small for the coarsest view is not mirrored over most of the crop.
    finest, coarsest = ground_range
    coarsest = np.clip(source.ground * min(source.label.shape) / (0.6 * size), finest, coarsest)
    ground = float(np.exp(rng.uniform(np.log(finest), np.log(coarsest))))
    factor = ground / source.ground
    image, label = source.image, source.label
    if factor >= 1.7:  # a coarser level first, as GDAL takes overviews: no aliasing
        image, label, factor = source.half_image, source.half_label, factor / 2
    height, width = label.shape
    # The centre stays far enough inside that most of the crop is image, not its mirror.
    reach = 0.35 * size * factor
    cx = rng.uniform(min(reach, width / 2), max(width - reach, width / 2))
    cy = rng.uniform(min(reach, height / 2), max(height - reach, height / 2))
    angle = rng.uniform(0, 2 * np.pi)
    aspect = rng.uniform(0.9, 1.1)
    cos, sin = np.cos(angle) * factor, np.sin(angle) * factor
    matrix = np.array([[cos * aspect, -sin, 0], [sin * aspect, cos, 0]])
    if rng.random() < 0.5:
        matrix[:, 0] = -matrix[:, 0]
    matrix[:, 2] = (cx, cy) - matrix[:, :2] @ (size / 2, size / 2)
    options: dict[str, Any] = {
        "M": matrix,
        "dsize": (size, size),
        "borderMode": cv2.BORDER_REFLECT_101,
    }
    inverse = cv2.WARP_INVERSE_MAP
    rgb = cv2.warpAffine(image, flags=cv2.INTER_LINEAR | inverse, **options)
    label = cv2.warpAffine(label, flags=cv2.INTER_NEAREST | inverse, **options)
    options["borderMode"] = cv2.BORDER_CONSTANT
    inside = np.ones((height, width), np.uint8)
    seen = cv2.warpAffine(inside, flags=cv2.INTER_NEAREST | inverse, **options) > 0
    rgb = rgb.astype(np.float32)
    if rng.random() < 0.3:  # a source coarser than the grid, like Landsat at 17 m
        coarse = int(size / rng.uniform(1.2, 2.2))
        small = cv2.resize(rgb, (coarse, coarse), interpolation=cv2.INTER_AREA)
        kind = cv2.INTER_LINEAR if rng.random() < 0.7 else cv2.INTER_CUBIC
        rgb = cv2.resize(small, (size, size), interpolation=kind)
    return rgb, label, seen


def _clip(rng: np.random.Generator, label: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Where a small clip lies: around one lake, half of the time, else around any pixel of the image."""
    size = len(label)
    _, _, boxes, _ = cv2.connectedComponentsWithStats((label == 1).astype(np.uint8))
    lakes = [box[:4] for box in boxes[1:] if box[4] >= 30 and max(box[2:4]) < 0.7 * size]
    if lakes and rng.random() < 0.5:
        left, top, width, height = lakes[rng.integers(len(lakes))]
        around = int(np.exp(rng.uniform(np.log(5), np.log(60))))
        left, top, width, height = left - around, top - around, width + 2 * around, height + 2 * around
    else:
        width, height = (size * np.exp(rng.uniform(np.log(0.2), np.log(0.75), 2))).astype(int)
        row, column = divmod(int(rng.choice(np.flatnonzero(seen))), size)
        left, top = column - width // 2, row - height // 2
    clip = np.zeros(label.shape, bool)
    clip[max(top, 0) : top + height, max(left, 0) : left + width] = True
    return clip


def _stretch(rgb: np.ndarray, low: np.ndarray, high: np.ndarray, least: float) -> np.ndarray:
    stretched: np.ndarray = rgb - low
    stretched *= 255.0 / np.maximum(high - low, least)
    return np.clip(stretched, 0, 255, out=stretched)


def _appearance(
    rng: np.random.Generator, rgb: np.ndarray, label: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    water = cv2.GaussianBlur((label == 1).astype(np.float32), (0, 0), 0.7)[..., None]
    kind = rng.random()
    if kind < 0.08:
        rgb = _recolour_water(rng, rgb, water)
    elif kind < 0.28:
        rgb = _recolour_land(rng, rgb, water)
    elif kind < 0.32:
        rgb = _recolour_land(rng, rgb, water)
        rgb = _recolour_water(rng, rgb, water)
    if rng.random() < 0.06:
        rgb = _snow(rng, rgb, water)
    if rng.random() < 0.15:
        rgb = _shadows(rng, rgb, water)
    if rng.random() < 0.14:
        rgb, label = _clouds(rng, rgb, label)
    if rng.random() < 0.20:
        haze = rng.uniform(150, 235) * rng.uniform(0.92, 1.0, 3)
        veil = rng.uniform(0.1, 0.45) * _blobs(rng, rgb.shape[0], 2, 0.5, 1.0)
        hazy: np.ndarray = haze.astype(np.float32) - rgb
        hazy *= veil
        rgb = np.add(rgb, hazy, out=hazy)
    if rng.random() < 0.8:
        rgb = _colours(rng, rgb)
    if rng.random() < 0.10:
        side = _half_plane(rng, rgb.shape[0])
        rgb = np.where(side, _colours(rng, rgb), rgb)
    if rng.random() < 0.08:
        rgb = _annotations(rng, rgb)
    if rng.random() < 0.5:
        strength = rng.uniform(0.5, 6)
        noise = rng.standard_normal(rgb.shape, dtype=np.float32)
        noise *= strength
        rgb = np.add(rgb, noise, out=noise)
    if rng.random() < 0.3:
        quality = int(rng.integers(40, 96))
        packed = cv2.imencode(".jpg", _bytes(rgb), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        rgb = cv2.imdecode(packed, cv2.IMREAD_COLOR).astype(np.float32)
    if rng.random() < 0.10:
        rgb, label = _no_data(rng, rgb, label)
    return rgb, label


def _bytes(rgb: np.ndarray) -> np.ndarray:
    return np.clip(rgb, 0, 255).astype(np.uint8)


def _blobs(
    rng: np.random.Generator, size: int, cells: int, low: float = 0.0, high: float = 1.0
) -> np.ndarray:
    """Return smooth noise (size, size, 1) with features of size / cells pixels."""
    coarse = rng.uniform(low, high, (cells + 2, cells + 2)).astype(np.float32)
    return cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC)[..., None]


def _half_plane(rng: np.random.Generator, size: int) -> np.ndarray:
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:size, 0:size] - size / 2
    return ((x * np.cos(angle) + y * np.sin(angle)) > rng.uniform(-0.4, 0.4) * size)[..., None]


def _grey(rgb: np.ndarray) -> np.ndarray:
    """Return the mean of the bands (H, W, 1): NumPy's over so short an axis takes six times as long."""
    red, green, blue = (rgb[..., band, None] for band in range(3))
    return (red + green + blue) / 3


def _mean(rgb: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return (rgb * weight).sum((0, 1)) / max(float(weight.sum()), 1.0)


def _recolour(rgb: np.ndarray, weight: np.ndarray, target: np.ndarray, contrast: float) -> np.ndarray:
    """Move the weighted region's mean colour to ``target``, its texture scaled by ``contrast``."""
    moved: np.ndarray = rgb - _mean(rgb, weight)
    moved *= contrast
    moved = np.add(moved, target, out=moved)
    moved -= rgb
    moved *= weight
    moved += rgb
    return moved


def _recolour_water(rng: np.random.Generator, rgb: np.ndarray, water: np.ndarray) -> np.ndarray:
    if rng.random() < 0.15:
        return _freeze(rng, rgb, water)
    land = _mean(rgb, 1 - water)
    for _ in range(4):
        target = rng.choice(WATER_COLOURS) * rng.uniform(0.8, 1.2) + rng.normal(0, 8, 3)
        if np.abs(target - land).max() > 35:  # else lake and land would look alike
            break
    else:
        return rgb
    tint = 1 + 0.15 * (_blobs(rng, rgb.shape[0], 3) - 0.5)
    return _recolour(rgb, water, target.astype(np.float32) * tint, rng.uniform(0.4, 1.1))


def _freeze(rng: np.random.Generator, rgb: np.ndarray, water: np.ndarray) -> np.ndarray:
    """Cover the water with ice: pale, smooth at large scale, with dark cracks; sometimes only part of it."""
    size = rgb.shape[0]
    base = rng.uniform(165, 240) * rng.uniform([0.88, 0.94, 0.97], [1.0, 1.0, 1.04])
    ice = base.astype(np.float32) * (1 + 0.25 * (_blobs(rng, size, int(rng.integers(2, 9))) - 0.5))
    for _ in range(int(rng.integers(0, 9))):
        points = rng.uniform(0, size, (int(rng.integers(2, 6)), 2))
        dark = (base * rng.uniform(0.4, 0.9)).tolist()
        cv2.polylines(
            ice, [np.cumsum(points - size / 2, 0).astype(np.int32) // 2 + size // 2], False, dark,
            int(rng.integers(1, 3)), cv2.LINE_AA,
        )  # fmt: skip
    cover = water
    if rng.random() < 0.5:
        cover = water * (_blobs(rng, size, int(rng.integers(2, 6))) > rng.uniform(0.2, 0.6))
    return rgb + cover * (ice + 0.3 * (rgb - _mean(rgb, water)) - rgb)


def _recolour_land(rng: np.random.Generator, rgb: np.ndarray, water: np.ndarray) -> np.ndarray:
    land = 1 - water
    lake = _mean(rgb, water)
    for _ in range(4):
        target = rng.choice(LAND_COLOURS) * rng.uniform(0.8, 1.2) + rng.normal(0, 8, 3)
        if np.abs(target - lake).max() > 35:
            break
    else:
        return rgb
    if rng.random() < 0.5:  # plain desert: hardly any texture, soft large shapes
        soft = cv2.GaussianBlur(rgb, (0, 0), rng.uniform(2, 8))
        grain = rng.uniform(0.5, 4) * rng.standard_normal((*rgb.shape[:2], 1), dtype=np.float32)
        shade = 1 + rng.uniform(0.05, 0.25) * (_blobs(rng, rgb.shape[0], int(rng.integers(2, 12))) - 0.5)
        rgb = rgb + land * (soft * shade + grain - rgb)
    return _recolour(rgb, land, target.astype(np.float32), rng.uniform(0.4, 1.3))


def _snow(rng: np.random.Generator, rgb: np.ndarray, water: np.ndarray) -> np.ndarray:
    """Cover land with snow where the ground is bright, with ragged edges."""
    size = rgb.shape[0]
    rough = 0.6 * _blobs(rng, size, int(rng.integers(3, 10))) + 0.4 * _blobs(rng, size, 40)
    grey = _grey(rgb)
    rough = rough + 0.003 * (grey - grey.mean())
    cover = np.clip((rough - rng.uniform(0.4, 0.65)) * 12, 0, 1) * (1 - water)
    snow = rng.uniform(205, 250) + 0.5 * (grey - grey.mean())
    return rgb + cover * (snow - rgb)


def _shadows(rng: np.random.Generator, rgb: np.ndarray, water: np.ndarray) -> np.ndarray:
    """Cast shadows of hills and clouds on land: dark and bluish, the texture of the ground still in them."""
    size = rgb.shape[0]
    shade = np.zeros((size, size), np.float32)
    for _ in range(int(rng.integers(1, 6))):
        centre = rng.uniform(0, size, 2)
        spread = rng.uniform(6, 60)
        points = centre + rng.normal(0, spread, (int(rng.integers(3, 9)), 2))
        cv2.fillPoly(shade, [cv2.convexHull(points.astype(np.int32))], (1.0,))
    shade = cv2.GaussianBlur(shade, (0, 0), rng.uniform(0.6, 2.5))[..., None] * (1 - water)
    dark = np.array([0.95, 1.0, 1.12], np.float32) * rng.uniform(0.2, 0.6)
    return rgb * (1 - shade * (1 - dark))


def _clouds(rng: np.random.Generator, rgb: np.ndarray, label: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Add white clouds and, most times, the shadows they throw: land stays land under both.

    Water that can no longer be seen is ignored.
    """
    size = rgb.shape[0]
    noise = 0.7 * _blobs(rng, size, int(rng.integers(3, 9))) + 0.3 * _blobs(rng, size, 24)
    alpha = np.clip((noise - rng.uniform(0.5, 0.7)) * rng.uniform(3, 9), 0, 1)
    if rng.random() < 0.75:
        angle, far = rng.uniform(0, 2 * np.pi), rng.uniform(6, 60)
        away = np.array([[1, 0, far * np.cos(angle)], [0, 1, far * np.sin(angle)]])
        shade = cv2.warpAffine(alpha, away, (size, size), borderMode=cv2.BORDER_REFLECT_101)
        shade = np.clip(1.5 * shade, 0, 1)[..., None]
        dark = np.array([0.9, 1.0, 1.15], np.float32) * rng.uniform(0.05, 0.5)
        rgb = rgb * (1 - shade * (1 - dark))
    label = label.copy()
    label[(alpha[..., 0] > 0.5) & (label == 1)] = IGNORE
    return rgb + alpha * (rng.uniform(215, 255) - rgb), label


def _colours(rng: np.random.Generator, rgb: np.ndarray) -> np.ndarray:
    """Change gain, offset, gamma and saturation, as another sensor or tone curve would."""
    gain = rng.uniform(0.75, 1.3) * rng.uniform(0.88, 1.12, 3)
    offset = rng.uniform(-15, 15) + rng.uniform(-8, 8, 3)
    changed: np.ndarray = rgb * gain.astype(np.float32)
    changed += offset.astype(np.float32)
    np.clip(changed, 0, 255, out=changed)
    changed /= 255.0
    changed **= rng.uniform(0.7, 1.4)
    changed *= 255.0
    grey = _grey(changed)
    changed -= grey
    changed *= rng.uniform(0.3 if rng.random() < 0.2 else 0.7, 1.35)
    changed += grey
    return changed


def _annotations(rng: np.random.Generator, rgb: np.ndarray) -> np.ndarray:
    """Draw labels and roads as web maps do; the ground below keeps its label."""
    size = rgb.shape[0]
    picture = _bytes(rgb)
    for _ in range(int(rng.integers(1, 4))):
        colour = [int(rng.choice([0, 60, 235, 255]))] * 3
        if rng.random() < 0.3:
            colour = [int(c) for c in rng.integers(0, 256, 3)]
        at = (int(rng.integers(0, max(1, size - 40))), int(rng.integers(min(12, size - 1), size)))
        if rng.random() < 0.6:
            text = "".join(rng.choice(list("ABCDELMNORSTacdehilnorstu0123 ")) for _ in range(9))
            cv2.putText(
                picture, text, at, int(rng.integers(0, 8)), rng.uniform(0.3, 0.8), colour, 1, cv2.LINE_AA
            )
        else:
            end = tuple(int(v) for v in rng.integers(0, size, 2))
            cv2.line(picture, at, end, colour, int(rng.integers(1, 3)), cv2.LINE_AA)
    return picture.astype(np.float32)


def _no_data(rng: np.random.Generator, rgb: np.ndarray, label: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cut off a side as missing data, filled as the scene reader fills it, or black as undeclared nodata is.

    Ignored either way: a black wedge taught as land would teach that black water is land.
    """
    side = _half_plane(rng, rgb.shape[0])
    fill = NEUTRAL if rng.random() < 0.6 else 0
    return np.where(side, fill, rgb), np.where(side[..., 0], IGNORE, label).astype(np.uint8)
