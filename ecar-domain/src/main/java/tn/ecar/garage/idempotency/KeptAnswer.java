package tn.ecar.garage.idempotency;

/**
 * What the first request with a key was answered.
 *
 * @param status the HTTP status
 * @param mediaType type of the body; may be null
 * @param location address of what was made; may be null
 * @param etag its version; may be null
 * @param body the body as text; may be null
 */
public record KeptAnswer(int status, String mediaType, String location, String etag, String body) {}
