package tn.ecar.pool.bench;

import java.sql.SQLException;
import tn.ecar.pool.RealPostgres;

/** The tables of TPC-B, as small as they can be without all transactions waiting for one row. */
final class Accounts {
  static final int ACCOUNTS = 100_000;
  static final int TELLERS = 1_000;
  static final int BRANCHES = 100;

  private Accounts() {}

  static void create(RealPostgres postgres) throws SQLException {
    postgres.execute(
        RealPostgres.DATABASE,
        "drop table if exists branches, tellers, accounts, history",
        "create table branches (id int primary key, balance bigint not null)"
            + " with (fillfactor = 10)",
        "create table tellers (id int primary key, branch int not null, balance bigint not null)"
            + " with (fillfactor = 20)",
        "create table accounts (id int primary key, branch int not null, balance bigint not null,"
            + " filler text not null) with (fillfactor = 80)",
        "create table history (teller int, branch int, account int, delta bigint,"
            + " at timestamptz not null default now())",
        "insert into branches select n, 0 from generate_series(1, " + BRANCHES + ") n",
        "insert into tellers select n, 1 + n % "
            + BRANCHES
            + ", 0 from generate_series(1, "
            + TELLERS
            + ") n",
        "insert into accounts select n, 1 + n % "
            + BRANCHES
            + ", 0, repeat('x', 80) from generate_series(1, "
            + ACCOUNTS
            + ") n",
        "grant all on branches, tellers, accounts, history to " + RealPostgres.USER,
        "vacuum analyze");
  }
}
