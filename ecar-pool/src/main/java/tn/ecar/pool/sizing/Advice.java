package tn.ecar.pool.sizing;

/**
 * One sentence of advice on one setting.
 *
 * @param database whose pool it is about; empty for the whole pooler
 * @param user whose pool it is about; empty for the whole pooler
 * @param key the setting
 * @param now what it is now; 0 for no limit
 * @param advised what it should be
 * @param because the figure that the advice rests on
 * @param change what would make it another
 */
public record Advice(
    String database,
    String user,
    String key,
    int now,
    int advised,
    String because,
    String change) {}
