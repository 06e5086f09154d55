package tn.ecar.web.pages;

import jakarta.faces.context.FacesContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;
import tn.ecar.garage.RuleViolation;

/**
 * A list that the database pages, sorts and filters, and whose address says all of it: {@code q}
 * what is searched for, {@code sort} and {@code desc} the order, {@code page} which page, and the
 * names of {@link #filters()}. So a list is found again by the back button, a bookmark or a
 * colleague who is sent the address, and it keeps nothing in the session. Beans that extend it live
 * for a request.
 */
public abstract class SearchedList<T> {
  private static final int SIZE = 25;
  private static final int NEIGHBOURS = 2;
  private static final int LONGEST_TEXT = 100;

  private Page<T> page;

  /** Asks the garage for one page of what the address says. */
  protected abstract Page<T> page(PageRequest wanted);

  /** Returns the names of the address that narrow the list, besides the text. */
  protected List<String> filters() {
    return List.of();
  }

  /** Returns the value of a name in the address; empty if it is not there. */
  protected final String param(String name) {
    String value =
        FacesContext.getCurrentInstance().getExternalContext().getRequestParameterMap().get(name);
    return value == null ? "" : value.strip();
  }

  private Page<T> read() {
    if (page == null) {
      try {
        page = page(new PageRequest((wantedNumber() - 1) * SIZE, SIZE, sort(), isDescending()));
      } catch (RuleViolation noSuchOrder) {
        // An address that somebody wrote by hand still shows the list.
        page = page(new PageRequest((wantedNumber() - 1) * SIZE, SIZE, null, false));
      }
    }
    return page;
  }

  private String sort() {
    String key = param("sort");
    return key.isEmpty() ? null : key;
  }

  private int wantedNumber() {
    String number = param("page");
    return number.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(number) : 1;
  }

  public List<T> getItems() {
    return read().items();
  }

  /** Returns how many there are on all pages. */
  public long getTotal() {
    return read().total();
  }

  /** Returns the place of the first row of this page, counted from 1. */
  public long getFrom() {
    return Math.min(read().first() + 1L, getTotal());
  }

  /** Returns the place of the last row of this page, counted from 1. */
  public long getTo() {
    return read().first() + (long) getItems().size();
  }

  /** Returns the number of this page, counted from 1. */
  public int getNumber() {
    return read().first() / SIZE + 1;
  }

  /** Returns the number of the last page; 1 when the list is empty. */
  public int getLast() {
    return (int) Math.max(1, (getTotal() + SIZE - 1) / SIZE);
  }

  /** Returns the numbers of the pages around this one. */
  public List<Integer> getNumbers() {
    int first = Math.max(1, Math.min(getNumber() - NEIGHBOURS, getLast() - 2 * NEIGHBOURS));
    return IntStream.rangeClosed(first, Math.min(getLast(), first + 2 * NEIGHBOURS))
        .boxed()
        .toList();
  }

  /** Returns what is searched for; empty for everything. */
  public String getText() {
    String text = param("q");
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }

  /** Returns the key the list is sorted by; empty for its own order. */
  public String getSort() {
    return param("sort");
  }

  public boolean isDescending() {
    return param("desc").equals("true");
  }

  /** Returns the address of the same list in another order; a second time turns it around. */
  public String sortedBy(String key) {
    Map<String, String> wanted = kept();
    wanted.put("sort", key);
    if (key.equals(getSort()) && !isDescending()) {
      wanted.put("desc", "true");
    } else {
      wanted.remove("desc");
    }
    return address(wanted);
  }

  /** Returns the address of another page of the same list. */
  public String at(int number) {
    Map<String, String> wanted = kept();
    if (number > 1) {
      wanted.put("page", Integer.toString(number));
    }
    return address(wanted);
  }

  /** Returns the address of the same list with another value of a filter; empty lifts it. */
  public String with(String filter, String value) {
    Map<String, String> wanted = kept();
    wanted.put(filter, value);
    return address(wanted);
  }

  private Map<String, String> kept() {
    Map<String, String> kept = new LinkedHashMap<>();
    kept.put("q", getText());
    filters().forEach(name -> kept.put(name, param(name)));
    kept.put("sort", getSort());
    kept.put("desc", isDescending() ? "true" : "");
    return kept;
  }

  private static String address(Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .filter(each -> each.getValue() != null && !each.getValue().isEmpty())
        .map(
            each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", "?", ""));
  }
}
