"""上报表: the superior's forms, mapped once and filled each period."""
