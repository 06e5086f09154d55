-- What was written last waits in a list before an index of this kind, and each search reads that list from end to end:
-- some milliseconds for each column of an index that a bulk of rows went into, until PostgreSQL next cleans up. A garage
-- searches all day and writes seldom, so each row goes into the index at once.
do $$
declare
  name text;
begin
  foreach name in array array['customer_name_anywhere', 'customer_phone_anywhere', 'invoice_anywhere',
      'vehicle_plate_anywhere', 'work_order_anywhere'] loop
    execute format('alter index %I set (fastupdate = off)', name);
    perform gin_clean_pending_list(name::regclass);
  end loop;
end $$;
