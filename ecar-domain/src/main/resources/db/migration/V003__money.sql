-- What happens to an invoice after it is issued: payments, credit notes, its way through the national platform.

-- Withholding at payment: percent, and the total with tax from which it is due in dinars ---------------------------------

alter table tax_rate drop constraint tax_rate_kind_check;
alter table tax_rate add constraint tax_rate_kind_check check (kind in ('TVA_STANDARD', 'TVA_INTERMEDIATE', 'TVA_REDUCED',
  'FODEC', 'TIMBRE', 'WITHHOLDING', 'WITHHOLDING_FROM'));
create sequence tax_rate_id start with 100;
insert into tax_rate (id, kind, rate_value, valid_from, valid_to) values
  (6, 'WITHHOLDING',      1.5, '2018-01-01', '2020-12-31'),
  (7, 'WITHHOLDING',      1,   '2021-01-01', null),
  (8, 'WITHHOLDING_FROM', 1000, '2018-01-01', null);

-- The garage's own choices ------------------------------------------------------------------------------------------------

alter table seller add column credit_note_timbre boolean not null default true;
alter table seller add column e_invoice_from date;
comment on column seller.credit_note_timbre is 'whether a credit note gives the timbre of its invoice back';
comment on column seller.e_invoice_from is 'documents of this day and later go to the national platform; null for none';

-- What is owed: one row for each invoice, locked by everything that moves money ---------------------------------------------

create table receivable (
  invoice_id bigint primary key references invoice on delete restrict,
  total      numeric(15, 3) not null check (total >= 0),
  credited   numeric(15, 3) not null default 0,
  settled    numeric(15, 3) not null default 0,
  constraint receivable_credited check (credited between 0 and total),
  constraint receivable_settled check (settled between 0 and total)
);
insert into receivable (invoice_id, total) select id, total from invoice;
create index receivable_open on receivable (invoice_id) where total - credited - settled <> 0;

create table payment (
  id               bigint primary key,
  invoice_id       bigint not null references receivable on delete restrict,
  kind             varchar(10) not null check (kind in ('PAYMENT', 'REVERSAL', 'REFUND')),
  method           varchar(10) not null check (method in ('CASH', 'CARD', 'CHEQUE', 'TRANSFER', 'DRAFT')),
  amount           numeric(15, 3) not null check (amount <> 0),
  withheld         numeric(15, 3) not null,
  withholding_rate numeric(9, 3),
  paid_on          date not null,
  received_at      timestamptz not null,
  received_by      varchar(40) not null,
  reference        varchar(80),
  reason           varchar(200),
  reverses_id      bigint constraint payment_reversed_once unique references payment on delete restrict,
  check ((kind = 'PAYMENT') = (amount > 0)),
  check ((kind = 'REVERSAL') = (reverses_id is not null)),
  check (kind = 'PAYMENT' or reason is not null),
  check (abs(withheld) <= abs(amount)),
  check ((withheld <> 0) <= (withholding_rate is not null))
);
create sequence payment_id start with 50 increment by 50;
create index payment_invoice on payment (invoice_id);
create index payment_paid_on on payment (paid_on);
create trigger payment_append_only before update or delete on payment
  for each row execute function refuse_change();

-- Credit notes ------------------------------------------------------------------------------------------------------------

create table credit_note (
  id            bigint primary key,
  series        varchar(4) not null,
  fiscal_year   integer not null,
  series_number integer not null check (series_number > 0),
  note_number   varchar(20) not null constraint credit_note_number_unique unique,
  invoice_id    bigint not null references receivable on delete restrict,
  invoice_number varchar(20) not null,
  issued_on     date not null,
  issued_at     timestamptz not null,
  reason        varchar(200) not null check (reason <> ''),
  buyer_name    varchar(120) not null,
  net           numeric(15, 3) not null check (net >= 0),
  fodec         numeric(15, 3) not null check (fodec >= 0),
  tva           numeric(15, 3) not null check (tva >= 0),
  taxed         numeric(15, 3) not null,
  timbre        numeric(15, 3) not null check (timbre >= 0),
  total         numeric(15, 3) not null check (total > 0),
  constraint credit_note_series_unique unique (series, fiscal_year, series_number),
  constraint credit_note_year check (extract(year from issued_on) = fiscal_year),
  constraint credit_note_adds_up check (net + fodec + tva = taxed and taxed + timbre = total)
);
create sequence credit_note_id start with 50 increment by 50;
create index credit_note_invoice on credit_note (invoice_id);

create table credit_note_line (
  id              bigint primary key,
  credit_note_id  bigint not null references credit_note on delete restrict,
  invoice_line_id bigint not null references invoice_line on delete restrict,
  position        integer not null check (position > 0),
  designation     varchar(200) not null,
  unit            varchar(12) not null,
  quantity        numeric(12, 3) not null check (quantity > 0),
  net             numeric(15, 3) not null check (net >= 0),
  tax_class       varchar(12) not null,
  fodec           boolean not null,
  unique (credit_note_id, position),
  unique (credit_note_id, invoice_line_id)
);
create sequence credit_note_line_id start with 50 increment by 50;
create index credit_note_line_of on credit_note_line (invoice_line_id);

create table credit_note_tax (
  id             bigint primary key,
  credit_note_id bigint not null references credit_note on delete restrict,
  tax_class      varchar(12) not null,
  rate           numeric(9, 3) not null,
  net            numeric(15, 3) not null check (net >= 0),
  fodec          numeric(15, 3) not null check (fodec >= 0),
  base           numeric(15, 3) not null check (base = net + fodec),
  tax            numeric(15, 3) not null check (tax >= 0),
  unique (credit_note_id, tax_class)
);
create sequence credit_note_tax_id start with 50 increment by 50;

create trigger credit_note_immutable before update or delete on credit_note
  for each row execute function refuse_change();
create trigger credit_note_line_immutable before update or delete on credit_note_line
  for each row execute function refuse_change();
create trigger credit_note_tax_immutable before update or delete on credit_note_tax
  for each row execute function refuse_change();

-- The way of a document through the national platform -----------------------------------------------------------------------

create table e_invoice (
  id              bigint primary key,
  version         integer not null,
  document_number varchar(20) not null constraint e_invoice_document_unique unique,
  invoice_id      bigint references invoice on delete restrict,
  credit_note_id  bigint references credit_note on delete restrict,
  state           varchar(12) not null check (state in ('NOT_REQUIRED', 'TO_SEND', 'SENT', 'ACCEPTED', 'REJECTED')),
  reference       varchar(120),
  qr              text,
  reason          varchar(500),
  attempts        integer not null default 0,
  state_since     timestamptz not null,
  check ((invoice_id is null) <> (credit_note_id is null)),
  check (state <> 'ACCEPTED' or reference is not null),
  check (state <> 'REJECTED' or reason is not null)
);
create sequence e_invoice_id start with 50 increment by 50;
create index e_invoice_invoice on e_invoice (invoice_id);
create index e_invoice_to_send on e_invoice (id) where state = 'TO_SEND';
insert into e_invoice (id, version, document_number, invoice_id, state, state_since)
  select nextval('e_invoice_id'), 1, invoice_number, id, 'NOT_REQUIRED', issued_at from invoice;
