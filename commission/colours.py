"""Colours of sides and spheres: how well they stand out."""

import re

WHITE = "#ffffff"


def is_colour(text):
    """True for a colour written "#rrggbb"."""
    return re.fullmatch("#[0-9a-fA-F]{6}", text) is not None


def name_of(colour):
    """What pages and the stylesheet of colours call it: "#0B7d4D" → "0b7d4d"."""
    return colour.removeprefix("#").lower()


def luminance(colour):
    """Relative luminance (0–1) of "#rrggbb", by WCAG 2.2's definition."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """WCAG contrast ratio (1–21) of two colours written "#rrggbb"."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
