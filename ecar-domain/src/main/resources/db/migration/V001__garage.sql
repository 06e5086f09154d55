-- The garage: customers, vehicles, parts, orders, invoices, appointments, staff, and the log of all of it.
-- What a constraint can hold is held here, whatever the programs do.

-- Who works here -----------------------------------------------------------------------------------------------------

create table staff_account (
  id            bigint primary key,
  version       integer not null,
  login         varchar(40) not null constraint staff_login_unique unique,
  display_name  varchar(80) not null,
  roles         varchar(120) not null check (roles <> ''),
  password_hash varchar(300) not null check (password_hash like 'pbkdf2-sha512$%'),
  enabled       boolean not null
);
create sequence staff_account_id;

-- The log ------------------------------------------------------------------------------------------------------------

create table audit_entry (
  id           bigint primary key,
  happened_at  timestamptz not null,
  who          varchar(40) not null,
  action       varchar(60) not null,
  subject_kind varchar(40) not null,
  subject_id   bigint,
  state_before text,
  state_after  text
);
-- The provider draws blocks of fifty: what nextval gives is the last of a block, so the first block ends at 50.
create sequence audit_entry_id start with 50 increment by 50;
create index audit_entry_subject on audit_entry (subject_kind, subject_id);
create index audit_entry_happened_at on audit_entry (happened_at);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is never changed or deleted', tg_table_name
    using errcode = 'restrict_violation', hint = 'Write another row that puts it right.';
end $$;

create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function refuse_change();
create trigger audit_entry_not_emptied before truncate on audit_entry
  for each statement execute function refuse_change();

-- Customers and vehicles ---------------------------------------------------------------------------------------------

create table customer (
  id               bigint primary key,
  version          integer not null,
  kind             varchar(10) not null check (kind in ('PERSON', 'COMPANY')),
  name             varchar(120) not null check (name <> ''),
  phone            varchar(16) not null check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  second_phone     varchar(16) check (second_phone ~ '^\+[1-9][0-9]{6,14}$'),
  address          varchar(200),
  town             varchar(80),
  matricule_fiscal varchar(20) check (matricule_fiscal ~ '^[0-9]{7}[A-HJ-NP-TV-Z](/[A-Z]/[A-Z]/[0-9]{3})?$'),
  cin              char(8) check (cin ~ '^[0-9]{8}$'),
  language         char(2) not null check (language in ('FR', 'AR', 'EN')),
  archived         boolean not null,
  received_at      timestamptz not null
);
create sequence customer_id start with 50 increment by 50;
create index customer_name on customer (name) where not archived;
create index customer_phone on customer (phone);

create table vehicle (
  id          bigint primary key,
  version     integer not null,
  customer_id bigint not null references customer on delete restrict,
  plate       varchar(20) not null,
  vin         char(17) check (vin ~ '^[A-HJ-NPR-Z0-9]{17}$'),
  make        varchar(60) not null check (make <> ''),
  model       varchar(60),
  model_year  integer check (model_year between 1886 and 2200),
  fuel        varchar(10) check (fuel in ('PETROL', 'DIESEL', 'HYBRID', 'ELECTRIC', 'LPG')),
  odometer_km integer check (odometer_km >= 0),
  odometer_on date,
  active      boolean not null,
  check ((odometer_km is null) = (odometer_on is null))
);
create sequence vehicle_id start with 50 increment by 50;
create unique index vehicle_plate_active on vehicle (plate) where active;
create index vehicle_customer on vehicle (customer_id);

create table vehicle_ownership (
  id          bigint primary key,
  vehicle_id  bigint not null references vehicle on delete restrict,
  customer_id bigint not null references customer on delete restrict,
  owned_from  date not null,
  owned_to    date check (owned_to >= owned_from)
);
create sequence vehicle_ownership_id start with 50 increment by 50;
create unique index vehicle_ownership_one_present on vehicle_ownership (vehicle_id) where owned_to is null;
create index vehicle_ownership_customer on vehicle_ownership (customer_id);

create table odometer_reading (
  id         bigint primary key,
  vehicle_id bigint not null references vehicle on delete restrict,
  km         integer not null check (km >= 0),
  read_on    date not null,
  source     varchar(12) not null check (source in ('RECEPTION', 'WORKSHOP', 'CUSTOMER', 'CORRECTION', 'REPLACEMENT')),
  reason     varchar(200),
  check (source not in ('CORRECTION', 'REPLACEMENT') or reason is not null)
);
create sequence odometer_reading_id start with 50 increment by 50;
create index odometer_reading_vehicle on odometer_reading (vehicle_id, read_on);

-- Parts --------------------------------------------------------------------------------------------------------------

create table part (
  id            bigint primary key,
  version       integer not null,
  part_number   varchar(40) not null constraint part_number_unique unique,
  barcode       varchar(40) constraint part_barcode_unique unique,
  name          varchar(120) not null check (name <> ''),
  unit          varchar(12) not null,
  on_hand       numeric(12, 3) not null constraint part_on_hand_not_negative check (on_hand >= 0),
  reorder_point numeric(12, 3) not null check (reorder_point >= 0),
  price         numeric(15, 3) not null check (price >= 0),
  tax_class     varchar(12) not null check (tax_class in ('STANDARD', 'INTERMEDIATE', 'REDUCED')),
  fodec         boolean not null,
  supplier      varchar(120)
);
create sequence part_id start with 50 increment by 50;

create table stock_movement (
  id        bigint primary key,
  part_id   bigint not null references part on delete restrict,
  quantity  numeric(12, 3) not null check (quantity <> 0),
  resulting numeric(12, 3) not null check (resulting >= 0),
  reason    varchar(10) not null check (reason in ('RECEIPT', 'USED', 'RETURNED', 'COUNT', 'LOSS')),
  reference varchar(60),
  moved_at  timestamptz not null
);
create sequence stock_movement_id start with 50 increment by 50;
create index stock_movement_part on stock_movement (part_id, moved_at);
create trigger stock_movement_append_only before update or delete on stock_movement
  for each row execute function refuse_change();

-- Work orders --------------------------------------------------------------------------------------------------------

create table work_order (
  id               bigint primary key,
  version          integer not null,
  order_number     varchar(20) not null unique,
  customer_id      bigint not null references customer on delete restrict,
  vehicle_id       bigint not null references vehicle on delete restrict,
  technician_id    bigint references staff_account on delete restrict,
  complaint        varchar(500) not null check (complaint <> ''),
  cause            varchar(500),
  correction       varchar(500),
  state            varchar(20) not null check (state in ('DRAFT', 'ESTIMATED', 'APPROVED', 'IN_PROGRESS', 'WAITING_PARTS',
                     'WAITING_APPROVAL', 'QUALITY_CHECK', 'READY', 'DELIVERED', 'CANCELLED')),
  odometer_in      integer check (odometer_in >= 0),
  odometer_out     integer check (odometer_out >= 0),
  discount_percent numeric(6, 3) not null check (discount_percent between 0 and 100),
  opened_at        timestamptz not null,
  state_since      timestamptz not null
);
create sequence work_order_id start with 50 increment by 50;
create sequence work_order_number;
create index work_order_open on work_order (state) where state not in ('DELIVERED', 'CANCELLED');
create index work_order_opened_at on work_order (opened_at);
create index work_order_vehicle on work_order (vehicle_id);
create index work_order_customer on work_order (customer_id);
create index work_order_technician on work_order (technician_id);

create table work_order_line (
  id               bigint primary key,
  work_order_id    bigint not null references work_order on delete restrict,
  position         integer not null check (position > 0),
  kind             varchar(10) not null check (kind in ('LABOUR', 'PART', 'OUTSIDE')),
  part_id          bigint references part on delete restrict,
  designation      varchar(200) not null check (designation <> ''),
  unit             varchar(12) not null,
  quantity         numeric(12, 3) not null check (quantity > 0),
  taken            numeric(12, 3) not null check (taken >= 0),
  unit_price       numeric(15, 3) not null check (unit_price >= 0),
  discount_percent numeric(6, 3) not null check (discount_percent between 0 and 100),
  tax_class        varchar(12) not null check (tax_class in ('STANDARD', 'INTERMEDIATE', 'REDUCED')),
  fodec            boolean not null,
  check ((kind = 'PART') = (part_id is not null))
);
create sequence work_order_line_id start with 50 increment by 50;
create index work_order_line_order on work_order_line (work_order_id, position);
create index work_order_line_part on work_order_line (part_id);

-- Legal rates, by the days they hold for -----------------------------------------------------------------------------

create table tax_rate (
  id         bigint primary key,
  kind       varchar(20) not null check (kind in ('TVA_STANDARD', 'TVA_INTERMEDIATE', 'TVA_REDUCED', 'FODEC', 'TIMBRE')),
  rate_value numeric(9, 3) not null check (rate_value >= 0),
  valid_from date not null,
  valid_to   date check (valid_to >= valid_from),
  -- The kind as a range of one number: an equality in a GiST index without asking for an extension.
  constraint tax_rate_one_a_day exclude using gist (
    int8range(hashtext(kind)::bigint, hashtext(kind)::bigint, '[]') with &&,
    daterange(valid_from, valid_to, '[]') with &&)
);
insert into tax_rate (id, kind, rate_value, valid_from) values
  (1, 'TVA_STANDARD',     19, '2018-01-01'),
  (2, 'TVA_INTERMEDIATE', 13, '2018-01-01'),
  (3, 'TVA_REDUCED',       7, '2018-01-01'),
  (4, 'FODEC',             1, '2018-01-01'),
  (5, 'TIMBRE',            1, '2022-01-01');

-- Invoices -----------------------------------------------------------------------------------------------------------

create table seller (
  id               bigint primary key check (id = 1),
  version          integer not null,
  name             varchar(120) not null check (name <> ''),
  address          varchar(200),
  town             varchar(80),
  matricule_fiscal varchar(20),
  phone            varchar(16)
);
insert into seller (id, version, name) values (1, 1, 'Garage');

create table document_counter (
  series      varchar(4) not null,
  fiscal_year integer not null,
  last_number integer not null check (last_number > 0),
  last_date   date not null,
  primary key (series, fiscal_year)
);

create table invoice (
  id                bigint primary key,
  series            varchar(4) not null,
  fiscal_year       integer not null,
  series_number     integer not null check (series_number > 0),
  invoice_number    varchar(20) not null constraint invoice_number_unique unique,
  issued_on         date not null,
  issued_at         timestamptz not null,
  work_order_id     bigint not null constraint invoice_order_unique unique references work_order on delete restrict,
  order_number      varchar(20) not null,
  customer_id       bigint not null references customer on delete restrict,
  seller_name       varchar(120) not null,
  seller_address    varchar(200),
  seller_town       varchar(80),
  seller_tax_number varchar(20),
  seller_phone      varchar(16),
  buyer_name        varchar(120) not null,
  buyer_address     varchar(200),
  buyer_town        varchar(80),
  buyer_tax_number  varchar(20),
  buyer_phone       varchar(16),
  plate             varchar(20) not null,
  vin               char(17),
  vehicle           varchar(130) not null,
  odometer_km       integer,
  gross             numeric(15, 3) not null check (gross >= 0),
  discount_percent  numeric(6, 3) not null,
  discount          numeric(15, 3) not null,
  net               numeric(15, 3) not null,
  fodec_rate        numeric(9, 3) not null,
  fodec             numeric(15, 3) not null,
  tva               numeric(15, 3) not null,
  taxed             numeric(15, 3) not null,
  timbre            numeric(15, 3) not null,
  total             numeric(15, 3) not null,
  constraint invoice_series_unique unique (series, fiscal_year, series_number),
  constraint invoice_year check (extract(year from issued_on) = fiscal_year),
  constraint invoice_adds_up check (gross - discount = net and net + fodec + tva = taxed and taxed + timbre = total)
);
create sequence invoice_id start with 50 increment by 50;
create index invoice_issued_on on invoice (issued_on);
create index invoice_customer on invoice (customer_id);

create table invoice_line (
  id               bigint primary key,
  invoice_id       bigint not null references invoice on delete restrict,
  position         integer not null check (position > 0),
  kind             varchar(10) not null,
  designation      varchar(200) not null,
  unit             varchar(12) not null,
  quantity         numeric(12, 3) not null check (quantity > 0),
  unit_price       numeric(15, 3) not null check (unit_price >= 0),
  discount_percent numeric(6, 3) not null,
  tax_class        varchar(12) not null,
  tax_rate         numeric(9, 3) not null,
  fodec            boolean not null,
  net              numeric(15, 3) not null,
  unique (invoice_id, position)
);
create sequence invoice_line_id start with 50 increment by 50;

create table invoice_tax (
  id         bigint primary key,
  invoice_id bigint not null references invoice on delete restrict,
  tax_class  varchar(12) not null,
  rate       numeric(9, 3) not null,
  net        numeric(15, 3) not null,
  fodec      numeric(15, 3) not null,
  base       numeric(15, 3) not null check (base = net + fodec),
  tax        numeric(15, 3) not null,
  unique (invoice_id, tax_class)
);
create sequence invoice_tax_id start with 50 increment by 50;

create trigger invoice_immutable before update or delete on invoice
  for each row execute function refuse_change();
create trigger invoice_line_immutable before update or delete on invoice_line
  for each row execute function refuse_change();
create trigger invoice_tax_immutable before update or delete on invoice_tax
  for each row execute function refuse_change();

-- Appointments -------------------------------------------------------------------------------------------------------

create table bay (
  id   bigint primary key,
  name varchar(40) not null unique
);
create sequence bay_id;

create table appointment (
  id            bigint primary key,
  version       integer not null,
  vehicle_id    bigint not null references vehicle on delete restrict,
  bay_id        bigint not null references bay on delete restrict,
  technician_id bigint references staff_account on delete restrict,
  wanted_work   varchar(300) not null check (wanted_work <> ''),
  starts_at     timestamptz not null,
  ends_at       timestamptz not null,
  cancelled     boolean not null,
  check (starts_at < ends_at),
  constraint appointment_bay_free exclude using gist (
    int8range(bay_id, bay_id, '[]') with &&, tstzrange(starts_at, ends_at) with &&) where (not cancelled),
  constraint appointment_technician_free exclude using gist (
    int8range(technician_id, technician_id, '[]') with &&, tstzrange(starts_at, ends_at) with &&)
    where (not cancelled and technician_id is not null)
);
create sequence appointment_id start with 50 increment by 50;
create index appointment_starts_at on appointment (starts_at);
