package dev.drover.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What people tell Drover, again and again until it says yes. */
final class Commands {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Stage stage;
    private final Crew crew;
    private final List<Forbidden> forbidden = new CopyOnWriteArrayList<>();

    Commands(Stage stage, Crew crew) {
        this.stage = stage;
        this.crew = crew;
    }

    /** Declares the group as it is wanted now. */
    Instant declare(Wanted group) {
        Instant now = Instant.now();
        group.asked(now);
        forbidden.replaceAll(it -> it.group.equals(group.name) ? it.until(now) : it);
        send(group, "PUT", "/v1/groups/" + group.name, group.spec());
        Instant answered = Instant.now();
        group.answered(answered);
        return answered;
    }

    void delete(Wanted group) {
        group.deleted = true;
        group.asked(Instant.now());
        String path = "/v1/groups/" + group.name;
        String answer =
                switch (group.ending) {
                    case DELETE -> send(group, "DELETE", path, "");
                    case ABANDON -> send(group, "DELETE", path + "?abandon=true", "");
                    case RELEASE -> send(group, "POST", path + "/release", "{}");
                };
        Instant answered = Instant.now();
        group.answered(answered);
        forbidden.add(new Forbidden(group.name, answered, Instant.MAX, Set.of("CREATE"), called(answer)));
    }

    /** Pauses everything for a while. */
    void pause(Wanted group, long millis) {
        String answer = send(group, "POST", "/v1/groups/" + group.name + "/pause", "{}");
        Instant paused = Instant.now();
        Pause.millis(millis);
        Instant resumed = Instant.now();
        send(group, "POST", "/v1/groups/" + group.name + "/resume", "{}");
        forbidden.add(new Forbidden(group.name, paused, resumed, Set.of("CREATE", "DESTROY"), called(answer)));
    }

    void retry(Wanted group) {
        send(group, "POST", "/v1/groups/" + group.name + "/retry", "{}");
    }

    /** What was committed may be lost, and with it what was forbidden. */
    void forgetForbidden() {
        Instant now = Instant.now();
        List<Forbidden> cut = forbidden.stream().map(it -> it.until(now)).toList();
        forbidden.clear();
        forbidden.addAll(cut);
    }

    List<Forbidden> forbidden() {
        return List.copyOf(forbidden);
    }

    private String send(Wanted group, String method, String path, String body) {
        Instant begun = Instant.now();
        String last = "nobody listens";
        while (Duration.between(begun, Instant.now()).compareTo(PATIENCE) < 0) {
            Optional<Replica.Answer> answer =
                    crew.any(group.database).flatMap(it -> it.send(method, path, body));
            if (answer.isPresent()) {
                int status = answer.get().status();
                last = status + " " + answer.get().body();
                if (answer.get().isDone() || (status == 404 && !"PUT".equals(method))) {
                    stage.tell("%s %s -> %d%s".formatted(method, path, status, body.isEmpty() || "{}".equals(body) ? "" : " wants " + group.count()));
                    return answer.get().body();
                }
                if (status == 400 || status == 422) {
                    throw new IllegalStateException(method + " " + path + " is refused: " + last);
                }
            }
            Pause.millis(200);
        }
        throw new IllegalStateException(method + " " + path + " was never taken: " + last);
    }

    /** The members whose calls were under way when the command was answered, with what is called. */
    private static Set<String> called(String answer) {
        try {
            List<String> called = new ArrayList<>();
            for (JsonNode it : Wire.JSON.readTree(answer).path("alreadyCalled")) {
                called.add(it.path("action").asString() + " " + it.path("member").asString());
            }
            return Set.copyOf(called);
        } catch (RuntimeException e) {
            return Set.of();
        }
    }

    /**
     * What an answered command forbids.
     *
     * @param called what it said was under way already, as "provision web-7k3fab"
     */
    record Forbidden(String group, Instant from, Instant until, Set<String> ops, Set<String> called) {
        Forbidden until(Instant end) {
            return until.isBefore(end) ? this : new Forbidden(group, from, end, ops, called);
        }

        boolean forbids(Entry call) {
            boolean listed = called.contains(
                    ("CREATE".equals(call.text()) ? "provision " : "destroy ") + call.labels().get("drover.member"));
            return group.equals(call.group())
                    && ops.contains(String.valueOf(call.text()))
                    && call.at().isAfter(from)
                    && call.at().isBefore(until)
                    && !listed;
        }

        @Override
        public String toString() {
            return "%s of %s from %s to %s but %s"
                    .formatted(ops.stream().sorted().collect(Collectors.joining("+")), group, from, until, called);
        }
    }
}
