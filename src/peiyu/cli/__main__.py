"""python -m peiyu.cli"""

from peiyu.cli.shell import main

main()
