-- The pairs of blocks that met in a band, with both signatures.
SELECT met.doc, met.pos, met.weight, met.src, met.low, met.high, here.signature AS own, there.signature AS other
FROM met
JOIN sketches AS here ON here.doc = met.doc AND here.pos = met.pos
JOIN sketches AS there ON there.doc = met.src AND there.pos = met.src_pos
