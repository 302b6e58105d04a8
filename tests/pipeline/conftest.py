"""What the tests of the pipeline share."""

from tests.pipeline.newsroom import newsroom
from tests.pipeline.office import office
from tests.pipeline.paperwork import paperwork

__all__ = ["newsroom", "office", "paperwork"]
