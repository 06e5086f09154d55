-- Inspections by templates, what they find, and the files of an order.

create table inspection_template (
  id      bigint primary key,
  version integer not null,
  name    varchar(80) not null check (name <> ''),
  active  boolean not null
);
create sequence inspection_template_id start with 100 increment by 50;
create unique index inspection_template_name on inspection_template (name) where active;

create table inspection_template_point (
  id          bigint primary key,
  template_id bigint not null references inspection_template on delete cascade,
  position    integer not null check (position >= 0),
  section     varchar(60) not null check (section <> ''),
  point       varchar(120) not null check (point <> ''),
  -- A template's points are exchanged as a whole: the new ones come before the old ones go.
  unique (template_id, position) deferrable initially deferred
);
create sequence inspection_template_point_id start with 100 increment by 50;

insert into inspection_template (id, version, name, active) values (1, 1, 'Contrôle général', true);
insert into inspection_template_point (id, template_id, position, section, point)
  select n, 1, n - 1, section, point from (values
    (1,  'Freins',     'Plaquettes et disques avant'),
    (2,  'Freins',     'Plaquettes et disques arrière'),
    (3,  'Freins',     'Liquide de frein'),
    (4,  'Pneus',      'Profondeur et usure'),
    (5,  'Pneus',      'Pression, roue de secours comprise'),
    (6,  'Moteur',     'Niveau et état de l’huile'),
    (7,  'Moteur',     'Courroies et durites'),
    (8,  'Moteur',     'Liquide de refroidissement'),
    (9,  'Train',      'Amortisseurs'),
    (10, 'Train',      'Rotules et soufflets'),
    (11, 'Électricité', 'Batterie et charge'),
    (12, 'Électricité', 'Éclairage et signalisation')) as points (n, section, point);

create table inspection (
  id            bigint primary key,
  version       integer not null,
  work_order_id bigint not null references work_order on delete restrict,
  template      varchar(80) not null,
  begun_at      timestamptz not null,
  begun_by      varchar(40) not null,
  closed_at     timestamptz
);
create sequence inspection_id start with 50 increment by 50;
create index inspection_order on inspection (work_order_id);

create table inspection_point (
  id            bigint primary key,
  inspection_id bigint not null references inspection on delete restrict,
  position      integer not null check (position > 0),
  section       varchar(60) not null,
  point         varchar(120) not null,
  result        varchar(10) check (result in ('GOOD', 'WATCH', 'URGENT')),
  note          varchar(300),
  unique (inspection_id, position)
);
create sequence inspection_point_id start with 50 increment by 50;

-- What needs work and is not done -----------------------------------------------------------------------------------------------

create table finding (
  id                  bigint primary key,
  version             integer not null,
  vehicle_id          bigint not null references vehicle on delete restrict,
  found_on_order_id   bigint references work_order on delete restrict,
  inspection_point_id bigint unique references inspection_point on delete restrict,
  quote_line_id       bigint unique references quote_line on delete restrict,
  work                varchar(200) not null check (work <> ''),
  note                varchar(300),
  severity            varchar(10) not null check (severity in ('WATCH', 'URGENT')),
  state               varchar(10) not null check (state in ('OPEN', 'RESOLVED', 'DISMISSED')),
  found_at            timestamptz not null,
  resolved_by_id      bigint references work_order on delete restrict,
  closed_at           timestamptz,
  reason              varchar(200),
  check ((state = 'OPEN') = (closed_at is null)),
  check ((state = 'RESOLVED') = (resolved_by_id is not null)),
  check (state <> 'DISMISSED' or reason is not null)
);
create sequence finding_id start with 50 increment by 50;
create index finding_vehicle on finding (vehicle_id);
create index finding_resolved_by on finding (resolved_by_id);

alter table quote_line add column finding_id bigint references finding on delete restrict;
comment on column quote_line.finding_id is 'the open finding that this line offers to resolve';
create index quote_line_finding on quote_line (finding_id);

-- Files -------------------------------------------------------------------------------------------------------------------------

create table attachment (
  id                  bigint primary key,
  work_order_id       bigint not null references work_order on delete restrict,
  inspection_point_id bigint references inspection_point on delete restrict,
  file_name           varchar(120) not null,
  file_type           varchar(10) not null check (file_type in ('JPEG', 'PNG', 'WEBP', 'PDF')),
  size_bytes          bigint not null check (size_bytes between 1 and 10485760),
  sha256              char(64) not null,
  added_at            timestamptz not null,
  added_by            varchar(40) not null
);
create sequence attachment_id start with 50 increment by 50;
create index attachment_order on attachment (work_order_id);

create table attachment_chunk (
  attachment_id bigint not null references attachment on delete restrict,
  position      integer not null check (position >= 0),
  data          bytea not null,
  primary key (attachment_id, position)
);
create trigger attachment_immutable before update or delete on attachment
  for each row execute function refuse_change();
create trigger attachment_chunk_immutable before update or delete on attachment_chunk
  for each row execute function refuse_change();
