-- The workshop's time: hours, absences and closed days, skills, places in a bay; and what becomes of an appointment.

alter table staff_account add column skills varchar(200) not null default '';
comment on column staff_account.skills is 'what a technician knows, sorted and parted by commas';

alter table bay add column version integer not null default 1;
alter table bay add column capacity integer not null default 1 check (capacity between 1 and 20);
alter table bay add column active boolean not null default true;

-- Hours: of the garage where no member of the staff stands, otherwise that person's own ---------------------------------------

create table working_time (
  id       bigint primary key,
  staff_id bigint references staff_account on delete restrict,
  weekday  integer not null check (weekday between 1 and 7),
  opens    time not null,
  closes   time not null,
  check (opens < closes),
  constraint working_time_no_overlap exclude using gist (
    int8range(coalesce(staff_id, 0), coalesce(staff_id, 0), '[]') with &&,
    int4range(weekday, weekday, '[]') with &&,
    numrange(extract(epoch from opens), extract(epoch from closes)) with &&)
);
create sequence working_time_id start with 100 increment by 50;
comment on column working_time.weekday is 'ISO: 1 is Monday, 7 is Sunday';
insert into working_time (id, staff_id, weekday, opens, closes)
  select day, null, day, '08:00', '18:00' from generate_series(1, 5) day;
insert into working_time (id, staff_id, weekday, opens, closes) values (6, null, 6, '08:00', '14:00');

create table absence (
  id        bigint primary key,
  staff_id  bigint references staff_account on delete restrict,
  starts_at timestamptz not null,
  ends_at   timestamptz not null,
  reason    varchar(200) not null check (reason <> ''),
  check (starts_at < ends_at),
  constraint absence_once exclude using gist (
    int8range(coalesce(staff_id, 0), coalesce(staff_id, 0), '[]') with &&, tstzrange(starts_at, ends_at) with &&)
);
create sequence absence_id start with 50 increment by 50;
comment on table absence is 'when somebody is away; without a member of the staff, when the garage is closed';

-- What becomes of an appointment; and its place, where a bay holds more than one vehicle --------------------------------------

alter table appointment add column state varchar(10) not null default 'BOOKED'
  check (state in ('BOOKED', 'ARRIVED', 'MISSED', 'CANCELLED'));
update appointment set state = 'CANCELLED' where cancelled;
alter table appointment add column place integer not null default 1 check (place > 0);
alter table appointment add column skill varchar(40);
alter table appointment add column reason varchar(200);
alter table appointment add column work_order_id bigint unique references work_order on delete restrict;
alter table appointment add constraint appointment_arrived check ((state = 'ARRIVED') = (work_order_id is not null));
alter table appointment drop constraint appointment_bay_free;
alter table appointment drop constraint appointment_technician_free;
alter table appointment drop column cancelled;
alter table appointment add constraint appointment_bay_free exclude using gist (
  int8range(bay_id, bay_id, '[]') with &&, int4range(place, place, '[]') with &&,
  tstzrange(starts_at, ends_at) with &&) where (state in ('BOOKED', 'ARRIVED'));
alter table appointment add constraint appointment_technician_free exclude using gist (
  int8range(technician_id, technician_id, '[]') with &&, tstzrange(starts_at, ends_at) with &&)
  where (state in ('BOOKED', 'ARRIVED') and technician_id is not null);
create index appointment_vehicle on appointment (vehicle_id);
