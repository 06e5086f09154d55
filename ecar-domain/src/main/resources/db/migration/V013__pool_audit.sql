-- The pool audit: samples in a partition a day, added up to hours and days; and what was done to credentials.

alter table pool_audit rename to pool_audit_before;
alter table pool_sample rename to pool_sample_before;
alter table pool_database_sample rename to pool_database_sample_before;
alter table pool_audit_before rename constraint pool_audit_pkey to pool_audit_before_pkey;
alter table pool_sample_before rename constraint pool_sample_pkey to pool_sample_before_pkey;
alter table pool_database_sample_before rename constraint pool_database_sample_pkey to pool_database_sample_before_pkey;
drop index pool_audit_taken_at;

create table pool_audit (
  taken_at      timestamptz not null,
  server        text        not null,
  max_clients   integer     not null,
  used_clients  integer     not null,
  free_clients  integer     not null,
  login_clients integer     not null,
  used_servers  integer     not null,
  free_servers  integer     not null,
  primary key (server, taken_at)
) partition by range (taken_at);

create table pool_sample (
  taken_at          timestamptz not null,
  server            text    not null,
  database_name     text    not null,
  user_name         text    not null,
  pool_mode         text    not null,
  cl_active         integer not null,
  cl_waiting        integer not null,
  sv_active         integer not null,
  sv_idle           integer not null,
  sv_used           integer not null,
  sv_tested         integer not null,
  sv_login          integer not null,
  maxwait_us        bigint  not null,
  pool_size         integer not null,
  reserve_pool_size integer not null,
  max_connections   integer not null,
  longest_hold_us   bigint  not null default 0,
  longest_holder    text    not null default '',
  primary key (server, database_name, user_name, taken_at)
) partition by range (taken_at);

comment on column pool_sample.maxwait_us is 'microseconds';
comment on column pool_sample.pool_size is 'server connections at most, 0 for no limit';
comment on column pool_sample.max_connections is 'over all pools of the database, 0 for no limit';
comment on column pool_sample.longest_hold_us is 'how long the client that holds a server connection for longest has held it';
comment on column pool_sample.longest_holder is 'who that is: its application and address';

-- Counters since the pool was started: they fall only when it is started anew.
create table pool_database_sample (
  taken_at      timestamptz not null,
  server        text   not null,
  database_name text   not null,
  assignments   bigint not null,
  transactions  bigint not null,
  queries       bigint not null,
  received      bigint not null,
  sent          bigint not null,
  xact_time_us  bigint not null,
  query_time_us bigint not null,
  wait_time_us  bigint not null,
  logins        bigint not null,
  primary key (server, database_name, taken_at)
) partition by range (taken_at);

create table pool_user_sample (
  taken_at    timestamptz not null,
  server      text    not null,
  user_name   text    not null,
  servers     integer not null,
  max_servers integer not null,
  clients     integer not null,
  max_clients integer not null,
  primary key (server, user_name, taken_at)
) partition by range (taken_at);

create table pool_timing_sample (
  taken_at      timestamptz not null,
  server        text     not null,
  database_name text     not null,
  user_name     text     not null,
  timing        text     not null,
  bounds        bigint[] not null,
  counts        bigint[] not null,
  primary key (server, database_name, user_name, timing, taken_at)
) partition by range (taken_at);

comment on column pool_timing_sample.bounds is 'upper ends in microseconds, rising';
comment on column pool_timing_sample.counts is 'how many took at most so long since the pool was started; one more than bounds, the last is all';

create table pool_event_sample (
  taken_at      timestamptz not null,
  server        text   not null,
  kind          text   not null,
  database_name text   not null,
  user_name     text   not null,
  reason        text   not null,
  count         bigint not null,
  primary key (server, kind, database_name, user_name, reason, taken_at)
) partition by range (taken_at);

create index pool_audit_taken_at on pool_audit (taken_at);

-- A partition a day, from midnight to midnight UTC; made ahead, so that no sample waits for a lock. Attached instead of
-- created as a partition: that would lock the whole table against those who read it.
create function pool_audit_days(first date, last date) returns integer
language plpgsql as $$
declare
  parent text;
  day date;
  part text;
  made integer := 0;
begin
  foreach parent in array array['pool_audit', 'pool_sample', 'pool_database_sample', 'pool_user_sample', 'pool_timing_sample', 'pool_event_sample'] loop
    day := first;
    while day <= last loop
      part := parent || '_' || to_char(day, 'YYYYMMDD');
      if to_regclass(part) is null then
        -- Two servers may find the same day missing at the same moment.
        perform pg_advisory_xact_lock(hashtext('pool_audit_days'));
      end if;
      if to_regclass(part) is null then
        execute format('create table %I (like %I including defaults including constraints)', part, parent);
        execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part,
          day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
        made := made + 1;
      end if;
      day := day + 1;
    end loop;
  end loop;
  return made;
end $$;

-- Drops the days that end before a moment; a dropped day costs no DELETE and leaves no dead rows.
create function pool_audit_forget(oldest timestamptz) returns integer
language plpgsql as $$
declare
  part record;
  dropped integer := 0;
begin
  for part in
    select c.oid::regclass::text as name
    from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where p.relname in ('pool_audit', 'pool_sample', 'pool_database_sample', 'pool_user_sample', 'pool_timing_sample', 'pool_event_sample')
      and c.relname ~ '_[0-9]{8}$'
      and (to_date(right(c.relname, 8), 'YYYYMMDD') + 1)::timestamp at time zone 'UTC' <= oldest
  loop
    execute 'drop table ' || part.name;
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;

select pool_audit_days(
  coalesce((select (min(taken_at) at time zone 'UTC')::date from pool_audit_before), (now() at time zone 'UTC')::date),
  greatest((select (max(taken_at) at time zone 'UTC')::date from pool_audit_before), (now() at time zone 'UTC')::date + 3));

-- Two samples of one server in one microsecond were possible before; one of them is enough.
insert into pool_audit
select distinct on (server, taken_at) taken_at, server, max_clients, used_clients, free_clients, login_clients, used_servers, free_servers
from pool_audit_before order by server, taken_at, id;
insert into pool_sample
select a.taken_at, a.server, p.database_name, p.user_name, p.pool_mode, p.cl_active, p.cl_waiting, p.sv_active, p.sv_idle, p.sv_used,
  p.sv_tested, p.sv_login, p.maxwait_us, p.pool_size, p.reserve_pool_size, p.max_connections
from pool_audit_before a join pool_sample_before p on p.audit_id = a.id
on conflict do nothing;
insert into pool_database_sample
select a.taken_at, a.server, d.database_name, d.assignments, d.transactions, d.queries, d.received, d.sent, d.xact_time_us,
  d.query_time_us, d.wait_time_us, d.logins
from pool_audit_before a join pool_database_sample_before d on d.audit_id = a.id
on conflict do nothing;
drop table pool_database_sample_before, pool_sample_before, pool_audit_before;

-- Added up: grain HOUR from the samples, DAY from the hours.
create table pool_use (
  grain                text not null check (grain in ('HOUR', 'DAY')),
  since                timestamptz not null,
  server               text not null,
  database_name        text not null,
  user_name            text not null,
  samples              bigint not null,
  pool_size            integer not null,
  reserve_pool_size    integer not null,
  open_sum             bigint not null,
  open_most            integer not null,
  busy_sum             bigint not null,
  busy_most            integer not null,
  clients_most         integer not null,
  waiting_most         integer not null,
  samples_with_waiting bigint not null,
  longest_wait_us      bigint not null,
  primary key (grain, since, server, database_name, user_name)
);

create table pool_work (
  grain         text not null check (grain in ('HOUR', 'DAY')),
  since         timestamptz not null,
  server        text not null,
  database_name text not null,
  assignments   bigint not null,
  transactions  bigint not null,
  queries       bigint not null,
  received      bigint not null,
  sent          bigint not null,
  xact_time_us  bigint not null,
  query_time_us bigint not null,
  wait_time_us  bigint not null,
  logins        bigint not null,
  primary key (grain, since, server, database_name)
);

create table pool_timing (
  grain         text not null check (grain in ('HOUR', 'DAY')),
  since         timestamptz not null,
  server        text not null,
  database_name text not null,
  user_name     text not null,
  timing        text not null,
  bound         integer not null,
  le_us         bigint,
  count         bigint not null,
  primary key (grain, since, server, database_name, user_name, timing, bound)
);

comment on column pool_timing.count is 'how many took at most le_us microseconds in this hour or day; le_us null for all';

create table pool_event (
  grain         text not null check (grain in ('HOUR', 'DAY')),
  since         timestamptz not null,
  server        text not null,
  kind          text not null,
  database_name text not null,
  user_name     text not null,
  reason        text not null,
  count         bigint not null,
  primary key (grain, since, server, kind, database_name, user_name, reason)
);

create table pool_leak (
  server        text not null,
  kind          text not null,
  database_name text not null,
  user_name     text not null,
  place         text not null,
  first_seen    timestamptz not null,
  last_seen     timestamptz not null,
  count         bigint not null,
  longest_s     bigint not null,
  primary key (server, kind, database_name, user_name, place, first_seen)
);

create table pool_change (
  server  text not null,
  at      timestamptz not null,
  who     text not null,
  command text not null,
  primary key (server, at, who, command)
);

create table pool_alert (
  id        bigint generated always as identity primary key,
  rule      text not null,
  server    text not null,
  subject   text not null,
  value     double precision not null,
  threshold double precision not null,
  unit      text not null,
  opened_at timestamptz not null,
  closed_at timestamptz
);

create unique index pool_alert_open on pool_alert (rule, server, subject) where closed_at is null;
create index pool_alert_opened_at on pool_alert (opened_at);

-- A user of the pool and the age of its secret. Of one that was never rotated only the first sight is known.
create table credential (
  user_name     text primary key,
  first_seen_at timestamptz not null,
  rotated_at    timestamptz,
  form          text
);

create table credential_rotation (
  id         bigint generated always as identity primary key,
  user_name  text not null,
  server     text not null,
  run_id     bigint not null,
  started_by varchar(80) not null,
  step       text not null check (step in ('BEGUN', 'PLANNED', 'POOL_KNOWS_BOTH', 'ROLE_CHANGED', 'PROVED', 'ENDED', 'ROLLED_BACK')),
  form       text,
  begun_at   timestamptz not null,
  forget_at  timestamptz,
  ended_at   timestamptz,
  detail     text
);

create unique index credential_rotation_open on credential_rotation (user_name) where ended_at is null;

comment on table credential_rotation is 'The journal of rotations; the secrets are in the pool''s own journal on its disk and never here.';
