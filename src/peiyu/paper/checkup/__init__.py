"""The check-up (体检): verdicts and facts in, the values of the three lists and the pages out."""
