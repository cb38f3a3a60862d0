"""The command line: a thin shell over the library."""

from peiyu.cli.shell import main

__all__ = ["main"]
