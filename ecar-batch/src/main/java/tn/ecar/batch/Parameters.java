package tn.ecar.batch;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.Map;
import java.util.TreeMap;

/** What a start tells its job, as the database keeps it: a JSON object of texts. */
final class Parameters {
  private Parameters() {}

  static String json(Map<String, String> parameters) {
    JsonObjectBuilder object = Json.createObjectBuilder();
    new TreeMap<>(parameters).forEach(object::add);
    return object.build().toString();
  }

  static Map<String, String> of(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObject object = reader.readObject();
      Map<String, String> parameters = new TreeMap<>();
      object.keySet().forEach(name -> parameters.put(name, object.getString(name)));
      return parameters;
    }
  }
}
