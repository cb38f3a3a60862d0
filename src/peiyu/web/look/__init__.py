"""What every page looks like: layout, words in two languages, lists, forms, icons, charts."""
