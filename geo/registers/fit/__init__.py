"""Which places fit a question: conditions, three answers each with its rule, scores that are ranges, and a ranking.

`answer` is the way in. What a place is asked lies in `conditions`; how one condition is answered in `said` (what
documents say) and `figures` (areas and distances); what follows from the answers in `ranking`. Knows no page.
"""
