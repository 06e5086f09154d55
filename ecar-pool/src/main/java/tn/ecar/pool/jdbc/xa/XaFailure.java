package tn.ecar.pool.jdbc.xa;

import java.sql.SQLException;
import javax.transaction.xa.XAException;

/** Tells a transaction manager, in its own codes, what happened; the sentence is for people. */
final class XaFailure {
  private XaFailure() {}

  static XAException of(int code, String sentence) {
    XAException failure = new XAException(sentence);
    failure.errorCode = code;
    return failure;
  }

  static XAException of(int code, String sentence, Throwable cause) {
    XAException failure = of(code, sentence + ": " + cause.getMessage());
    failure.initCause(cause);
    return failure;
  }

  /**
   * The rollback code for a transaction that PostgreSQL itself refused to commit, by the class of
   * its SQLSTATE.
   */
  static int rollbackCode(SQLException refused) {
    String state = String.valueOf(refused.getSQLState());
    if (state.startsWith("23")) {
      return XAException.XA_RBINTEGRITY;
    }
    if ("40P01".equals(state)) {
      return XAException.XA_RBDEADLOCK;
    }
    if ("40001".equals(state)) {
      return XAException.XA_RBTRANSIENT;
    }
    return XAException.XA_RBROLLBACK;
  }
}
