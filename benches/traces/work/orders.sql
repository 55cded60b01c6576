-- SPDX-License-Identifier: Apache-2.0
--
-- A small shop: tables, indexes, a view, a trigger, many short statements, joins and sorts.
-- Nothing of the system's time or randomness is used: each run does the same. The page cache is
-- kept as small as a device would keep it.

PRAGMA page_size = 1024;
PRAGMA cache_size = -256;
PRAGMA temp_store = memory;

CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL, town TEXT, credit INTEGER);
CREATE TABLE part (id INTEGER PRIMARY KEY, name TEXT UNIQUE, price REAL CHECK (price > 0));
CREATE TABLE sale (
	id INTEGER PRIMARY KEY,
	customer INTEGER NOT NULL REFERENCES customer (id),
	day INTEGER NOT NULL,
	note TEXT
);
CREATE TABLE line (
	sale INTEGER NOT NULL REFERENCES sale (id),
	part INTEGER NOT NULL REFERENCES part (id),
	count INTEGER NOT NULL,
	PRIMARY KEY (sale, part)
) WITHOUT ROWID;
CREATE TABLE stock (part INTEGER PRIMARY KEY, count INTEGER, changed INTEGER DEFAULT 0);
CREATE INDEX customer_town ON customer (town, name);
CREATE INDEX sale_customer ON sale (customer, day);
CREATE INDEX line_part ON line (part);

CREATE TRIGGER line_taken AFTER INSERT ON line BEGIN
	UPDATE stock SET count = count - new.count, changed = changed + 1 WHERE part = new.part;
END;

CREATE VIEW worth AS
	SELECT sale.id AS sale, sale.customer AS customer, sum(line.count * part.price) AS money
	FROM sale JOIN line ON line.sale = sale.id JOIN part ON part.id = line.part
	GROUP BY sale.id;

-- The pieces that names are made of.
CREATE TEMP TABLE piece (id INTEGER PRIMARY KEY, first TEXT, town TEXT, thing TEXT);
INSERT INTO piece VALUES
	(0, 'Ada', 'Aachen', 'bolt'), (1, 'Bo', 'Bergen', 'nut'), (2, 'Cleo', 'Cadiz', 'gear'),
	(3, 'Dora', 'Delft', 'shaft'), (4, 'Emil', 'Essen', 'bearing'), (5, 'Finn', 'Fano', 'spring'),
	(6, 'Greta', 'Ghent', 'washer');

BEGIN;
WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 300)
INSERT INTO customer
	SELECT n, a.first || ' ' || printf('%04d', n * 7919 % 10007), b.town, n * 104729 % 5000
	FROM number JOIN piece a ON a.id = n % 7 JOIN piece b ON b.id = n * 31 / 7 % 7;
WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 80)
INSERT INTO part
	SELECT n, thing || '-' || n, (n * 7919 % 997 + 3) / 10.0
	FROM number JOIN piece ON piece.id = n % 7;
INSERT INTO stock (part, count) SELECT id, 1000 FROM part;
COMMIT;
