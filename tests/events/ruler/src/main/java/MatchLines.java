import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.MachineComplexityEvaluator;

/**
 * Reads lines of {"pattern": ..., "event": ...} and answers each with a line of
 * {"valid": boolean, "matches": boolean, "problem": what is wrong with the pattern, or null, "complexity": how many wildcard
 * patterns an event could match at once at worst, as the ruler's own evaluator counts them, at most MOST_COMPLEX}.
 */
public final class MatchLines {
    private static final int MOST_COMPLEX = 1000;
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
        Machine machine = new Machine();
        if (problem == null) {
            // Ruler.matchesRule is of the time before $or and refuses it; a Machine is what EventBridge is built on.
            machine.addRule("the rule", pattern);
        }
        return JSON.createObjectNode()
                .put("valid", problem == null)
                .put("matches", !machine.rulesForJSONEvent(question.required("event").toString()).isEmpty())
                .put("problem", problem)
                .put("complexity", complexity(machine, question));
    }

    // It takes long, so that only those who ask for it get it.
    private static int complexity(Machine machine, JsonNode question) {
        return question.path("howComplex").asBoolean()
                ? machine.evaluateComplexity(new MachineComplexityEvaluator(MOST_COMPLEX))
                : 0;
    }
}
