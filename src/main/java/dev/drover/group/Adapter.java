package dev.drover.group;

import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * A configured provider or flavor, as it takes part in the schema of specs.
 *
 * @param schema asks it for the schema of its properties; may hang or fail
 */
record Adapter(Part part, String name, Supplier<JsonNode> schema) {
    /** It, in a sentence. */
    String who() {
        return "the " + part.what() + " '" + name + "'";
    }

    /** The two halves of a machine template, each with the adapter that it names. */
    enum Part {
        INSTANCE("instance", "provider"),
        FLAVOR("flavor", "flavor");

        private final String key;
        private final String what;

        Part(String key, String what) {
            this.key = key;
            this.what = what;
        }

        /** The spec's key of this half. */
        String key() {
            return key;
        }

        /** What the adapter is, in a sentence. */
        String what() {
            return what;
        }

        String pointer() {
            return "/" + key;
        }

        /** Where the adapter's properties are. */
        String properties() {
            return pointer() + "/properties";
        }
    }
}
