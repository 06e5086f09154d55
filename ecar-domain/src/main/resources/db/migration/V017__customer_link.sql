-- A customer's own link: one at a time, good until a day; only its hash is kept.
create table customer_link (
  customer_id bigint primary key references customer on delete restrict,
  token_hash  varchar(64) not null unique,
  valid_until date not null,
  created_at  timestamptz not null
);
