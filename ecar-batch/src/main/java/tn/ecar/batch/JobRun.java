package tn.ecar.batch;

import java.time.Instant;

/**
 * One execution of a job, as the job repository tells it.
 *
 * @param id the execution's id in the job repository
 * @param job name of the job
 * @param server the server that started it, as {@code ECAR_SERVER} names it; empty when it is not
 *     known
 * @param state {@code STARTING}, {@code STARTED}, {@code STOPPING}, {@code STOPPED}, {@code
 *     FAILED}, {@code COMPLETED}, {@code ABANDONED}; or {@code LOST}: the server ended while the
 *     job was at work, so nobody wrote down its end
 * @param started when it began to work; null while it only waits to begin
 * @param ended when it ended; null while it has not
 * @param exitStatus what the job said of itself at its end; null before
 */
public record JobRun(
    long id,
    String job,
    String server,
    String state,
    Instant started,
    Instant ended,
    String exitStatus) {}
