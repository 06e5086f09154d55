package tn.ecar.web.pages;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.EditableValueHolder;
import jakarta.faces.component.UIComponent;
import jakarta.faces.component.UIViewRoot;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import org.primefaces.util.ComponentUtils;
import tn.ecar.garage.ChangedMeanwhile;
import tn.ecar.garage.Conflict;
import tn.ecar.garage.RuleViolation;
import tn.ecar.web.RuleSentences;

/**
 * Puts what the garage refuses where it belongs: a broken rule beside the input of its field, a
 * conflict above the page. Inputs carry the names of the use cases' fields as their ids, so nothing
 * needs to be mapped by hand.
 */
@ApplicationScoped
public class Refusals {
  private final Wording wording;
  private final RuleWords rules;

  @Inject
  public Refusals(Wording wording, RuleWords rules) {
    this.wording = wording;
    this.rules = rules;
  }

  /** For the container's client proxy. */
  protected Refusals() {
    this(null, null);
  }

  /** What a page does for somebody; it may be refused. */
  @FunctionalInterface
  public interface Attempt {
    void run();
  }

  /**
   * Does it and tells whether it was done. When the garage refuses it, the page shows why.
   *
   * @param form client id of the form whose inputs are meant
   */
  public boolean attempt(String form, Attempt attempt) {
    return attempt(form, attempt, null);
  }

  /**
   * Does it on the version that the page has read. When somebody else was faster, what was typed
   * stays in the form beside what stands there now, and is written when it is sent once more.
   *
   * @param reread reads the thing anew, as when the page began; null where nothing typed is at
   *     stake
   */
  public boolean attempt(String form, Attempt attempt, Attempt reread) {
    try {
      attempt.run();
      return true;
    } catch (RuleViolation violation) {
      show(form, violation);
    } catch (ChangedMeanwhile other) {
      changed(form, other, reread);
    } catch (Conflict conflict) {
      FacesContext.getCurrentInstance().addMessage(null, error(sentence(conflict)));
    }
    return false;
  }

  private void changed(String form, ChangedMeanwhile other, Attempt reread) {
    FacesContext faces = FacesContext.getCurrentInstance();
    if (reread == null) {
      faces.addMessage(null, error(sentence(other)));
      return;
    }
    TypedForm typed = new TypedForm(faces, faces.getViewRoot().findComponent(form));
    reread.run();
    // A form of buttons, or one whose own fields nobody touched: what it decides on has changed.
    String sentence =
        typed
            .keepBesides()
            .map(standing -> wording.of("refused.stands", standing))
            .orElseGet(() -> wording.of("refused.changed"));
    faces.addMessage(null, error(sentence));
  }

  private String sentence(Conflict conflict) {
    String existing = conflict.existing();
    String otherwise =
        existing.isEmpty()
            ? wording.of("refused.meanwhile")
            : wording.of("refused.exists", existing);
    return RuleSentences.in(wording.locale(), conflict.getMessage())
        .map(told -> told.contains(existing) ? told : told + " (" + existing + ")")
        .orElse(otherwise);
  }

  private void show(String form, RuleViolation violation) {
    FacesContext faces = FacesContext.getCurrentInstance();
    String sentence = rules.of(violation);
    UIViewRoot root = faces.getViewRoot();
    UIComponent scope = root.findComponent(form);
    UIComponent input = scope == null ? null : scope.findComponent(violation.field());
    if (input instanceof EditableValueHolder holder) {
      // What was typed has reached the bean already; it has to be seen beside its error.
      holder.setSubmittedValue(ComponentUtils.getValueToRender(faces, input));
      holder.setValid(false);
      faces.addMessage(input.getClientId(faces), error(sentence));
    } else {
      faces.addMessage(null, error(sentence));
    }
    faces.validationFailed();
  }

  private static FacesMessage error(String sentence) {
    return new FacesMessage(FacesMessage.SEVERITY_ERROR, sentence, null);
  }
}
