"""The report on the portfolio of activities: what there is, what it contributes to, and the sentences that follow."""
