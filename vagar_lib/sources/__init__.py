"""From where do the figures come? One module a source, one border from raw to processed."""
