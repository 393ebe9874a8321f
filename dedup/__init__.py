"""dedup takes repeated text and boilerplate out of text corpora, with proof, and puts it back byte for byte."""
