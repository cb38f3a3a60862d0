"""From what was measured to a brief: figures as locked numbers, sections, tables, charts, who receives it."""
