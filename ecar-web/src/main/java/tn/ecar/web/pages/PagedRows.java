package tn.ecar.web.pages;

import java.util.List;
import java.util.Map;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;

/**
 * Rows of a list that is cut, counted and sorted in the database. One search of the domain answers
 * both the rows and how many there are, so the table's own question for the number, asked before
 * the rows, is answered without a statement.
 */
class PagedRows<T> extends LazyDataModel<T> {
  private static final long serialVersionUID = 1L;

  // The beans that hold it live in a session of one server and are never passivated.
  private final transient Search<T> search;

  /** Asks the domain for one page of a list. */
  @FunctionalInterface
  interface Search<T> {
    Page<T> page(PageRequest wanted);
  }

  PagedRows(Search<T> search) {
    this.search = search;
  }

  @Override
  public int count(Map<String, FilterMeta> filterBy) {
    return Integer.MAX_VALUE;
  }

  @Override
  public List<T> load(
      int first, int pageSize, Map<String, SortMeta> sortBy, Map<String, FilterMeta> filterBy) {
    SortMeta sort = sortBy.values().stream().findFirst().orElse(null);
    boolean descending = sort != null && sort.getOrder().isDescending();
    String key = sort == null || !sort.isActive() ? null : sort.getField();
    Page<T> page = search.page(new PageRequest(Math.max(first, 0), pageSize, key, descending));
    setRowCount(Math.toIntExact(page.total()));
    return page.items();
  }
}
