-- Lines are rows of their own: that they changed is counted beside them, and who decides on an older count is told. A
-- program of before leaves the counts as they are.
alter table work_order add column lines_version integer not null default 0;
alter table quote add column lines_version integer not null default 0;
alter table purchase_order add column lines_version integer not null default 0;
comment on column work_order.lines_version is 'how often its lines have changed';
comment on column quote.lines_version is 'how often its lines have changed';
comment on column purchase_order.lines_version is 'how often its lines have changed, or came in';
