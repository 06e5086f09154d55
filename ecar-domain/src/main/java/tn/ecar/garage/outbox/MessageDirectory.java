package tn.ecar.garage.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A carrier that puts each message into a directory, as a file for the program that owns the modem
 * or the account at a gateway: the first line is the number, the rest is the text. A file appears
 * whole or not at all, and one that comes twice replaces itself.
 */
public final class MessageDirectory implements MessageCarrier {
  /** Names the directory; without it messages wait. */
  public static final String VARIABLE = "ECAR_MESSAGES";

  private final Path directory;

  public MessageDirectory(Path directory) {
    this.directory = directory;
  }

  /** Returns the carrier that the environment asks for; empty if it asks for none. */
  public static Optional<MessageCarrier> wanted(String value) {
    return value == null || value.isBlank()
        ? Optional.empty()
        : Optional.of(new MessageDirectory(Path.of(value.strip())));
  }

  @Override
  public void carry(Message message, List<MailFile> files) throws IOException {
    Files.createDirectories(directory);
    String name = String.format(Locale.ROOT, "%012d.sms", message.getId());
    Path written = Files.createTempFile(directory, ".", ".part");
    Files.writeString(
        written, message.getRecipient() + "\n" + message.getBody() + "\n", StandardCharsets.UTF_8);
    Files.move(
        written,
        directory.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
