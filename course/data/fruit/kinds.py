"""What each kind of fruit looks like: its form, its skin, what sits on top, and the colours of its varieties."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[float, float, float]


def rgb(code: int) -> Colour:
    """0xRRGGBB as three numbers from 0 to 1."""
    return ((code >> 16) / 255, (code >> 8 & 255) / 255, (code & 255) / 255)


@dataclass(frozen=True)
class Look:
    """The skin of one variety: a ground colour, and a second one that covers a part of it."""

    ground: Colour
    blush: Colour
    cover: tuple[float, float] = (0.0, 0.0)  # least and largest share of the skin with the second colour
    pattern: str = "cloud"  # how it lies there: cloud, stripes, sectors, band, half


def look(ground: int, blush: int | None = None, cover=(0.0, 0.25), pattern="cloud") -> Look:
    return Look(rgb(ground), rgb(ground if blush is None else blush), tuple(cover), pattern)


@dataclass(frozen=True)
class Kind:
    """Everything that the renderer knows about a kind; lengths are in radii, angles in radians."""

    looks: dict[str, Look]
    form: str = "round"  # name of the outline in form.py
    height: tuple[float, float] = (0.95, 1.05)  # height over width
    gloss: float = 0.4
    dimple: float = 0.0  # depth of the hollow around the stem
    suture: float = 0.0  # depth of the one seam from pole to pole
    ribs: tuple[int, int] = (0, 0)
    rib_depth: float = 0.0
    pores: float = 0.0  # small pits everywhere
    speckles: float = 0.0  # pale or dark dots
    speckle_colour: Colour = (0.94, 0.89, 0.69)
    bloom: float = 0.0  # pale wax or fuzz
    top: str = "none"  # none, stem, star, crown, cap, eye
    stem: tuple[float, float] = (0.4, 0.06)  # length and width
    stem_colour: Colour = (0.42, 0.29, 0.17)
    calyx: float = 0.0  # size of the dark remnant of the flower at the bottom
    leaf: float = 0.0  # how often a leaf hangs at the stem
    size: tuple[float, float] = (0.92, 1.08)  # relative to the other kinds


KINDS_TABLE: dict[str, Kind] = {
    "apple": Kind(
        form="apple",
        height=(0.90, 1.04),
        gloss=0.45,
        dimple=1.0,
        speckles=0.35,
        top="stem",
        stem=(0.46, 0.07),
        calyx=0.16,
        leaf=0.4,
        looks={
            "red": look(0xB9442F, 0xA51420, (0.75, 1.0)),
            "green": look(0x86B53A, 0xB6C85A, (0.1, 0.5)),
            "yellow": look(0xE3C24A, 0xE59A4A, (0.0, 0.35)),
            "striped": look(0xE0B45A, 0xB8262B, (0.45, 0.75), "stripes"),
            "pink": look(0xD9C870, 0xD2455A, (0.45, 0.8)),
            "russet": look(0xA98645, 0x8F5B33, (0.2, 0.6)),
        },
    ),
    "tomato": Kind(
        form="tomato",
        height=(0.76, 0.88),
        gloss=0.9,
        dimple=0.35,
        ribs=(4, 7),
        rib_depth=0.08,
        top="star",
        stem=(0.22, 0.07),
        stem_colour=rgb(0x4F7A2C),
        size=(0.9, 1.1),
        looks={
            "red": look(0xCF2A1B, 0xD8481F, (0.1, 0.5)),
            "green": look(0x8DAA3D, 0xA8BC58, (0.1, 0.5)),
            "yellow": look(0xE8B52C, 0xE79A28, (0.1, 0.5)),
            "dark": look(0x7E2A24, 0x4F3A22, (0.1, 0.5)),
        },
    ),
    "orange": Kind(
        form="round",
        height=(0.93, 1.0),
        gloss=0.5,
        pores=1.0,
        dimple=0.12,
        top="eye",
        leaf=0.25,
        looks={
            "navel": look(0xEE8A1A, 0xF0A030, (0.1, 0.5)),
            "blood": look(0xE2701F, 0xB63A22, (0.2, 0.6)),
            "grapefruit": look(0xEBC04C, 0xE59A5A, (0.1, 0.6)),
            "lime": look(0x6FA03A, 0x97B545, (0.1, 0.5)),
        },
    ),
    "peach": Kind(
        form="peach",
        height=(0.93, 1.03),
        gloss=0.08,
        dimple=0.5,
        suture=0.9,
        bloom=0.8,
        top="stem",
        stem=(0.12, 0.07),
        leaf=0.3,
        looks={
            "yellow": look(0xEBB25C, 0xD2562F, (0.3, 0.75)),
            "white": look(0xF0D3AA, 0xCF4A55, (0.3, 0.7)),
            "nectarine": look(0xDD8A3E, 0xA9202A, (0.5, 0.9)),
        },
    ),
    "pear": Kind(
        form="pear",
        height=(1.10, 1.30),
        gloss=0.3,
        speckles=0.55,
        speckle_colour=rgb(0x7A6130),
        top="stem",
        stem=(0.45, 0.055),
        calyx=0.12,
        leaf=0.3,
        looks={
            "green": look(0xA4B944, 0xBFC65C, (0.1, 0.5)),
            "yellow": look(0xDDBF4E, 0xD98E45, (0.0, 0.4)),
            "brown": look(0xA67F3E, 0x8C5E30, (0.2, 0.6)),
            "red": look(0xB05A36, 0x96262B, (0.5, 0.9)),
        },
    ),
    "cherry": Kind(
        form="cherry",
        height=(0.92, 1.0),
        gloss=1.0,
        dimple=0.5,
        suture=0.15,
        top="stem",
        stem=(1.35, 0.05),
        stem_colour=rgb(0x7D8B3A),
        leaf=0.3,
        size=(0.66, 0.8),
        looks={
            "dark": look(0x7A0F1F, 0x4E0A18, (0.2, 0.6)),
            "red": look(0xC01B22, 0xA01020, (0.2, 0.6)),
            "yellow": look(0xE9BE5A, 0xD6432F, (0.3, 0.7)),
        },
    ),
    "pomegranate": Kind(
        form="pomegranate",
        height=(0.93, 1.02),
        gloss=0.4,
        speckles=0.2,
        speckle_colour=rgb(0x8A5A3A),
        top="crown",
        ribs=(5, 6),
        rib_depth=0.06,
        size=(0.95, 1.1),
        looks={"red": look(0xC24A3A, 0xA01F30, (0.4, 0.9)), "pale": look(0xDDA466, 0xC5523F, (0.3, 0.7))},
    ),
    "pepper": Kind(
        form="pepper",
        height=(1.0, 1.22),
        gloss=0.9,
        dimple=0.7,
        ribs=(3, 4),
        rib_depth=0.32,
        top="stem",
        stem=(0.42, 0.13),
        stem_colour=rgb(0x5C8A34),
        looks={
            "red": look(0xC41A1A, 0xA81418, (0.1, 0.5)),
            "green": look(0x3F7D2A, 0x5C9436, (0.1, 0.5)),
            "yellow": look(0xEDBB22, 0xE8A51E, (0.1, 0.5)),
            "orange": look(0xE87B1A, 0xDC6414, (0.1, 0.5)),
        },
    ),
    "ball": Kind(
        form="round",
        height=(0.99, 1.01),
        gloss=0.7,
        looks={
            "rubber": look(0xC8242C, 0xC8242C),
            "beach": look(0xE23A30, 0xF2EFE6, (0.5, 0.5), "sectors"),
            "striped": look(0x2C6FB5, 0xF2D23C, (0.3, 0.4), "band"),
            "tennis": look(0xCBDD3A, 0xF4F4E0, (0.1, 0.1), "seam"),
            "halves": look(0x3A9A4E, 0xE8D33A, (0.5, 0.5), "half"),
        },
    ),
    "lemon": Kind(
        form="lemon",
        height=(1.18, 1.35),
        gloss=0.5,
        pores=0.8,
        top="eye",
        leaf=0.3,
        looks={
            "yellow": look(0xF0D02E, 0xE8DC58, (0.1, 0.5)),
            "green": look(0x8FB03A, 0xC5C846, (0.1, 0.6)),
            "orange": look(0xEBA42E, 0xF0C040, (0.1, 0.5)),
        },
    ),
    "plum": Kind(
        form="round",
        height=(1.05, 1.2),
        gloss=0.3,
        dimple=0.35,
        suture=0.6,
        bloom=1.0,
        top="stem",
        stem=(0.3, 0.045),
        leaf=0.25,
        size=(0.75, 0.92),
        looks={
            "purple": look(0x4A2350, 0x6E2A4E, (0.2, 0.6)),
            "red": look(0xA02436, 0x7A1C38, (0.2, 0.6)),
            "yellow": look(0xE0B040, 0xD07A3A, (0.1, 0.5)),
            "green": look(0x9DAE48, 0xB8B85A, (0.1, 0.5)),
        },
    ),
    "onion": Kind(
        form="onion",
        height=(0.95, 1.08),
        gloss=0.35,
        ribs=(16, 22),
        rib_depth=0.05,
        speckles=0.0,
        top="neck",
        looks={
            "yellow": look(0xC98B3C, 0xA9642A, (0.4, 0.7), "veins"),
            "red": look(0x8A2D4C, 0x6A1E3E, (0.4, 0.7), "veins"),
            "white": look(0xECE6D2, 0xD6D0A4, (0.3, 0.6), "veins"),
        },
    ),
    "potato": Kind(
        form="potato",
        height=(0.70, 0.92),
        gloss=0.08,
        speckles=0.9,
        speckle_colour=rgb(0x6E5130),
        top="eyes",
        looks={
            "yellow": look(0xC9A463, 0xB08950, (0.2, 0.6)),
            "red": look(0xA65A50, 0x8C4548, (0.2, 0.6)),
            "brown": look(0x96703F, 0x7C5830, (0.2, 0.6)),
        },
    ),
    "pumpkin": Kind(
        form="tomato",
        height=(0.74, 0.9),
        gloss=0.3,
        dimple=0.8,
        ribs=(9, 12),
        rib_depth=0.42,
        top="stem",
        stem=(0.4, 0.13),
        stem_colour=rgb(0x8A8A4A),
        size=(1.0, 1.12),
        looks={
            "orange": look(0xE0761C, 0xC85E16, (0.1, 0.5)),
            "green": look(0x5E7A3C, 0x8FA050, (0.2, 0.6)),
            "red": look(0xC24A1E, 0xA83416, (0.2, 0.6)),
        },
    ),
    "kiwi": Kind(
        form="round",
        height=(1.15, 1.3),
        gloss=0.04,
        speckles=0.9,
        speckle_colour=rgb(0x4A3218),
        pores=0.5,
        top="eye",
        bloom=0.3,
        size=(0.85, 1.0),
        looks={"brown": look(0x7F6234, 0x6A4E28, (0.2, 0.6)), "golden": look(0xA58845, 0x8A6A35, (0.2, 0.6))},
    ),
    "mango": Kind(
        form="mango",
        height=(1.12, 1.32),
        gloss=0.4,
        speckles=0.3,
        speckle_colour=rgb(0xE8D890),
        top="eye",
        looks={
            "red": look(0xD9A03C, 0xB8342E, (0.4, 0.7)),
            "green": look(0x7E9A3C, 0xB05A3A, (0.2, 0.5)),
            "yellow": look(0xE8B638, 0xE89A35, (0.1, 0.5)),
        },
    ),
}

KINDS: tuple[str, ...] = tuple(KINDS_TABLE)
VARIETIES: dict[str, tuple[str, ...]] = {name: tuple(kind.looks) for name, kind in KINDS_TABLE.items()}
