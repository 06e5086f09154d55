-- What was said, done, predicted and written under another spelling of a service goes by the one that its intervals have:
-- a reminder whose key tells the old spelling would go out once more. Where one order has a service in two spellings
-- already, one row takes the name and the other stays as it is: whoever reads them takes both for one.
update order_service s set name = i.name from (select distinct name from service_interval) i
where lower(i.name) = lower(s.name) and i.name <> s.name and not exists (
  select from order_service t where t.work_order_id = s.work_order_id and lower(t.name) = lower(s.name)
    and (t.name = i.name or t.id < s.id));

update service_record s set name = i.name from (select distinct name from service_interval) i
where lower(i.name) = lower(s.name) and i.name <> s.name and not exists (
  select from service_record t where t.work_order_id = s.work_order_id and lower(t.name) = lower(s.name)
    and (t.name = i.name or t.id < s.id));

-- A second prediction of one service is one reminder too many; it is made anew from what is known anyway.
delete from service_prediction s using service_interval i, service_prediction t
where lower(i.name) = lower(s.name) and i.name <> s.name
  and t.vehicle_id = s.vehicle_id and lower(t.name) = lower(s.name) and t.id <> s.id
  and (t.name = i.name or (t.computed_on, t.id) > (s.computed_on, s.id));
update service_prediction s set name = i.name from (select distinct name from service_interval) i
where lower(i.name) = lower(s.name) and i.name <> s.name;

-- The key is service/VEHICLE/NAME/DUE, and a name may hold a stroke. Of two that become one the first that was written
-- takes it.
with told as (
  select m.id, m.message_key, 'service/' || split_part(m.message_key, '/', 2) || '/' || i.name
    || substring(m.message_key from '/[^/]*$') as spelled
  from message m join (select distinct name from service_interval) i
    on lower(substring(m.message_key from '^service/[0-9]+/(.*)/[^/]*$')) = lower(i.name)
  where m.kind = 'SERVICE')
update message m set message_key = told.spelled, version = m.version + 1 from told
where told.id = m.id and told.spelled <> told.message_key and not exists (
  select from told t where t.spelled = told.spelled and t.id <> told.id
    and (t.message_key = t.spelled or t.id < told.id));
