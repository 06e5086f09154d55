-- Technicians who work on an order beside the one who answers for it.
create table work_order_helper (
  order_id bigint not null references work_order on delete cascade,
  staff_id bigint not null references staff_account on delete restrict,
  primary key (order_id, staff_id)
);
create index work_order_helper_staff on work_order_helper (staff_id);
