-- Quotes, the time clock, and the order that stands still once it is invoiced.

-- The invoice is a copy of its order: the two may not part ----------------------------------------------------------------------

create function refuse_invoiced() returns trigger language plpgsql as $$
declare
  changed bigint;
begin
  if tg_table_name = 'work_order' then
    changed := old.id;
  elsif tg_op = 'DELETE' then
    changed := old.work_order_id;
  else
    changed := new.work_order_id;
  end if;
  if exists (select 1 from invoice where work_order_id = changed) then
    raise exception 'the order has its invoice: constraint "work_order_invoiced"' using errcode = 'check_violation';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;

create trigger work_order_line_invoiced before insert or update or delete on work_order_line
  for each row execute function refuse_invoiced();
create trigger work_order_invoiced before update on work_order
  for each row when (old.discount_percent <> new.discount_percent or (old.state = 'READY' and new.state = 'IN_PROGRESS'))
  execute function refuse_invoiced();

-- The time clock ----------------------------------------------------------------------------------------------------------------

create table time_entry (
  id            bigint primary key,
  version       integer not null,
  work_order_id bigint not null references work_order on delete restrict,
  technician_id bigint not null references staff_account on delete restrict,
  started_at    timestamptz not null,
  stopped_at    timestamptz,
  check (stopped_at >= started_at),
  constraint time_entry_no_overlap exclude using gist (
    int8range(technician_id, technician_id, '[]') with &&, tstzrange(started_at, stopped_at) with &&)
);
create sequence time_entry_id start with 50 increment by 50;
create index time_entry_order on time_entry (work_order_id);
create index time_entry_started_at on time_entry (started_at);
create unique index time_entry_one_running on time_entry (technician_id) where stopped_at is null;

-- Quotes ------------------------------------------------------------------------------------------------------------------------

create table link_key (
  id     bigint primary key check (id = 1),
  secret varchar(64) not null
);
comment on table link_key is 'what signs the links sent to customers; made at the first link, a new row makes every old link void';

create table quote (
  id            bigint primary key,
  version       integer not null,
  quote_number  varchar(20) not null unique,
  customer_id   bigint not null references customer on delete restrict,
  vehicle_id    bigint not null references vehicle on delete restrict,
  work_order_id bigint references work_order on delete restrict,
  becomes_id    bigint constraint quote_order_once unique references work_order on delete restrict,
  wanted_work   varchar(500) not null check (wanted_work <> ''),
  state         varchar(10) not null check (state in ('DRAFT', 'SENT', 'ANSWERED', 'ORDERED', 'WITHDRAWN')),
  valid_until   date not null,
  link_number   integer not null default 0,
  created_at    timestamptz not null,
  sent_at       timestamptz,
  answered_at   timestamptz,
  answered_by   varchar(120),
  check ((answered_at is null) = (answered_by is null)),
  check (state not in ('ANSWERED', 'ORDERED') or answered_at is not null)
);
create sequence quote_id start with 50 increment by 50;
create sequence quote_number;
create index quote_vehicle on quote (vehicle_id);
create index quote_customer on quote (customer_id);
create index quote_created_at on quote (created_at);

create table quote_line (
  id               bigint primary key,
  quote_id         bigint not null references quote on delete restrict,
  position         integer not null check (position > 0),
  kind             varchar(10) not null check (kind in ('LABOUR', 'PART', 'OUTSIDE')),
  part_id          bigint references part on delete restrict,
  designation      varchar(200) not null check (designation <> ''),
  unit             varchar(12) not null,
  quantity         numeric(12, 3) not null check (quantity > 0),
  unit_price       numeric(15, 3) not null check (unit_price >= 0),
  discount_percent numeric(6, 3) not null check (discount_percent between 0 and 100),
  tax_class        varchar(12) not null check (tax_class in ('STANDARD', 'INTERMEDIATE', 'REDUCED')),
  fodec            boolean not null,
  decision         varchar(10) not null check (decision in ('OPEN', 'APPROVED', 'DECLINED', 'DEFERRED')),
  check ((kind = 'PART') = (part_id is not null)),
  unique (quote_id, position)
);
create sequence quote_line_id start with 50 increment by 50;
create index quote_line_part on quote_line (part_id);
