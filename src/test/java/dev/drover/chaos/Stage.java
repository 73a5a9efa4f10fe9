package dev.drover.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Postgres, a cloud and the cable between, which belong to one world. What plays on it are its replicas. */
final class Stage implements AutoCloseable {
    final Path folder;
    final Server server;
    final Cable cable;
    final Tally tally = new Tally();
    private final List<String> story = new CopyOnWriteArrayList<>();
    private final Java java;
    private final long seed;
    private final int cloudPort;
    private final Thread keeper;
    private volatile @Nullable Process cloud;
    private volatile Map<Fault, Double> climate = Map.of();
    private volatile boolean closing;

    Stage(Java java, Server.Template template, Path folder, long seed) throws IOException {
        this.java = java;
        this.folder = Files.createDirectories(folder);
        this.seed = seed;
        this.server = Server.start(template, folder, Ports.free());
        this.cable = new Cable(server.port());
        this.cloudPort = Ports.free();
        this.keeper = Thread.ofVirtual().name("keep the cloud").unstarted(this::keepCloud);
        startCloud();
        keeper.start();
        for (String provider : Settings.PROVIDERS) {
            foreign(provider, Map.of());
            foreign(provider, Map.of("drover.owner", "somebody-else", "drover.group", "web"));
        }
    }

    void tell(String what) {
        story.add(Instant.now().toString().substring(11) + "  " + what);
    }

    List<String> story() {
        return List.copyOf(story);
    }

    /** One more of this fault, of those that the harness itself injects. */
    void fault(Fault fault, String detail) {
        tally.fault(fault);
        tell("FAULT " + fault + " " + detail);
    }

    Replica replica(String name) {
        return new Replica(name, java, folder);
    }

    /** What a replica is told to be part of this world. */
    List<String> settings(String name, String database, Set<String> providers) {
        List<String> settings = new ArrayList<>(List.of(
                "--server.port=0",
                "--drover.data=" + folder.resolve("data-" + name),
                "--drover.owner=" + Settings.OWNER,
                "--drover.calls.timeout=6s"));
        settings.addAll(Settings.database(cable.port(), database));
        providers.forEach(it -> settings.addAll(Settings.provider(it, cloudPort, database)));
        return settings;
    }

    private void startCloud() throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of(String.valueOf(cloudPort), log().toString(), String.valueOf(seed), Settings.OWNER));
        Settings.PROVIDERS.forEach(it -> arguments.add(Settings.terms(it)));
        cloud = new ProcessBuilder(java.command(Cloud.class.getName(), "-Xmx64m", List.of(), arguments))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("cloud.log").toFile()))
                .start();
        awaitCloud();
        control(
                "databases",
                "",
                Map.of(Server.FIRST, server.url(Server.FIRST), Server.SECOND, server.url(Server.SECOND)));
        climate(climate);
    }

    private void awaitCloud() {
        for (int i = 0; i < 1200; i++) {
            try {
                Wire.connect(cloudPort).close();
                return;
            } catch (IOException e) {
                diedAgain();
                Pause.millis(50);
            }
        }
        throw new IllegalStateException("the cloud does not start: see " + folder.resolve("cloud.log"));
    }

    /** Whoever keeps the cloud does not wait for one that somebody has killed meanwhile: nobody else would start it. */
    private void diedAgain() {
        Process current = cloud;
        if (Thread.currentThread() == keeper && current != null && !current.isAlive()) {
            throw new IllegalStateException("the cloud has died again");
        }
    }

    /** The cloud dies by its own dice, and comes back. */
    private void keepCloud() {
        while (!closing) {
            Process current = cloud;
            if (current != null && !current.isAlive()) {
                try {
                    startCloud();
                    tell("the cloud is back");
                } catch (IOException | RuntimeException e) {
                    tell("the cloud does not start: " + e);
                }
            }
            Pause.millis(100);
        }
    }

    void killCloud() {
        Process current = cloud;
        if (current != null) {
            Processes.kill(current.toHandle());
        }
    }

    void climate(Map<Fault, Double> rates) {
        climate = rates.isEmpty() ? Map.of() : new EnumMap<>(rates);
        control(
                "climate",
                "",
                climate.entrySet().stream()
                        .collect(Collectors.toMap(it -> it.getKey().name(), it -> String.valueOf(it.getValue()))));
    }

    void hang(String provider, Duration howLong) {
        retry(new Ask(
                Fault.Op.NONE, provider, "", String.valueOf(howLong.toMillis()), "hang", Map.of(), null, Set.of()));
    }

    void restored() {
        control("restored", "", Map.of());
    }

    /** Whether no effect is on its way any more. */
    boolean quiet() {
        return retry(new Ask(Fault.Op.NONE, "", "", null, "pending", Map.of(), null, Set.of()))
                .done();
    }

    /** One machine of this group stops. */
    void strike(Wanted group) {
        control("strike", group.provider, Map.of("drover.group", group.name));
    }

    private void foreign(String provider, Map<String, String> labels) {
        control("foreign", provider, labels);
    }

    private void control(String what, String provider, Map<String, String> values) {
        retry(new Ask(Fault.Op.NONE, provider, "", null, what, new HashMap<>(values), null, Set.of()));
    }

    private Told retry(Ask ask) {
        RuntimeException last = new IllegalStateException("never asked");
        for (int i = 0; i < 600; i++) {
            try {
                return Wire.ask(cloudPort, ask);
            } catch (RuntimeException e) {
                last = e;
                diedAgain();
                Pause.millis(100);
            }
        }
        throw last;
    }

    private Path log() {
        return folder.resolve("cloud.jsonl");
    }

    /** The truth so far. */
    List<Entry> truth() {
        return Ledger.read(log());
    }

    /** Rows of text; empty if the database cannot be asked now. */
    List<List<String>> rows(String database, String sql) {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getString(i) == null ? "" : row.getString(i));
                }
                rows.add(values);
            }
            return rows;
        } catch (SQLException e) {
            return List.of();
        }
    }

    @Override
    public void close() throws IOException {
        closing = true;
        Process current = cloud;
        if (current != null) {
            Processes.kill(current.toHandle());
        }
        cable.close();
        server.close();
    }
}
