"""The longest report first, and no more at a time than cores and memory bear."""

import os

from vagar_lib.pipeline.run.pace import longest_first, room
from vagar_lib.pipeline.run.plan import places, plan


def test_the_longest_are_run_first_and_what_is_unknown_is_taken_for_the_mean_of_its_report(office):
    jobs = plan(["prov"], places(["23", "2303", "2321", "2326"]), {})
    in_order = longest_first(jobs, {"prov/23": 10.0, "prov/2303": 30.0, "prov/2326": 40.0})
    assert [job.region.code for job in in_order] == ["2326", "2303", "2321", "23"]
    assert longest_first(jobs, {}) == jobs


def test_there_is_room_for_one_report_at_least_and_no_more_than_cores(office):
    assert 1 <= room() <= os.cpu_count()
