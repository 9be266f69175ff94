#!/usr/bin/env python
"""Django's command line."""

import sys

if __name__ == "__main__":
    from fmassess.command_line import manage

    manage(sys.argv)
