"""The grants report: protected tables as charts want them, and the sentences that follow from them."""
