"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

Reports = Annotated[
    list[str] | None,
    typer.Argument(metavar="REPORT", help="Reports by id, such as nulage.", show_default="all of them"),
]
Regions = Annotated[
    list[str] | None,
    typer.Option("--region", metavar="CODE", help="One region: 00 riket, 14 Västra Götalands län, 0380 Uppsala. May be repeated."),  # noqa: E501
]
County = Annotated[
    str | None,
    typer.Option("--county", metavar="CODE", help="A county and its municipalities.", show_default="23"),
]
Everything = Annotated[bool, typer.Option("--all", help="All 312 regions of Sweden.")]
Parameters = Annotated[
    list[str] | None,
    typer.Option("-p", "--parameter", metavar="NAME=VALUE", help="A parameter of the reports. May be repeated."),
]


Force = Annotated[bool, typer.Option("--force", help="Also what is up to date.")]
