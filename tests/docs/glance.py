"""The picture at the head of README.md: pages of documents at hand. ``python -m tests.docs.glance`` after a build."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs/glance.png"
#: Document and page: the paper's first page, its first figure and table, and the report's synopsis.
PAGES = (("paper", 0), ("paper", 5), ("paper", 6), ("csr", 3))
WIDTH, GAP, GROUND = 420, 24, (238, 241, 245)


def draw_glance(output: Path) -> Image.Image:
    """The pages side by side, cut at two thirds of their height."""
    shown = [_read_page(output / f"{name}.pdf", number) for name, number in PAGES]
    height = min(page.height for page in shown)
    size = (GAP + len(shown) * (WIDTH + GAP), height + 2 * GAP)
    picture = Image.new("RGB", size, GROUND)
    pen = ImageDraw.Draw(picture)
    for number, page in enumerate(shown):
        left = GAP + number * (WIDTH + GAP)
        pen.rectangle((left - 1, GAP - 1, left + WIDTH, GAP + height), outline=(200, 206, 214))
        picture.paste(page.crop((0, 0, WIDTH, height)), (left, GAP))
    return picture.quantize(96, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def _read_page(path: Path, number: int) -> Image.Image:
    page = pypdfium2.PdfDocument(path)[number]
    image: Image.Image = page.render(scale=3 * WIDTH / page.get_width()).to_pil().convert("RGB")
    image = image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)
    return image.crop((0, 0, WIDTH, image.height * 2 // 3))


if __name__ == "__main__":
    draw_glance(ROOT / "output").save(PICTURE, optimize=True)
