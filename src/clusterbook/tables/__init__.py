"""Tables for display: a data set or a tidy table in, one small record out that shows itself."""
