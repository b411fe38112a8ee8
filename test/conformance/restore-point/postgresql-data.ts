/** Tables, rows and objects of every kind that a dump could lose. Statements of the application's role. */
export const postgresqlRows = String.raw`
CREATE EXTENSION citext;
CREATE TYPE grade AS ENUM ('good', 'better');
CREATE TABLE school (id serial PRIMARY KEY, name text NOT NULL UNIQUE, motto citext);
CREATE TABLE copy (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  school integer NOT NULL REFERENCES school ON DELETE CASCADE,
  scan bytea, points numeric(8, 3), grade grade, seen timestamptz, answers jsonb, tags text[], doubled numeric GENERATED ALWAYS AS (points * 2) STORED
);
CREATE TABLE plain AS
SELECT g::smallint AS a, g::bigint AS b, g % 2 = 0 AS c, g / 7.0::float8 AS d, g / 3.0::real AS e, g / 7.0 AS f, 'é' || g AS g,
       g::char(8) AS h, decode(md5(g::text), 'hex') AS i, md5(g::text)::uuid AS j, '2026-01-01'::date + g AS k, '10:00'::time AS l,
       '2026-01-01 12:00'::timestamptz + g * interval '1 minute' AS m, '1 day'::interval * g AS n, jsonb_build_object('n', g) AS o,
       ARRAY[g::text, NULL] AS p, ARRAY[g / 7.0] AS q, '10.0.0.1'::inet + g AS r, NULL::text AS s
FROM generate_series(1, 500) AS g;
CREATE INDEX copy_points ON copy (points DESC) WHERE points > 1;
CREATE TABLE "odd ""table"" é" ("select" text, "t" int);
CREATE TABLE nothing (id int);
CREATE TABLE event (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE event_2026 PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE SCHEMA archive;
CREATE TABLE archive.copy AS SELECT * FROM generate_series(1, 100) AS id;
INSERT INTO school (name, motto) VALUES ('Lycée de l''Été 🎓', E'tab\tand\nline'), ('école "deux"', NULL), (E'back\\slash', '');
INSERT INTO copy (school, scan, points, grade, seen, answers, tags)
SELECT 1 + g % 3, decode(md5(g::text), 'hex'), g / 7.0, 'good', '2026-01-01 12:00+02'::timestamptz + g * interval '1 minute',
       jsonb_build_object('n', g, 'text', 'é"\'), ARRAY['a', NULL, 'b,c'] FROM generate_series(1, 5000) AS g;
INSERT INTO "odd ""table"" é" VALUES ('x', 1), ('x', 1), (NULL, NULL);
INSERT INTO event VALUES (1, '2025-05-05'), (2, '2026-05-05');
CREATE VIEW best AS SELECT id, points FROM copy WHERE points > 700;
CREATE MATERIALIZED VIEW total AS SELECT school, count(*) AS copies FROM copy GROUP BY school;
CREATE FUNCTION worth(integer) RETURNS numeric LANGUAGE sql AS 'SELECT sum(points) FROM copy WHERE school = $1';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.motto = coalesce(NEW.motto, ''none''); RETURN NEW; END';
CREATE TRIGGER touched BEFORE UPDATE ON school FOR EACH ROW EXECUTE FUNCTION touch();
CREATE SEQUENCE receipt START 1000; SELECT nextval('receipt'); CREATE SEQUENCE unused;
COMMENT ON TABLE copy IS 'scanned';
SELECT lo_from_bytea(424242, decode(repeat('00ff10', 1000), 'hex')); SELECT lo_create(424243);
`;

/** Something else everywhere. */
export const postgresqlChanges = String.raw`
DELETE FROM school WHERE id = 2;
UPDATE copy SET points = points + 1 WHERE id <= 10;
INSERT INTO nothing VALUES (1); UPDATE plain SET q = ARRAY[1.5] WHERE a = 77;
DROP VIEW best; DROP MATERIALIZED VIEW total;
ALTER TABLE copy ADD COLUMN extra text DEFAULT 'x', DROP COLUMN tags;
DROP TABLE archive.copy; DROP SCHEMA archive;
DROP TABLE "odd ""table"" é";
CREATE TABLE later AS SELECT 1 AS id;
SELECT nextval('receipt'), nextval('unused');
SELECT lo_unlink(424242); SELECT lo_from_bytea(424244, 'new');
DROP FUNCTION worth(integer);
`;
