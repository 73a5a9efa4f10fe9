package dev.drover.provider.infrakit.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What goes wrong with a plugin, in a file that whoever started it writes and it reads for each call:
 *
 * <pre>
 * lagMillis          listings show nothing that is younger
 * goneLagMillis      listings show what is gone for so long
 * slowMillis         by method: the answer takes so long; the effect comes first
 * lose               by method: so many answers are lost after their effect, with the connection
 * errors             by method: it fails with these words, and does nothing
 * answers            by method: huge, garbage, empty, null or list instead of an answer
 * failAfterCreate    a Provision makes its instance and fails then
 * crashAfterCreate   the process ends after it has made an instance, once
 * wrongIds           answers carry the id of another question
 * ignoreFilters      listings show everything
 * missingTagsMatch   listings take a tag that is not there for one that fits
 * dropTags           Flavor.Prepare loses the tags that it is given
 * handshake          0.4 or 0.1: how old it is
 * hide               an ID that listings never show
 * health             what Flavor.Healthy answers
 * </pre>
 */
public final class Faults {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Path file;

    public Faults(Path directory) {
        this.file = directory.resolve("faults.json");
    }

    /** Sets one, as JSON. */
    public synchronized void set(String name, Object value) {
        ObjectNode all = read();
        all.set(name, MAPPER.valueToTree(value));
        write(all);
    }

    /** Sets one of one method. */
    public synchronized void set(String name, String method, Object value) {
        ObjectNode all = read();
        all.withObject("/" + name).set(method, MAPPER.valueToTree(value));
        write(all);
    }

    public synchronized void clear() {
        write(MAPPER.createObjectNode());
    }

    synchronized JsonNode get(String name) {
        return read().path(name);
    }

    Optional<String> of(String name, String method) {
        JsonNode value = get(name).path(method);
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asString());
    }

    /** Whether it is on; it is off afterwards. */
    synchronized boolean once(String name) {
        ObjectNode all = read();
        JsonNode was = all.remove(name);
        write(all);
        return was != null && was.asBoolean();
    }

    /** Whether there is one left of so many. */
    synchronized boolean take(String name, String method) {
        ObjectNode all = read();
        int left = all.path(name).path(method).asInt(0);
        if (left == 0) {
            return false;
        }
        all.withObject("/" + name).put(method, left - 1);
        write(all);
        return true;
    }

    /** Notes why something was destroyed. */
    synchronized void reason(String reason) {
        try {
            Files.writeString(reasons(), reason + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why things were destroyed, in order. */
    public List<String> toldReasons() {
        try {
            return Files.exists(reasons()) ? Files.readAllLines(reasons()) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path reasons() {
        return file.resolveSibling("reasons");
    }

    private ObjectNode read() {
        try {
            return Files.exists(file)
                    ? (ObjectNode) MAPPER.readTree(Files.readString(file))
                    : MAPPER.createObjectNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(ObjectNode all) {
        try {
            Path fresh = Files.createTempFile(file.getParent(), "faults", ".new");
            Files.writeString(fresh, all.toString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
