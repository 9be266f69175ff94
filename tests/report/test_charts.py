"""Charts: the markup they make, to the letter, and that hostile words stay words."""

from questionnaire.cohort import charts as cohort_charts
from questionnaire.report import charts
from questionnaire.report.charts import Caption

CAPTION = Caption("c", "Title", "Words")
HEAD = (
    '<svg class="chart" role="img" aria-labelledby="c-title c-desc" width="100%" '
    'height="{}" focusable="false"><title id="c-title">Title</title><desc id="c-desc">Words</desc>'
)


def test_chart_of_a_hostile_name_holds_no_markup_of_its_own() -> None:
    made = charts.share_bar(Caption('"><script>', "</title><script>", "<img>"), [1.0])
    assert "<script" not in made
    assert "<img" not in made


def test_share_bar() -> None:
    assert charts.share_bar(CAPTION, [0.75, 0.25]) == HEAD.format(26) + (
        '<rect x="0%" y="0" width="75%" height="26" class="c-ink" fill="#1c2227"/>'
        '<rect x="75%" y="0" width="2" height="26" class="c-paper" fill="#fbfaf6"/>'
        '<rect x="75%" y="0" width="25%" height="26" class="c-mid" fill="#7d786c"/>'
        '<rect x="100%" y="0" width="2" height="26" class="c-paper" fill="#fbfaf6"/></svg>'
    )


def test_fit_bar_of_a_path_that_is_out() -> None:
    assert charts.fit_bar(CAPTION, 40, 30, 55, 60, out=True) == HEAD.format(14) + (
        '<rect x="0" y="0" width="100%" height="8" class="c-track" fill="#e6e1d5"/>'
        '<rect x="0" y="0" width="40%" height="8" fill_opacity="0.45" class="c-mid" '
        'fill="#7d786c"/>'.replace("fill_opacity", "fill-opacity")
        + '<rect x="30%" y="11" width="25%" height="2" class="c-mid" fill="#7d786c"/>'
        '<rect x="60%" y="-3" width="2" height="14" class="c-ink" fill="#1c2227"/></svg>'
    )


def test_withheld_posture_has_a_band_and_no_mark() -> None:
    made = charts.posture_bullet(CAPTION, "safety", None, 10, 90, None, (40, 70))
    assert made.count("M-6.5-6.5h13v13h-13z") == 0
    assert '<rect x="10%" y="4" width="80%" height="8" fill-opacity="0.38"' in made


def test_lean_without_a_value_has_no_triangle() -> None:
    assert "M0 5-6-8H6z" not in charts.lean_scale(CAPTION, None, -100, 100)


def test_percent_stays_inside() -> None:
    assert [charts.percent(value, -100) for value in (-150, -100, 0, 33.333, 400)] == [
        "0%", "0%", "50%", "66.67%", "100%",
    ]  # fmt: skip


def test_heat_classes_at_their_edges() -> None:
    assert [charts.heat_class(share) for share in (0, 0.2499, 0.25, 0.4, 0.55, 0.7, 1)] == [
        "h0", "h0", "h1x", "h2x", "h3x", "h4x", "h4x",
    ]  # fmt: skip


def test_scatter_labels_cover_no_other_mark() -> None:
    places = [(0.0, 100.0), (0.0, 88.0), (3.0, 100.0)]
    assert cohort_charts._label_offsets(places) == [(0.0, 22.0), (0.0, -12.0), (17.0, 5.0)]


def test_strip_stacks_marks_that_would_touch() -> None:
    made = cohort_charts.strip(
        CAPTION, "funding", [50, 51, 80], (50, 51, 66), "median 51", (40, 70)
    )
    assert [made.count(f'y="{y}"') for y in (25, 10)] == [2, 1]
