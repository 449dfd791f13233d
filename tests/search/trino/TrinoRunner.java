import static io.trino.testing.TestingSession.testSessionBuilder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trino.Session;
import io.trino.plugin.memory.MemoryConnectorFactory;
import io.trino.testing.LocalQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a list of statements on each line of standard input, as JSON, runs them, and prints the rows of
 * the last, or what is wrong, as a line of JSON.
 */
public final class TrinoRunner {
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        // Trino's log.
        System.setOut(System.err);
        ObjectMapper mapper = new ObjectMapper();
        Session session = testSessionBuilder().setCatalog("memory").setSchema("default").build();
        LocalQueryRunner runner = LocalQueryRunner.create(session);
        runner.createCatalog("memory", new MemoryConnectorFactory(), Map.of());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = in.readLine()) != null;) {
            Map<String, Object> answer = new LinkedHashMap<>();
            try {
                MaterializedResult result = null;
                for (JsonNode statement : mapper.readTree(line)) {
                    result = runner.execute(statement.asText());
                }
                answer.put("rows", rowsOf(result));
            } catch (Throwable problem) {
                answer.put("error", String.valueOf(problem));
            }
            out.println(mapper.writeValueAsString(answer));
            out.flush();
        }
        System.exit(0);
    }

    private static List<Map<String, Object>> rowsOf(MaterializedResult result) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (MaterializedRow row : result.getMaterializedRows()) {
            Map<String, Object> named = new LinkedHashMap<>();
            for (int field = 0; field < row.getFieldCount(); field++) {
                named.put(result.getColumnNames().get(field), row.getField(field));
            }
            rows.add(named);
        }
        return rows;
    }
}
