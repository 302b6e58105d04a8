"""What would the register look like? Proposed changes of its fields as a patch that an analyst reads and applies."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

import yaml

from vagar_lib.sources.fetch.source import Proposal

_AFTER = ("state", "replaced_by", "rhythm", "window")  # a field that is new stands after these


def unified(text: str, proposals: Sequence[Proposal], name: str) -> str:
    """A patch of a register in YAML, with everything else in it as it is; '' for nothing to change.

    Parameters
    ----------
    text : str
        The register: a list of entries, each with its fields on lines of their own.
    proposals : sequence of Proposal
    name : str
        Of the file, from the project's folder.

    Examples
    --------
    >>> old = "- id: N1\\n  title: Gammal\\n  state: active\\n"
    >>> print(unified(old, [Proposal("N1", "title", "Ny: titel")], "x.yml"), end="")
    --- a/x.yml
    +++ b/x.yml
    @@ -1,3 +1,3 @@
     - id: N1
    -  title: Gammal
    +  title: 'Ny: titel'
       state: active
    """
    lines = text.splitlines(keepends=True)
    for proposal in proposals:
        lines = _changed(lines, proposal)
    changes = difflib.unified_diff(text.splitlines(keepends=True), lines, f"a/{name}", f"b/{name}")
    return "".join(changes)


def _changed(lines: list[str], proposal: Proposal) -> list[str]:
    starts = [n for n, line in enumerate(lines) if re.match(r"- id: ", line)]
    own = [n for n in starts if lines[n].split("id: ", 1)[1].strip() == proposal.indicator]
    if not own:
        return lines
    end = next((n for n in starts if n > own[0]), len(lines))
    fields = {match[1]: n for n in range(own[0] + 1, end) if (match := re.match(r"  (\w+):", lines[n]))}
    new = [] if proposal.value is None else [f"  {proposal.field}: {_scalar(proposal.value)}\n"]
    if proposal.field in fields:
        first = fields[proposal.field]
        last = next((n for n in range(first + 1, end) if not lines[n].startswith("   ")), end)
    else:
        before = fields.get("sources", end)
        first = last = max((fields[name] + 1 for name in _AFTER if name in fields), default=before)
    return [*lines[:first], *new, *lines[last:]]


def _scalar(value: object) -> str:
    text = str(value)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return text
    return yaml.safe_dump(text, allow_unicode=True, width=10_000).removesuffix("...\n").strip()
