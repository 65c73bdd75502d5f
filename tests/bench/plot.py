#!/usr/bin/env python3
"""Draws measured figures, both axes logarithmic:

    plot.py TITLE X_LABEL Y_LABEL FILE.svg < POINTS

POINTS has lines "SERIES X Y"; SERIES is a word, _ in it is a space. Points of a
series are joined in the order of the lines.
"""

import html
import math
import sys

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 80, 150, 40, 55
COLOURS = ["#1b5e8c", "#b3541e", "#3d7a3d", "#7a3d7a", "#555555"]


def read_points(lines):
    series = {}
    for line in lines:
        if line.strip():
            name, x, y = line.split()
            series.setdefault(name.replace("_", " "), []).append(
                (float(x), float(y)))
    return series


def decades(values):
    """The powers of ten around the values."""
    low = math.floor(math.log10(min(values)))
    high = math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def label(power):
    if 0 <= power <= 3:
        return str(10 ** power)
    names = {6: "1M", 5: "100k", 4: "10k", 9: "1G", 7: "10M", 8: "100M"}
    return names.get(power, "1e%d" % power)


class Axis:
    def __init__(self, values, begin, end):
        self.low, self.high = decades(values)
        self.begin, self.end = begin, end

    def place(self, value):
        part = (math.log10(value) - self.low) / (self.high - self.low)
        return self.begin + part * (self.end - self.begin)

    def ticks(self):
        return [(self.place(10.0 ** p), label(p))
                for p in range(self.low, self.high + 1)]


def apart(heights):
    """Heights of lines of text, moved down so that none covers another."""
    places = {}
    last = -math.inf
    for number, height in sorted(enumerate(heights), key=lambda h: h[1]):
        last = places[number] = max(height, last + 14)
    return [places[number] for number in range(len(heights))]


def draw(title, x_label, y_label, series):
    points = [p for of_series in series.values() for p in of_series]
    x_axis = Axis([p[0] for p in points], LEFT, WIDTH - RIGHT)
    y_axis = Axis([p[1] for p in points], HEIGHT - BOTTOM, TOP)
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" '
           'font-family="sans-serif" font-size="12">' % (WIDTH, HEIGHT),
           '<rect width="100%" height="100%" fill="white"/>']

    def text(x, y, words, anchor="middle", more=""):
        out.append('<text x="%.1f" y="%.1f" text-anchor="%s"%s>%s</text>'
                   % (x, y, anchor, more, html.escape(words)))

    def line(x1, y1, x2, y2):
        out.append('<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" '
                   'stroke="#cccccc"/>' % (x1, y1, x2, y2))

    text(LEFT, 22, title, "start", ' font-size="15"')
    for x, words in x_axis.ticks():
        line(x, TOP, x, HEIGHT - BOTTOM)
        text(x, HEIGHT - BOTTOM + 18, words)
    for y, words in y_axis.ticks():
        line(LEFT, y, WIDTH - RIGHT, y)
        text(LEFT - 8, y + 4, words, "end")
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, x_label)
    text(18, HEIGHT / 2, y_label, "middle",
         ' transform="rotate(-90 18 %d)"' % (HEIGHT / 2))
    names = apart([y_axis.place(points[-1][1]) for points in series.values()])
    for number, (name, of_series) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        places = [(x_axis.place(x), y_axis.place(y)) for x, y in of_series]
        out.append('<polyline fill="none" stroke="%s" stroke-width="2" '
                   'points="%s"/>' % (colour, " ".join(
                       "%.1f,%.1f" % place for place in places)))
        for x, y in places:
            out.append('<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>'
                       % (x, y, colour))
        x = places[-1][0]
        text(x + 8, names[number] + 4, name, "start", ' fill="%s"' % colour)
    out.append("</svg>\n")
    return "\n".join(out)


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    title, x_label, y_label, path = sys.argv[1:]
    series = read_points(sys.stdin)
    if not series:
        sys.exit("plot.py: there are no points")
    with open(path, "w", encoding="utf-8") as file:
        file.write(draw(title, x_label, y_label, series))


if __name__ == "__main__":
    main()
