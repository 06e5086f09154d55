package tn.ecar.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.interceptor.InvocationContext;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tn.ecar.garage.staff.StaffAccounts;
import tn.ecar.garage.staff.Standing;

class SessionCallerTest {
  private static final StaffAccounts NOBODY =
      new StaffAccounts() {
        @Override
        public Optional<Standing> standing(String login) {
          return Optional.empty();
        }
      };

  /** Answers what the map has; nothing else is asked. */
  private static <T> T stub(Class<T> type, Map<String, ?> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, given) -> answers.get(method.getName())));
  }

  private static int secondsOfSession(boolean signsIn) throws Exception {
    AtomicInteger seconds = new AtomicInteger(-1);
    HttpSession session =
        (HttpSession)
            Proxy.newProxyInstance(
                HttpSession.class.getClassLoader(),
                new Class<?>[] {HttpSession.class},
                (proxy, method, given) -> {
                  if (method.getName().equals("setMaxInactiveInterval")) {
                    seconds.set((int) given[0]);
                  }
                  return null;
                });
    AuthenticationParameters shown = new AuthenticationParameters();
    if (signsIn) {
      shown.setCredential(new UsernamePasswordCredential("amel", "un mot long"));
    }
    Principal amel = () -> "amel";
    Object[] request = {
      stub(HttpServletRequest.class, Map.of("getSession", session)),
      stub(HttpServletResponse.class, Map.of()),
      stub(HttpMessageContext.class, Map.of("getAuthParameters", shown, "getCallerPrincipal", amel))
    };
    InvocationContext call =
        stub(
            InvocationContext.class,
            Map.of(
                "getMethod",
                StaffSignIn.class.getMethod(
                    "validateRequest",
                    HttpServletRequest.class,
                    HttpServletResponse.class,
                    HttpMessageContext.class),
                "getParameters",
                request,
                "proceed",
                signsIn ? AuthenticationStatus.SUCCESS : AuthenticationStatus.NOT_DONE));
    new SessionCaller(NOBODY, Clock.systemUTC(), new PoolPause()).carry(call);
    return seconds.get();
  }

  @Test
  void visitorsKeptTheirPagesInTheServersMemoryForAWorkingDay() throws Exception {
    assertThat(Files.readString(Path.of("src/main/webapp/WEB-INF/web.xml")))
        .contains("<session-timeout>30</session-timeout>");
    assertThat(secondsOfSession(false)).as("as the descriptor says").isEqualTo(-1);
    assertThat(secondsOfSession(true)).isEqualTo(600 * 60);
  }
}
