-- SPDX-License-Identifier: Apache-2.0
--
-- Prints the statements of the days, which are run after orders.sql: sales of one to four lines,
-- each a transaction; changes, cancellations, questions now and then. They are prepared one by
-- one, as an application without prepared statements does it.

WITH RECURSIVE sale (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM sale WHERE n < 160)
SELECT printf('BEGIN; INSERT INTO sale VALUES (%d, %d, %d, %s);',
		n, n * 7919 % 300 + 1, n / 20, iif(n % 9 = 0, quote(hex(zeroblob(n % 60 * 4))), 'NULL'))
	|| printf('INSERT INTO line VALUES (%d, %d, %d);', n, n * 13 % 80 + 1, n % 7 + 1)
	|| iif(n % 2, printf('INSERT INTO line VALUES (%d, %d, %d);', n, (n * 13 + 17) % 80 + 1, 2), '')
	|| iif(n % 3, printf('INSERT INTO line VALUES (%d, %d, %d), (%d, %d, %d);',
		n, (n * 13 + 34) % 80 + 1, n % 5 + 1, n, (n * 13 + 51) % 80 + 1, 1), '')
	|| iif(n % 25 = 0, 'ROLLBACK;', 'COMMIT;')
	|| iif(n % 4 = 0, printf(
		'UPDATE customer SET credit = credit - 10, name = upper(name) WHERE id = %d;',
		n * 31 % 300 + 1), '')
	|| iif(n % 15 = 0, printf('DELETE FROM line WHERE sale = %d; DELETE FROM sale WHERE id = %d;',
		n - 7, n - 7), '')
	|| iif(n % 8 = 0, printf(
		'SELECT name, count(*), sum(money) FROM customer JOIN worth ON worth.customer = customer.id'
		|| ' WHERE town > ''%s'' AND worth.sale > %d GROUP BY customer.id ORDER BY 3 DESC LIMIT 5;',
		substr('ABCDEFG', n / 8 % 7 + 1, 1), n - 60), '')
	|| iif(n % 40 = 0, printf(
		'WITH best AS (SELECT part, sum(count) AS sold FROM line GROUP BY part'
		|| ' ORDER BY sold DESC LIMIT 10)'
		|| ' SELECT part.name, sold, stock.count, group_concat(DISTINCT customer.town) FROM best'
		|| ' JOIN part ON part.id = best.part JOIN stock ON stock.part = part.id'
		|| ' JOIN line ON line.part = part.id JOIN sale ON sale.id = line.sale'
		|| ' JOIN customer ON customer.id = sale.customer WHERE sale.day > %d'
		|| ' GROUP BY part.id ORDER BY sold DESC, part.name;', n / 40), '')
	|| iif(n % 80 = 0, 'PRAGMA integrity_check; ANALYZE; REINDEX sale_customer;', '')
FROM sale;
SELECT 'CREATE TABLE closed AS SELECT * FROM worth ORDER BY money; DROP VIEW worth; VACUUM;';
