"""Sentences and titles of the county status report that need more than one indicator's values, by section."""

from vagar_lib.display.status.democracy import turnout, turnout_over_time, turnout_title
from vagar_lib.display.status.environment import emissions, largest_part, temperature, temperature_title
from vagar_lib.display.status.people import (
    ageing,
    ageing_title,
    components,
    components_title,
    growth_title,
    population,
    population_title,
)
from vagar_lib.display.status.sami import SAMI_CLASSES, herding, sami_areas, sami_areas_title
from vagar_lib.display.status.work import education, education_title, industries, months, months_title, on_time_axis

__all__ = [
    "SAMI_CLASSES",
    "ageing",
    "ageing_title",
    "components",
    "components_title",
    "education",
    "education_title",
    "emissions",
    "growth_title",
    "herding",
    "industries",
    "largest_part",
    "months",
    "months_title",
    "on_time_axis",
    "population",
    "population_title",
    "sami_areas",
    "sami_areas_title",
    "temperature",
    "temperature_title",
    "turnout",
    "turnout_over_time",
    "turnout_title",
]
