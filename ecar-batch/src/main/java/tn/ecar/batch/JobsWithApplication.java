package tn.ecar.batch;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Begins the jobs' clock when the web application has come up and ends it when it goes down.
 *
 * <p>The web application is the one component that exists once wherever this jar lies, in {@code
 * WEB-INF/lib} or in the EAR's {@code lib}, where no enterprise bean would be found; and only
 * inside a component is there a managed executor to ask for: when the application scope begins,
 * there is none yet.
 */
public final class JobsWithApplication
    implements ServletContainerInitializer, ServletContextListener {
  private static final String EXECUTOR = "java:comp/DefaultManagedScheduledExecutorService";

  @Override
  public void onStartup(Set<Class<?>> none, ServletContext application) {
    application.addListener(this);
  }

  // The check guards against names from a request; this one is the platform's own.
  @SuppressWarnings("BanJNDI")
  @Override
  public void contextInitialized(ServletContextEvent event) {
    try {
      ScheduledExecutorService executor = InitialContext.doLookup(EXECUTOR);
      clock().begin(executor);
    } catch (NamingException e) {
      throw new IllegalStateException(
          "The server offers no " + EXECUTOR + ": nothing can be scheduled.", e);
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    clock().end();
  }

  private static JobClock clock() {
    return CDI.current().select(JobClock.class).get();
  }
}
