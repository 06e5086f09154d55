package tn.ecar.pool.rotation;

/** How far a rotation has come: what is named has been done. */
public enum Step {
  /** The new secret is in the journal, and nowhere else. */
  PLANNED,
  /** The pool takes both secrets from clients and tries both at PostgreSQL. */
  POOL_KNOWS_BOTH,
  /** The role has the new secret in PostgreSQL. */
  ROLE_CHANGED,
  /** A login at PostgreSQL has proved it; servers are renewed, other programs can have it. */
  PROVED
}
