package tn.ecar.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.faces.component.UIComponent;
import jakarta.faces.component.UIInput;
import jakarta.faces.component.UIPanel;
import jakarta.faces.component.UISelectBoolean;
import jakarta.faces.component.UISelectItems;
import jakarta.faces.component.UISelectOne;
import jakarta.faces.component.html.HtmlOutputLabel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was typed on a version that somebody else had changed could not be saved any more. */
class TypedFormTest {
  private final AskedPage page = new AskedPage(Map.of());
  private final Map<String, Object> bean = new HashMap<>();
  private final Map<String, Object> local = new HashMap<>();
  private final Block form = new Block();

  @AfterEach
  void leave() {
    page.close();
  }

  /** Returns the input's own value, or the bean's while it has none. */
  private Object shown(UIInput input) {
    return local.getOrDefault(input.getId(), bean.get(input.getId()));
  }

  /** What holds others; adding them to a component asks for a server. */
  private static final class Block extends UIPanel {
    private final List<UIComponent> within = new ArrayList<>();

    @Override
    public Iterator<UIComponent> getFacetsAndChildren() {
      return within.iterator();
    }
  }

  private final class Text extends UIInput {
    @Override
    public Object getValue() {
      return shown(this);
    }

    @Override
    public void setValue(Object value) {
      local.put(getId(), value);
    }
  }

  private final class Tick extends UISelectBoolean {
    @Override
    public Object getValue() {
      return shown(this);
    }

    @Override
    public void setValue(Object value) {
      local.put(getId(), value);
    }
  }

  private final class Choice extends UISelectOne {
    @Override
    public List<UIComponent> getChildren() {
      return List.of(new Kinds());
    }

    @Override
    public Object getValue() {
      return shown(this);
    }

    @Override
    public void setValue(Object value) {
      local.put(getId(), value);
    }
  }

  /** Two kinds, named by the variable that goes through them. */
  private final class Kinds extends UISelectItems {
    @Override
    public Object getValue() {
      return List.of("PERSON", "COMPANY");
    }

    @Override
    public Map<String, Object> getAttributes() {
      Object each = page.getExternalContext().getRequestMap().get("each");
      return Map.of("var", "each", "itemValue", "" + each, "itemLabel", "a " + each);
    }
  }

  private <T extends UIInput> T input(String id, T input) {
    Block field = new Block();
    HtmlOutputLabel label = new HtmlOutputLabel();
    label.setFor(id);
    label.setValue("The " + id);
    input.setId(id);
    field.within.addAll(List.of(label, input));
    form.within.add(field);
    return input;
  }

  @Test
  void whatWasTypedStaysAndWhatStandsIsSaidByItsLabel() {
    UIInput name = input("name", new Text());
    UIInput price = input("price", new Text());
    UIInput fodec = input("fodec", new Tick());
    bean.putAll(Map.of("name", "Amel", "price", new BigDecimal("5"), "fodec", true));

    TypedForm typed = new TypedForm(page, form);
    bean.putAll(Map.of("name", "Sami", "price", new BigDecimal("5.000"), "fodec", false));

    assertThat(typed.keepBesides()).contains("The name: Sami · The fodec: –");
    assertThat(name.getValue()).isEqualTo("Amel");
    assertThat(price.getValue()).isEqualTo(new BigDecimal("5"));
    assertThat(fodec.getValue()).isEqualTo(true);
  }

  @Test
  void aChoiceIsSaidAsThePageCallsIt() {
    input("kind", new Choice());
    bean.put("kind", "PERSON");

    TypedForm typed = new TypedForm(page, form);
    bean.put("kind", "COMPANY");

    assertThat(typed.keepBesides()).contains("The kind: a COMPANY");
    assertThat(page.getExternalContext().getRequestMap()).isEmpty();
  }

  @Test
  void aFieldThatIsNotTheirsToChangeShowsWhatStands() {
    UIInput price = input("price", new Text());
    price.getAttributes().put("readonly", true);
    bean.put("price", "20");

    TypedForm typed = new TypedForm(page, form);
    bean.put("price", "25");

    assertThat(typed.keepBesides()).isEmpty();
    assertThat(price.getValue()).isEqualTo("25");
  }

  @Test
  void aFormThatIsNotOnThePageIsEmpty() {
    assertThat(new TypedForm(page, null).keepBesides()).isEmpty();
  }
}
