\set ON_ERROR_STOP on
\set QUIET on
set client_min_messages = warning;
drop table if exists :table;
create table :table (id int primary key, name text);
insert into :table select n, 'part ' || n from generate_series(0, 49) n;
copy :table to stdout csv \g parts.csv
\if :transactions
begin;
insert into :table values (99, 'never');
rollback;
\endif
\echo done `cat parts.csv | wc -l`
select max(name) from :table;
