-- Makes the application's role and database; run once by the image's first start, as superuser.
-- Reads PALIER_DATABASE_NAME, PALIER_DATABASE_USER and PALIER_DATABASE_PASSWORD_FILE. The password
-- goes from its file into a variable of psql, so it is in no command line and in no environment.
\set ON_ERROR_STOP on
\getenv application_name PALIER_DATABASE_NAME
\getenv application_user PALIER_DATABASE_USER
\set application_password `cat "$PALIER_DATABASE_PASSWORD_FILE"`

-- A failing statement would be logged with the password in it.
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
SET password_encryption = 'scram-sha-256';

-- An unreadable file gives an empty password, and a role with one would never be able to log in.
SELECT length(:'application_password') >= 16 AS usable \gset
\if :usable
\else
  \warn 'the file named by PALIER_DATABASE_PASSWORD_FILE cannot be read or holds less than 16 characters'
  SELECT 1 / 0;
\endif

CREATE ROLE :"application_user"
  LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
  PASSWORD :'application_password';

CREATE DATABASE :"application_name" OWNER :"application_user";

-- A statement that waits for a lock makes everything behind it wait as well; one that runs for
-- minutes or a transaction that is forgotten keeps rows from being cleaned up. An application that
-- needs more sets it for its session.
ALTER ROLE :"application_user" SET lock_timeout = '10s';
ALTER ROLE :"application_user" SET statement_timeout = '5min';
ALTER ROLE :"application_user" SET idle_in_transaction_session_timeout = '5min';

REVOKE ALL ON DATABASE :"application_name" FROM PUBLIC;
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
REVOKE ALL ON DATABASE template1 FROM PUBLIC;

\connect :"application_name"
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO :"application_user";
