package dev.drover.provider.infrakit.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The machines that the plugin has made: a file each, so that they outlive it. */
final class Machines {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String ENDING = ".json";

    private final Path directory;
    private final Map<String, ObjectNode> byId = new ConcurrentHashMap<>();

    Machines(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory.resolve("instances"));
        try (Stream<Path> files = Files.list(this.directory)) {
            for (Path file : files.filter(it -> it.toString().endsWith(ENDING)).toList()) {
                ObjectNode machine = (ObjectNode) MAPPER.readTree(Files.readString(file));
                byId.put(machine.path("ID").asString(), machine);
            }
        }
    }

    Collection<ObjectNode> all() {
        return byId.values();
    }

    String add(ObjectNode machine) {
        String id = "i-" + UUID.randomUUID();
        machine.put("ID", id);
        machine.put("madeAt", System.currentTimeMillis());
        write(machine);
        return id;
    }

    void label(String id, ObjectNode labels) {
        ObjectNode machine = known(id);
        synchronized (machine) {
            machine.withObject("/Tags").setAll(labels);
            write(machine);
        }
    }

    /** Listings that lag show it for a while. */
    void destroy(String id) {
        ObjectNode machine = known(id);
        machine.put("goneAt", System.currentTimeMillis());
        try {
            Files.delete(file(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode known(String id) {
        ObjectNode machine = byId.get(id);
        if (machine == null || machine.has("goneAt")) {
            throw new IllegalArgumentException("no such instance: " + id);
        }
        return machine;
    }

    private void write(ObjectNode machine) {
        String id = machine.path("ID").asString();
        try {
            Path fresh = directory.resolve(id + ".new");
            Files.writeString(fresh, machine.toString());
            Files.move(fresh, file(id), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byId.put(id, machine);
    }

    private Path file(String id) {
        return directory.resolve(id + ENDING);
    }
}
