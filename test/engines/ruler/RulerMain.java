import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.event.ruler.Machine;

/**
 * Judges pairs of a pattern and an event, both JSON text. A line of standard input is {"pattern", "event"}, the line
 * of standard output that answers it is {"verdict": "match" | "no match" | "invalid" | "unreadable", "why"}.
 */
public final class RulerMain {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The machine of the pattern asked last: many events of one pattern are judged by one. */
  private static String lastPattern = null;
  private static Machine lastMachine = null;

  public static void main(String[] args) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var stdout = new FileOutputStream(FileDescriptor.out);
    var out = new BufferedWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8));
    // Standard output is for verdicts only, whatever a library prints.
    System.setOut(System.err);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode pair = JSON.readTree(line);
      out.write(JSON.writeValueAsString(judge(pair.get("pattern").asText(), pair.get("event").asText())));
      out.newLine();
    }
    out.flush();
  }

  private static Map<String, String> judge(String pattern, String event) {
    if (!pattern.equals(lastPattern)) {
      var machine = new Machine();
      try {
        machine.addRule("pattern", pattern);
      } catch (Exception | StackOverflowError | AssertionError error) {
        return Map.of("verdict", "invalid", "why", String.valueOf(error.getMessage()));
      }
      lastPattern = pattern;
      lastMachine = machine;
    }
    try {
      return Map.of("verdict", lastMachine.rulesForJSONEvent(event).isEmpty() ? "no match" : "match");
    } catch (Exception | StackOverflowError error) {
      return Map.of("verdict", "unreadable", "why", String.valueOf(error.getMessage()));
    }
  }
}
