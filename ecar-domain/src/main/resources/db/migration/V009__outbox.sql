-- Messages to customers: written in the transaction of what they tell, sent afterwards, as often as it takes.

create table message (
  id              bigint primary key,
  version         integer not null,
  message_key     varchar(120) not null constraint message_once unique,
  kind            varchar(12) not null check (kind in ('READY', 'SERVICE', 'APPOINTMENT', 'WORD')),
  customer_id     bigint not null references customer on delete restrict,
  recipient       varchar(16) not null check (recipient ~ '^\+[1-9][0-9]{6,14}$'),
  body            varchar(600) not null check (body <> ''),
  state           varchar(8) not null check (state in ('WAITING', 'SENT', 'EXPIRED', 'DEAD')),
  attempts        integer not null default 0 check (attempts >= 0),
  last_error      varchar(300),
  written_at      timestamptz not null,
  next_attempt_at timestamptz not null,
  expires_at      timestamptz not null check (expires_at > written_at),
  state_since     timestamptz not null
);
create sequence message_id start with 50 increment by 50;
create index message_waiting on message (next_attempt_at) where state = 'WAITING';
create index message_written_at on message (written_at);
create index message_customer on message (customer_id);
