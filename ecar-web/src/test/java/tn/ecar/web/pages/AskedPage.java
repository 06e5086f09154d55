package tn.ecar.web.pages;

import jakarta.el.ELContext;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.UIComponent;
import jakarta.faces.component.UIViewRoot;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.ExternalContextWrapper;
import jakarta.faces.context.FacesContextWrapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A page that is being asked for with these parameters, without a server around it. */
final class AskedPage extends FacesContextWrapper implements AutoCloseable {
  private final Map<String, Object> application = new HashMap<>();
  private final Map<String, Object> request = new HashMap<>();
  private final Map<String, String> parameters;
  private final List<String> messages = new ArrayList<>();
  private String missing = "";

  AskedPage(Map<String, String> parameters) {
    super(null);
    this.parameters = parameters;
    setCurrentInstance(this);
  }

  @Override
  public boolean isPostback() {
    return false;
  }

  @Override
  public ExternalContext getExternalContext() {
    return new Request();
  }

  @SuppressWarnings("unchecked") // a map of the class above it is a raw one
  private final class Request extends ExternalContextWrapper {
    Request() {
      super(null);
    }

    @Override
    public void responseSendError(int status, String what) {
      missing = what;
    }

    @Override
    public Map<String, String> getRequestParameterMap() {
      return parameters;
    }

    @Override
    public Map<String, Object> getApplicationMap() {
      return application;
    }

    @Override
    public Map<String, Object> getRequestMap() {
      return request;
    }
  }

  @Override
  public ELContext getELContext() {
    return null;
  }

  @Override
  public void responseComplete() {
    // Nothing else is shown here anyway.
  }

  @Override
  public UIViewRoot getViewRoot() {
    return new UIViewRoot() {
      @Override
      public UIComponent findComponent(String id) {
        return null;
      }
    };
  }

  @Override
  public void addMessage(String client, FacesMessage message) {
    messages.add(message.getSummary());
  }

  /** Returns what is told above the page. */
  List<String> messages() {
    return messages;
  }

  /** Returns what was answered in place of the page; empty while it is there. */
  String missing() {
    return missing;
  }

  @Override
  public void close() {
    setCurrentInstance(null);
  }
}
