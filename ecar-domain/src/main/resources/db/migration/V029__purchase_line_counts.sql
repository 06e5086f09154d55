alter table purchase_order add column lines_version integer not null default 0;
comment on column purchase_order.lines_version is 'how often its lines have changed, or came in';
