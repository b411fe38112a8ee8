/** Tables, rows and objects of every kind that a dump could lose. Statements of the application's account. */
export const mariadbRows = String.raw`
CREATE TABLE school (id int AUTO_INCREMENT PRIMARY KEY, name varchar(100) NOT NULL UNIQUE, motto text);
CREATE TABLE copy (
  id bigint AUTO_INCREMENT PRIMARY KEY, school int NOT NULL, scan longblob, points decimal(8, 3), half double,
  grade enum('good', 'better'), seen timestamp(6) NULL, at datetime, answers json, flags bit(5), place point,
  doubled decimal(9, 3) AS (points * 2) STORED, INDEX (points),
  FOREIGN KEY (school) REFERENCES school (id) ON DELETE CASCADE);
CREATE TABLE ${"`odd ``table`` é`"} (${"`select`"} text, t int);
CREATE TABLE nothing (id int);
CREATE SEQUENCE receipt START WITH 1000; SELECT NEXTVAL(receipt);
INSERT INTO school (name, motto) VALUES ('Lycée de l''Été 🎓', 'tab\tand\nline'), ('école "deux"', NULL), ('back\\slash', '');
INSERT INTO copy (school, scan, points, half, grade, seen, at, answers, flags, place)
SELECT 1 + seq % 3, UNHEX(MD5(seq)), seq / 7, seq / 3, 'good', '2026-01-01 12:00' + INTERVAL seq MINUTE, '2026-01-01', JSON_OBJECT('n', seq, 'text', 'é"\\'), b'10110', POINT(seq, 1)
FROM seq_1_to_5000;
INSERT INTO ${"`odd ``table`` é`"} VALUES ('x', 1), ('x', 1), (NULL, NULL);
CREATE VIEW best AS SELECT id, points FROM copy WHERE points > 700;
CREATE FUNCTION worth(which int) RETURNS decimal(20, 3) READS SQL DATA RETURN (SELECT SUM(points) FROM copy WHERE school = which);
CREATE PROCEDURE tidy() DELETE FROM nothing;
CREATE TRIGGER touched BEFORE UPDATE ON school FOR EACH ROW SET NEW.motto = COALESCE(NEW.motto, 'none');
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM nothing;
`;

/** Something else everywhere. */
export const mariadbChanges = String.raw`
DELETE FROM school WHERE id = 2;
UPDATE copy SET points = points + 1 WHERE id <= 10;
INSERT INTO nothing VALUES (1);
DROP VIEW best; DROP FUNCTION worth; DROP TRIGGER touched; DROP EVENT nightly; DROP SEQUENCE receipt;
ALTER TABLE copy ADD COLUMN extra text DEFAULT 'x', DROP COLUMN flags;
DROP TABLE ${"`odd ``table`` é`"};
CREATE TABLE later AS SELECT 1 AS id;
CREATE PROCEDURE later() SELECT 1;
`;
