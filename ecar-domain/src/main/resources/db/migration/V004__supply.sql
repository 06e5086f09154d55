-- Where parts come from: suppliers, purchase orders, receipts of goods; and the counting of what lies on the shelves.

-- Every change of stock says who made it ------------------------------------------------------------------------------------

alter table stock_movement add column moved_by varchar(40) not null default 'system';
alter table stock_movement alter column moved_by drop default;

-- Suppliers -----------------------------------------------------------------------------------------------------------------

create table supplier (
  id               bigint primary key,
  version          integer not null,
  name             varchar(120) not null check (name <> ''),
  phone            varchar(16) check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  email            varchar(120),
  address          varchar(200),
  matricule_fiscal varchar(20),
  active           boolean not null
);
create sequence supplier_id start with 50 increment by 50;
create unique index supplier_name_active on supplier (lower(name)) where active;
insert into supplier (id, version, name, active)
  select nextval('supplier_id'), 1, min(supplier), true from part where supplier is not null group by lower(supplier);

-- Purchase orders -----------------------------------------------------------------------------------------------------------

create table purchase_order (
  id           bigint primary key,
  version      integer not null,
  order_number varchar(20) not null unique,
  supplier_id  bigint not null references supplier on delete restrict,
  state        varchar(10) not null check (state in ('DRAFT', 'ORDERED', 'RECEIVED', 'CLOSED', 'CANCELLED')),
  note         varchar(300),
  expected_on  date,
  opened_at    timestamptz not null,
  state_since  timestamptz not null
);
create sequence purchase_order_id start with 50 increment by 50;
create sequence purchase_order_number;
create index purchase_order_open on purchase_order (state) where state in ('DRAFT', 'ORDERED');
create index purchase_order_supplier on purchase_order (supplier_id);
create index purchase_order_opened_at on purchase_order (opened_at);

create table purchase_line (
  id                bigint primary key,
  purchase_order_id bigint not null references purchase_order on delete restrict,
  position          integer not null check (position > 0),
  part_id           bigint not null references part on delete restrict,
  quantity          numeric(12, 3) not null check (quantity > 0),
  received          numeric(12, 3) not null default 0,
  unit_cost         numeric(15, 3) not null check (unit_cost >= 0),
  constraint purchase_line_received check (received between 0 and quantity),
  constraint purchase_line_part_once unique (purchase_order_id, part_id)
);
create sequence purchase_line_id start with 50 increment by 50;
create index purchase_line_part on purchase_line (part_id) where received < quantity;

-- What came, by delivery note: the same note of the same order is received once -----------------------------------------------

create table goods_receipt (
  id                bigint primary key,
  purchase_order_id bigint not null references purchase_order on delete restrict,
  delivery_note     varchar(60) not null check (delivery_note <> ''),
  received_at       timestamptz not null,
  received_by       varchar(40) not null,
  constraint goods_receipt_once unique (purchase_order_id, delivery_note)
);
create sequence goods_receipt_id start with 50 increment by 50;

create table goods_receipt_line (
  id               bigint primary key,
  goods_receipt_id bigint not null references goods_receipt on delete restrict,
  purchase_line_id bigint not null references purchase_line on delete restrict,
  quantity         numeric(12, 3) not null check (quantity > 0),
  unique (goods_receipt_id, purchase_line_id)
);
create sequence goods_receipt_line_id start with 50 increment by 50;
create index goods_receipt_line_of on goods_receipt_line (purchase_line_id);
create trigger goods_receipt_append_only before update or delete on goods_receipt
  for each row execute function refuse_change();
create trigger goods_receipt_line_append_only before update or delete on goods_receipt_line
  for each row execute function refuse_change();

-- Counting --------------------------------------------------------------------------------------------------------------------

create table stock_count (
  id         bigint primary key,
  note       varchar(200),
  counted_at timestamptz not null,
  counted_by varchar(40) not null
);
create sequence stock_count_id start with 50 increment by 50;

create table stock_count_line (
  id             bigint primary key,
  stock_count_id bigint not null references stock_count on delete restrict,
  part_id        bigint not null references part on delete restrict,
  expected       numeric(12, 3) not null check (expected >= 0),
  counted        numeric(12, 3) not null check (counted >= 0),
  unique (stock_count_id, part_id)
);
create sequence stock_count_line_id start with 50 increment by 50;
create trigger stock_count_append_only before update or delete on stock_count
  for each row execute function refuse_change();
create trigger stock_count_line_append_only before update or delete on stock_count_line
  for each row execute function refuse_change();
