-- New work that is found twice on one order is quoted twice, and each of these quotes joins it. A quote that is no order's
-- still becomes one order of its own.
alter table quote drop constraint quote_order_once;
create unique index quote_order_once on quote (becomes_id) where work_order_id is null;
create index quote_becomes on quote (becomes_id);

-- A cheque may bounce after its invoice was credited and the money given back: then less than nothing is settled.
alter table receivable drop constraint receivable_settled;
alter table receivable add constraint receivable_settled check (settled between -credited and total);
