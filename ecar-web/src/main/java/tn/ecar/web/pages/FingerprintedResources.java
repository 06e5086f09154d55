package tn.ecar.web.pages;

import jakarta.faces.application.ProjectStage;
import jakarta.faces.application.Resource;
import jakarta.faces.application.ResourceHandler;
import jakarta.faces.application.ResourceHandlerWrapper;
import jakarta.faces.application.ResourceWrapper;
import jakarta.faces.context.FacesContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names our own sheets, scripts and drawings by a fingerprint of what they hold, so that browsers
 * keep them for ever and still see a new release at once. Faces makes one when the application
 * starts; a fingerprint is taken at the first page that shows the file.
 */
public class FingerprintedResources extends ResourceHandlerWrapper {
  private static final String OURS = "ecar";
  private static final int LENGTH = 12;

  private final Map<String, String> fingerprints = new ConcurrentHashMap<>();

  public FingerprintedResources(ResourceHandler wrapped) {
    super(wrapped);
  }

  @Override
  public Resource createResource(String name, String library) {
    return named(super.createResource(name, library), library);
  }

  @Override
  public Resource createResource(String name, String library, String contentType) {
    return named(super.createResource(name, library, contentType), library);
  }

  private Resource named(Resource resource, String library) {
    return resource == null || !OURS.equals(library) ? resource : new Named(resource);
  }

  private String fingerprint(Resource resource) {
    boolean mayChange = FacesContext.getCurrentInstance().isProjectStage(ProjectStage.Development);
    return mayChange
        ? taken(resource)
        : fingerprints.computeIfAbsent(resource.getResourceName(), name -> taken(resource));
  }

  private static String taken(Resource resource) {
    try (InputStream content = resource.getInputStream()) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.readAllBytes());
      return HexFormat.of().formatHex(hash).substring(0, LENGTH);
    } catch (IOException e) {
      throw new UncheckedIOException(resource.getResourceName() + " cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A resource whose address ends in its fingerprint. */
  private final class Named extends ResourceWrapper {
    Named(Resource wrapped) {
      super(wrapped);
    }

    @Override
    public String getRequestPath() {
      String path = super.getRequestPath();
      return path + (path.contains("?") ? "&" : "?") + "v=" + fingerprint(getWrapped());
    }
  }
}
