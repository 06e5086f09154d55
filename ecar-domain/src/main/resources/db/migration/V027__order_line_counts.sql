-- Lines are rows of their own: that they changed is counted beside them, and who decides on an older count is told. A
-- program of before leaves the counts as they are. Orders, quotes and purchases come one by one: whoever waits for one
-- table while this has another might wait for ever.
alter table work_order add column lines_version integer not null default 0;
comment on column work_order.lines_version is 'how often its lines have changed';
