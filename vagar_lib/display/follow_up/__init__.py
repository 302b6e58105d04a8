"""Sentences, tables and charts of the follow-up of indicators, by section."""
