import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trino.Session;
import io.trino.execution.querystats.PlanOptimizersStatsCollector;
import io.trino.execution.warnings.WarningCollector;
import io.trino.plugin.memory.MemoryPlugin;
import io.trino.spi.TrinoException;
import io.trino.spi.type.TimeZoneKey;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.planner.LogicalPlanner;
import io.trino.sql.planner.Plan;
import io.trino.sql.planner.optimizations.PlanNodeSearcher;
import io.trino.sql.planner.plan.TableScanNode;
import io.trino.testing.LocalQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.testing.TestingSession;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;

/**
 * Trino in one process, without HTTP, with tables in memory. A line of standard input is {"catalog", "sql"}; the line of
 * standard output that answers it is {"names", "types", "rows"} or {"error", "code"}. With "plan": true the statement is
 * only planned for a cluster, and its answer is one row: how many stages it would have, and how often it would scan a
 * table. A catalog is made when it is first named, so that several logs can lie side by side under the same table name.
 */
public final class TrinoMain {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalQueryRunner trino;
  private final Set<String> catalogs = new HashSet<>();

  private TrinoMain() {
    trino = LocalQueryRunner.create(sessionIn("log"));
    trino.installPlugin(new MemoryPlugin());
  }

  public static void main(String[] args) {
    int code = 1;
    try {
      serve();
      code = 0;
    } catch (Throwable error) {
      error.printStackTrace();
    }
    // Trino's own threads would keep the process alive.
    Runtime.getRuntime().halt(code);
  }

  private static void serve() throws IOException {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // Standard output is for answers only, whatever a library prints.
    System.setOut(System.err);
    LogManager.getLogManager().reset();
    var main = new TrinoMain();
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode asked = JSON.readTree(line);
      out.println(JSON.writeValueAsString(main.answer(asked)));
    }
  }

  private static Session sessionIn(String catalog) {
    return TestingSession.testSessionBuilder()
        .setTimeZoneKey(TimeZoneKey.UTC_KEY)
        .setCatalog(catalog)
        .setSchema("default")
        .build();
  }

  private Map<String, Object> answer(JsonNode asked) {
    String catalog = asked.get("catalog").asText();
    String sql = asked.get("sql").asText();
    try {
      if (catalogs.add(catalog)) trino.createCatalog(catalog, "memory", Map.of());
      Session session = sessionIn(catalog);
      return asked.has("plan") ? planned(session, sql) : answered(session, sql);
    } catch (RuntimeException | StackOverflowError error) {
      return Map.of("error", String.valueOf(error.getMessage()), "code", codeOf(error));
    }
  }

  private Map<String, Object> answered(Session session, String sql) {
    MaterializedResult result = trino.execute(session, sql);
    List<Object> rows = new ArrayList<>();
    for (MaterializedRow row : result.getMaterializedRows()) rows.add(plain(row));
    List<String> types = result.getTypes().stream().map(type -> type.getDisplayName()).toList();
    return Map.of("names", result.getColumnNames(), "types", types, "rows", rows);
  }

  private Map<String, Object> planned(Session outer, String sql) {
    List<Integer> row =
        trino.inTransaction(
            outer,
            session -> {
              // With exchanges: what runs here has none, what runs on a cluster has.
              var optimizers = trino.getPlanOptimizers(false);
              var stage = LogicalPlanner.Stage.OPTIMIZED_AND_VALIDATED;
              var stats = PlanOptimizersStatsCollector.createPlanOptimizersStatsCollector();
              Plan plan = trino.createPlan(session, sql, optimizers, stage, WarningCollector.NOOP, stats);
              int stages = trino.createSubPlans(session, plan, false).getAllFragments().size();
              int scans =
                  PlanNodeSearcher.searchFrom(plan.getRoot()).where(TableScanNode.class::isInstance).count();
              return List.of(stages, scans);
            });
    return Map.of("names", List.of("stages", "scans"), "types", List.of("integer", "integer"), "rows", List.of(row));
  }

  /** Trino's name of an error, which may lie under others. */
  private static String codeOf(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof TrinoException known) return known.getErrorCode().getName();
      if (cause instanceof ParsingException) return "SYNTAX_ERROR";
    }
    return error.getClass().getName();
  }

  /** A value as JSON has it; a row is a list of its fields. */
  private static Object plain(Object value) {
    if (value == null || value instanceof Boolean || value instanceof Number) return value;
    if (value instanceof MaterializedRow row) return plain(row.getFields());
    if (value instanceof List<?> list) {
      List<Object> plain = new ArrayList<>();
      for (Object element : list) plain.add(plain(element));
      return plain;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.forEach((key, element) -> plain.put(String.valueOf(key), plain(element)));
      return plain;
    }
    return value.toString();
  }
}
