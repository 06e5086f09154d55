-- What programs need: keys to sign in with, and keys by which a request that is sent twice counts once.

create table api_key (
  id         bigint primary key,
  name       varchar(30) not null check (name <> ''),
  key_hash   char(64) not null unique,
  roles      varchar(100) not null check (roles <> ''),
  created_at timestamptz not null,
  created_by varchar(40) not null,
  used_at    timestamptz,
  revoked_at timestamptz
);
create sequence api_key_id;
create unique index api_key_name on api_key (name) where revoked_at is null;
comment on column api_key.key_hash is 'SHA-256 of a key of 256 random bits: no salt is needed, and the key itself is nowhere';

create table idempotency_key (
  caller      varchar(40) not null,
  request_key varchar(100) not null,
  request     varchar(400) not null,
  body_hash   char(64) not null,
  started_at  timestamptz not null,
  status      integer,
  media_type  varchar(100),
  location    varchar(400),
  etag        varchar(60),
  answer      text,
  primary key (caller, request_key)
);
create index idempotency_key_started_at on idempotency_key (started_at);
comment on column idempotency_key.status is 'null while the first request is at work, or if the server ended in the middle of it';
