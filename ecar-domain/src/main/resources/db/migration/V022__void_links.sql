-- Links to folders name the number that their customer had when they were signed: a higher one makes all of them void.
-- Those that were printed before name none, which is 0.
alter table customer add column link_number integer not null default 0;
