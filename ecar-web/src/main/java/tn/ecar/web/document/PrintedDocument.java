package tn.ecar.web.document;

/**
 * A document as it leaves the printer.
 *
 * @param fileName what it is called when it is kept, such as {@code FA-2026-000017.pdf}
 * @param pdf its bytes
 */
// The bytes are only passed on; nobody compares two documents.
@SuppressWarnings("ArrayRecordComponent")
public record PrintedDocument(String fileName, byte[] pdf) {}
