package tn.ecar.batch;

/**
 * A file that a run has made.
 *
 * @param name its name, for example {@code report.json}
 * @param mediaType for example {@code application/json}
 * @param content the bytes; not copied, so not to be changed
 */
// The bytes are only passed on; nobody compares two results.
@SuppressWarnings("ArrayRecordComponent")
public record JobResult(String name, String mediaType, byte[] content) {}
