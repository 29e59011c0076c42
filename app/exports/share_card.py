"""The picture of a shared result: 1200 × 630 pixels, the size that messengers show for a link.

The picture is an SVG. WeasyPrint and PDFium make a PNG of it, because messengers show no SVG. Both
come with the extra `pdf` and are imported where they are used.
"""

from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from typing import Final

from app.exports.pdf import font_sources, pdf_is_installed

WIDTH: Final = 1200
HEIGHT: Final = 630
CACHED_CARDS: Final = 32
"""Pictures of 60 to 100 KB each. A link that is posted is fetched by many at once."""
PAGE: Final = """<style>
@font-face { font-family: "Card"; src: url("font:sans") }
@page { size: %(width)spx %(height)spx; margin: 0 }
body { margin: 0 }
svg { display: block }
</style>%(svg)s"""


def png_is_possible() -> bool:
    """Return whether the extra and its system library are installed."""
    return find_spec("pypdfium2") is not None and pdf_is_installed()


@lru_cache(CACHED_CARDS)
def card_as_png(svg: str) -> bytes:
    """Return a card as PNG. Raises ImportError or OSError where `png_is_possible` is false."""
    from pypdfium2 import PdfDocument
    from weasyprint import HTML

    fonts, fetcher = font_sources()
    page = PAGE % {"width": WIDTH, "height": HEIGHT, "svg": svg}
    document = PdfDocument(HTML(string=page, url_fetcher=fetcher).write_pdf(font_config=fonts))
    written = BytesIO()
    points_per_pixel = 72 / 96
    image = document[0].render(scale=1 / points_per_pixel).to_pil()
    image.save(written, "PNG", optimize=True)
    document.close()
    return written.getvalue()


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Return the text in lines that fit a width in this font size, broken between words.

    Widths are estimated: a Hangul letter is a square, others are about half as wide.
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _width(text: str, size: float) -> float:
    return sum(size * (0.95 if letter > "\u1100" else 0.56) for letter in text)
