"""What the application refuses to start with, and where settings come from."""

import os
import subprocess
import sys
import tempfile
from unittest import TestCase, mock

from django.core.exceptions import ImproperlyConfigured

from core import connections, security
from core import environment as env

GOOD = {
    "DJANGO_ENV": "production",
    "ALLOWED_HOSTS": "copies.test",
    "SECRET_KEY": "".join(chr(48 + i % 60) for i in range(60)),
    "DATABASE_URL": "postgres://u:hidden-password@db/app",
    "REDIS_HOST": "redis",
}


def start(**changes):
    """Load the settings in a process of their own; None leaves a variable out."""
    variables = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    variables["PATH"] = os.environ["PATH"]
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "import core.settings as s; print(s.DATABASES['default']['ENGINE'])",
        ],
        env=variables,
        capture_output=True,
        text=True,
    )


class RefusalTest(TestCase):
    """Each mistake ends the process with one line that names the variable."""

    def test_good_settings_start(self):
        result = start()
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(result.stdout.strip(), "django.db.backends.postgresql")

    def test_mistakes_are_refused(self):
        for variable, changes in {
            "DEBUG": {"DEBUG": "true"},
            "ALLOWED_HOSTS": {"ALLOWED_HOSTS": "copies.test,*"},
            "ALLOWED_HOSTS ": {"ALLOWED_HOSTS": None},
            "SECRET_KEY": {"SECRET_KEY": None},
            "SECRET_KEY ": {"SECRET_KEY": "short"},
            "SECRET_KEY  ": {"SECRET_KEY": "a" * 60},
            "SECRET_KEY_FILE": {"SECRET_KEY_FILE": "/nowhere"},
            "CSRF_TRUSTED_ORIGINS": {"CSRF_TRUSTED_ORIGINS": "http://copies.test"},
            "DB_HOST": {"DATABASE_URL": None},
            "DATABASE_URL": {"DATABASE_URL": "sqlite:///db.sqlite3"},
            "DB_ENGINE": {"DATABASE_URL": None, "DB_ENGINE": "sqlite3"},
            "CELERY_BROKER_URL": {"CELERY_BROKER_URL": "memory://"},
            "REDIS_HOST": {"REDIS_HOST": None},
            "DJANGO_ENV": {"DJANGO_ENV": "prod"},
            "MAX_UPLOAD_MB": {"MAX_UPLOAD_MB": "50M"},
            "SSL_ENABLED": {"SSL_ENABLED": "maybe"},
        }.items():
            with self.subTest(changes=changes):
                result = start(**changes)
                self.assertEqual(result.returncode, 1)
                self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
                self.assertTrue(result.stderr.startswith("Refusing to start: "))
                self.assertIn(variable.strip(), result.stderr)
                self.assertNotIn("hidden-password", result.stderr)

    def test_preproduction_is_as_strict_and_an_unnamed_environment_is_production(self):
        self.assertEqual(start(DJANGO_ENV="preproduction", DEBUG="true").returncode, 1)
        self.assertEqual(start(DJANGO_ENV=None, DEBUG="true").returncode, 1)

    def test_development_is_not(self):
        result = start(DJANGO_ENV="development", DEBUG="true", SECRET_KEY=None, ALLOWED_HOSTS=None)
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_development_has_no_sqlite_either(self):
        self.assertEqual(start(DJANGO_ENV="development", DATABASE_URL=None).returncode, 1)


class EnvironmentTest(TestCase):
    """Reading of variables and files."""

    def test_a_secret_file_wins_over_the_variable(self):
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("from file\n")
            file.flush()
            with mock.patch.dict(os.environ, {"X": "from variable", "X_FILE": file.name}):
                self.assertEqual(env.read("X"), "from file")

    def test_an_empty_secret_file_is_an_error(self):
        with tempfile.NamedTemporaryFile() as file:
            with mock.patch.dict(os.environ, {"X_FILE": file.name}):
                self.assertRaises(ImproperlyConfigured, env.read, "X")

    def test_passwords_with_special_characters(self):
        variables = {"REDIS_HOST": "redis", "REDIS_PASSWORD": "a/b@c:d", "CACHE_URL": ""}
        with mock.patch.dict(os.environ, variables):
            os.environ.pop("REDIS_PASSWORD_FILE", None)
            os.environ.pop("CACHE_URL_FILE", None)
            url = connections.redis("CACHE_URL", "REDIS_DB", 1)
        self.assertEqual(url, "redis://:a%2Fb%40c%3Ad@redis:6379/1")
        with mock.patch.dict(os.environ, {"DATABASE_URL": "postgresql://u:a%2Fb@h:5433/n"}):
            os.environ.pop("DATABASE_URL_FILE", None)
            database = connections.database()
        parts = [database[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")]
        self.assertEqual(parts, ["u", "a/b", "h", "5433", "n"])

    def test_the_scheme_of_the_address_chooses_the_engine(self):
        for url, backend, port in (
            ("postgres://u:p@h/n", "postgresql", "5432"),
            ("mysql://u:a%2Fb@h/n", "mysql", "3306"),
            ("mariadb://u:p@h:3307/n", "mysql", "3307"),
        ):
            with self.subTest(url=url), mock.patch.dict(os.environ, {"DATABASE_URL": url}):
                os.environ.pop("DATABASE_URL_FILE", None)
                database = connections.database()
                self.assertEqual(database["ENGINE"], f"django.db.backends.{backend}")
                self.assertEqual(database["PORT"], port)

    def test_the_engine_of_separate_variables_is_named(self):
        parts = {f"DB_{name}": "x" for name in ("HOST", "NAME", "USER", "PASSWORD")}
        with mock.patch.dict(os.environ, {**parts, "DB_ENGINE": "mariadb"}):
            for name in ("DATABASE_URL", "DATABASE_URL_FILE", "DB_PASSWORD_FILE", "DB_PORT"):
                os.environ.pop(name, None)
            database = connections.database()
        self.assertEqual((database["PORT"], database["PASSWORD"]), ("3306", "x"))
        self.assertEqual(database["OPTIONS"]["isolation_level"], "read committed")

    def test_origins_lose_their_scheme(self):
        with mock.patch.dict(os.environ, {"CSRF_TRUSTED_ORIGINS": "https://a.test/, b.test"}):
            self.assertEqual(security.trusted_origins("production"), ["a.test", "b.test"])
