-- The jobs: when each is due, and how each run went.

create table job_schedule (
  job        varchar(40) primary key,
  version    integer not null default 0,
  enabled    boolean not null,
  expression varchar(60) not null,
  parameters jsonb not null default '{}',
  next_at    timestamptz,
  last_due   timestamptz,
  changed_by varchar(80) not null,
  changed_at timestamptz not null
);

comment on column job_schedule.expression is '''every 60 s'' or the five fields of a crontab, in the garage''s time zone';
comment on column job_schedule.next_at is 'when a job that runs once in the cluster is due; a server that starts it moves this on in one statement';
comment on column job_schedule.last_due is 'the moment of the last start by the clock: shows a clock that was set back';

create table job_run (
  id          bigint generated always as identity primary key,
  job         varchar(40) not null,
  place       text not null,
  server      text not null,
  execution   bigint,
  restart_of  bigint references job_run on delete set null,
  started_by  varchar(80) not null,
  parameters  jsonb not null default '{}',
  state       varchar(10) not null check (state in ('STARTING', 'STARTED', 'STOPPING', 'STOPPED', 'FAILED', 'COMPLETED', 'LOST')),
  started_at  timestamptz not null,
  seen_at     timestamptz not null,
  ended_at    timestamptz,
  items_done  bigint not null default 0 check (items_done >= 0),
  items_total bigint check (items_total >= 0),
  exit_status text
);

comment on column job_run.place is 'the server for a job that runs on each of them, empty for one that runs once in the cluster';
comment on column job_run.execution is 'its id in the batch runtime''s job repository';
comment on column job_run.seen_at is 'last sign of life of its server, by the database''s clock';

-- A job is at work once at a time: on its server, or in the cluster.
create unique index job_run_once on job_run (job, place) where state in ('STARTING', 'STARTED', 'STOPPING');
create index job_run_newest on job_run (job, id);
create unique index job_run_restarted_once on job_run (restart_of);

create table job_line (
  run_id bigint not null references job_run on delete cascade,
  number integer not null,
  at     timestamptz not null,
  level  varchar(7) not null check (level in ('INFO', 'WARNING')),
  text   text not null,
  primary key (run_id, number)
);

create table job_result (
  run_id     bigint not null references job_run on delete cascade,
  name       varchar(80) not null,
  media_type varchar(80) not null,
  content    bytea not null,
  primary key (run_id, name)
);
