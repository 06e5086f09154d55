-- A service has one name, however it is spelled: upper and lower case are one. The oldest spelling stays.
update service_interval i set name = first.name
from (select distinct on (lower(name)) name from service_interval order by lower(name), id) first
where lower(first.name) = lower(i.name) and first.name <> i.name;

-- What was done is called as its service is: when that is renamed, its history goes along. Nothing else of it ever changes.
drop trigger service_record_append_only on service_record;
create trigger service_record_append_only before delete on service_record
  for each row execute function refuse_change();
create trigger service_record_only_renamed before update on service_record
  for each row when (
    (old.id, old.vehicle_id, old.done_on, old.km, old.work_order_id, old.noted_by)
    is distinct from (new.id, new.vehicle_id, new.done_on, new.km, new.work_order_id, new.noted_by))
  execute function refuse_change();
