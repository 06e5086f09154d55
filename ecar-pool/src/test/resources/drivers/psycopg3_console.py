# The pool's console with psycopg 3: by the simple protocol and, with a parameter's place, by the extended one.
import psycopg

with psycopg.connect("", autocommit=True) as connection:
    pools = connection.execute("SHOW POOLS")
    assert [column.name for column in pools.description][:2] == ["database", "user"]
    extended = connection.cursor()
    extended.execute("SHOW VERSION", prepare=True)
    binary = connection.execute("SHOW DATABASES", prepare=True).fetchall()
    connection.execute("RELOAD")
    print("done", len(pools.fetchall()) > 0, extended.fetchone()[0].split()[0], len(binary) > 0)
