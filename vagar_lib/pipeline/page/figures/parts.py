"""What is a figure made up of? Drawings, table, live chart and code: made once, for every page that it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from vagar_lib.pipeline.page import svg
from vagar_lib.pipeline.page.figures import page
from vagar_lib.pipeline.page.figures.live import live
from vagar_lib.pipeline.page.style import environment


@dataclass(frozen=True)
class Parts:
    """Parts of a figure; a table has only the first two.

    Attributes
    ----------
    table : Markup
        As it stands in a page.
    code : str
        To embed it.
    drawn : tuple of str
        The wide drawing and the narrow one; see `vagar_lib.pipeline.page.svg.draw`.
    wide, narrow : str
        The same as they stand in a page: safe, with ids of their own.
    live : mapping, optional
        What makes its chart answer; see `vagar_lib.pipeline.page.figures.live`.
    """

    table: Markup
    code: str
    drawn: tuple[str, ...] = ()
    wide: str = ""
    narrow: str = ""
    live: Mapping[str, Any] | None = None


def parts(content: Mapping[str, Any], about: Mapping[str, Any]) -> Parts:
    """The parts of a figure or table.

    Parameters
    ----------
    content : mapping
        Figure or table as the page has it.
    about : mapping
        The report that it is from, as `vagar_lib.pipeline.page.figures.write.write` has it.

    Raises
    ------
    ValueError
        When Vega-Lite cannot draw it.
    """
    numeric = [column["numeric"] for column in content["table"]["columns"][1:]]
    table = environment().get_template("figure_table.html.j2").render(content=content, numeric=numeric, zip=zip)
    if content["kind"] == "table":
        return Parts(Markup(table), page.embed_code(content, about))
    drawn = tuple(svg.draw(content[key]) for key in ("spec", "narrow"))
    wide, narrow = (
        Markup(svg.inline(one, f"{content['id']}-{css[0]}", css))
        for one, css in zip(drawn, ("wide", "narrow"), strict=True)
    )
    return Parts(Markup(table), page.embed_code(content, about, drawn[0]), drawn, wide, narrow, live(content))
