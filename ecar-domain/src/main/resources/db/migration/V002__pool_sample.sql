-- What the job pool-audit saw at the pool's console: one row of pool_audit per run, with a row per pool and a row per database.

CREATE TABLE pool_audit (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    taken_at       timestamptz NOT NULL,
    server         text        NOT NULL,
    max_clients    integer     NOT NULL,
    used_clients   integer     NOT NULL,
    free_clients   integer     NOT NULL,
    login_clients  integer     NOT NULL,
    used_servers   integer     NOT NULL,
    free_servers   integer     NOT NULL
);

CREATE INDEX pool_audit_taken_at ON pool_audit (taken_at);

CREATE TABLE pool_sample (
    audit_id          bigint  NOT NULL REFERENCES pool_audit ON DELETE CASCADE,
    database_name     text    NOT NULL,
    user_name         text    NOT NULL,
    pool_mode         text    NOT NULL,
    cl_active         integer NOT NULL,
    cl_waiting        integer NOT NULL,
    sv_active         integer NOT NULL,
    sv_idle           integer NOT NULL,
    sv_used           integer NOT NULL,
    sv_tested         integer NOT NULL,
    sv_login          integer NOT NULL,
    maxwait_us        bigint  NOT NULL,
    pool_size         integer NOT NULL,
    reserve_pool_size integer NOT NULL,
    max_connections   integer NOT NULL,
    PRIMARY KEY (audit_id, database_name, user_name)
);

COMMENT ON COLUMN pool_sample.maxwait_us IS 'microseconds';
COMMENT ON COLUMN pool_sample.pool_size IS 'server connections at most, 0 for no limit';
COMMENT ON COLUMN pool_sample.max_connections IS 'over all pools of the database, 0 for no limit';

-- Counters since the pool was started: they fall only when it is started anew.
CREATE TABLE pool_database_sample (
    audit_id      bigint NOT NULL REFERENCES pool_audit ON DELETE CASCADE,
    database_name text   NOT NULL,
    assignments   bigint NOT NULL,
    transactions  bigint NOT NULL,
    queries       bigint NOT NULL,
    received      bigint NOT NULL,
    sent          bigint NOT NULL,
    xact_time_us  bigint NOT NULL,
    query_time_us bigint NOT NULL,
    wait_time_us  bigint NOT NULL,
    logins        bigint NOT NULL,
    PRIMARY KEY (audit_id, database_name)
);
