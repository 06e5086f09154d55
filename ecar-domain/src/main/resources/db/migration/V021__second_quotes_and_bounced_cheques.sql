-- New work that is found twice on one order is quoted twice, and each of these quotes joins it. A quote that is no order's
-- still becomes one order of its own.
alter table quote drop constraint quote_order_once;
create unique index quote_order_once on quote (becomes_id) where work_order_id is null;
create index quote_becomes on quote (becomes_id);
