import assert from "node:assert/strict";

import { django } from "../../../../blueprints/django";
import { matchingLines } from "../../../../release/smoke/fatal-lines";

describe("fatal log lines", () => {
  it("are found by pattern, shortened around the match", () => {
    const long = `${"a".repeat(500)} No module named 'x' ${"b".repeat(500)}`;
    const [line = "", ...others] = matchingLines(`fine\n${long}\nfine`, ["No module named", "x"]);
    assert.deepEqual(others, []);
    assert.match(line, /^…a+ No module named 'x' b+…$/);
    assert.equal(line.length, 302);
  });

  it("do not steer a terminal", () => {
    assert.deepEqual(matchingLines("fatal \u001b[2J\r", ["fatal"]), ["fatal  [2J"]);
  });

  const fatal = django.lifecycle.fatalLogLines;

  it("of Django are misconfigurations, missing code and missing tables, plain or within JSON", () => {
    for (const line of [
      "django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.",
      '{"exception": "Traceback (most recent call last):\\nModuleNotFoundError: No module named \'celery\'"}',
      "ImportError: cannot import name 'tasks' from 'exams'",
      'django.db.utils.ProgrammingError: relation "exams_copy" does not exist',
      'django.db.utils.OperationalError: connection failed: FATAL:  password authentication failed for user "copies"',
      "django.db.utils.OperationalError: (1045, \"Access denied for user 'copies'@'web'\")",
      "gunicorn.errors.HaltServer: <HaltServer 'Worker failed to boot.' 3>",
      "[2026-01-01 10:00:00 +0000] [7] [ERROR] Worker (pid:9) was sent SIGKILL! Perhaps out of memory?",
      "[ERROR/MainProcess] Received unregistered task of type 'exams.tasks.grade'.",
    ]) {
      assert.equal(matchingLines(line, fatal).length, 1, line);
    }
  });

  it("of Django are not what users, tests of a connection or restarts of the database cause", () => {
    for (const line of [
      "Not Found: /wp-login.php",
      "Invalid HTTP_HOST header: 'x'. You may need to add 'x' to ALLOWED_HOSTS.",
      "django.db.utils.OperationalError: canceling statement due to lock timeout",
      "django.db.utils.OperationalError: server closed the connection unexpectedly",
      "[WARNING] consumer: Connection to broker lost. Trying to re-establish the connection...",
      "Traceback (most recent call last):",
    ]) {
      assert.deepEqual(matchingLines(line, fatal), [], line);
    }
  });
});
