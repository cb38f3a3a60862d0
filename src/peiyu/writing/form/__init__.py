"""From the register to a form: what it can give, and the figures that go into the cells."""
