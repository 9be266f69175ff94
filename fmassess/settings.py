"""Every setting, read from the environment; a wrong value is named at the start."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from fmassess import environment
from fmassess.headers import own_pages_only

BASE_DIR = Path(__file__).resolve().parent.parent

# ---------------------------------------------------------------- where and how it runs

FMASSESS_ENV = environment.word("FMASSESS_ENV", "local")
if FMASSESS_ENV not in ("local", "test", "production"):
    raise environment.refuse("FMASSESS_ENV", "be local, test or production")
PRODUCTION = FMASSESS_ENV == "production"
VAR = environment.folder("FMASSESS_VAR", BASE_DIR / "var")
SECRET_KEY = environment.secret_key(
    "FMASSESS_SECRET_KEY", VAR / "secret-key", production=PRODUCTION
)
# The key of before, while what it signed and sealed is still about (docs/operations.md).
SECRET_KEY_FALLBACKS = environment.former_key("FMASSESS_FORMER_SECRET_KEY")
DEBUG = False
SITE_URL = environment.site_url("FMASSESS_SITE_URL", production=PRODUCTION)
ALLOWED_HOSTS = environment.hosts("FMASSESS_ALLOWED_HOSTS", production=PRODUCTION)
OPERATOR = environment.operator("FMASSESS_OPERATOR", production=PRODUCTION)
CONTACT = environment.contact("FMASSESS_CONTACT", production=PRODUCTION)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if PRODUCTION else []

# ---------------------------------------------------------------- what it is made of

INSTALLED_APPS = [
    "questionnaire.apps.QuestionnaireConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django.forms",  # its widgets' templates, for the renderer that also finds ours
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "fmassess.requests.RequestLogMiddleware",
    "fmassess.middleware.AnyNameMiddleware",  # before whatever looks at the name
    "django.middleware.security.SecurityMiddleware",
    # Outside of the files, so that they carry the policy too.
    # Pages are text: a tenth of the bytes on a phone. Tokens are masked and lengths blurred.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside of everything that can answer in a view's place: refusals and faults are private too.
    "fmassess.middleware.PrivatePagesMiddleware",
    "fmassess.leading_back.LeadingBackMiddleware",
    "fmassess.middleware.DatabaseFaultMiddleware",
    "fmassess.middleware.RequestGuardMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "questionnaire.people.sessions.SessionUserMiddleware",
    "fmassess.middleware.PrivateByDefaultMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "questionnaire.people.proof.ProofMiddleware",
    "questionnaire.people.actor.ActorMiddleware",
    "fmassess.audit.AuditMiddleware",
    "questionnaire.cohort.tenants.middleware.FactorMiddleware",
    "fmassess.replica.ReplicaMiddleware",  # last: what it opens is for the view alone
]

ROOT_URLCONF = "fmassess.urls"
WSGI_APPLICATION = "fmassess.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# ---------------------------------------------------------------- database (R16 to R18)

DATABASES: dict[str, dict[str, Any]] = {
    "default": environment.database(
        "DATABASE_URL", "" if PRODUCTION else f"sqlite:///{VAR / 'fmassess.sqlite3'}"
    )
}
_engine = DATABASES["default"].get("ENGINE", "")
_replica = environment.word("FMASSESS_REPLICA_URL")
if _replica:
    DATABASES["replica"] = environment.database("FMASSESS_REPLICA_URL", "")
    DATABASE_ROUTERS = ["fmassess.replica.Router"]
if _engine == "django.db.backends.sqlite3":
    if _replica:
        raise environment.refuse("FMASSESS_REPLICA_URL", "be left out with SQLite")
    # Django's own, but for how a large table is widened.
    DATABASES["default"]["ENGINE"] = "fmassess.sqlite"
    # IMMEDIATE: a transaction that will write takes the lock at once, so none fails half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        ),
    }
    # Kept open: whoever opens the file first makes files beside it, which a full disk refuses, and
    # then not even a page could be read.
    DATABASES["default"]["CONN_MAX_AGE"] = None
elif _engine == "django.db.backends.postgresql":
    for _alias, _database in DATABASES.items():
        if _database["ENGINE"] != _engine:
            raise environment.refuse("FMASSESS_REPLICA_URL", "name a postgresql:// database")
        # No pool: after an outage its reconnects back off for half a minute.
        _database["CONN_MAX_AGE"] = 60
        _database["CONN_HEALTH_CHECKS"] = True
        _database.setdefault("OPTIONS", {}).update(
            {
                "connect_timeout": 3 if _alias == "default" else 1,
                "options": (
                    "-c statement_timeout=5000 -c lock_timeout=3000 "
                    "-c idle_in_transaction_session_timeout=10000"
                ),
            }
        )
        _hosts = f"{_database['HOST']}{_database['OPTIONS'].get('host', '')}"
        if _alias == "default" and "," in _hosts:
            # Of several hosts the one that takes writes: after a failover that is another.
            _database["OPTIONS"].setdefault("target_session_attrs", "read-write")
else:
    raise environment.refuse("DATABASE_URL", "name a postgresql:// or sqlite:/// database")

CACHES = {
    "default": {
        # Limits live in the cache, so every worker must see the same one (a migration makes it).
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "fmassess_cache",
        # Or whoever comes from 300 addresses pushes everybody else's counts out.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
    if FMASSESS_ENV != "test"
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# ---------------------------------------------------------------- people

AUTH_USER_MODEL = "questionnaire.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "landing"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# Codes by mail, no passwords; but one's own machine has no mail server, so its demonstration
# signs in with the passwords that ./run prints.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"] if FMASSESS_ENV == "local" else ["email*"]
# allauth's own, and by the hour too: three codes a minute all day would fill anybody's mailbox. Not
# by address and hour for codes: a stranger could use a founder's up and keep them out.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,120/h/ip,3/m/key",
    "signup": "20/m/ip,120/h/ip",
    "confirm_email": "1/10s/key,20/h/key",
}
ACCOUNT_FORMS = {
    "login": "questionnaire.people.account.forms.SignInForm",
    "signup": "questionnaire.people.account.forms.SignUpForm",
    "reauthenticate": "questionnaire.people.account.forms.ShowItIsYouForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True  # one address, and the old one stays until the new one answers
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a change of address or factor is told to whoever it is
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True  # every session lasts alike; nobody is asked about it
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "questionnaire.people.proof.Adapter"
# A second factor is each founder's choice: passkeys sign in by themselves, or after the code.
# Editors and operators have to show one, as members of an accelerator that demands it do. Not on
# one's own machine: the demonstration's editor has none.
STAFF_SECOND_FACTOR = environment.flag("FMASSESS_STAFF_SECOND_FACTOR", default=PRODUCTION)
MFA_ADAPTER = "questionnaire.people.sealing.Adapter"
MFA_FORMS = {
    "authenticate": "questionnaire.people.account.forms.FactorForm",
    "reauthenticate": "questionnaire.people.account.forms.FactorAgainForm",
    "add_webauthn": "questionnaire.people.account.forms.AddPasskeyForm",
    "authenticate_webauthn": "questionnaire.people.account.forms.PasskeyForm",
    "login_webauthn": "questionnaire.people.account.forms.PasskeySignInForm",
    "reauthenticate_webauthn": "questionnaire.people.account.forms.PasskeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "FMAssess"
# Codes for an emergency are shown once, and compared as hashes (people/emergency.py).
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A code is good for the half minute in which a phone shows it, and once (ASVS 6.5.5): phones set
# their clocks by the network, and whoever was too slow writes the next one. A step more would let
# a used one in again, for allauth remembers it for a single step.
MFA_TOTP_TOLERANCE = 0
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # http://localhost
# No other host of the same domain can set one with this name.
_HOST = "__Host-" if PRODUCTION else ""
GUEST_COOKIE_NAME = f"{_HOST}fmassess-guest"
READER_COOKIE_NAME = f"{_HOST}fmassess-reader"
LINK_COOKIE_NAME = f"{_HOST}fmassess-link"
INVITED_COOKIE_NAME = f"{_HOST}fmassess-invited"

# Of IPv6 as much counts as one as a customer is given at most: who has 65,536 networks of /64 would
# have as many tries. (IPv4 addresses, too, are shared by many; limits are wide enough for a hall.)
ALLAUTH_RATE_LIMIT_IPV6_PREFIX = 48

# How often, by address (ip) or by what it is about (key); more is answered 429 (people/limits.py).
LIMITS = {
    "start": "300/h/ip",  # a hall of founders may share one address
    "starts": "5000/d/key",  # by everybody together: what guests may fill the disk with
    "unknown_link": "60/m/ip",  # secrets that open nothing; whoever has a good one spends nothing
    "pack": "30/h/key,60/d/key",  # of one reader: each takes the worker minutes
    "pack_file": "30/h/key,60/d/key",  # fetched by one reader: each is recorded, venture by venture
    "unknown_token": "60/m/ip",  # of programs; whoever opens links behind one address goes on
    "emergency": "10/10m/key",  # codes for an emergency of one account: each costs a slow hash
    "api": "600/m/key",  # of one access token
    "api_day": "2000/d/key",  # tens, of one access token: what it reads is recorded
    "look": "60/h/key,300/d/key",  # tens, of one person of an accelerator: each is recorded
    "write": "600/h/key",  # of one writer to one venture, answers apart
    "what_if": "120/h/key",  # tens, of one reader of a venture: each change is scored many times
    "opening": "600/h/key,120/h/ip",  # of one link to a report: each is recorded
    "send": "60/h/key",  # of one venture: each makes a report
    "private_link": "10/h/ip,3/h/key",  # mail that a guest has sent, by recipient
    "invitation": "600/h/ip,60/d/key",  # mail of one venture; whoever wants to has 300 an hour
    "invited": "5/d/key",  # and to one address, by one venture or accelerator
    "mailbox": "5/d/key",  # to one address, whoever invites: more is not mailed, and nobody is told
    "review": "3000/h/key",  # of one person of an accelerator: a draft is saved while it is written
    "asked": "10/d/key",  # mail of one accelerator to one of its reviewers
    "delegation": "6/h/key",  # mail to one member of a venture
    "reminder": "3/d/key",  # sent now, to all of one cohort who are not done
}

MOST_SAVES = 600  # edits of one writer in five minutes; nobody types two in a second all the time

# ---------------------------------------------------------------- mail

# A request queues its mail in its own transaction, and the worker (manage.py work) sends it.
EMAIL_BACKEND = "questionnaire.post.backend.Queue"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MAIL_LEAVES = PRODUCTION or bool(environment.word("FMASSESS_SMTP_HOST"))
OUTBOX = not PRODUCTION  # shows on one's own machine what would have left
EMAIL_HOST = environment.word("FMASSESS_SMTP_HOST", "localhost")
EMAIL_PORT = environment.port("FMASSESS_SMTP_PORT", 25)
EMAIL_HOST_USER = environment.word("FMASSESS_SMTP_USER")
EMAIL_HOST_PASSWORD = environment.word("FMASSESS_SMTP_PASSWORD")
EMAIL_USE_TLS = environment.flag("FMASSESS_SMTP_TLS")  # plain at first, then STARTTLS
EMAIL_USE_SSL = environment.flag("FMASSESS_SMTP_SSL")  # TLS from the first byte
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise environment.refuse("FMASSESS_SMTP_SSL", "be off where FMASSESS_SMTP_TLS is on")
if EMAIL_HOST_PASSWORD and PRODUCTION and not (EMAIL_USE_TLS or EMAIL_USE_SSL):
    raise environment.refuse("FMASSESS_SMTP_TLS", "be on where there is a password")
EMAIL_TIMEOUT = environment.number("FMASSESS_SMTP_TIMEOUT", 10, least=1, most=60)
DEFAULT_FROM_EMAIL = environment.sender("FMASSESS_MAIL_FROM", "FMAssess <noreply@localhost>")

# ---------------------------------------------------------------- upkeep (docs/operations.md)

# Outside of the database, so that a restored backup does not forget what was erased since.
ERASURE_LIST = Path(environment.word("FMASSESS_ERASURE_LIST", str(VAR / "erasures.jsonl")))
# /readyz says so when the worker or a backup is late; 0: nobody waits for it.
WORKER_MINUTES = environment.number("FMASSESS_WORKER_MINUTES", 10 if PRODUCTION else 0, most=1440)
BACKUP_HOURS = environment.number("FMASSESS_BACKUP_HOURS", 0, most=1000)
LEAST_DISK = 5  # per cent of the disk of VAR that are free; below, nothing is ready
METRICS_TOKEN = environment.token("FMASSESS_METRICS_TOKEN")
# Where pg_dump and pg_restore are; by default on the PATH. No older than the server.
POSTGRES_PROGRAMS = environment.word("FMASSESS_POSTGRES_PROGRAMS")

# ---------------------------------------------------------------- words and files

LANGUAGE_CODE = "en"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
LANGUAGES = [("en", "English"), ("es", "Español"), ("de", "Deutsch")]
FORMAT_MODULE_PATH = ["fmassess.formats"]
LOCALE_PATHS = [BASE_DIR / "questionnaire" / "locale"]
TIME_ZONE = environment.time_zone("FMASSESS_TIME_ZONE", "UTC")
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(environment.word("FMASSESS_STATIC", str(VAR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ADD_HEADERS_FUNCTION = own_pages_only
WHITENOISE_ALLOW_ALL_ORIGINS = False  # fonts and scripts are for our pages alone
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # A manifest storage gives 404 under the test server, so tests take the plain one.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if FMASSESS_ENV == "test"
        else "fmassess.storage.HashedFiles"
    },
}

# ---------------------------------------------------------------- limits and headers

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = PRODUCTION
# Programs are not led on silently (ASVS 4.1.2): RequestGuardMiddleware refuses them.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$", r"^api/"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
if environment.flag("FMASSESS_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # sign-in limits count by the client, not by the proxy
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = f"{_HOST}fmassess-session"
CSRF_COOKIE_NAME = f"{_HOST}fmassess-csrf"
MESSAGE_STORAGE = "fmassess.messages.Storage"
MESSAGES_COOKIE_NAME = f"{_HOST}fmassess-messages"
SESSION_ENGINE = "questionnaire.people.sessions"
SESSION_COOKIE_AGE = 30 * 24 * 3600
LANGUAGE_COOKIE_NAME = "fmassess-language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "fmassess.faults.csrf_failure"

# ---------------------------------------------------------------- logs: no personal data

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # An exception's own words often quote what somebody typed; production keeps only where it was.
    "formatters": {"json": {"()": "fmassess.logs.JsonLines", "quoting": not PRODUCTION}},
    "filters": {"strange_host": {"()": "fmassess.logs.StrangeHost"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": [], "propagate": False},
        # Says what the fault page's own line says, without its reference and with the address.
        "django.request": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.security.DisallowedHost": {"filters": ["strange_host"]},
        "fmassess": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # A line for each request; one's own machine has the browser's.
        "fmassess.requests": {"level": "INFO" if PRODUCTION else "WARNING"},
        # Which version serves and works: one's own machine has but one.
        "fmassess.serving": {"level": "INFO" if PRODUCTION else "WARNING"},
        "fmassess.work": {"level": "INFO" if PRODUCTION else "WARNING"},
        # The queue's worker begins and ends with each task; what it did is a line of django_tasks.
        "django_tasks_db": {"level": "WARNING"},
        # On one's own machine nobody asks who did what.
        "fmassess.audit": {"level": "WARNING" if FMASSESS_ENV == "local" else "INFO"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
