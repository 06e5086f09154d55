-- When a vehicle is to be served: intervals, what was served when, what an order serves, and the predictions.

create table service_interval (
  id      bigint primary key,
  version integer not null,
  name    varchar(60) not null check (name <> ''),
  make    varchar(60) check (make <> ''),
  model   varchar(60) check (model <> ''),
  km      integer check (km between 100 and 1000000),
  days    integer check (days between 1 and 3650),
  check (km is not null or days is not null),
  check (model is null or make is not null)
);
create sequence service_interval_id start with 100 increment by 50;
create unique index service_interval_once
  on service_interval (lower(name), lower(coalesce(make, '')), lower(coalesce(model, '')));
insert into service_interval (id, version, name, make, model, km, days) values
  (1, 1, 'Vidange',         null,     null,      5000, null),
  (2, 1, 'Révision',        null,     null,     10000,  180),
  (3, 1, 'Grande révision', null,     null,     30000,  365),
  (4, 1, 'Révision',        'Toyota', null,      7500, null),
  (5, 1, 'Révision',        'Toyota', 'Corolla', 8000,  120),
  (6, 1, 'Révision',        'Kia',    null,      7000, null),
  (7, 1, 'Révision',        'Kia',    'Picanto', 6000,  120);

create table order_service (
  id            bigint primary key,
  work_order_id bigint not null references work_order on delete restrict,
  name          varchar(60) not null check (name <> ''),
  constraint order_service_once unique (work_order_id, name)
);
create sequence order_service_id start with 50 increment by 50;

create table service_record (
  id            bigint primary key,
  vehicle_id    bigint not null references vehicle on delete restrict,
  name          varchar(60) not null check (name <> ''),
  done_on       date not null,
  km            integer not null check (km >= 0),
  work_order_id bigint references work_order on delete restrict,
  noted_by      varchar(40) not null,
  constraint service_record_once unique (work_order_id, name)
);
create sequence service_record_id start with 50 increment by 50;
create index service_record_vehicle on service_record (vehicle_id, name, done_on);
create trigger service_record_append_only before update or delete on service_record
  for each row execute function refuse_change();

create table service_prediction (
  id          bigint primary key,
  vehicle_id  bigint not null references vehicle on delete restrict,
  name        varchar(60) not null,
  due_km      integer,
  due_on      date not null,
  earliest    date not null,
  latest      date not null,
  rate        numeric(9, 3) not null check (rate >= 0),
  computed_on date not null,
  check (earliest <= due_on and due_on <= latest),
  constraint service_prediction_once unique (vehicle_id, name)
);
create sequence service_prediction_id start with 50 increment by 50;
create index service_prediction_due on service_prediction (due_on);
