import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;

/**
 * Reads lines of {"pattern": ..., "event": ...} and answers each with a line of
 * {"valid": boolean, "matches": boolean, "problem": what is wrong with the pattern, or null}.
 */
public final class MatchLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(JSON.writeValueAsString(answer(JSON.readTree(line))));
        }
    }

    private static ObjectNode answer(JsonNode question) throws Exception {
        String pattern = question.required("pattern").toString();
        String problem = JsonRuleCompiler.check(pattern);
        return JSON.createObjectNode()
                .put("valid", problem == null)
                .put("matches", problem == null && matches(pattern, question.required("event").toString()))
                .put("problem", problem);
    }

    // Ruler.matchesRule is of the time before $or and refuses it; a Machine is what EventBridge is built on.
    private static boolean matches(String pattern, String event) throws Exception {
        Machine machine = new Machine();
        machine.addRule("the rule", pattern);
        return !machine.rulesForJSONEvent(event).isEmpty();
    }
}
