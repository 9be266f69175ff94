"""The server's entry."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from fmassess.environment import must_say_where_it_serves

must_say_where_it_serves()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fmassess.settings")
application = get_wsgi_application()

# What is loaded by now stays for as long as the process: looking through all of it for garbage,
# again and again, took a seventh of the time of a page that makes many small values.
gc.collect()
gc.freeze()
