"""Other engines on the part of 115号 that all of them can express: two values, declared figures, no child records.

Each peer module has `NAME`, `LARGEST` (the largest number of rows that it does in about a minute) and
`run(columns) -> (points, met)` over equally long arrays; money in 元, counts as whole numbers, nothing missing.
"""

COLUMNS = ("staff", "sci_staff", "sales", "total_assets", "rd_119", "cost_expense", "class_1_ip", "class_2_ip")
STAFF_BANDS = ((0.30, 20), (0.25, 16), (0.20, 12), (0.15, 8), (0.10, 4))
SALES_BANDS = ((0.06, 50), (0.05, 40), (0.04, 30), (0.03, 20), (0.02, 10))
COST_BANDS = ((0.30, 50), (0.25, 40), (0.20, 30), (0.15, 20), (0.10, 10))
CLASS_2_BANDS = ((4, 24), (3, 18), (2, 12), (1, 6))
