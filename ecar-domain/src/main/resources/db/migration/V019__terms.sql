-- What an order or an invoice is found by, each kind of term in rows of its own: so the database looks into the index
-- of each table and joins what it found, where a list of ORs over joined tables made it read every row. What a row has
-- not is '' and not null, because the planner strikes "'' like '%abc%'" out of an OR, and then an index serves the rest.
create view order_term (order_id, number, text, plate, phone, second_phone) as
  select id, lower(order_number), lower(complaint), '', '', '' from work_order
  union all
  select o.id, '', '', v.plate::text, '', '' from vehicle v join work_order o on o.vehicle_id = v.id
  union all
  select o.id, '', lower(c.name), '', c.phone::text, c.second_phone::text
    from customer c join work_order o on o.customer_id = c.id
  union all
  select work_order_id, lower(invoice_number), '', '', '', '' from invoice;

create view invoice_term (invoice_id, number, text, plate, phone, second_phone) as
  select id, lower(invoice_number), lower(buyer_name), plate::text, '', '' from invoice
  union all
  select id, lower(order_number), '', '', '', '' from invoice
  union all
  select i.id, '', '', '', c.phone::text, c.second_phone::text
    from customer c join invoice i on i.customer_id = c.id;

drop index invoice_number_anywhere;
create index invoice_anywhere on invoice using gin (
  lower(invoice_number) gin_trgm_ops, lower(buyer_name) gin_trgm_ops, plate gin_trgm_ops, lower(order_number) gin_trgm_ops);
