package dev.drover.spec;

import com.samskivert.mustache.Mustache;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Mustache over the string values of a tree: variables alone, without HTML escaping. Keys are left as they are. What a
 * variable stands for is never a template itself.
 */
public final class Templates {
    // Standards mode looks a name up as a whole; otherwise the library takes dots for a path.
    private static final Mustache.Compiler MUSTACHE =
            Mustache.compiler().escapeHTML(false).standardsMode(true);

    private Templates() {}

    /** Every variable that the tree uses, and every tag that cannot be read, in the tree's order. */
    public static Scan scan(JsonNode tree) {
        var scan = new Scan(new ArrayList<>(), new ArrayList<>());
        scan(tree, JsonPointer.empty(), scan);
        return new Scan(List.copyOf(scan.uses), List.copyOf(scan.flaws));
    }

    /**
     * The tree with every variable replaced. The tree that is given stays as it is.
     *
     * @throws IllegalArgumentException if a variable is unknown or a tag cannot be read
     */
    public static JsonNode render(JsonNode tree, TemplateContext context) {
        return render(tree, context.variables());
    }

    /**
     * The text with every variable replaced.
     *
     * @throws IllegalArgumentException if a variable is unknown or a tag cannot be read
     */
    public static String render(String text, Map<String, String> variables) {
        var used = TemplateTags.variables(text);
        for (String variable : used) {
            if (!variables.containsKey(variable)) {
                throw new IllegalArgumentException("the template variable '" + variable + "' is unknown");
            }
        }
        return used.isEmpty() ? text : MUSTACHE.compile(text).execute(variables);
    }

    private static void scan(JsonNode tree, JsonPointer pointer, Scan found) {
        if (tree.isString()) {
            scan(tree.stringValue(), pointer.toString(), found);
        }
        tree.forEachEntry((key, value) -> scan(value, pointer.appendProperty(key), found));
        for (int i = 0; tree.isArray() && i < tree.size(); i++) {
            scan(tree.path(i), pointer.appendIndex(i), found);
        }
    }

    private static void scan(String text, String pointer, Scan found) {
        try {
            TemplateTags.variables(text).forEach(variable -> found.uses.add(new Use(pointer, variable)));
        } catch (IllegalArgumentException unreadable) {
            found.flaws.add(new Flaw(pointer, String.valueOf(unreadable.getMessage())));
        }
    }

    private static JsonNode render(JsonNode tree, Map<String, String> variables) {
        if (tree.isString()) {
            return JsonNodeFactory.instance.stringNode(render(tree.stringValue(), variables));
        }
        if (tree.isObject()) {
            var rendered = JsonNodeFactory.instance.objectNode();
            tree.forEachEntry((key, value) -> rendered.set(key, render(value, variables)));
            return rendered;
        }
        if (tree.isArray()) {
            var rendered = JsonNodeFactory.instance.arrayNode(tree.size());
            tree.forEach(value -> rendered.add(render(value, variables)));
            return rendered;
        }
        return tree;
    }

    /** What {@link #scan} found. */
    public record Scan(List<Use> uses, List<Flaw> flaws) {}

    /**
     * A string uses a variable.
     *
     * @param pointer JSON Pointer to the string
     * @param variable the name between the braces
     */
    public record Use(String pointer, String variable) {}

    /**
     * A string is no template.
     *
     * @param pointer JSON Pointer to the string
     * @param message a sentence that says why not
     */
    public record Flaw(String pointer, String message) {}
}
