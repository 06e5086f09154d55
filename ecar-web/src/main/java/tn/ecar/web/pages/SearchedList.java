package tn.ecar.web.pages;

import jakarta.faces.context.FacesContext;
import java.io.Serializable;
import org.primefaces.component.datatable.DataTable;
import org.primefaces.model.LazyDataModel;
import tn.ecar.garage.Page;
import tn.ecar.garage.PageRequest;

/** A list with a search field above it. A new search begins on the first page. */
abstract class SearchedList<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final transient LazyDataModel<T> rows = new PagedRows<>(this::page);
  private String text;

  /** Returns one page of what the search field asks for. */
  abstract Page<T> page(PageRequest wanted);

  /** Begins anew with the first page. */
  public void search() {
    if (FacesContext.getCurrentInstance().getViewRoot().findComponent("list:rows")
        instanceof DataTable table) {
      table.setFirst(0);
    }
  }

  public LazyDataModel<T> getRows() {
    return rows;
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
  }
}
