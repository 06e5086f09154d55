-- What people type is looked for anywhere in a name or number: three letters at a time, not row by row.
create extension if not exists pg_trgm;

create index customer_name_anywhere on customer using gin (lower(name) gin_trgm_ops);
create index customer_phone_anywhere on customer using gin (phone gin_trgm_ops, second_phone gin_trgm_ops);
create index vehicle_plate_anywhere on vehicle using gin (plate gin_trgm_ops);
create index work_order_anywhere on work_order using gin (lower(order_number) gin_trgm_ops, lower(complaint) gin_trgm_ops);
create index invoice_number_anywhere on invoice using gin (lower(invoice_number) gin_trgm_ops);

-- A list that goes on from a cursor begins its scan where the page before ended.
create index work_order_newest on work_order (opened_at desc, id);
drop index work_order_opened_at;
create index invoice_newest on invoice (issued_on desc, invoice_number desc, id);
drop index invoice_issued_on;
create index quote_newest on quote (created_at desc, id);
drop index quote_created_at;
create index vehicle_by_plate on vehicle (plate, id) where active;
create index customer_by_name on customer (name, id) where not archived;
drop index customer_name;
create index message_newest on message (written_at desc, id);
drop index message_written_at;
create index audit_entry_newest on audit_entry (happened_at desc, id);
drop index audit_entry_happened_at;
create index service_prediction_soonest on service_prediction (due_on, id);
drop index service_prediction_due;
