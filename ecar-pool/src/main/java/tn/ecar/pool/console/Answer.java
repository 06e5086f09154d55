package tn.ecar.pool.console;

/** What a command is answered with, before it becomes bytes. */
sealed interface Answer {

  /** A table and the tag SHOW. */
  record Rows(Table table) implements Answer {}

  /** A tag alone. */
  record Done(String tag) implements Answer {}

  /** A notice, then a tag. */
  record Noticed(String notice, String detail, String tag) implements Answer {}

  /** Nothing was asked. */
  record Nothing() implements Answer {}
}
