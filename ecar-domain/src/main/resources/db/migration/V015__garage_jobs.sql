-- What the garage's jobs keep: how far their work is, what the books' audit knows, when money is due, what was archived.

create table job_share (
  run_id   bigint not null references job_run on delete cascade,
  step     varchar(40) not null,
  part     integer not null check (part >= 0),
  last_id  bigint not null,
  next_id  bigint not null,
  items    bigint not null default 0,
  written  bigint not null default 0,
  primary key (run_id, step, part)
);
comment on table job_share is 'one partition''s share of a step: moved on in the very transaction that writes what it tells of';
comment on column job_share.run_id is 'the first run of those that were taken up again';

-- The audit of the books ----------------------------------------------------------------------------------------------

create table book_difference (
  id           bigint generated always as identity primary key,
  rule         varchar(200) not null,
  thing        varchar(200) not null,
  first_seen   timestamptz not null,
  last_seen    timestamptz not null,
  gone_at      timestamptz,
  explanation  varchar(500) check (explanation <> ''),
  explained_by varchar(40),
  explained_at timestamptz,
  constraint book_difference_once unique (rule, thing),
  check ((explanation is null) = (explained_by is null) and (explanation is null) = (explained_at is null))
);
comment on column book_difference.gone_at is 'when it was seen no more; null while it stands';

-- When money is due ---------------------------------------------------------------------------------------------------

alter table seller add column payment_days integer not null default 30 check (payment_days between 0 and 365);
comment on column seller.payment_days is 'an invoice is due so many days after it was issued; each keeps its own day';
alter table receivable add column due_on date;
update receivable r set due_on = i.issued_on + 30 from invoice i where i.id = r.invoice_id;
alter table receivable alter column due_on set not null;
create index receivable_due_on on receivable (due_on) where total - credited - settled <> 0;

-- The archive ---------------------------------------------------------------------------------------------------------

create table archive_file (
  id         bigint generated always as identity primary key,
  kind       varchar(20) not null check (kind in ('audit-log', 'pool-samples')),
  first_day  date not null,
  next_day   date not null check (next_day > first_day),
  items      bigint not null check (items > 0),
  file_name  varchar(120) not null unique,
  size_bytes bigint not null,
  sha256     char(64) not null,
  written_at timestamptz not null,
  dropped_at timestamptz,
  constraint archive_file_no_overlap exclude using gist (
    int8range(hashtext(kind)::bigint, hashtext(kind)::bigint, '[]') with &&,
    daterange(first_day, next_day) with &&)
);
comment on column archive_file.dropped_at is 'when the last of its rows left the database; null before';

-- An entry of the audit log leaves the database only when it is a year old and stands in an archive.
create function refuse_change_of_audit() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.happened_at < now() - interval '1 year' and exists (
      select from archive_file a where a.kind = 'audit-log'
        and old.happened_at >= a.first_day::timestamp at time zone 'Africa/Tunis'
        and old.happened_at < a.next_day::timestamp at time zone 'Africa/Tunis') then
    return old;
  end if;
  raise exception 'audit_entry is never changed, and deleted only after a year, by the job archive'
    using errcode = 'restrict_violation', hint = 'Write another row that puts it right.';
end $$;
drop trigger audit_entry_append_only on audit_entry;
create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function refuse_change_of_audit();
