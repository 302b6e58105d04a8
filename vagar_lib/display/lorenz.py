"""How unevenly is it spread? The Lorenz curve, its points in order from the one with the least."""

from __future__ import annotations

import altair as alt
import pandas as pd

from vagar_lib.display import text, theme
from vagar_lib.display.chart import Chart, Measured, fitted, layer, nothing
from vagar_lib.display.table import written


def lorenz(frame: pd.DataFrame, measure: Measured) -> Chart:
    """Lorenz curve of a few regions under the line of an even spread.

    Parameters
    ----------
    frame : DataFrame
        ``name`` ('' at the origin)``, people, money`` (cumulated shares, 0 to 1)``, period, source``, lowest amount per
        inhabitant first, as `metrics.inequality.lorenz` orders them.
    measure : Measured

    Returns
    -------
    Chart
    """
    kind = "Lorenzkurva"
    if len(frame) < 3:
        return nothing(kind, measure)
    shares = frame[["people", "money"]] * 100
    named = frame["name"].ne("").to_numpy()
    points = shares[named].assign(number=[str(place) for place in range(1, named.sum() + 1)])

    def draw(width: int) -> alt.LayerChart:
        side = min(width, 460)

        def axis(field: str, encoding: type, label: str) -> alt.X | alt.Y:
            return encoding(
                field=field,
                type="quantitative",
                scale=alt.Scale(domain=[0, 100], nice=False),
                axis=alt.Axis(title=label, values=[0, 25, 50, 75, 100], format="d"),
            )

        x, y = axis("people", alt.X, "Procent av invånarna"), axis("money", alt.Y, "Procent av beloppet")
        even = alt.Chart(pd.DataFrame({"people": [0, 100], "money": [0, 100]})).mark_line(
            color=theme.RIKET, strokeDash=[3, 3]
        )
        curve = alt.Chart(shares).mark_line(color=theme.PLACE, strokeWidth=3)
        dots = alt.Chart(points[["people", "money"]]).mark_point(filled=True, size=60, color=theme.PLACE, opacity=1)
        numbers = alt.Chart(points).mark_text(align="left", baseline="top", dx=5, dy=4)
        labelled = numbers.encode(x=x, y=y, text=alt.Text(field="number", type="nominal"))
        layers = [part.encode(x=x, y=y) for part in (even, curve, dots)]
        return fitted(layer(*layers, labelled), side, side)

    order = [f"{number} {name}" for number, name in zip(points["number"], frame.loc[named, "name"], strict=True)]
    rows = frame[named]
    cells = [
        [row.name, text.number(100 * row.people, 1), text.number(100 * row.money, 1)]
        for row in rows.itertuples(index=False)
    ]
    raw = [[row.name, 100 * row.people, 100 * row.money] for row in rows.itertuples(index=False)]
    columns = [("Till och med", False), ("Procent av invånarna", True), ("Procent av beloppet", True)]
    key = "Streckad linje: lika mycket per invånare överallt. Ju längre under den kurvan hänger, desto ojämnare. "
    key += f"Punkterna, från lägst till högst belopp per invånare: {text.listed(order)}."
    last = rows.iloc[-1]
    return Chart(
        kind,
        measure,
        draw,
        frame,
        written(columns, cells, raw),
        str(last["period"]),
        " ".join(f"Till och med {c[0]}: {c[1]} procent av invånarna, {c[2]} procent av beloppet." for c in cells),
        key,
    )
