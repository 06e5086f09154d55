-- A line that does the work of a finding says so: when it is taken off its order, that work is still to be done.
alter table work_order_line add column finding_id bigint references finding on delete restrict;
create index work_order_line_finding on work_order_line (finding_id);
comment on column work_order_line.finding_id is 'the finding whose work this line does';

-- The lines of orders under way find theirs by the quote that they came from.
update work_order_line l set finding_id = q.finding_id
from quote_line q join quote d on d.id = q.quote_id join work_order o on o.id = d.becomes_id
where l.work_order_id = o.id and o.state not in ('READY', 'DELIVERED', 'CANCELLED')
  and q.decision = 'APPROVED' and q.finding_id is not null
  and (q.kind, q.designation, q.quantity, q.unit_price) = (l.kind, l.designation, l.quantity, l.unit_price);
