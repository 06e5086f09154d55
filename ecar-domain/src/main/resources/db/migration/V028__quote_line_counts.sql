alter table quote add column lines_version integer not null default 0;
comment on column quote.lines_version is 'how often its lines have changed';
