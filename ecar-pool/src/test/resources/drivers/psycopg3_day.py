# A program of the garage with psycopg 3, which prepares statements by itself after some uses.
import sys

import psycopg

transactions = sys.argv[1] != "statement"
connection = psycopg.connect("", autocommit=not transactions, prepare_threshold=2)
table = "psycopg3_" + sys.argv[1]
connection.execute("drop table if exists " + table)
connection.execute("create table " + table + " (id int primary key, name text)")
for number in range(50):
    connection.execute("insert into " + table + " values (%s, %s)", (number, "part " + str(number)))
if transactions:
    connection.commit()
    connection.execute("insert into " + table + " values (99, 'never')")
    connection.rollback()
    with connection.cursor(name="parts") as named:
        named.execute("select id from " + table + " order by id")
        assert [row[0] for row in named] == list(range(50))
    connection.commit()
with connection.cursor() as cursor:
    with cursor.copy("copy " + table + " from stdin") as copy:
        for number in range(100, 120):
            copy.write_row((number, "copied"))
try:
    connection.execute("select 1 / %s", (0,))
    sys.exit("division by zero went well")
except psycopg.errors.DivisionByZero:
    if transactions:
        # The copied rows go with the transaction.
        connection.rollback()
    else:
        connection.execute("delete from " + table + " where id >= 100")
if transactions:
    with connection.pipeline():
        results = [connection.execute("select %s::int + 1", (n,)) for n in range(5)]
    assert [result.fetchone()[0] for result in results] == [1, 2, 3, 4, 5]
print("done", *connection.execute("select count(*), max(name) from " + table).fetchone())
if transactions:
    connection.commit()
connection.close()
