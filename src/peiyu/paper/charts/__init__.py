"""Charts on paper: Vega-Lite specs → SVG and PNG, without a network."""
