package tn.ecar.web.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import tn.ecar.batch.outbox.Carriers;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.Page;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.outbox.Message;
import tn.ecar.garage.outbox.MessageCarrier;
import tn.ecar.garage.outbox.MessageRow;
import tn.ecar.garage.outbox.Outbox;
import tn.ecar.garage.outbox.OutboxDispatch;
import tn.ecar.garage.outbox.Reminders;

/** Messages to customers: what waits, what was sent, what has to be looked at. */
@Path("messages")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.MANAGER, Roles.FRONTDESK})
@Tag(name = "messages")
public class MessagesResource {
  private final Outbox outbox;
  private final OutboxDispatch dispatch;
  private final Reminders reminders;
  private final Carriers carriers;

  @Inject
  public MessagesResource(
      Outbox outbox, OutboxDispatch dispatch, Reminders reminders, Carriers carriers) {
    this.outbox = outbox;
    this.dispatch = dispatch;
    this.reminders = reminders;
    this.carriers = carriers;
  }

  /** For the container's client proxy. */
  protected MessagesResource() {
    this(null, null, null, null);
  }

  @GET
  @Operation(summary = "The messages, newest first", description = "Without a state, all of them.")
  public Page<MessageRow> page(@QueryParam("state") Message.State state, @BeanParam Paging paging) {
    return outbox.page(state, paging.request());
  }

  @POST
  @Operation(summary = "Write to a customer", description = "It waits and is sent afterwards.")
  @APIResponseSchema(value = MessageView.class, responseCode = "201")
  @APIResponse(responseCode = "404", description = "There is no such customer")
  @APIResponse(responseCode = "422", description = "No text, or more than 600 characters")
  public Response write(NewMessage message) {
    if (message.customerId() == null) {
      throw new RuleViolation("customerId", null, "A message goes to a customer.");
    }
    Message written = outbox.word(message.customerId(), message.text());
    return Response.status(Response.Status.CREATED).entity(MessageView.of(written)).build();
  }

  @POST
  @Path("{id: \\d+}/revival")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Let a dead or expired message be tried again")
  @APIResponseSchema(MessageView.class)
  @APIResponse(responseCode = "409", description = "It waits, or was sent")
  public MessageView revive(@PathParam("id") long id) {
    return MessageView.of(outbox.revive(id));
  }

  @POST
  @Path("reminders")
  @Consumes(MediaType.WILDCARD)
  @RolesAllowed(Roles.MANAGER)
  @Operation(
      summary = "Write the reminders now",
      description =
          "Of services that are due within two weeks and appointments of tomorrow; none twice.")
  @APIResponseSchema(Counted.class)
  public Counted remind() {
    return new Counted(reminders.round());
  }

  @POST
  @Path("sending")
  @Consumes(MediaType.WILDCARD)
  @RolesAllowed(Roles.MANAGER)
  @Operation(summary = "Send now what waits")
  @APIResponseSchema(Counted.class)
  @APIResponse(responseCode = "409", description = "The garage has no carrier at all")
  public Counted send() {
    Map<Message.Channel, MessageCarrier> known = carriers.byChannel();
    if (known.isEmpty()) {
      throw new Conflict(
          "There is no carrier: name a mail server by ECAR_MAIL_HOST, a gateway by ECAR_SMS_URL or"
              + " the directory that one reads by ECAR_MESSAGES.",
          "");
    }
    return new Counted(dispatch.round(known, () -> false).carried());
  }

  /** A message to write. */
  @Schema(name = "NewMessage")
  public record NewMessage(
      Long customerId,
      @Schema(example = "Votre pare-brise est arrivé, appelez-nous.") String text) {}

  /** How many messages it were. */
  @Schema(name = "Counted")
  public record Counted(@Schema(example = "12") int messages) {}

  /** A message as the API shows it. */
  @Schema(name = "Message")
  public record MessageView(
      Long id,
      Message.Kind kind,
      Message.State state,
      Message.Channel channel,
      @Schema(example = "+21698123456") String recipient,
      String text,
      int attempts,
      String lastError,
      Instant writtenAt,
      Instant nextAttemptAt,
      Instant expiresAt) {
    static MessageView of(Message m) {
      return new MessageView(
          m.getId(),
          m.getKind(),
          m.getState(),
          m.getChannel(),
          m.getRecipient(),
          m.getBody(),
          m.getAttempts(),
          m.getLastError(),
          m.getWrittenAt(),
          m.getNextAttemptAt(),
          m.getExpiresAt());
    }
  }
}
