"""What goes out on paper: the check-up workbook and the enterprise pages. Fed value objects only."""
