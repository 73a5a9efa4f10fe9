package dev.drover.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A group as people want it, and wanted it before. One thread changes it. */
final class Wanted {
    /** A create that arrives now was claimed at most so long ago. */
    private static final Duration SENT_WITHIN = Duration.ofSeconds(7);

    final String name;
    final String provider;
    final boolean pets;
    final String database;
    int version = 1;
    int surge = 1;
    boolean deleted;
    /** How it is deleted, if it is. */
    Ending ending = Ending.DELETE;

    List<String> ids = new ArrayList<>();
    int size;

    private final List<Wish> wishes = new CopyOnWriteArrayList<>();

    Wanted(String name, String provider, boolean pets, String database) {
        this.name = name;
        this.provider = provider;
        this.pets = pets;
        this.database = database;
    }

    int count() {
        return deleted ? 0 : pets ? ids.size() : size;
    }

    String spec() {
        String allocation = pets
                ? "{\"logicalIds\": [%s]}"
                        .formatted(String.join(",", ids.stream().map(it -> '"' + it + '"').toList()))
                : "{\"size\": %d}".formatted(size);
        String update = pets
                ? "{\"maxSurge\": 0, \"maxUnavailable\": 1, \"minReady\": \"0s\"}"
                : "{\"maxSurge\": %d, \"maxUnavailable\": 0, \"minReady\": \"0s\"}".formatted(surge);
        return """
                {"allocation": %s, "instance": {"provider": "%s", "properties": {"version": %d}}, "update": %s,
                 "repair": {"retries": 1000, "maxInFlight": "100%%", "breaker": {"always": 1000}}}
                """.formatted(allocation, provider, version, update);
    }

    /** What is asked for from here on, perhaps. */
    void asked(Instant sent) {
        wishes.add(new Wish(sent, Instant.MAX, deleted ? 0 : count() + (pets ? 0 : surge)));
    }

    /** From here on what was asked for before does not hold any more. */
    void answered(Instant at) {
        Wish last = wishes.removeLast();
        wishes.add(new Wish(last.sent, at, last.ceiling));
    }

    /** How many may exist when a create arrives at this instant. */
    int ceiling(Instant at) {
        Instant claimed = at.minus(SENT_WITHIN);
        int greatest = 0;
        for (int i = 0; i < wishes.size(); i++) {
            boolean begun = !wishes.get(i).sent.isAfter(at);
            boolean over = i + 1 < wishes.size() && wishes.get(i + 1).answered.isBefore(claimed);
            if (begun && !over) {
                greatest = Math.max(greatest, wishes.get(i).ceiling);
            }
        }
        return greatest;
    }

    /** How people end a group. */
    enum Ending {
        DELETE,
        ABANDON,
        RELEASE
    }

    private record Wish(Instant sent, Instant answered, int ceiling) {}
}
