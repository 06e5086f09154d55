package tn.ecar.pool.config;

/**
 * Where a value was written, for messages: a line of a file, a variable of the environment, a
 * property.
 */
record Origin(String place) {

  static Origin line(String file, int line) {
    return new Origin(file + ", line " + line);
  }

  static Origin variable(String name) {
    return new Origin("environment variable " + name);
  }

  static Origin property(Setting setting) {
    return new Origin("property " + setting.property() + " of the resource adapter");
  }

  ConfigurationException refuse(String sentence) {
    return new ConfigurationException(place + ": " + sentence);
  }

  /** A value in its canonical form, or the refusal that names key, value and what is allowed. */
  String value(String key, ValueType type, String written) {
    try {
      return type.canonical(written);
    } catch (IllegalArgumentException notAllowed) {
      throw new ConfigurationException(
          place + ": " + key + " = " + written + ": allowed is " + type.allowed(), notAllowed);
    }
  }

  @Override
  public String toString() {
    return place;
  }
}
