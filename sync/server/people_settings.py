"""The settings of what people see: accounts, second factor, lock-out, headers, languages.

`configure` merges these into the settings of the centre; nothing is read from the machine here.
"""

from collections.abc import Mapping

APPS = (
    # Before the admin's own: a template of ours wins over one of the same name.
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "sync.server.people.apps.PeopleConfig",
    "django.contrib.admin.apps.SimpleAdminConfig",  # we have a site of our own
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "csp",
)

MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "sync.server.people.bodies.SmallForms",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sync.server.people.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "sync.server.people.login.OwnPasswordFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
)

TEMPLATES = (
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sync.server.people.menu.surroundings",
            ],
        },
    },
)

SELF, NONE = "'self'", "'none'"

_CONTENT = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

_PASSWORDS = "django.contrib.auth.password_validation."
_IDLE_SECONDS = 20 * 60  # as the lock of the desk

SETTINGS: Mapping[str, object] = {
    "LANGUAGE_CODE": "id",
    "LANGUAGES": [("id", "Bahasa Indonesia"), ("en", "English")],
    "USE_I18N": True,
    "USE_TZ": True,
    "TIME_ZONE": "Asia/Makassar",  # WITA is shown; what is stored is UTC
    "STATIC_URL": "/static/",
    # No collecting beforehand, no other host: the console works on a hub without the internet.
    "WHITENOISE_USE_FINDERS": True,
    "CONTENT_SECURITY_POLICY": _CONTENT,
    "AUTHENTICATION_BACKENDS": [
        "axes.backends.AxesStandaloneBackend",
        "django.contrib.auth.backends.ModelBackend",
    ],
    "AXES_FAILURE_LIMIT": 5,
    "AXES_COOLOFF_TIME": 0.5,  # hours
    # Name and address together: nobody on the line can lock a colleague out from elsewhere.
    "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
    "AXES_LOCKOUT_CALLABLE": "sync.server.people.login.locked_out",
    "AXES_RESET_ON_SUCCESS": True,
    "AXES_ENABLE_ACCESS_FAILURE_LOG": True,
    "AXES_VERBOSE": False,
    "AXES_ENABLE_ADMIN": False,
    "AXES_ALLOWED_CORS_ORIGINS": "",
    "AUTH_PASSWORD_VALIDATORS": [
        {"NAME": _PASSWORDS + "UserAttributeSimilarityValidator"},
        {"NAME": _PASSWORDS + "MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
        {"NAME": _PASSWORDS + "CommonPasswordValidator"},
    ],
    "PASSWORD_HASHERS": [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ],
    "LOGIN_URL": "admin:login",
    "OTP_TOTP_ISSUER": "Pusat Posko",
    "SESSION_COOKIE_AGE": _IDLE_SECONDS,
    "SESSION_SAVE_EVERY_REQUEST": True,  # counted from the last click
    "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
    "SESSION_COOKIE_NAME": "__Host-posko",
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Strict",
    "CSRF_COOKIE_NAME": "__Host-posko-form",
    "CSRF_COOKIE_AGE": None,  # as long as the browser is open
    "CSRF_COOKIE_SECURE": True,
    "CSRF_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_SAMESITE": "Strict",
    "CSRF_FAILURE_VIEW": "sync.server.people.login.form_too_old",
    "LANGUAGE_COOKIE_NAME": "posko-language",
    "LANGUAGE_COOKIE_SAMESITE": "Strict",
    "LANGUAGE_COOKIE_SECURE": True,
    # No HSTS: with a private CA a browser could never be told to go on after a change of it.
    "SECURE_HSTS_SECONDS": 0,
    "SECURE_CONTENT_TYPE_NOSNIFF": True,
    "SECURE_REFERRER_POLICY": "same-origin",
    "X_FRAME_OPTIONS": "DENY",
}
