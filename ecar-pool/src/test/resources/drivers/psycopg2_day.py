# A program of the garage with psycopg 2: what it says at the end is what the test reads.
import os
import sys

import psycopg2

transactions = sys.argv[1] != "statement"
connection = psycopg2.connect("")
connection.autocommit = not transactions
cursor = connection.cursor()
table = "psycopg2_" + sys.argv[1]
cursor.execute("drop table if exists " + table)
cursor.execute("create table " + table + " (id int primary key, name text)")
for number in range(50):
    cursor.execute("insert into " + table + " values (%s, %s)", (number, "part " + str(number)))
if transactions:
    connection.commit()
    cursor.execute("insert into " + table + " values (99, 'never')")
    connection.rollback()
    named = connection.cursor("parts")
    named.itersize = 7
    named.execute("select id from " + table + " order by id")
    assert [row[0] for row in named] == list(range(50))
    named.close()
    connection.commit()
try:
    cursor.execute("select 1 / 0")
    sys.exit("division by zero went well")
except psycopg2.errors.DivisionByZero:
    connection.rollback()
with open(os.devnull, "w") as nowhere:
    cursor.copy_expert("copy " + table + " to stdout", nowhere)
cursor.execute("select count(*), max(name) from " + table)
print("done", *cursor.fetchone())
connection.commit()
connection.close()
