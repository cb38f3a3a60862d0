"""Forms kept aside: measured, never tuned on."""
