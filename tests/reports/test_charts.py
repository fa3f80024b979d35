"""Charts: what they say in words, and that no label of any language is cut or covers another. Without a database."""

import re
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from django.utils.translation import override

from reports import charts
from reports.charts import Mark, draw_bars, draw_radar, find_room, say, split_label
from tests.reports import fonts


ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
ALPHABETS = (
    "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
    "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:;-–—()«»“”’'/%&№+"
)
DRAWINGS = {"bars": draw_bars, "radar": draw_radar}


def read_labels(language):
    """The pillars of the published editions, in the order of the report."""
    pillars = {}
    for path in (ROOT / "fixtures" / "standards").glob("*.yaml"):
        # Only the pillars: parsing the whole files takes seconds.
        block = re.search(r"^pillars:\n(.*?)^\w", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
        for pillar in yaml.safe_load(block[1]):
            pillars[pillar["position"]] = pillar["label"][language]
    return [pillars[position] for position in sorted(pillars)]


def make_marks(*values, labels=("Alpha", "Beta", "Gamma", "Delta", "Epsilon")):
    return [
        Mark(label, None if value is None else Fraction(value))
        for label, value in zip(labels, values, strict=False)
    ]


def parse(drawing):
    return ElementTree.fromstring(str(drawing))


def read_texts(svg):
    """Every text with its box: words, left, top, right, bottom."""
    size, texts = float(svg.get("font-size")), []
    for element in svg.iter(f"{SVG}text"):
        words, x, y = element.text, float(element.get("x")), float(element.get("y"))
        width = fonts.measure(words, size=size, weight=element.get("font-weight"))
        left = x - width * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor")]
        # Where capitals with a breve end, and the tails of Kazakh letters.
        texts.append((words, left, y - 0.85 * size, left + width, y + 0.22 * size))
    return texts


def find_cut(svg):
    left, top, width, height = map(float, svg.get("viewBox").split())
    return [
        text[0]
        for text in read_texts(svg)
        if text[1] < left or text[2] < top or text[3] > left + width or text[4] > top + height
    ]


def find_overlaps(svg):
    return [
        (one[0], other[0])
        for one, other in combinations(read_texts(svg), 2)
        if one[1] < other[3] and other[1] < one[3] and one[2] + 1 < other[4] and other[2] + 1 < one[4]
    ]


def list_words(svg):
    return [element.text for element in svg.iter(f"{SVG}text")]


# --- what they say -------------------------------------------------------------------------------------------------


def test_bars_say_each_label_and_value():
    with override("en"):
        svg = parse(draw_bars(make_marks(27, None, 100)))

    assert (svg.find(f"{SVG}title").text, svg.find(f"{SVG}desc").text) == (
        "Scores as bars, from 0 to 100",
        "Alpha: 27; Beta: not scored; Gamma: 100",
    )
    assert list_words(svg) == ["Alpha", "27", "Beta", "not scored", "Gamma", "100"]


def test_the_radar_says_what_is_scored():
    with override("en"):
        svg = parse(draw_radar(make_marks(27, None, 100, "99.5")))

    assert (svg.find(f"{SVG}title").text, svg.find(f"{SVG}desc").text) == (
        "The same scores as a shape",
        "Alpha: 27; Gamma: 100; Delta: 99",
    )
    assert list_words(svg) == ["Alpha", "27", "Gamma", "100", "Delta", "99"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "Alpha: 27; Beta: бағаланбаған"),
        ("ru", "Alpha: 27; Beta: без балла"),
        ("en", "Alpha: 27; Beta: not scored"),
    ],
)
def test_words_are_in_the_language_of_the_reader(language, words):
    with override(language):
        assert say(make_marks(27, None)) == words


def test_bars_are_as_long_as_their_values():
    svg = parse(draw_bars(make_marks(0, 50, 100, None)))
    bars = [float(bar.get("width")) for bar in svg.iter(f"{SVG}rect") if bar.get("class") == "chart-bar"]
    tracks = {float(bar.get("width")) for bar in svg.iter(f"{SVG}rect") if bar.get("class") == "chart-track"}

    assert bars == [0, charts.TRACK / 2, charts.TRACK]
    assert tracks == {charts.TRACK}


def test_the_radar_reaches_from_the_middle_to_the_ring():
    svg = parse(draw_radar(make_marks(100, 0, 50)))
    *_rings, ring, shape = (
        [tuple(map(float, point.split(","))) for point in polygon.get("points").split()]
        for polygon in svg.iter(f"{SVG}polygon")
    )
    middle = (charts.WIDTH / 2, 0)

    assert shape[0] == ring[0]
    assert shape[1] == middle
    assert shape[2] == pytest.approx([(middle[axis] + ring[2][axis]) / 2 for axis in (0, 1)], abs=0.1)


def test_labels_come_out_as_text():
    hostile = '<script>alert("1")</script> & ]]>'
    with override("en"):
        svg = parse(draw_bars([Mark(hostile, Fraction(5))]))

    assert svg.find(f"{SVG}desc").text == f"{hostile}: 5"
    assert {element.tag.removeprefix(SVG) for element in svg.iter()} == {
        "svg", "title", "desc", "rect", "line", "text",
    }  # fmt: skip


# --- how many ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scored", [0, 1, 2])
def test_fewer_than_three_scores_have_no_shape(scored):
    assert draw_radar(make_marks(*[10, 20][:scored], None, None)) == ""


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_bars_of_any_number_of_pillars(count):
    svg = parse(draw_bars(make_marks(*range(10, 60, 10)[:count])))

    assert len([bar for bar in svg.iter(f"{SVG}rect") if bar.get("class") == "chart-bar"]) == count
    assert find_cut(svg) == find_overlaps(svg) == []


@pytest.mark.parametrize("count", [3, 4, 5])
def test_a_radar_of_any_number_of_pillars(count):
    svg = parse(draw_radar(make_marks(*range(10, 60, 10)[:count])))

    assert len(list(svg.iter(f"{SVG}line"))) == count
    assert find_cut(svg) == find_overlaps(svg) == []


# --- room for long labels ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("drawing", DRAWINGS)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_label_of_the_editions_is_cut_or_covered(language, drawing):
    labels = read_labels(language)
    assert len(labels) == 4

    for values in [(100, 100, 100, 100), (0, 0, 0, 0), (None, 100, 27, 3), (5, 60, None, 100)]:
        # Each label has to fit at each place.
        for turn in range(4):
            with override(language):
                svg = parse(DRAWINGS[drawing](make_marks(*values, labels=labels[turn:] + labels[:turn])))
            assert find_cut(svg) == find_overlaps(svg) == []


LONG = {
    "one long word": ["Қанағаттандырылмағандықтарыңыздан"] * 4,
    "the widest letters": ["Щ" * 60, "W" * 60, "Ю" * 60, "m" * 60],
    "many words": ["Протестировать и опубликовать результаты оценки воздействия на права человека"] * 4,
    "short and long": ["A", "Ответственность перед правозащитниками", "B", "Конфиденциальность"],
}


@pytest.mark.parametrize("drawing", DRAWINGS)
@pytest.mark.parametrize("labels", LONG.values(), ids=LONG)
def test_no_label_of_another_standard_is_cut(labels, drawing):
    assert find_cut(parse(DRAWINGS[drawing](make_marks(100, 100, 100, 100, labels=labels)))) == []


def test_the_zero_line_crosses_no_label():
    svg = parse(draw_bars(make_marks(10, None, labels=read_labels("kk"))))
    (zero,) = svg.iter(f"{SVG}line")

    assert min(text[1] for text in read_texts(svg)) > float(zero.get("x1")) + 1


@pytest.mark.parametrize("weight", ["400", "600"])
def test_no_letter_is_wider_than_the_charts_take_it_to_be(weight):
    widths = fonts.load_widths(weight)

    assert {
        letter for letter in ALPHABETS if widths[letter] * charts.SIZE > charts.measure(letter) + 1e-9
    } == set()


def test_letters_of_other_scripts_count_as_the_widest():
    assert charts.measure("漢") == max(charts.measure(letter) for letter in ALPHABETS)


def test_labels_are_split_between_words():
    assert split_label("one two three", charts.measure("one two")) == ["one two", "three"]
    assert split_label("one two three", 1000) == ["one two three"]
    assert split_label("", 100) == [""]


def test_a_word_that_is_too_long_is_broken_with_hyphens():
    lines = split_label("to straightforwardness", charts.measure("straight-"))

    assert lines[:2] == ["to", "straight-"]
    assert "".join(line.removesuffix("-") for line in lines[1:]) == "straightforwardness"


def test_room_that_is_narrower_than_a_letter_still_ends():
    assert split_label("abc", 1) == ["a-", "b-", "c"]


def test_a_long_word_gets_more_room_beside_the_radar_until_the_plot_needs_it():
    usual = find_room("short words only")

    assert usual < find_room("Правозащитники-добровольцы") <= find_room("Щ" * 40)
    assert find_room("Щ" * 40) == find_room("Щ" * 50)


# --- colours -------------------------------------------------------------------------------------------------------


def test_colours_are_the_light_tokens():
    light = (ROOT / "static" / "css" / "tokens.css").read_text().split("@media")[0]
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))

    assert {name: tokens[name] for name in charts.COLOURS} == charts.COLOURS


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_every_mark_has_a_class_that_the_style_sheet_colours(drawing):
    svg = parse(DRAWINGS[drawing](make_marks(10, 20, 30, None)))
    sheet = (ROOT / "static" / "css" / "report.css").read_text()
    used = {element.get("class") for element in svg.iter() if element is not svg and element.get("class")}
    bare = [
        element.tag
        for element in svg.iter()
        if (element.get("fill", "none") != "none" or element.get("stroke")) and not element.get("class")
    ]

    assert used <= set(re.findall(r"\.(chart-\w+)", sheet))
    assert bare == []


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_charts_hold_neither_style_nor_address(drawing):
    text = str(DRAWINGS[drawing](make_marks(10, 20, 30)))

    assert re.findall(r"style|href|url\(|<script|\son\w+=", text) == []
    assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"]
