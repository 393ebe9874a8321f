"""From text to words, units and blocks.

`words` finds and normalises words, `wrap` tells wrapped lines from lines that end, `sentences` finds where a
sentence ends, `segment` puts the three together, `cuts` says which characters go with a removed unit, and
`fingerprint` names a sequence of words.
"""
