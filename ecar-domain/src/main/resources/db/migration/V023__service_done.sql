-- What an order noted when it was ready counts as done as long as the order is not cancelled and still serves it.
-- The offset keeps it looked up order by order: a run of the forecast fills tables faster than PostgreSQL counts them.
create view service_done as
  select r.id, r.vehicle_id, r.name, r.done_on, r.km, r.work_order_id from service_record r
  where r.work_order_id is null or exists (
    select from order_service s join work_order o on o.id = s.work_order_id
    where s.work_order_id = r.work_order_id and o.state <> 'CANCELLED' and lower(s.name) = lower(r.name)
    offset 0);
