"""What the report on megatrends shows: the megatrends themselves, long series, signposts, looks ahead, assessments."""
