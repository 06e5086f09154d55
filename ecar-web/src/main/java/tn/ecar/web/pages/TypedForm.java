package tn.ecar.web.pages;

import jakarta.faces.component.NamingContainer;
import jakarta.faces.component.UIComponent;
import jakarta.faces.component.UIInput;
import jakarta.faces.component.UISelectBoolean;
import jakarta.faces.component.UISelectItems;
import jakarta.faces.component.UISelectMany;
import jakarta.faces.component.UISelectOne;
import jakarta.faces.component.html.HtmlOutputLabel;
import jakarta.faces.context.FacesContext;
import jakarta.faces.convert.Converter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was typed in a form, while what stands behind it is read anew because somebody else has
 * changed it: the inputs keep what was typed, and where that differs the form can say what stands
 * now, by the inputs' own labels.
 */
final class TypedForm {
  private static final String NOTHING = "–";
  private static final String TICKED = "✓";

  private final FacesContext faces;
  private final Map<String, String> labels = new HashMap<>();
  private final Map<UIInput, Object> typed = new LinkedHashMap<>();

  /** Takes down what is typed in the form; null for a form that is not on the page. */
  TypedForm(FacesContext faces, UIComponent form) {
    this.faces = faces;
    if (form != null) {
      gather(form);
    }
  }

  private void gather(UIComponent within) {
    for (Iterator<UIComponent> each = within.getFacetsAndChildren(); each.hasNext(); ) {
      UIComponent component = each.next();
      if (component instanceof HtmlOutputLabel label) {
        labels.put(label.getFor(), String.valueOf(label.getValue()));
      } else if (component instanceof UIInput input && isWritable(input)) {
        typed.put(input, input.getValue());
      }
      // What repeats rows has no value between them.
      if (!(component instanceof NamingContainer)) {
        gather(component);
      }
    }
  }

  private static boolean isWritable(UIInput input) {
    return !isTrue(input, "disabled") && !isTrue(input, "readonly");
  }

  private static boolean isTrue(UIInput input, String attribute) {
    return Boolean.TRUE.equals(input.getAttributes().get(attribute));
  }

  /**
   * Keeps in the inputs what was typed, and returns what stands now where that is different; empty
   * where nothing of the form is.
   */
  Optional<String> keepBesides() {
    StringBuilder standing = new StringBuilder();
    typed.forEach(
        (input, kept) -> {
          String now = text(input, input.getValue());
          String label = labels.get(input.getId());
          if (label != null && !now.equals(text(input, kept))) {
            standing.append(standing.isEmpty() ? "" : " · ").append(label).append(": ").append(now);
          }
          input.setValue(kept);
        });
    return standing.isEmpty() ? Optional.empty() : Optional.of(standing.toString());
  }

  private String text(UIInput input, Object value) {
    if (input instanceof UISelectBoolean) {
      return Boolean.parseBoolean(String.valueOf(value)) ? TICKED : NOTHING;
    }
    if (input instanceof UISelectMany) {
      return several(value).stream()
          .map(each -> label(input, each))
          .collect(Collectors.joining(", "));
    }
    if (value == null || value.toString().isEmpty()) {
      return NOTHING;
    }
    return input instanceof UISelectOne ? label(input, value) : written(input, value);
  }

  private static Collection<?> several(Object value) {
    return value instanceof Object[] array
        ? Arrays.asList(array)
        : value instanceof Collection<?> collection ? collection : List.of();
  }

  @SuppressWarnings("unchecked") // an input's converter is one for the values of that input
  private String written(UIInput input, Object value) {
    // 5 and 5.000 are one number.
    Object number =
        value instanceof BigDecimal decimal && decimal.signum() != 0
            ? decimal.stripTrailingZeros()
            : value;
    Converter<Object> converter = input.getConverter();
    return converter == null ? number.toString() : converter.getAsString(faces, input, number);
  }

  /** Returns what a choice is called on the page. */
  private String label(UIInput select, Object value) {
    for (UIComponent child : select.getChildren()) {
      if (child instanceof UISelectItems items) {
        for (Object each : several(items.getValue())) {
          String label = label(items, each, value);
          if (label != null) {
            return label;
          }
        }
      }
    }
    return value.toString();
  }

  private String label(UISelectItems items, Object each, Object value) {
    String name = String.valueOf(items.getAttributes().get("var"));
    Map<String, Object> request = faces.getExternalContext().getRequestMap();
    Object before = request.put(name, each);
    try {
      Map<String, Object> item = items.getAttributes();
      return String.valueOf(item.get("itemValue")).equals(value.toString())
          ? String.valueOf(item.get("itemLabel"))
          : null;
    } finally {
      if (before == null) {
        request.remove(name);
      } else {
        request.put(name, before);
      }
    }
  }
}
