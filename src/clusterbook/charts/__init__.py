"""Charts for display: a data set or a tidy table in, an Altair chart out, its alt text computed from its data."""
