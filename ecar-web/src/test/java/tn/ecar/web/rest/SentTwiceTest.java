package tn.ecar.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.security.Principal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.NotFound;
import tn.ecar.garage.RuleViolation;
import tn.ecar.garage.idempotency.IdempotencyKeys;
import tn.ecar.garage.idempotency.KeptAnswer;
import tn.ecar.garage.idempotency.RequestKey;
import tn.ecar.garage.link.LinkSecret;
import tn.ecar.garage.quote.QuoteLinks;

/** Which failures let the same key do the work anew, and what makes two requests the same. */
class SentTwiceTest {
  private static final QuoteLinks LINKS =
      new QuoteLinks(
          new LinkSecret(null) {
            @Override
            public String sign(String purpose, String said) {
              return said + "." + SIGNATURE;
            }
          });
  private static final String SIGNATURE = "kZ0b-secret";

  private final Keys keys = new Keys();
  private int commits;
  private final SentTwice filter = new SentTwice(keys, LINKS, () -> commits);

  @Test
  void aKeyWhoseCommitWasLostIsNotFreeForASecondTime() throws IOException {
    answered(Problems.of(new TransactionalException("x", new HeuristicRollbackException("lost"))));
    assertThat(keys.givenBack).isEmpty();
    answered(Problems.of(new IllegalStateException("after the work")));
    assertThat(keys.givenBack).isEmpty();
    answered("an error page of the server's own", 500);
    assertThat(keys.givenBack).isEmpty();
  }

  @Test
  void aKeyIsNotFreeWhenOnlyItsAnswerFoundNoConnection() throws IOException {
    Request request = new Request("application/json", "{}");
    filter.filter(request.context());
    commits++;
    Problem busy = Problems.of(new SQLException("full", "53300"));
    filter.filter(request.context(), response(busy, busy.status()));
    assertThat(keys.givenBack).isEmpty();
  }

  @Test
  void aKeyIsFreeAgainWhenNothingWasDone() throws IOException {
    answered(Problems.of(new NotFound("vehicle", 7)));
    answered(Problems.of(new TransactionalException("x", new RollbackException("x"))));
    answered(Problems.of(new SQLException("full", "53300")));
    assertThat(keys.givenBack).hasSize(3);
  }

  @Test
  void twoFilesOfOneLengthAreNotTheSameRequest() throws IOException {
    Request one = new Request("image/png", "first");
    Request other = new Request("image/png", "other");
    Request again = new Request("image/png", "first");
    for (Request request : List.of(one, other, again)) {
      filter.filter(request.context());
    }
    assertThat(keys.reserved).hasSize(3);
    assertThat(keys.reserved.get(0).bodyHash()).isNotEqualTo(keys.reserved.get(1).bodyHash());
    assertThat(keys.reserved.get(0)).isEqualTo(keys.reserved.get(2));
    assertThat(new String(one.body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .as("the resource reads the file that was hashed")
        .isEqualTo("first");
    for (Request request : List.of(one, other, again)) {
      filter.filter(request.context(), response("done", 201));
    }
    assertThat(one.properties).isEmpty();
  }

  @Test
  void theLinkToAQuoteWasKeptInClear() throws IOException {
    String token = "17.1.20620." + SIGNATURE;
    answered(new QuotesResource.Link(token, "http://localhost/api/v1/approvals/" + token), 200);
    assertThat(keys.kept)
        .singleElement()
        .satisfies(
            answer -> {
              assertThat(answer.toString()).doesNotContain(SIGNATURE);
              assertThat(LINKS.token(answer.body())).isEqualTo(token);
            });
  }

  @Test
  void anAddressThatIsWrittenOtherwiseLetWhatIsShownOnceBeKept() {
    for (String path :
        List.of("api-keys", "customers/7/link", "customers/7/link/", "vehicles/7/link;v=1")) {
      Request request = new Request("application/json", "{}");
      request.path = path;
      assertThatThrownBy(() -> filter.filter(request.context()))
          .as(path)
          .isInstanceOf(RuleViolation.class)
          .hasMessageContaining("cannot be answered again");
    }
    assertThat(keys.reserved).isEmpty();
  }

  @Test
  void theAddressOfAnApprovalHoldsItsLinkAndIsNotKept() throws IOException {
    Request request = new Request("application/json", "{}");
    request.path = "approvals/17.1.20620." + SIGNATURE;
    filter.filter(request.context());
    assertThat(keys.reserved).isEmpty();
  }

  private void answered(Problem problem) throws IOException {
    answered(problem, problem.status());
  }

  private void answered(Object entity, int status) throws IOException {
    Request request = new Request("application/json", "{}");
    filter.filter(request.context());
    filter.filter(request.context(), response(entity, status));
  }

  private static ContainerResponseContext response(Object entity, int status) {
    return stub(
        ContainerResponseContext.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getStatus" -> status;
              case "getEntity" -> entity;
              default -> null;
            });
  }

  private static <T> T stub(Class<T> type, InvocationHandler answers) {
    return type.cast(
        Proxy.newProxyInstance(
            SentTwiceTest.class.getClassLoader(), new Class<?>[] {type}, answers));
  }

  /** A POST with a key. */
  private static final class Request {
    private final Map<String, Object> properties = new HashMap<>();
    private final String type;
    private final int length;
    private InputStream body;
    private String path = "orders";

    Request(String type, String text) {
      this.type = type;
      byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      length = bytes.length;
      body = new ByteArrayInputStream(bytes);
    }

    ContainerRequestContext context() {
      return stub(
          ContainerRequestContext.class, (proxy, method, given) -> answer(method.getName(), given));
    }

    private Object answer(String method, Object[] given) {
      return switch (method) {
        case "getHeaderString" -> "0001-order";
        case "getMethod" -> "POST";
        case "getLength" -> length;
        case "getEntityStream" -> body;
        case "getMediaType" -> MediaTypes.of(type);
        case "setEntityStream" -> {
          body = (InputStream) given[0];
          yield null;
        }
        case "getProperty" -> properties.get((String) given[0]);
        case "setProperty" -> properties.put((String) given[0], given[1]);
        case "removeProperty" -> properties.remove((String) given[0]);
        case "getSecurityContext" ->
            stub(
                jakarta.ws.rs.core.SecurityContext.class,
                (proxy, asked, none) -> (Principal) () -> "caisse");
        case "getUriInfo" ->
            stub(
                jakarta.ws.rs.core.UriInfo.class,
                (proxy, asked, none) ->
                    asked.getName().equals("getPath")
                        ? path
                        : URI.create("http://localhost/api/v1/" + path));
        default -> throw new UnsupportedOperationException(method);
      };
    }
  }

  /** Types without a JAX-RS runtime, which reads them from text. */
  private static final class MediaTypes {
    static jakarta.ws.rs.core.MediaType of(String text) {
      String[] both = text.split("/", -1);
      return new jakarta.ws.rs.core.MediaType(both[0], both[1]);
    }
  }

  /** Keys that remember what was done with them. */
  private static final class Keys extends IdempotencyKeys {
    private final List<RequestKey> reserved = new ArrayList<>();
    private final List<RequestKey> givenBack = new ArrayList<>();
    private final List<KeptAnswer> kept = new ArrayList<>();

    @Override
    public Optional<KeptAnswer> reserve(RequestKey key) {
      reserved.add(key);
      return Optional.empty();
    }

    @Override
    public void keep(RequestKey key, KeptAnswer answer) {
      assertThat(answer.status()).isLessThan(300);
      kept.add(answer);
    }

    @Override
    public void giveBack(RequestKey key) {
      givenBack.add(key);
    }
  }
}
