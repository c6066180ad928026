"""Draws the diagrams of the documents: python3 Docs/Pictures/diagrams.py writes three SVG files.

A diagram is a list of boxes and arrows on a grid. The script needs only Python.
"""

import html
import pathlib

CELL_WIDTH, CELL_HEIGHT, MARGIN = 190, 74, 24
STYLE = """
  text { font: 13px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1b1f24 }
  .small { font-size: 11px; fill: #57606a }
  .box { fill: #f6f8fa; stroke: #8c959f; stroke-width: 1.2 }
  .data { fill: #ddf4ff; stroke: #218bff }
  .question { fill: #fff8c5; stroke: #bf8700 }
  .result { fill: #dafbe1; stroke: #2da44e }
  .area { fill: none; stroke: #8c959f; stroke-dasharray: 5 4 }
  .arrow { fill: none; stroke: #57606a; stroke-width: 1.4; marker-end: url(#head) }
  .label { font-size: 11px; fill: #57606a; paint-order: stroke; stroke: #fff; stroke-width: 4px }
"""


class Diagram:
    """Boxes and arrows; coordinates count cells, and may be fractions."""

    def __init__(self, title, columns, rows):
        self.title = title
        self.width = 2 * MARGIN + columns * CELL_WIDTH
        self.height = 2 * MARGIN + rows * CELL_HEIGHT
        self.parts = []
        self.boxes = {}

    def box(self, name, column, row, lines, kind="", width=0.86, height=0.66):
        """Adds a box with its centre in the middle of a cell; the first line is its title."""
        x = MARGIN + (column + 0.5) * CELL_WIDTH
        y = MARGIN + (row + 0.5) * CELL_HEIGHT
        w, h = width * CELL_WIDTH, height * CELL_HEIGHT
        self.boxes[name] = (x, y, w, h)
        self.parts.append(
            f'<rect class="box {kind}" x="{x - w / 2:.0f}" y="{y - h / 2:.0f}" '
            f'width="{w:.0f}" height="{h:.0f}" rx="6"/>'
        )
        top = y - 7.5 * (len(lines) - 1) + 4
        for number, line in enumerate(lines):
            style = ' class="small"' if number else ""
            self.parts.append(
                f'<text{style} x="{x:.0f}" y="{top + 15 * number:.0f}" '
                f'text-anchor="middle">{html.escape(line)}</text>'
            )

    def area(self, column, row, columns, rows, label):
        """Adds a dashed frame around cells."""
        x, y = MARGIN + column * CELL_WIDTH, MARGIN + row * CELL_HEIGHT
        self.parts.append(
            f'<rect class="area" x="{x:.0f}" y="{y:.0f}" width="{columns * CELL_WIDTH:.0f}" '
            f'height="{rows * CELL_HEIGHT:.0f}" rx="10"/>'
            f'<text class="small" x="{x + 10:.0f}" y="{y + rows * CELL_HEIGHT - 8:.0f}">'
            f"{html.escape(label)}</text>"
        )

    def arrow(self, start, end, label="", bend=None, at=0.5):
        """Adds an arrow between two boxes.

        `bend` is the cell coordinate of a detour, ("x" or "y", value), "side" (leave at a side,
        and enter from above or below) or "down" (the reverse).
        """
        (x1, y1, w1, h1), (x2, y2, w2, h2) = self.boxes[start], self.boxes[end]
        if bend == "side":
            side1, side2 = (1 if x2 > x1 else -1), (1 if y2 > y1 else -1)
            points = [(x1 + side1 * w1 / 2, y1), (x2, y1), (x2, y2 - side2 * h2 / 2)]
        elif bend == "down":
            side1, side2 = (1 if y2 > y1 else -1), (1 if x2 > x1 else -1)
            points = [(x1, y1 + side1 * h1 / 2), (x1, y2), (x2 - side2 * w2 / 2, y2)]
        elif bend and bend[0] == "x":
            x = MARGIN + bend[1] * CELL_WIDTH
            side1, side2 = (1 if x > x1 else -1), (1 if x > x2 else -1)
            points = [(x1 + side1 * w1 / 2, y1), (x, y1), (x, y2), (x2 + side2 * w2 / 2, y2)]
        elif bend:
            y = MARGIN + bend[1] * CELL_HEIGHT
            side1, side2 = (1 if y > y1 else -1), (1 if y > y2 else -1)
            points = [(x1, y1 + side1 * h1 / 2), (x1, y), (x2, y), (x2, y2 + side2 * h2 / 2)]
        elif abs(x1 - x2) < 1:
            side = 1 if y2 > y1 else -1
            points = [(x1, y1 + side * h1 / 2), (x2, y2 - side * h2 / 2)]
        elif abs(y1 - y2) < 1:
            side = 1 if x2 > x1 else -1
            points = [(x1 + side * w1 / 2, y1), (x2 - side * w2 / 2, y2)]
        else:
            side = 1 if y2 > y1 else -1
            middle = (y1 + side * h1 / 2 + y2 - side * h2 / 2) / 2
            points = [
                (x1, y1 + side * h1 / 2),
                (x1, middle),
                (x2, middle),
                (x2, y2 - side * h2 / 2),
            ]
        path = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        self.parts.append(f'<polyline class="arrow" points="{path}"/>')
        if label:
            middle = len(points) // 2
            (ax, ay), (bx, by) = points[middle - 1], points[middle]
            x, y = ax + (bx - ax) * at, ay + (by - ay) * at
            self.parts.append(
                f'<text class="label" x="{x + 6:.0f}" y="{y - 5:.0f}">{html.escape(label)}</text>'
            )

    def write(self, path):
        path.write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" '
            f'viewBox="0 0 {self.width:.0f} {self.height:.0f}" '
            f'width="{self.width:.0f}" height="{self.height:.0f}" role="img">\n'
            f"<title>{html.escape(self.title)}</title>\n<style>{STYLE}</style>\n"
            '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            'markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#57606a"/></marker>'
            "</defs>\n"
            f'<rect width="100%" height="100%" fill="#fff"/>\n'
            + "\n".join(self.parts)
            + "\n</svg>\n"
        )


def iteration():
    d = Diagram("The data flow of one iteration", 4.2, 7.4)
    d.area(0.95, 0.95, 2.1, 3.35, "pass: chunks in parallel")
    d.box("rows", 0, 0.1, ["observations", "n x d, memory or a file"], "data")
    d.box("codebook", 3.15, 0.1, ["centroids", "k x d, in Double"], "data")
    d.box("tile", 1, 1.3, ["tile of rows", "widened, packed"], "data", width=0.8)
    d.box("packed", 2, 1.3, ["packed codebook", "panels of 8 centroids"], "data", width=0.8)
    d.box("assign", 1.5, 2.25, ["assign", "the algorithm's strategy"], width=1.1)
    d.box("codes", 1.5, 3.2, ["codes of the tile", "the nearest centroids"], "data", width=1.1)
    d.box("sums", 1, 4.6, ["partial sums", "one set a chunk"], "data")
    d.box("inertia", 2, 4.6, ["inertia, distortion", "if requested"], "data")
    d.box("merge", 1, 5.6, ["merge", "an aligned binary tree"])
    d.box("move", 3.15, 2.8, ["move centroids", "means; empty clusters"])
    d.box("done", 3.15, 5.6, ["converged?", "or stopped, or at the limit"], "question", width=0.95)
    d.arrow("rows", "tile", bend="side")
    d.arrow("codebook", "packed", bend="side")
    d.arrow("tile", "assign")
    d.arrow("packed", "assign")
    d.arrow("assign", "codes")
    d.arrow("codes", "sums")
    d.arrow("codes", "inertia")
    d.arrow("sums", "merge")
    d.arrow("merge", "done")
    d.box("end", 3.15, 6.7, ["Clustering", "after a last assignment"], "result", width=0.95)
    d.arrow("done", "move", "no")
    d.arrow("done", "end", "yes")
    d.arrow("move", "codebook", "next iteration")
    return d


def rooms():
    d = Diagram("The targets of the package, and what each builds on", 4, 6)
    d.box("spark", 3, 0, ["vq.spark, vq.dask", "adapters to engines"])
    d.box("blocks", 3, 1, ["vq.blocks", "fits over block files"])
    d.box("python", 3, 2, ["vq (Python)", "SciPy, scikit-learn"])
    d.box("c", 3, 3, ["VQCInterface", "cvq.h, libcvq.so"])
    d.box("command", 1, 0, ["vq (VQCommand)", "the command"])
    d.box("plot", 0, 1.2, ["VQPlot", "charts: SVG, PNG"])
    d.box("selection", 2, 1.8, ["VQSelection", "scores, choice of k"])
    d.box("formats", 0.6, 2.6, ["VQFormats", "tables, arrays, pictures"])
    d.box("library", 1.5, 4, ["VectorQuantization", "the library"], "result", width=1.2)
    d.box("kernels", 1.5, 5, ["CVQKernels", "C, one folder a set"], width=1.2)
    d.arrow("spark", "blocks")
    d.arrow("blocks", "python")
    d.arrow("python", "c")
    d.arrow("c", "library")
    d.arrow("command", "plot")
    d.arrow("command", "selection")
    d.arrow("command", "formats")
    d.arrow("plot", "formats")
    d.arrow("selection", "library")
    d.arrow("formats", "library")
    d.arrow("library", "kernels")
    return d


def algorithms():
    d = Diagram("How automatic chooses an algorithm", 4.6, 5.6)
    d.box("one", 0.3, 0, ["1 feature?"], "question", width=1.4)
    d.box("pays", 2, 0, ["enough iterations", "to pay for sorting?"], "question")
    d.box("sorted", 3.7, 0, ["sorted", "lloyd if they do not"], "result", width=0.75)
    d.box(
        "few",
        0.3,
        1.3,
        ["2 to 4 features?", "64 clusters, 32 rows in each"],
        "question",
        width=1.4,
    )
    d.box("filtering", 3.7, 1.3, ["filtering"], "result", width=0.7)
    d.box(
        "some",
        0.3,
        2.6,
        ["5 to 16 features?", "a trial prunes 0.7 of the pairs"],
        "question",
        width=1.4,
    )
    d.box(
        "long",
        0.3,
        3.9,
        ["3 iterations or more?", "and a row is expensive"],
        "question",
        width=1.4,
    )
    d.box("each", 2, 3.9, ["tile by tile", "by the time"], "question")
    d.box("pruned", 3.7, 3.9, ["hamerly or screening"], "result", width=0.85)
    d.box("dense", 2, 4.95, ["lloyd"], "result", width=0.7)
    d.arrow("one", "pays", "yes")
    d.arrow("pays", "sorted")
    d.arrow("one", "few", "no")
    d.arrow("few", "filtering", "yes", at=0.2)
    d.arrow("few", "some", "no")
    d.arrow("some", "filtering", "yes", bend="side", at=0.2)
    d.arrow("some", "long", "no")
    d.arrow("long", "each", "yes")
    d.arrow("each", "pruned")
    d.arrow("each", "dense")
    d.arrow("long", "dense", "no", bend="down")
    return d


if __name__ == "__main__":
    pictures = pathlib.Path(__file__).parent
    catalog = pictures.parents[1] / "Sources/VectorQuantization/VectorQuantization.docc"
    iteration().write(pictures / "iteration.svg")
    rooms().write(pictures / "rooms.svg")
    algorithms().write(catalog / "algorithms.svg")
