-- Messages by mail as well: to the staff, with files, and to whoever is told of what is overdue.

alter table message
  drop constraint message_recipient_check,
  drop constraint message_kind_check,
  drop constraint message_body_check,
  alter column customer_id drop not null,
  alter column recipient type varchar(254),
  alter column body type varchar(8000),
  add column channel varchar(4) not null default 'SMS',
  add column subject varchar(200),
  add constraint message_kind
    check (kind in ('READY', 'SERVICE', 'APPOINTMENT', 'WORD', 'OVERDUE', 'REPORT', 'ALERT')),
  add constraint message_channel check (channel in ('SMS', 'MAIL')),
  add constraint message_recipient check (case channel
    when 'SMS' then recipient ~ '^\+[1-9][0-9]{6,14}$'
    else recipient ~ '^[^@\s<>,;"]+@[^@\s<>,;"]+$' end),
  add constraint message_subject check ((channel = 'MAIL') = (subject is not null)),
  add constraint message_body check (body <> '' and (channel = 'MAIL' or length(body) <= 600)),
  add constraint message_customer check (customer_id is not null or channel = 'MAIL');
comment on column message.customer_id is 'null for what goes to the staff';

create table message_attachment (
  message_id bigint not null references message on delete cascade,
  position   integer not null check (position >= 0),
  file_name  varchar(120) not null check (file_name ~ '^[A-Za-z0-9][A-Za-z0-9._-]*$'),
  media_type varchar(60) not null check (media_type ~ '^[a-z]+/[a-z0-9.+-]+$'),
  sha256     char(64) not null,
  data       bytea not null check (length(data) between 1 and 10485760),
  primary key (message_id, position)
);
