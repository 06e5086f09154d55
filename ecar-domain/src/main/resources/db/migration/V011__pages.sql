-- What somebody has chosen for the pages comes along with the account; null as long as nothing was chosen.
alter table staff_account
  add column language varchar(2) check (language in ('fr', 'ar', 'en')),
  add column theme varchar(5) check (theme in ('auto', 'light', 'dark'));

-- When the customer was told to come back for the vehicle.
alter table work_order
  add column promised_at timestamptz;

create index work_order_promised on work_order (promised_at)
  where promised_at is not null and state not in ('DELIVERED', 'CANCELLED');
