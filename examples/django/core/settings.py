"""Settings of the application. Every value comes from the environment; see README.md."""

from pathlib import Path

from core import connections, security
from core import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent

DJANGO_ENV = env.choice("DJANGO_ENV", security.ENVIRONMENTS, "production")
APP_VERSION = env.read("APP_VERSION", "0.0.0")

SECRET_KEY = security.secret_key(DJANGO_ENV)
DEBUG = security.debug(DJANGO_ENV)
ALLOWED_HOSTS = security.allowed_hosts(DJANGO_ENV)
CSRF_TRUSTED_ORIGINS = security.trusted_origins(DJANGO_ENV)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "exams",
]

MIDDLEWARE = [
    "core.middleware.VersionMiddleware",
    # Before everything that looks at the host or the scheme: a probe comes from inside.
    "core.middleware.HealthMiddleware",
    "core.middleware.UsableConnectionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.middleware.version",
            ]
        },
    }
]

ROOT_URLCONF = "core.urls"
WSGI_APPLICATION = "core.wsgi.application"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "copies"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

DATABASES = {"default": connections.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": connections.redis("CACHE_URL", "REDIS_DB", 1),
        "KEY_PREFIX": "exams",
        "OPTIONS": {"SOCKET_CONNECT_TIMEOUT": 2, "SOCKET_TIMEOUT": 2},
    }
}

LANGUAGE_CODE = "fr"
TIME_ZONE = env.read("TIME_ZONE", "Europe/Paris")
USE_I18N = True
USE_L10N = True
USE_TZ = True

# The proxy ends TLS and sets HSTS for the whole host, hence no second copy of it here (W004).
SSL_ENABLED = env.flag("SSL_ENABLED", True)
SECURE_SSL_REDIRECT = SSL_ENABLED
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SSL_ENABLED else None
SESSION_COOKIE_SECURE = SSL_ENABLED
CSRF_COOKIE_SECURE = SSL_ENABLED
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W004"]

STATIC_URL = "/static/"
# What the image was built with. The deployment copies it to the proxy's volume (STATIC_ROOT).
BUILT_STATIC_ROOT = BASE_DIR / "static-built"
STATIC_ROOT = env.read("STATIC_ROOT", str(BUILT_STATIC_ROOT))
STATICFILES_STORAGE = "core.static.ReleaseStaticStorage"

MEDIA_ROOT = env.read("MEDIA_ROOT", str(BASE_DIR / "media"))
MEDIA_ACCEL_PREFIX = env.read("MEDIA_ACCEL_PREFIX", "/protected-media/").rstrip("/") + "/"
MAX_UPLOAD_MB = env.number("MAX_UPLOAD_MB", 50, minimum=1)
# On the volume, not in the memory-backed /tmp, and so a rename away from the final place.
FILE_UPLOAD_TEMP_DIR = MEDIA_ROOT

EMAIL_HOST = env.read("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587, minimum=1)
EMAIL_HOST_USER = env.read("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.read("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.read("DEFAULT_FROM_EMAIL", "copies@localhost")
EMAIL_BACKEND = env.read(
    "EMAIL_BACKEND",
    f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend",
)

CELERY_BROKER_URL = connections.redis("CELERY_BROKER_URL", "REDIS_BROKER_DB", 0)
BEAT_INTERVAL_SECONDS = env.number("BEAT_INTERVAL_SECONDS", 60, minimum=1)
REQUEUE_AFTER_SECONDS = env.number("REQUEUE_AFTER_SECONDS", 600, minimum=1)
GRADING_SECONDS = env.number("GRADING_SECONDS", 2)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "core.logs.JsonFormatter"}},
    "handlers": {"stdout": {"class": "core.logs.StdoutHandler", "formatter": "json"}},
    "root": {"handlers": ["stdout"], "level": env.read("LOG_LEVEL", "INFO").upper()},
    # Django's own handlers would print a second, unstructured copy.
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
