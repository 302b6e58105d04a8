"""What the tests of the pipeline share."""

from tests.pipeline.office import office

__all__ = ["office"]
