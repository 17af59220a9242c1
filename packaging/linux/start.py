"""Where the frozen program starts: the same door as `python -m coprodesk`."""

import sys

CHILD = ["-I", "-S", "-c"]
"""How `exchange.sheets` starts an isolated Python for a foreign file: frozen, the program is that Python."""

if sys.argv[1:4] == CHILD:
    code = sys.argv[4]
    sys.argv = ["-c", *sys.argv[5:]]
    exec(code)
else:
    from coprodesk.__main__ import main

    sys.exit(main())
