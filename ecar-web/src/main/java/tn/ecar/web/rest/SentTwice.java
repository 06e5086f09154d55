package tn.ecar.web.rest;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.attachment.Attachments;
import tn.ecar.garage.idempotency.IdempotencyKeys;
import tn.ecar.garage.idempotency.KeptAnswer;
import tn.ecar.garage.idempotency.RequestKey;
import tn.ecar.garage.persistence.Commits;
import tn.ecar.garage.quote.QuoteLinks;

/**
 * Lets a POST that carries an {@code Idempotency-Key} count once, however often it is sent: the
 * first is carried out, each later one gets its answer again. It stands behind the gate of the
 * roles and before the resource.
 *
 * <p>The answers are kept in the database, and nothing that opens a door lies there: what can be
 * shown once only is refused with a key, and of a link to a quote its signature is left out and
 * made again.
 */
@Provider
@ApplicationScoped
@Priority(Priorities.USER)
public class SentTwice implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String HEADER = "Idempotency-Key";
  private static final String RESERVED = SentTwice.class.getName();
  private static final MediaType LINES = new MediaType("text", "csv");
  private static final String ARRIVED = RESERVED + ".file";
  private static final Set<String> SHOWN_ONCE = Set.of("api-keys", "link");

  /**
   * In the address stands what opens the quote, and a second answer like the first does nothing.
   */
  private static final String BY_LINK = "approvals";

  /** The type of a kept answer that is what a link says, without its signature. */
  private static final String UNSIGNED_LINK = "application/vnd.ecar.unsigned-link";

  private final IdempotencyKeys keys;
  private final QuoteLinks links;
  private final IntSupplier commits;

  @Inject
  public SentTwice(IdempotencyKeys keys, QuoteLinks links) {
    this(keys, links, Commits::ofThisThread);
  }

  /**
   * @param commits how many transactions the request's thread has committed so far
   */
  SentTwice(IdempotencyKeys keys, QuoteLinks links, IntSupplier commits) {
    this.keys = keys;
    this.links = links;
    this.commits = commits;
  }

  /** For the container's client proxy. */
  protected SentTwice() {
    this(null, null);
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    String chosen = request.getHeaderString(HEADER);
    if (chosen == null
        || !request.getMethod().equals("POST")
        || request.getSecurityContext().getUserPrincipal() == null) {
      return;
    }
    List<String> path = segments(request.getUriInfo().getPath());
    if (path.contains(BY_LINK)) {
      return;
    }
    if (path.stream().anyMatch(SHOWN_ONCE::contains)) {
      throw new RuleViolation(HEADER, chosen, "A key that is shown once cannot be answered again.");
    }
    RequestKey key =
        new RequestKey(
            request.getSecurityContext().getUserPrincipal().getName(),
            chosen.strip(),
            "POST " + request.getUriInfo().getRequestUri().getRawPath() + query(request),
            bodyHash(request));
    Optional<KeptAnswer> before = keys.reserve(key);
    if (before.isPresent()) {
      request.abortWith(again(before.get(), request.getUriInfo()));
    } else {
      request.setProperty(RESERVED, new Reserved(key, commits.getAsInt()));
    }
  }

  /** A key at work, and how many transactions were committed before it. */
  private record Reserved(RequestKey key, int commits) {}

  /** As the resources are matched: a stroke at the end, or what follows a semicolon, is nothing. */
  private static List<String> segments(String path) {
    return Arrays.stream(path.split("/", -1)).map(part -> part.replaceAll(";.*", "")).toList();
  }

  private static String query(ContainerRequestContext request) {
    String query = request.getUriInfo().getRequestUri().getRawQuery();
    return query == null ? "" : "?" + query;
  }

  /** JSON and lines are small and read whole; another file is hashed from the disk. */
  private static String bodyHash(ContainerRequestContext request) throws IOException {
    MediaType type = request.getMediaType();
    MessageDigest hash = sha256();
    if (type == null
        || type.isCompatible(MediaType.APPLICATION_JSON_TYPE)
        || type.isCompatible(LINES)) {
      byte[] body = CsvBody.read(request.getEntityStream());
      request.setEntityStream(new ByteArrayInputStream(body));
      hash.update(body);
    } else {
      Arrival file =
          Arrival.of(request.getEntityStream(), request.getLength(), Attachments.MAX_SIZE);
      request.setProperty(ARRIVED, file);
      hash.update((type.getType() + "/" + type.getSubtype()).getBytes(StandardCharsets.UTF_8));
      try (OutputStream into = new DigestOutputStream(OutputStream.nullOutputStream(), hash)) {
        Files.copy(file.file(), into);
      }
      request.setEntityStream(Files.newInputStream(file.file()));
    }
    return HexFormat.of().formatHex(hash.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }

  private Response again(KeptAnswer answer, UriInfo here) {
    Response.ResponseBuilder response =
        Response.status(answer.status()).header("Idempotent-Replayed", "true");
    if (UNSIGNED_LINK.equals(answer.mediaType())) {
      response
          .entity(QuotesResource.Link.of(links.token(answer.body()), here))
          .type(MediaType.APPLICATION_JSON_TYPE);
    } else if (answer.body() != null) {
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      StreamingOutput same = out -> out.write(body);
      response.entity(same).type(answer.mediaType());
    }
    if (answer.location() != null) {
      response.header("Location", answer.location());
    }
    if (answer.etag() != null) {
      response.header("ETag", answer.etag());
    }
    return response.build();
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(ARRIVED) instanceof Arrival file) {
      request.removeProperty(ARRIVED);
      file.close();
    }
    if (!(request.getProperty(RESERVED) instanceof Reserved reserved)) {
      return;
    }
    request.removeProperty(RESERVED);
    RequestKey key = reserved.key();
    if (response.getStatus() >= 300) {
      if (nothingWasDone(response, commits.getAsInt() > reserved.commits())) {
        keys.giveBack(key);
      }
      return;
    }
    keys.keep(key, kept(response));
  }

  private KeptAnswer kept(ContainerResponseContext response) {
    Object entity = response.getEntity();
    String type = response.getMediaType() == null ? null : response.getMediaType().toString();
    String body = entity == null ? null : Json.text(entity);
    if (entity instanceof QuotesResource.Link link) {
      type = UNSIGNED_LINK;
      body = links.said(link.token());
    }
    return new KeptAnswer(
        response.getStatus(),
        type,
        response.getHeaderString("Location"),
        response.getHeaderString("ETag"),
        body);
  }

  /**
   * A connection that was lost, or a failure that nobody foresaw, may have come after the COMMIT,
   * and one that was not to be had may have been wanted for the answer: the key stays reserved, and
   * who sends it again is told to look first.
   */
  private static boolean nothingWasDone(ContainerResponseContext response, boolean committed) {
    return response.getStatus() < 500
        || (!committed
            && response.getEntity() instanceof Problem problem
            && problem.leavesNothing());
  }
}
