package tn.ecar.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tn.ecar.garage.order.OrderState;
import tn.ecar.garage.supply.PurchaseState;

/** No rule of the garage is told to a French or Arabic reader in English. */
class RuleSentencesTest {
  private static final List<Path> SOURCES =
      List.of(
          Path.of("../ecar-domain/src/main/java"),
          Path.of("../ecar-batch/src/main/java"),
          Path.of("src/main/java"));
  private static final Pattern REFUSED =
      Pattern.compile("(?s).*(RuleViolation|Conflict|NotAllowed|super)\\b.*");
  private static final Set<String> BASES = Set.of("RuleViolation", "Conflict", "NotAllowed");

  /** What a sentence puts in: a number here, a name there. */
  private static final String INSERTED = "17";

  private static final Set<String> SAID = said();

  @ParameterizedTest
  @ValueSource(strings = {"fr", "ar"})
  void everySentenceOfTheSourcesHasItsTranslation(String language) {
    assertThat(SAID).hasSizeGreaterThan(150);
    assertThat(SAID)
        .allSatisfy(
            sentence ->
                assertThat(RuleSentences.in(Locale.forLanguageTag(language), sentence))
                    .as(sentence)
                    .hasValueSatisfying(told -> assertThat(told).isNotEqualTo(sentence)));
  }

  @Test
  void everyLanguageHasTheSameSentencesWithTheSamePlaces() {
    ResourceBundle english = bundle("en");
    for (String language : new String[] {"fr", "ar"}) {
      ResourceBundle other = bundle(language);
      assertThat(other.keySet()).isEqualTo(english.keySet());
      for (String key : english.keySet()) {
        assertThat(places(english.getString(key)))
            .as(language + " " + key)
            .containsAll(places(other.getString(key)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr|From READY an order may become [IN_PROGRESS, DELIVERED].|De « prêt », un ordre peut"
            + " devenir : [en travaux, livré].",
        "fr|There are 4.500 litre of HUILE-5W30 on the shelf: receive more first.|Il y a 4.500"
            + " litre de HUILE-5W30 en rayon : réceptionnez d’abord.",
        "ar|Order OR-2026-000017 has been invoiced already as FA-2026-000003.|فُوتر الأمر"
            + " OR-2026-000017 من قبل تحت FA-2026-000003."
      })
  void namesNumbersAndStatesAreKept(String language, String sentence, String told) {
    assertThat(RuleSentences.in(Locale.forLanguageTag(language), sentence)).contains(told);
  }

  @Test
  void everyStateHasAName() {
    Set<String> names = new TreeSet<>();
    Stream.of(OrderState.values()).map(Enum::name).forEach(names::add);
    Stream.of(PurchaseState.values()).map(Enum::name).forEach(names::add);
    assertThat(bundle("fr").keySet()).containsAll(names.stream().map(n -> "value." + n).toList());
  }

  @Test
  void aSentenceNobodyKnowsHasNone() {
    assertThat(RuleSentences.in(Locale.FRENCH, "This rule is new: {0}, '{' and 7 others."))
        .isEmpty();
  }

  private static ResourceBundle bundle(String language) {
    return ResourceBundle.getBundle(
        RuleSentences.BUNDLE,
        Locale.forLanguageTag(language),
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  private static Set<String> places(String text) {
    Set<String> places = new TreeSet<>();
    Pattern.compile("\\{[0-9]}").matcher(text).results().forEach(r -> places.add(r.group()));
    return places;
  }

  /** Returns the sentences that the sources refuse with. */
  private static Set<String> said() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Set<String> said = new TreeSet<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<Path> refusing = sources();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(refusing));
      for (CompilationUnitTree unit : task.parse()) {
        new Refusals(said).scan(unit, null);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return said;
  }

  private static List<Path> sources() throws IOException {
    List<Path> refusing = new java.util.ArrayList<>();
    for (Path root : SOURCES) {
      try (Stream<Path> all = Files.walk(root)) {
        for (Path path : all.filter(p -> p.toString().endsWith(".java")).toList()) {
          if (REFUSED.matcher(Files.readString(path)).matches()) {
            refusing.add(path);
          }
        }
      }
    }
    return refusing;
  }

  /** Reads the sentence out of each refusal that is made in a file. */
  private static final class Refusals extends TreeScanner<Void, Void> {
    private final Set<String> said;
    private final Map<String, ExpressionTree> constants = new HashMap<>();
    private String extended = "";

    Refusals(Set<String> said) {
      this.said = said;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      if (type.getExtendsClause() != null) {
        extended = type.getExtendsClause().toString();
      }
      for (var member : type.getMembers()) {
        if (member instanceof VariableTree field && field.getInitializer() != null) {
          constants.put(field.getName().toString(), field.getInitializer());
        }
      }
      return super.visitClass(type, null);
    }

    @Override
    public Void visitNewClass(NewClassTree made, Void nothing) {
      String name = made.getIdentifier().toString();
      refused(name.substring(name.lastIndexOf('.') + 1), made.getArguments());
      return super.visitNewClass(made, null);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
      String name = call.getMethodSelect().toString();
      if (name.equals("super")) {
        refused(extended, call.getArguments());
      } else if (name.equals("entry") && call.getArguments().size() == 2) {
        sentence(call.getArguments().get(1));
      } else if (name.endsWith("requireState")) {
        sentence(call.getArguments().get(0));
      }
      return super.visitMethodInvocation(call, null);
    }

    private void refused(String type, List<? extends ExpressionTree> arguments) {
      int place = type.equals("RuleViolation") ? 2 : 0;
      if (BASES.contains(type) && arguments.size() > place) {
        sentence(arguments.get(place));
      }
    }

    private void sentence(ExpressionTree expression) {
      for (String text : texts(expression)) {
        if (!text.equals(INSERTED)) {
          said.add(text);
        }
      }
    }

    /** Returns what the expression may come to. */
    private List<String> texts(ExpressionTree expression) {
      if (expression instanceof LiteralTree literal) {
        return List.of(String.valueOf(literal.getValue()));
      }
      if (expression instanceof ParenthesizedTree inner) {
        return texts(inner.getExpression());
      }
      if (expression instanceof BinaryTree sum) {
        return texts(sum.getLeftOperand()).stream()
            .flatMap(left -> texts(sum.getRightOperand()).stream().map(right -> left + right))
            .toList();
      }
      if (expression instanceof ConditionalExpressionTree choice) {
        return Stream.concat(
                texts(choice.getTrueExpression()).stream(),
                texts(choice.getFalseExpression()).stream())
            .toList();
      }
      if (expression instanceof IdentifierTree name
          && constants.get(name.getName().toString()) != null) {
        return texts(constants.get(name.getName().toString()));
      }
      return List.of(INSERTED);
    }
  }
}
