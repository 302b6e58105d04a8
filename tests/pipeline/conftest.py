"""What the tests of the pipeline share."""

from tests.pipeline.newsroom import newsroom
from tests.pipeline.office import office

__all__ = ["newsroom", "office"]
